"""The pages of the import: upload, columns, report, places, writing, bad rows; and who may see what.

The process that does the work is run here in the test's own, within its transaction; tests/exchange/test_process.py
runs the real one.
"""

import io
import json

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from exchange.jobs import execution
from exchange.jobs import job as jobs
from exchange.reading import limits
from practices.models import ImportJob, Place, Practice, Revision
from tests.exchange.conftest import GOOD, SLUG, csv_bytes
from tests.exchange.test_writing import broken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

INDEX = "/admin/practices/import/"
BAD = GOOD | {"Titel": "Zweiter Fall", "Handlungsfeld": "Mobilitaet"}


@pytest.fixture(autouse=True)
def here(settings, tmp_path, monkeypatch):
    """Jobs lie in a folder of the test, and are worked on at once and in this process."""
    settings.IMPORTS_ROOT = tmp_path / "imports"
    monkeypatch.setattr(jobs, "launch", lambda job, what, held: execution.run(job, what))


def upload(client, rows, name="tabelle.csv"):
    """The page that an upload leads to."""
    content = rows if isinstance(rows, bytes) else csv_bytes(rows)
    return client.post(INDEX, {"file": SimpleUploadedFile(name, content)}, follow=True)


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").find(id="content").get_text(" ").split())


def write(client, job, **said):
    """The page that the decision to write leads to, made on the report as it is now."""
    turn = ImportJob.objects.get(pk=job.pk).turn
    return client.post(f"{page_of(job)}write/", {"turn": turn, **said}, follow=True)


def page_of(job):
    return f"{INDEX}{job.pk}/"


def test_from_upload_to_drafts(as_, people):
    client = as_("erfassung")
    response = upload(client, [GOOD])
    job = ImportJob.objects.get()
    assert response.redirect_chain == [(page_of(job), 302)]
    assert (job.by, job.state, job.counts["new"]) == (people["erfassung"], "checked", 1)
    assert not Practice.objects.filter(slug=SLUG).exists()
    assert "Alles passt" in text_of(response)
    response = write(client, job)
    assert "Die Zeilen sind geschrieben." in text_of(response)
    practice = Practice.objects.get(slug=SLUG)
    assert (practice.author, practice.status) == (people["erfassung"], "draft")
    job.refresh_from_db()
    assert job.state == "done"
    # A second time nothing is written.
    response = write(client, job)
    assert "Diese Tabelle ist schon geschrieben." in response.content.decode()


def test_the_report_shows_faults_and_changes_by_status(as_):
    client = as_("redaktion")
    upload(client, [GOOD, BAD])
    job = ImportJob.objects.get()
    shown = text_of(client.get(page_of(job)))
    assert "Zeile 3" in shown
    assert "„Mobilitaet“ ist nicht bekannt. → Gemeint ist vielleicht: Mobilität?" in shown
    assert "Zeile 2" not in shown
    assert "Zeile 2" in text_of(client.get(f"{page_of(job)}?status=new"))
    assert "Solche Zeilen gibt es nicht" in text_of(client.get(f"{page_of(job)}?status=changed"))
    report = client.get(f"{page_of(job)}report.json")
    assert json.loads(b"".join(report.streaming_content))["counts"] == job.counts


def test_a_long_report_has_pages(as_):
    client = as_("redaktion")
    upload(client, [GOOD | {"Titel": f"Fall Nummer {n}"} for n in range(120)])
    job = ImportJob.objects.get()
    soup = BeautifulSoup(client.get(f"{page_of(job)}?status=new&page=3").content, "html.parser")
    assert len(soup.select(".import__row")) == 20
    assert soup.select_one("[rel=prev]")["href"] == "?status=new&page=2#rows-head"
    assert client.get(f"{page_of(job)}?status=new&page=99999").status_code == 200


def test_only_the_good_rows_and_the_file_to_correct(as_):
    client = as_("erfassung")
    upload(client, [GOOD, BAD])
    job = ImportJob.objects.get()
    response = write(client, job)
    assert "Es wurde nichts geschrieben: 1 Zeile wurde abgelehnt." in text_of(response)
    assert not Practice.objects.filter(slug=SLUG).exists()
    write(client, job, only_good_rows="1")
    assert Practice.objects.filter(slug=SLUG).exists()
    returned = client.get(f"{page_of(job)}bad-rows/")
    assert 'filename="tabelle-fehler.csv"' in returned["Content-Disposition"]
    assert "Zweiter Fall" in b"".join(returned.streaming_content).decode("utf-8-sig")


