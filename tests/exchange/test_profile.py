"""The profile in a table: read in words, told row by row, exported and read back unchanged."""

import json

import pytest
from django.core.management import call_command

from exchange.columns.headings import BY_KEY
from exchange.report.report import empty_counts
from practices.case.applying import apply
from practices.case.contents import contents, read
from practices.models import Practice, Revision, status
from tests.exchange.conftest import GOOD, SLUG
from tests.practices.profiles import FULL, RATIO
from workplace.workflow import revisions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

ROW = GOOD | {
    "Phase": "läuft",
    "Phase bekannt (Jahr)": "2024",
    "Beginn": "6/2014",
    "Stand und Laufzeit beruhen auf": "laut Quelle | 02.03",
    "Weitere Träger": "Kommune; Unternehmen",
    "Träger und Beteiligte beruhen auf": "redaktionell | | Aus dem Namen geschlossen.",
    "Kosten (Betrag)": "1.500",
    "Währung": "EUR",
    "Kosten": "Schrank und Aufbau",
    "Mittel beruhen auf": "laut Quelle | 02.03",
    "Förderung": "Landesmittel | laut Quelle | 02.03",
    "Wirkung": "Viele Leute tauschen Bücher.",
    "Beleg der Wirkung": "gezählt",
    "Zahlen der Wirkung": "Bücher im Jahr | 1.200 | Bände | 2023\nSpenden | 3,5 | Kisten",
    "Auszeichnungen": "Lesepreis | 2022",
    "Wirkung beruht auf": "laut Quelle | 02.03",
    "Weiterlesen": "Der Schrank | eigene Website | https://example.org/schrank | 1.11.2026",
    "Ansprechstelle": "Stadtbücherei",
    "Adresse der Ansprechstelle": "buecherei@example.org",
}


def test_a_row_with_a_profile(import_):
    assert import_([ROW], write=True).counts["new"] == 1
    content = read(Practice.objects.get(slug=SLUG).pk)
    assert (content["phase"], content["phase_year"], content["begin"]) == ("running", 2024, "2014-06")
    assert content["further_carriers"] == ["municipality", "company"]
    assert content["actors_basis"] == {"basis": "editorial", "chapter": "", "note": "Aus dem Namen geschlossen."}
    assert (content["cost_amount"], content["cost_currency"]) == (1500, "EUR")
    assert [(f["text"], f["value"], f["unit"], f["year"]) for f in content["figures"]] == [
        ("Bücher im Jahr", "1200", "Bände", 2023),
        ("Spenden", "3.5", "Kisten", None),
    ]
    assert content["prizes"] == [{"title": "Lesepreis", "year": 2022}]
    assert content["links"][0]["kind"] == "website" and content["links"][0]["accessed"] == "2026-11-01"
    assert content["funding"] == [{"slug": "state", "basis": "source", "chapter": "02.03", "note": ""}]


@pytest.mark.parametrize(
    ("cells", "field", "text"),
    [
        ({"Ende": "2013"}, "end", "vor dem Beginn"),
        ({"Währung": ""}, "cost_currency", "gehört die Währung"),
        ({"Phase bekannt (Jahr)": "2999"}, "phase_year", "2999"),
        ({"Phase": "fertig"}, "phase", "„fertig“ ist nicht bekannt"),
        ({"Wirkung": ""}, "effects", "kein Text"),
        ({"Kosten (Betrag)": "viel"}, "cost_amount", "„viel“ ist keine ganze Zahl"),
        ({"Weiterlesen": "Der Schrank | eigene Website | example | 1.11.2026"}, "links", "ist keine Adresse"),
        ({"Weiterlesen": "Der Schrank | Blog | https://example.org | 1.11.2026"}, "links", "„Blog“ ist nicht bekannt"),
        ({"Adresse der Ansprechstelle": "eva.muster@example.org"}, "contact_address", "Adresse einer Person"),
        ({"Weitere Träger": "Kommune; Feuerwehr"}, "further_carriers", "„Feuerwehr“ ist nicht bekannt"),
        ({"Mittel beruhen auf": "laut Quelle"}, "means_basis", "Fundstelle"),
        ({"Mittel beruhen auf": ""}, "means_basis", "worauf das beruht"),
        ({"Auszeichnungen": "Preis | 2022 | zu viel"}, "prizes", "höchstens 2 Teile"),
    ],
)
def test_what_is_wrong_is_named_at_its_column(import_, cells, field, text):
    faults = import_([ROW | cells]).faults()
    assert text in faults[field][0]


