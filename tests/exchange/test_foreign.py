"""Somebody else's layout: titles above the head, a cover sheet, own words for values, nothing said of the basis.

Read, asked about once, remembered for its owner, and told of in the words of whoever made the table.
"""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup

from exchange.reading import memory
from practices.models import ColumnMeaning, ImportJob, Practice, TableMemory
from tests.exchange.conftest import GOOD, SLUG, csv_bytes
from tests.exchange.test_pages import INDEX, here, page_of, text_of, upload, write  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
INPUTS = Path(__file__).parent / "inputs"
# What a table in somebody else's layout says of a case.
FOREIGN = {
    "Projektname": "Repaircafé am Kirchplatz",
    "Kurz gesagt": "Freiwillige reparieren jeden Monat, was andere wegwerfen würden.",
    "Was geschieht": "Einmal im Monat reparieren Freiwillige Geräte, Räder und Kleidung im Gemeindehaus am Kirchplatz.",
    "Wo": "Olfen (Nordrhein-Westfalen)",
    "Rechtsform": "e. V.",
    "Themenfeld": "Digitales",
    "Form": "Selbermachen, Protestieren",
    "Erhoben": "2023",
}
MEANT = {
    "Projektname": "title",
    "Kurz gesagt": "summary",
    "Was geschieht": "description",
    "Wo": "places",
    "Rechtsform": "carrier",
    "Themenfeld": "handlungsfeld",
    "Form": "handlungsmuster",
    "Erhoben": "as_of",
}
SAID = {
    "field": ["carrier", "handlungsfeld", "handlungsmuster"],
    "text": ["e. V.", "Digitales", "Selbermachen"],
    "meaning": ["association", "digitalisierung", "mit-anpacken"],
    "default-coding_basis": "editorial",
    "default-coding_reason": "Aus der Erhebung des Landkreises.",
    "default-sources": "bbsr-urbane-kleinstaedte",
    "default-locator": "Kapitel 02.03",
}


def rows_below(*above, rows=(FOREIGN,), delimiter=";"):
    """A CSV whose head stands below other rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([*above, list(rows[0]), *(list(row.values()) for row in rows)])
    return text.getvalue().encode()


def book(**sheets):
    """A workbook: {name of a sheet: rows}."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def answer(client, response, meant=MEANT):
    """The page after the columns of the job were answered."""
    soup = BeautifulSoup(response.content, "html.parser")
    answers = {label["for"]: meant[label.get_text()] for label in soup.select("form > .import__question label")}
    return client.post(f"{page_of(ImportJob.objects.first())}columns/", answers, follow=True)


def chosen(soup):
    return [select.find("option", selected=True)["value"] for select in soup.select("form > .import__question select")]


# C1: meanings of columns


def test_a_heading_that_would_collide_is_neither_chosen_nor_remembered(as_):
    client = as_("erfassung")
    content = (INPUTS / "mapping-default-stuck.csv").read_bytes()
    response = upload(client, content)
    soup = BeautifulSoup(response.content, "html.parser")
    assert chosen(soup) == [""]
    assert "12.3.2024" in soup.select_one("form > .import__question").get_text()
    (select,) = soup.select("form > .import__question select")
    job = ImportJob.objects.get()
    response = client.post(f"{page_of(job)}columns/", {select["name"]: "title"}, follow=True)
    assert response.status_code == 400
    assert "„Titel“ und „Projekttitel kurz“ bedeuten dieselbe Spalte (Titel)" in text_of(response)
    assert chosen(BeautifulSoup(response.content, "html.parser")) == ["title"]
    assert not ColumnMeaning.objects.exists()
    response = client.post(f"{page_of(job)}columns/", {select["name"]: "-"}, follow=True)
    assert "Row by row" in text_of(response) or "Zeile für Zeile" in text_of(response)


def test_two_headings_are_never_chosen_beforehand_for_the_same_member(as_):
    row = {key: value for key, value in GOOD.items() if key != "Stand"}
    response = upload(as_("erfassung"), [row | {"Stand der Erhebung": "2023", "Stand der Daten": "2024"}])
    found = chosen(BeautifulSoup(response.content, "html.parser"))
    assert len(found) == 2
    assert len({key for key in found if key}) == len([key for key in found if key])
    response = upload(as_("erfassung"), [GOOD | {"Stand der Erhebung": "2023"}])
    assert chosen(BeautifulSoup(response.content, "html.parser")) == [""]


