"""All or nothing, or only the good rows; what is refused comes back as a file to correct."""

import csv
import io
import json

import openpyxl
import pytest
from django.db import DatabaseError, connection

from exchange.reading import meanings
from exchange.writing import run
from practices.models import Change, Practice, Version
from tests.exchange.conftest import GOOD, SLUG, csv_bytes, xlsx_bytes
from tests.exchange.test_readers import FEATURE, collection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

BAD = GOOD | {"Titel": "=1+1", "Handlungsfeld": "Mobilitaet", "Slug": "schlecht"}
ROWS = [GOOD | {"Slug": "gut"}, BAD, GOOD | {"Slug": "auch-gut"}]


def test_a_dry_run_writes_nothing(import_):
    before = Practice.objects.count(), Version.objects.count(), Change.objects.count()
    assert import_(ROWS).counts == {"new": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert (Practice.objects.count(), Version.objects.count(), Change.objects.count()) == before


def test_all_or_nothing(import_):
    before = Practice.objects.count()
    result = import_(ROWS, write=True)
    assert (result.counts["refused"], result.about["written"]) == (1, False)
    assert Practice.objects.count() == before


def test_a_fault_in_a_late_batch_undoes_the_early_ones(import_, monkeypatch):
    from exchange.checking import checker as checking

    monkeypatch.setattr(checking, "BATCH", 2)
    before = Practice.objects.count(), Version.objects.count()
    rows = [GOOD | {"Slug": f"fall-{n}"} for n in range(5)] + [BAD]
    assert import_(rows, write=True).counts == {"new": 5, "changed": 0, "unchanged": 0, "refused": 1}
    assert (Practice.objects.count(), Version.objects.count()) == before
    assert import_(rows, write=True, only_good_rows=True).counts["new"] == 5
    assert Practice.objects.count() == before[0] + 5


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson", "json"])
def test_only_the_good_rows_and_the_bad_ones_to_correct(import_, kind):
    table = [[*ROWS[1]], *([row.get(key, "") for key in ROWS[1]] for row in ROWS)]
    features = (FEATURE | {"properties": FEATURE["properties"] | row} for row in ROWS)
    content = {
        "csv": lambda: csv_bytes([dict(zip(table[0], row, strict=True)) for row in table[1:]], ","),
        "xlsx": lambda: xlsx_bytes(table),
        "json": lambda: json.dumps(ROWS).encode(),
        "geojson": lambda: collection(*features),
    }[kind]()
    result = import_(content, f"a.{kind}", write=True, only_good_rows=True)
    assert result.counts == {"new": 2, "changed": 0, "unchanged": 0, "refused": 1}
    assert Practice.objects.filter(slug__in=["gut", "auch-gut"]).count() == 2
    assert not Practice.objects.filter(slug="schlecht").exists()
    returned = result.bad_rows
    assert returned.suffix == f".{kind}"
    header, *rows = cells_of(returned, kind)
    assert header[0] == "Fehler"
    assert set(header[1:]) >= set(BAD)
    assert len(rows) == 1
    complaint = rows[0][0]
    assert "Handlungsfeld: „Mobilitaet“ ist nicht bekannt. → Mobilität?" in complaint
    # Corrected it is taken; the column of faults is no obstacle.
    corrected = returned.read_bytes()
    if kind != "xlsx":
        corrected = corrected.replace(b"Mobilitaet", "Mobilität".encode())
        assert import_(corrected, f"a-fehler.{kind}", write=True).counts["new"] == 1
        assert Practice.objects.get(slug="schlecht").title == "=1+1"


def cells_of(path, kind):
    """Header and rows of a returned file, as lists of text."""
    if kind == "csv":
        text = path.read_text(encoding="utf-8-sig")
        assert "\n=" not in text
        assert ",=" not in text
        return list(csv.reader(io.StringIO(text, newline="")))
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
        return [[cell.value for cell in row] for row in sheet]
    members = json.loads(path.read_bytes())
    rows = [feature["properties"] for feature in members["features"]] if kind == "geojson" else members
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def test_somebody_elses_work_between_check_and_writing_is_not_overwritten(import_):
    import_([GOOD], write=True)
    row = {"Slug": SLUG, "Träger": "Kommune"}
    checked = import_([row])
    practice = Practice.objects.get(slug=SLUG)
    practice.title = "Zwischendurch geändert"
    practice.save()
    order = run.Order(checked.table, meanings.understand(checked.table), seen=checked.about["seen"])
    with pytest.raises(run.Overtaken):
        run.write(order, only_good_rows=True)
    practice.refresh_from_db()
    assert (practice.title, practice.carrier) == ("Zwischendurch geändert", "association")


def test_an_error_of_the_database_leaves_everything_as_before(import_):
    before = Practice.objects.count(), Version.objects.count()
    with connection.execute_wrapper(broken), pytest.raises(DatabaseError):
        import_([GOOD], write=True)
    assert (Practice.objects.count(), Version.objects.count()) == before


def broken(execute, sql, params, many, context):
    """A database that breaks when the citations of the new cases are written."""
    if sql.startswith('INSERT INTO "practices_citation"'):
        raise DatabaseError("disk full")
    return execute(sql, params, many, context)


def test_what_is_written_is_followed_in_batches(import_, monkeypatch):
    from exchange.checking import checker as checking

    monkeypatch.setattr(checking, "BATCH", 2)
    before = Change.objects.count()
    import_([GOOD | {"Slug": f"fall-{n}"} for n in range(5)], write=True)
    # The data version grows once, at the end, so that its row isn't locked all the while.
    assert Change.objects.count() == before + 1
    assert len(Change.objects.latest("number").practices) == 5
    assert Version.objects.filter(slug__startswith="fall-", action="imported").count() == 5


def test_checking_costs_no_query_per_row(import_, django_assert_max_num_queries):
    rows = [GOOD | {"Titel": f"Fall Nummer {n}", "Ort": "Neustadt in Holstein"} for n in range(60)]
    with django_assert_max_num_queries(25):
        assert import_(rows).counts["new"] == 60