@pytest.mark.parametrize("ending", ["csv", "excel.csv", "xlsx", "geojson", "json"])
def test_a_full_profile_comes_back_unchanged(import_, tmp_path, ending):
    practice = Practice.objects.get(slug="olfen-leohaus")
    with status.by_the_host():
        apply(practice, read(practice.pk) | FULL | {"figures": [*FULL["figures"], RATIO]}, with_life=True)
    before = contents([practice.pk])
    target = tmp_path / f"alle.{ending}"
    call_command("export_practices", target, verbosity=0)
    result = import_(target.read_bytes(), f"alle.{ending}", write=True)
    assert result.counts == empty_counts() | {"unchanged": 50}, [r for r in result.rows if r["status"] != "unchanged"]
    assert contents([practice.pk]) == before


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_full_profile_is_built_anew_elsewhere(import_, tmp_path, ending):
    practice = Practice.objects.get(slug="olfen-leohaus")
    with status.by_the_host():
        apply(practice, read(practice.pk) | FULL | {"figures": [RATIO]}, with_life=True)
    before = read(practice.pk)
    target = tmp_path / f"alle.{ending}"
    call_command("export_practices", target, verbosity=0)
    from practices.models import Tombstone

    practice.delete()
    Tombstone.objects.all().delete()
    assert import_(target.read_bytes(), f"alle.{ending}", write=True).counts["new"] == 1
    assert read(Practice.objects.get(slug="olfen-leohaus").pk) == before | {"status": "draft"}


def test_a_table_without_these_columns_leaves_them_alone(import_):
    practice = Practice.objects.get(slug="olfen-leohaus")
    with status.by_the_host():
        apply(practice, read(practice.pk) | FULL, with_life=True)
    assert import_([{"Slug": "olfen-leohaus", "Titel (englisch)": practice.title_en}]).counts["unchanged"] == 1


def test_german_in_an_english_column_is_said(import_):
    row = import_([ROW | {"Wirkung (englisch)": "Das Buch ist nicht mit der Post gekommen."}]).only
    assert "Wirkung (englisch): Das liest sich wie Deutsch." in row["notices"]


def test_a_passage_alone_says_that_it_is_a_source(import_):
    cells = {"Mittel beruhen auf": " | 02.03", "Wirkung beruht auf": " | | Aus dem Aushang."}
    assert import_([ROW | cells], write=True).counts["new"] == 1
    content = read(Practice.objects.get(slug=SLUG).pk)
    assert content["means_basis"] == {"basis": "source", "chapter": "02.03", "note": ""}
    assert content["effect_basis"] == {"basis": "editorial", "chapter": "", "note": "Aus dem Aushang."}


def test_a_part_that_an_entry_has_not_is_named(import_):
    case = {"slug": "olfen-leohaus", "prizes": [{"title": "Preis", "jahr": 2012}]}
    message, _proposal = import_(json.dumps([case]).encode(), "x.json").faults()["prizes"]
    assert message == "Ein Eintrag hat keinen Teil „jahr“; es gibt: title, year."


@pytest.mark.parametrize(("told", "kept"), [(12.345, "12.345"), ("12.345", "12.345"), (1200.0, "1200"), (7, "7")])
def test_a_point_in_json_is_none_of_thousands(import_, told, kept):
    figure = {"text": "Quote", "value": told, "unit": "%"}
    case = {"slug": "olfen-leohaus", "effects": "Gut.", "evidence": "counted", "figures": [figure]}
    case |= {"effect_basis": {"basis": "source", "chapter": "02.02"}}
    result = import_(json.dumps([case]).encode(), "x.json", write=True)
    assert result.counts["changed"] == 1, result.faults()
    (figure,) = revisions.latest(Revision.objects.get()).content["figures"]
    assert figure["value"] == kept


def test_a_cost_that_is_a_fraction_is_no_thousandfold(import_):
    case = {"slug": "olfen-leohaus", "cost_amount": 12.345, "cost_currency": "EUR"}
    assert "„12,345“ ist keine ganze Zahl" in import_(json.dumps([case]).encode(), "x.json").faults()["cost_amount"][0]


@pytest.mark.parametrize("given", [{"a": 1}, [{"carrier": "company"}], [["company"]], [5]])
def test_a_list_of_what_is_no_text_is_said(import_, given):
    case = {"slug": "olfen-leohaus", "further_carriers": given}
    assert (
        import_(json.dumps([case]).encode(), "x.json").faults()["further_carriers"][0] == "Hier wird ein Text erwartet."
    )


def test_every_member_of_a_case_can_be_given_anew(import_):
    """The report tells each change, whatever list the value is taken from."""
    case = FULL | {"slug": "olfen-leohaus", "carrier": "association", "as_of": 2020, "confirmed": "2020-05-01"}
    told = import_(json.dumps([case]).encode(), "x.json").only
    assert told["status"] == "changed", told
    assert {change["field"] for change in told["changes"]} >= {"cost_currency", "evidence", "figures", "funding"}


# What no member of a case is, in every column.
ODD = [{"a": 1}, [{"a": 1}], [{}], [["x"]], [5], 5, 1.5, True, [None], "x", "|", ";", [{"slug": 5}], [{"slug": ["a"]}]]
ODD += [{"title": 1, "url": [1], "text": {}, "value": [], "source": {"a": [1]}}, -1, 10**30, "2020-W18-5"]


def test_no_odd_value_of_json_ends_an_import(import_):
    """Each is refused or read in its own row, and every row is told."""
    rows = [{"slug": "olfen-leohaus", key: odd} for key in BY_KEY if key not in ("slug", "id") for odd in ODD]
    result = import_(json.dumps(rows).encode(), "x.json")
    assert sum(result.counts.values()) == len(result.rows) == len(rows)
    assert result.counts["refused"] > len(rows) / 2