def test_what_one_says_holds_for_nobody_else_and_gives_way_to_what_is_recognised(as_, people):
    mine, theirs = as_("erfassung"), as_("kollegin")
    row = {key: value for key, value in GOOD.items() if key != "Titel"} | {"Projektname": "Bücherschrank"}
    answer(mine, upload(mine, [row]), {"Projektname": "title"})
    assert "Alles passt" in text_of(upload(mine, [row]))
    assert "Was bedeuten diese Spalten?" in text_of(upload(theirs, [row]))
    # Beside a column “Titel” what was remembered is asked for again, instead of failing for ever.
    response = upload(mine, [GOOD | {"Projektname": "Bücherschrank"}])
    assert "„Titel“ und „Projektname“ bedeuten dieselbe Spalte" in text_of(response)
    assert chosen(BeautifulSoup(response.content, "html.parser")) == [""]


def test_the_page_shows_changes_and_forgets_what_is_remembered(as_):
    mine, theirs = as_("erfassung"), as_("kollegin")
    row = {key: value for key, value in GOOD.items() if key != "Titel"} | {"Projektname": "Bücherschrank"}
    answer(mine, upload(mine, [row]), {"Projektname": "title"})
    shown = text_of(mine.get(f"{INDEX}memory/"))
    assert "Projektname darunter stand: Bücherschrank" in shown
    assert "Projektname" not in text_of(theirs.get(f"{INDEX}memory/"))
    kept = ColumnMeaning.objects.get()
    theirs.post(f"{INDEX}memory/", {f"column-{kept.pk}": "forget"})
    assert ColumnMeaning.objects.exists()
    mine.post(f"{INDEX}memory/", {f"column-{kept.pk}": "nonsense"})
    assert ColumnMeaning.objects.get().field == "title"
    mine.post(f"{INDEX}memory/", {f"column-{kept.pk}": "summary"})
    assert ColumnMeaning.objects.get().field == "summary"
    mine.post(f"{INDEX}memory/", {f"column-{kept.pk}": "forget"})
    assert not ColumnMeaning.objects.exists()


def test_a_recognised_column_may_be_meant_otherwise(as_):
    client = as_("erfassung")
    upload(client, [GOOD | {"Text": "Ein langer Text, der die Beschreibung nicht ist."} | {"Beschreibung": ""}])
    job = ImportJob.objects.get()
    soup = BeautifulSoup(client.get(f"{page_of(job)}columns/").content, "html.parser")
    names = {label.get_text(): label["for"] for label in soup.select(".import__question label")}
    response = client.post(f"{page_of(job)}columns/", {names["Träger"]: "-", names["Beschreibung"]: "-"}, follow=True)
    assert "Alles passt" in text_of(response)
    assert ImportJob.objects.get().mapping == {"Träger": "", "Beschreibung": ""}


# C5: where the table begins


def test_the_sheet_with_the_cases_is_found_behind_a_cover(as_):
    response = upload(as_("erfassung"), (INPUTS / "cover-first.xlsx").read_bytes(), "cover-first.xlsx")
    assert "Gelesen: Blatt „Fälle“, Überschriften in Zeile 1." in text_of(response)
    assert ImportJob.objects.get().counts["new"] == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_head_is_found_below_titles(import_, kind):
    above = [["Gute Praxis im Landkreis", "", "Stand: Mai"], [], ["Bitte nicht weitergeben"]]
    if kind == "csv":
        result = import_(rows_below(*above, rows=[GOOD]))
    else:
        result = import_(book(Projekte=[*above, list(GOOD), list(GOOD.values())]), "t.xlsx")
    assert (result.counts["new"], result.only["row"], result.table.head) == (1, 5, 4), result.rows
    assert result.about["notes"] == [
        "Die Überschriften wurden in Zeile 4 gefunden; was darüber steht, wurde nicht gelesen."
    ]


