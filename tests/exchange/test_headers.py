"""Columns are recognised in both languages and all spellings; what nobody knows is asked for, and remembered."""

import pytest
from django.contrib.auth.models import User

from exchange.columns.headings import BY_KEY, COLUMNS, recognise
from exchange.export.template import headers as template_headers
from exchange.reading import meanings, memory
from exchange.reading.errors import UnknownColumns, Unreadable
from exchange.reading.table import Table
from practices.models import ColumnMeaning
from tests import ROOT
from tests.exchange.conftest import GOOD, SLUG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_key_and_both_headers_are_recognised(column):
    assert {recognise(name) for name in column.names} == {(column.key, 0)}


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("BÜRGERROLLEN", ("buergerrollen", 0)),
        ("Buergerrollen", ("buergerrollen", 0)),
        ("bürger-rollen", ("buergerrollen", 0)),
        ("Bürgerrolle 2", ("buergerrollen", 2)),
        ("handlungsmuster_03", ("handlungsmuster", 3)),
        ("Ort2", ("places", 2)),
        ("Fundstelle 2", ("locator", 2)),
        ("Titel 2", None),
        ("Handlungsfeld 2", None),
        ("", None),
        ("Bemerkung", None),
    ],
)
def test_spellings_and_numbers(header, meaning):
    assert recognise(header) == meaning


def test_no_name_stands_for_two_columns():
    from exchange.columns.headings import plain

    owners = {}
    for column in COLUMNS:
        for name in column.names:
            assert owners.setdefault(plain(name), column.key) == column.key


@pytest.mark.parametrize("language", ["key", "german", "english"])
def test_a_table_with_headers_of_one_language(import_, language):
    row = {getattr(BY_KEY[recognise(header)[0]], language): value for header, value in GOOD.items()}
    assert import_([row]).counts["new"] == 1


def test_every_header_of_the_template_is_recognised(import_):
    row = {header: "" for header, _column in template_headers()}
    named = {recognise(header)[0]: value for header, value in GOOD.items()}
    for header in row:
        key, number = recognise(header)
        if number <= 1:
            row[header] = named.get(key, "")
    result = import_([row])
    assert (result.only["slug"], result.counts["new"]) == (SLUG, 1), result.rows


def test_unknown_columns_are_asked_for_with_proposals(import_):
    with pytest.raises(UnknownColumns) as caught:
        import_([GOOD | {"Wer trägt es?": "x", "Bemerkung": "y"}])
    asked = {question["header"]: question["proposals"] for question in caught.value.questions}
    assert asked["Wer trägt es?"][0] == "carrier"
    assert asked["Bemerkung"] == []


def test_what_somebody_says_holds_for_this_table_and_is_remembered(import_):
    row = GOOD | {"Wer?": "Kommune", "Bemerkung": "y"}
    row.pop("Träger")
    chosen = {"Wer?": "carrier", "Bemerkung": meanings.LEFT_OUT}
    assert import_([row], chosen=chosen).counts["new"] == 1
    with pytest.raises(UnknownColumns):
        import_([row])
    somebody, other = User.objects.create(username="somebody"), User.objects.create(username="other")
    memory.keep_columns(
        somebody, Table("", "csv", "", headers=["Wer?", "Bemerkung"], samples=[["Kommune"], []]), chosen
    )
    assert memory.columns_of(somebody) == {"wer": "carrier", "bemerkung": ""}
    assert memory.columns_of(other) == memory.columns_of(None) == {}
    assert ColumnMeaning.objects.get(name="Wer?").sample == "Kommune"


def test_columns_without_anything_in_them_ask_nothing(import_):
    assert import_([GOOD | {"Bemerkung": "", " ": ""}]).counts["new"] == 1


def test_a_column_without_a_header_is_asked_for_by_its_letter(import_):
    with pytest.raises(UnknownColumns, match="Spalte A"):
        import_([{" ": "etwas"} | GOOD])


def test_two_columns_for_one_thing_are_refused(import_):
    with pytest.raises(Unreadable, match=r"„Titel“ und „Title“"):
        import_([GOOD | {"Title": "x"}])


def test_a_table_without_title_and_slug_is_refused(import_):
    with pytest.raises(Unreadable, match="Stehen die Überschriften in einer anderen Zeile"):
        import_([{"Kurzfassung": "x", "Ort": "y"}])


def test_the_documentation_names_every_column():
    text = (ROOT / "docs/exchange.md").read_text(encoding="utf-8")
    assert [c.key for c in COLUMNS if f"`{c.key}`" not in text or c.german not in text or c.english not in text] == []


@pytest.mark.parametrize(
    ("header", "key", "likely"),
    [("Kapitel", "handlungsfeld_chapter", True), ("Zuständig", "as_of", False), ("Kurzbeschreibung", "as_of", False)],
)
def test_only_a_likely_column_is_chosen_beforehand(header, key, likely):
    from exchange.reading.meanings import is_likely

    assert is_likely(header, key) is likely