def test_an_error_of_the_database_is_told_and_leaves_all_as_before(as_):
    client = as_("erfassung")
    upload(client, [GOOD])
    job = ImportJob.objects.get()
    with connection.execute_wrapper(broken):
        response = write(client, job)
    assert "Es wurde nichts geschrieben: disk full" in text_of(response)
    assert not Practice.objects.filter(slug=SLUG).exists()


def test_unknown_columns_are_asked_for_and_remembered(as_):
    client = as_("erfassung")
    row = {key: value for key, value in GOOD.items() if key != "Träger"} | {"Trägerin": "Kommune", "Notiz": "x"}
    response = upload(client, [row])
    assert "Was bedeuten diese Spalten?" in text_of(response)
    soup = BeautifulSoup(response.content, "html.parser")
    first, second = soup.select("form > .import__question select")
    assert first.find("option", selected=True)["value"] == "carrier"
    assert second.find("option", selected=True)["value"] == ""
    assert "Erkannt wurden 12 Spalten: Titel, Kurzfassung" in text_of(response)
    job = ImportJob.objects.get()
    response = client.post(f"{page_of(job)}columns/", {first["name"]: "carrier"}, follow=True)
    assert "Sagen Sie von jeder Spalte" in response.content.decode()
    response = client.post(f"{page_of(job)}columns/", {first["name"]: "carrier", second["name"]: "-"}, follow=True)
    assert "Alles passt" in text_of(response)
    assert "Alles passt" in text_of(upload(client, [row]))


def test_an_ambiguous_place_is_chosen(as_):
    client = as_("erfassung")
    response = upload(client, [GOOD | {"Ort": "Schönau"}])
    soup = BeautifulSoup(response.content, "html.parser")
    choices = [option["value"] for option in soup.select("select[name=reference] option")]
    assert "geonames:2837072" in choices
    job = ImportJob.objects.get()
    response = client.post(f"{page_of(job)}check/", {"name": "Schönau", "reference": "geonames:2837072"}, follow=True)
    assert "Alles passt" in text_of(response)
    write(client, job)
    assert Place.objects.filter(gazetteer="GeoNames 2837072").exists()


def test_a_change_of_a_published_case_becomes_a_revision_of_the_importer(as_, people):
    client = as_("erfassung")
    response = upload(client, [{"Slug": "olfen-leohaus", "Kurzfassung": "Ein neuer Satz."}])
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one("ins").get_text() == "Ein neuer Satz."
    write(client, ImportJob.objects.get())
    assert Revision.objects.get().author == people["erfassung"]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("x.pdf", b"%PDF", "wird nicht gelesen"),
        ("x.csv", b"", "leer"),
        ("x.xlsx", b"PK\x03\x04kaputt", "beschädigt"),
        ("x.csv", b";".join(b"s%d" % n for n in range(10_000)) + b"\n1", "10000 Spalten"),
    ],
)
def test_what_cant_be_read_is_told_on_the_page(as_, name, content, text):
    response = upload(as_("erfassung"), content, name)
    assert response.status_code in (200, 400)
    assert text in text_of(response)


def test_no_file_and_a_file_of_200_megabytes(as_, monkeypatch):
    client = as_("erfassung")
    assert client.post(INDEX, {}).status_code == 400
    monkeypatch.setattr(limits, "MAX_BYTES", 1000)
    from exchange.pages import imports

    monkeypatch.setattr(imports, "MAX_BYTES", 1000)
    monkeypatch.setattr(imports, "ENVELOPE", 1000)
    response = upload(client, b"x" * 50_000)
    assert response.status_code == 413
    assert "gelesen werden höchstens" in text_of(response)
    assert BeautifulSoup(response.content, "html.parser").find("input", {"name": "csrfmiddlewaretoken"})
    assert not ImportJob.objects.exists()