def test_a_merged_head_of_two_rows_is_read_as_one(import_):
    upper = ["Titel", "Kurzfassung", "Beschreibung", "Einordnung", None, None, "Verortung", None, "Beleg", None]
    lower = [None, None, None, "Handlungsfeld", "Begründung", "Stand", "Ort", "Träger", "Quelle", "Fundstelle"]
    row = [GOOD[name] for name in ("Titel", "Kurzfassung", "Beschreibung", "Handlungsfeld")]
    row += ["Weil es so ist.", 2024, "Olfen", "Verein", GOOD["Quelle"], "Kapitel 02.03"]
    result = import_(book(Liste=[upper, lower, row]), "t.xlsx")
    assert (result.counts["new"], result.only["row"]) == (1, 3), result.rows


def test_a_head_that_nobody_knows_is_shown_and_another_row_may_be_chosen(as_):
    client = as_("erfassung")
    content = rows_below(["Zeile", "von", "oben", "her", "ganz", "voll", "und", "breit"])
    response = upload(client, content)
    shown = text_of(response)
    assert "Keine Spalte wurde erkannt." in shown
    assert "übrigen Spalten wurden erkannt" not in shown
    job = ImportJob.objects.get()
    assert client.post(f"{page_of(job)}reading/", {"row": "0"}, follow=True).status_code == 200
    client.post(f"{page_of(job)}reading/", {"row": "2", "turn": job.turn})
    response = client.get(page_of(job))
    assert "Gelesen: Überschriften in Zeile 2." in text_of(response)
    response = answer(client, response)
    assert "Zeile für Zeile" in text_of(response)
    assert Path(jobs_folder(job) / "table.json").exists()
    response = client.post(f"{page_of(job)}reading/", {"row": "900"}, follow=True)
    assert "Zeile 900 ist leer; dort können keine Überschriften stehen." in text_of(response)


def jobs_folder(job):
    from exchange.jobs import job as jobs

    return jobs.folder_of(job)


# C6: faults and what is said once


def test_a_fault_names_the_users_own_heading_and_cell(as_):
    client = as_("erfassung")
    row = {("Thema" if key == "Handlungsfeld" else key): value for key, value in GOOD.items()}
    upload(client, rows_below(["Liste"], [], rows=[row | {"Thema": "Mobilitaet"}]))
    job = ImportJob.objects.get()
    assert "Spalte D „Thema“ , Zeile 4" in text_of(client.get(page_of(job)))
    report = json.loads(b"".join(client.get(f"{page_of(job)}report.json").streaming_content))
    (error,) = report["rows"][0]["errors"]
    assert (error["field"], error["header"], error["cell"]) == ("handlungsfeld", "Thema", "D4")
    returned = b"".join(client.get(f"{page_of(job)}bad-rows/").streaming_content).decode("utf-8-sig")
    assert "Thema: „Mobilitaet“ ist nicht bekannt." in returned


def test_no_value_is_quoted_that_nobody_typed(import_):
    row = {
        key: value for key, value in GOOD.items() if key not in ("Begründung der Codierung", "Handlungsfeld Kapitel")
    }
    result = import_([row, row])
    typed = " ".join(row.values())
    for one in result.rows:
        for error in one["errors"]:
            assert error["value"] in typed, error
            assert "editorial" not in error["value"]
    assert SLUG not in " ".join(error["message"] for error in result.rows[1]["errors"])


def test_faults_are_grouped_by_kind_with_counts(as_):
    client = as_("erfassung")
    rows = [GOOD | {"Titel": f"Fall {n}", "Träger": "GmbH" if n % 2 else "AG"} for n in range(40)]
    response = upload(client, [*rows, GOOD | {"Titel": "x" * 200}])
    soup = BeautifulSoup(response.content, "html.parser")
    first, second = soup.select(".import__kinds li")
    assert "Spalte I „Träger“ , 40 Zeilen: … ist kein Träger" in " ".join(first.get_text(" ").split())
    assert "AG (20)" in " ".join(first.get_text("").split())
    assert "1 Zeile" in " ".join(second.get_text(" ").split())


