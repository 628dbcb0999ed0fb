"""The import as a command: what it prints, the report it writes, and how it ends."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from practices.models import Place, Practice
from tests.exchange.conftest import GOOD, SLUG, csv_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

BAD = GOOD | {"Titel": "Zweiter Fall", "Handlungsfeld": "Mobilitaet", "Ort": "Schönau"}


@pytest.fixture
def command(tmp_path):
    """command(rows, *options) → (exit code, what it said, the report)."""

    def run(rows, *options, name="tabelle.csv"):
        (tmp_path / name).write_bytes(rows if isinstance(rows, bytes) else csv_bytes(rows))
        said, report = io.StringIO(), tmp_path / "report.json"
        report.unlink(missing_ok=True)
        code = 0
        try:
            call_command("import_practices", str(tmp_path / name), "--report", str(report), *options, stdout=said)
        except SystemExit as ended:
            code = ended.code
        except CommandError as error:
            code = error.returncode
            said.write(str(error))
        return code, said.getvalue(), json.loads(report.read_bytes()) if report.exists() else None

    return run


def test_a_good_table_ends_with_0(command):
    code, said, report = command([GOOD])
    assert code == 0
    assert report["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "refused": 0}
    (row,) = report["rows"]
    assert row.pop("places")[0]["slug"] == "olfen"
    assert row == {"row": 2, "slug": SLUG, "status": "new", "errors": []}
    assert "1 neu, 0 geändert, 0 unverändert, 0 abgelehnt" in said
    assert "MB Arbeitsspeicher" in said
    assert Practice.objects.get(slug=SLUG).author is None


def test_a_refused_row_ends_with_1_and_the_report_says_why(command):
    code, said, report = command([GOOD, BAD])
    assert code == 1
    assert not Practice.objects.filter(slug=SLUG).exists()
    row = report["rows"][1]
    assert (row["row"], row["slug"], row["status"]) == (3, "zweiter-fall", "refused")
    error = next(error for error in row["errors"] if error["field"] == "handlungsfeld")
    assert error == {
        "field": "handlungsfeld",
        "value": "Mobilitaet",
        "message": "„Mobilitaet“ ist nicht bekannt.",
        "proposal": "Mobilität",
        "header": "Handlungsfeld",
        "letter": "D",
        "cell": "D3",
    }
    assert "Zeile 3: Spalte D „Handlungsfeld“ „Mobilitaet“: „Mobilitaet“ ist nicht bekannt. → Mobilität?" in said
    assert "Es wurde nichts geschrieben." in said


def test_a_dry_run_writes_nothing_and_ends_the_same(command):
    assert command([GOOD], "--dry-run")[0] == 0
    assert command([GOOD, BAD], "--dry-run")[0] == 1
    assert not Practice.objects.filter(slug=SLUG).exists()


def test_only_good_rows_returns_the_others_beside_the_file(command, tmp_path):
    code, said, _report = command([GOOD, BAD], "--only-good-rows")
    assert code == 1
    assert Practice.objects.filter(slug=SLUG).exists()
    returned = tmp_path / "tabelle-fehler.csv"
    assert str(returned) in said
    header, row = csv.reader(io.StringIO(returned.read_text("utf-8-sig"), newline=""), delimiter=";")
    assert header == ["Fehler", *BAD]
    assert row[1:] == list(BAD.values())
    # A second time nothing is overwritten; another place can be named.
    command([GOOD, BAD], "--only-good-rows")
    assert (tmp_path / "tabelle-fehler-2.csv").exists()
    command([GOOD, BAD], "--dry-run", "--bad-rows", str(tmp_path / "hier.csv"))
    assert (tmp_path / "hier.csv").read_bytes() == returned.read_bytes()


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        (b"", "leer.csv", "leer"),
        (b"x", "x.pdf", "wird nicht gelesen"),
        (
            csv_bytes([GOOD | {"Wer trägt es?": "x"}]),
            "x.csv",
            '--map "Wer trägt es?=carrier" / --ignore "Wer trägt es?"',
        ),
    ],
)
def test_what_cant_be_read_ends_with_2(command, content, name, text):
    code, said, report = command(content, name=name)
    assert code == 2
    assert text in said
    assert report["counts"] == {"new": 0, "changed": 0, "unchanged": 0, "refused": 0}
    assert report["problem"]


def test_a_file_that_isnt_there_ends_with_2(tmp_path):
    with pytest.raises(CommandError) as caught:
        call_command("import_practices", str(tmp_path / "nirgends.csv"))
    assert caught.value.returncode == 2


def test_columns_and_places_are_said_on_the_command_line(command):
    row = {key: value for key, value in GOOD.items() if key != "Träger"} | {"Wer=was?": "Kommune", "Notiz": "x"}
    row["Ort"] = "Schönau"
    code, _said, report = command(
        [row], "--map", "Wer=was?=carrier", "--ignore", "Notiz", "--place", "Schönau=geonames:2837072"
    )
    assert (code, report["counts"]["new"]) == (0, 1)
    practice = Practice.objects.get(slug=SLUG)
    assert practice.carrier == "municipality"
    assert practice.locations.get().place == Place.objects.get(gazetteer="GeoNames 2837072")
    assert command([row], "--map", "Wer=was?=unsinn")[0] == 2


def test_the_command_may_act_as_somebody(command, people):
    assert command([GOOD], "--user", "erfassung")[0] == 0
    assert Practice.objects.get(slug=SLUG).author == people["erfassung"]
    assert command([GOOD | {"Träger": "Kommune"}], "--user", "kollegin")[0] == 1
    assert command([GOOD], "--user", "niemand")[0] == 2
    assert command([GOOD], "--user", "leitung")[0] == 2