def test_an_upload_without_a_token_is_refused(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["erfassung"])
    upload_ = {"file": SimpleUploadedFile("t.csv", csv_bytes([GOOD]))}
    assert client.post(INDEX, upload_).status_code == 403
    token = BeautifulSoup(client.get(INDEX).content, "html.parser").find("input", {"name": "csrfmiddlewaretoken"})
    upload_ = {"file": SimpleUploadedFile("t.csv", csv_bytes([GOOD])), "csrfmiddlewaretoken": token["value"]}
    assert client.post(INDEX, upload_).status_code == 302


GETS = ["", "progress/", "bad-rows/", "report.json"]
POSTS = ["columns/", "check/", "write/", "discard/"]


@pytest.mark.parametrize(
    ("name", "sees", "works"),
    [("erfassung", 200, 302), ("kollegin", 404, 404), ("redaktion", 200, 403), ("leitung", 403, 403), (None, 302, 302)],
)
def test_who_sees_an_import_and_who_works_on_it(as_, name, sees, works):
    upload(as_("erfassung"), [GOOD, BAD])
    job = ImportJob.objects.get()
    client = as_(name) if name else Client()
    assert [client.get(page_of(job) + path).status_code for path in GETS] == [sees] * len(GETS)
    assert [client.post(page_of(job) + path).status_code for path in POSTS] == [works] * len(POSTS)
    assert ImportJob.objects.exists() == (name != "erfassung")
    assert client.get(INDEX).status_code == (403 if name == "leitung" else 302 if name is None else 200)
    assert client.get(f"{INDEX}vorlage.xlsx").status_code == (
        403 if name == "leitung" else 302 if name is None else 200
    )


def test_whoever_lost_the_right_no_longer_writes(as_, people):
    upload(as_("erfassung"), [GOOD])
    job = ImportJob.objects.get()
    people["erfassung"].groups.clear()
    jobs.start(job, jobs.WRITE)
    assert (job.state, job.message) == ("failed", "Wer diese Tabelle hochgeladen hat, darf keine Fälle mehr erfassen.")
    ImportJob.objects.update(by=None, state="checked")
    job.refresh_from_db()
    jobs.start(job, jobs.WRITE)
    assert not Practice.objects.filter(slug=SLUG).exists()


def test_a_discarded_import_leaves_no_files(as_):
    client = as_("erfassung")
    upload(client, [GOOD])
    folder = jobs.folder_of(ImportJob.objects.get())
    assert folder.exists()
    client.post(f"{page_of(ImportJob.objects.get())}discard/")
    assert not ImportJob.objects.exists()
    assert not folder.exists()


def test_the_templates(as_):
    client = as_("erfassung")
    header = client.get(f"{INDEX}vorlage.csv").content.decode("utf-8-sig")
    assert header.startswith("Titel;Kurzfassung;")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{INDEX}vorlage.xlsx").content))
    sheet = book["Praxisbeispiele"]
    assert [cell.value for cell in sheet[1]] == header.strip().split(";")
    assert book["Listen"].sheet_state == "hidden"
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        name, _mark, cells = rule.formula1.removeprefix("=").partition("!")
        column = sheet.cell(1, openpyxl.utils.range_boundaries(str(rule.sqref))[0]).value
        offered[column] = [cell[0].value for cell in book[name][cells.replace("$", "")]]
    assert "Mobilität" in offered["Handlungsfeld"]
    assert "Mit anpacken" in offered["Handlungsmuster 1"]
    assert offered["Träger"][0] == "Bürgergruppe"
    assert offered["Codierung beruht auf"] == ["laut Quelle", "redaktionell"]
    # Filled in with what it offers, it is taken.
    for column, cell in enumerate(sheet[1], start=1):
        value = {
            "Ort 1": "Olfen",
            "Quellen": GOOD["Quelle"],
            "Handlungsmuster 2": "Protestieren",
            "Bürgerrolle 1": "Engagierte",
        }.get(cell.value)
        sheet.cell(2, column, value or GOOD.get(cell.value) or (2024 if cell.value == "Stand (Jahr)" else None))
    content = io.BytesIO()
    book.save(content)
    assert "Alles passt" in text_of(upload(client, content.getvalue(), "vorlage.xlsx"))