def test_a_value_is_meant_once_and_everything_is_remembered_for_the_corrected_table(as_, people):
    client = as_("erfassung")
    rows = [FOREIGN | {"Projektname": f"Fall {n}", "Wo": "Schönau"} for n in range(3)]
    answer(client, upload(client, rows_below(["Umfrage 2023"], rows=rows)))
    job = ImportJob.objects.get()
    shown = text_of(client.get(page_of(job)))
    assert "e. V. Spalte E „Rechtsform“, in 3 Zeilen" in shown
    said = SAID | {"name": "Schönau", "reference": "geonames:2837072"}
    response = client.post(f"{page_of(job)}check/", said, follow=True)
    assert "Alles passt" in text_of(response), text_of(response)
    write(client, job)
    practice = Practice.objects.get(title="Fall 1")
    assert (practice.carrier, practice.handlungsfeld.slug) == ("association", "digitalisierung")
    assert (practice.handlungsfeld_basis, practice.handlungsfeld_note) == ("editorial", SAID["default-coding_reason"])
    assert {coding.term.slug for coding in practice.handlungsmuster.all()} == {"mit-anpacken", "protestieren"}
    assert practice.citations.get().locator == "Kapitel 02.03"
    # The corrected table comes again, with a column of faults before it and in another order: nothing is asked.
    again = [{"Fehler": "war falsch", **dict(reversed(row.items()))} for row in rows]
    response = upload(client, [row | {"Projektname": f"Neu {n}"} for n, row in enumerate(again)], "korrigiert.csv")
    assert "Alles passt" in text_of(response), text_of(response)
    assert "5 Angaben sind schon gemacht" not in text_of(response)
    assert "4 Angaben sind schon gemacht" in text_of(response)
    # Nobody else gets it.
    assert "Was bedeuten diese Spalten?" in text_of(upload(as_("kollegin"), rows_below(rows=rows)))
    # It can be asked again, and forgotten.
    second = ImportJob.objects.filter(by=people["erfassung"]).first()
    response = client.post(
        f"{page_of(second)}check/", {"undo": ["values carrier|e. V.", "choices|Schönau"]}, follow=True
    )
    assert "Welcher Ort ist gemeint?" in text_of(response)
    assert TableMemory.objects.get().values.keys() == {"handlungsfeld", "handlungsmuster"}
    client.post(f"{INDEX}memory/", {"table": TableMemory.objects.get().pk})
    assert not TableMemory.objects.exists()


def test_what_holds_for_all_rows_gives_way_to_what_a_row_or_a_case_says(as_):
    client = as_("erfassung")
    row = GOOD | {"Stand": "", "Quelle": "", "Fundstelle": "", "Träger": "e. V."}
    upload(client, [row])
    job = ImportJob.objects.get()
    client.post(f"{page_of(job)}check/", SAID | {"default-as_of": "2021"})
    write(client, job)
    practice = Practice.objects.get(slug=SLUG)
    assert (practice.as_of, practice.handlungsfeld_chapter) == (2021, "02.03")
    assert practice.handlungsmuster.get().note == "Freiwillige betreuen den Schrank."
    # A second table of the same layout, with another year, doesn't change the case that has one.
    before = memory.layout_of(jobs_table(job))
    upload(client, [row])
    second = ImportJob.objects.first()
    assert memory.layout_of(jobs_table(second)) == before
    assert second.counts["unchanged"] == 1, text_of(client.get(page_of(second)))


def jobs_table(job):
    from exchange.jobs import job as jobs

    return jobs.table_of(job)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"default-coding_basis": "editorial"}, "Was redaktionell ist, braucht einen Grund"),
        ({"default-coding_basis": "source"}, "braucht deren Kapitel oder Seite"),
        ({"default-coding_basis": "geraten"}, "nicht „geraten“"),
        ({"default-as_of": "neulich"}, "„neulich“ ist weder eine Jahreszahl noch ein Datum"),
    ],
)
def test_what_cant_hold_for_all_rows_is_refused_at_once(as_, said, text):
    client = as_("erfassung")
    upload(client, [GOOD])
    job = ImportJob.objects.get()
    assert text in client.post(f"{page_of(job)}check/", said, follow=True).content.decode()
    assert ImportJob.objects.get().defaults == {}


def test_a_value_that_is_no_term_is_not_taken(as_):
    client = as_("erfassung")
    upload(client, csv_bytes([GOOD | {"Träger": "GmbH"}]))
    job = ImportJob.objects.get()
    client.post(f"{page_of(job)}check/", {"field": ["carrier", "title"], "text": ["GmbH"] * 2, "meaning": ["nix", "x"]})
    assert ImportJob.objects.get().values == {}
    client.post(f"{page_of(job)}check/", {"field": "carrier", "text": "GmbH", "meaning": "company"})
    assert ImportJob.objects.get().counts["new"] == 1
