"""A table that was exported some time ago brings in what its owner changed, and takes nothing of others back."""

import csv
import io

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from core.acting import acting
from exchange.export.writers import written
from practices.case.applying import apply
from practices.case.contents import read
from practices.case.history import current_number
from practices.models import Practice, Version
from tests.exchange.conftest import csv_bytes
from workplace.workflow import revisions

pytestmark = pytest.mark.django_db
SLUG = "olfen-leohaus"


@pytest.fixture
def case(study):
    return Practice.objects.get(slug=SLUG)


@pytest.fixture
def row(case):
    """The case as it was exported, as {key: cell}."""
    content = b"".join(written("csv", [case.pk], "")).decode()
    return next(iter(csv.DictReader(io.StringIO(content))))


@pytest.fixture
def bert(db):
    user = User.objects.create_user("bert", is_staff=True, first_name="Bert", last_name="Brecht")
    call_command("create_groups")
    user.groups.add(Group.objects.get(name="Redaktion"))
    return user


def change(case, user, **members):
    """Somebody else saves the case meanwhile."""
    with acting(user=user, action="changed"):
        apply(case, read(case.pk) | members)


def test_an_export_names_the_version_of_each_case(case, row):
    assert int(row["base_version"]) == current_number(case)
    change(case, None, coding_note="Neu.")
    again = b"".join(written("csv", [case.pk], "")).decode()
    assert int(next(csv.DictReader(io.StringIO(again)))["base_version"]) == int(row["base_version"]) + 1


def test_what_somebody_else_changed_since_is_kept_and_told(import_, case, row, bert):
    change(case, bert, summary="Berts neue Kurzfassung.")
    row["coding_note"] = "Aus der Tabelle."
    result = import_(csv_bytes([row]), "alt.csv")
    (told,) = result.rows
    assert told["status"] == "changed", told
    assert {one["field"] for one in told["changes"]} == {"coding_note"}
    assert any(
        "Von anderen seit dem Export geändert" in notice and "Kurzfassung" in notice for notice in told["notices"]
    )


def test_a_row_that_changed_nothing_takes_nothing_back(import_, case, row, bert):
    change(case, bert, summary="Berts neue Kurzfassung.", as_of=2019)
    result = import_(csv_bytes([row]), "alt.csv", write=True)
    assert result.counts["unchanged"] == 1, result.rows
    assert read(case.pk)["summary"] == "Berts neue Kurzfassung."


def test_what_both_changed_refuses_the_row_and_says_who_and_what(import_, case, row, bert):
    change(case, bert, summary="Berts neue Kurzfassung.")
    row["summary"] = "Meine neue Kurzfassung."
    result = import_(csv_bytes([row]), "alt.csv", write=True)
    (told,) = result.rows
    assert told["status"] == "refused"
    (error,) = told["errors"]
    assert error["field"] == "summary"
    for text in ("Bert Brecht", "Berts neue Kurzfassung.", "Meine neue Kurzfassung."):
        assert text in error["message"]
    assert read(case.pk)["summary"] == "Berts neue Kurzfassung."


def test_both_may_change_the_same_to_the_same(import_, case, row, bert):
    change(case, bert, coding_note="Gleich.")
    row["coding_note"] = "Gleich."
    assert import_(csv_bytes([row]), "alt.csv").counts["unchanged"] == 1


def test_lists_are_merged_by_what_stands_in_them(import_, case, row, bert):
    before = read(case.pk)["handlungsmuster"]
    added = {"slug": "protestieren", "basis": "editorial", "chapter": "", "note": "Bert sah Protest."}
    change(case, bert, handlungsmuster=[*before, added])
    row["handlungsmuster"] += "\nraeume-aneignen | redaktionell | | Ein Haus für alle."
    result = import_(csv_bytes([row]), "alt.csv")
    (told,) = result.rows
    assert told["status"] == "changed", told
    new = next(one["new"] for one in told["changes"] if one["field"] == "handlungsmuster")
    assert "Protestieren" in new and "Räume aneignen" in new


@pytest.mark.parametrize(
    ("typed", "said"), [("999", "Es gibt keine Fassung 999"), ("neu", "keine Nummer einer Fassung")]
)
def test_a_version_that_never_was_is_a_fault(import_, row, typed, said):
    row |= {"base_version": typed, "coding_note": "Anders."}
    (told,) = import_(csv_bytes([row]), "alt.csv").rows
    assert told["status"] == "refused"
    assert any(error["field"] == "base_version" and said in error["message"] for error in told["errors"])


@pytest.mark.parametrize("column", ["away", "empty"])
def test_rows_without_a_version_are_told_and_counted(import_, row, column):
    if column == "away":
        del row["base_version"]
    else:
        row["base_version"] = ""
    row["coding_note"] = "Anders."
    (note,) = [note for note in import_(csv_bytes([row]), "alt.csv").about["notes"] if "Fassung im Atlas" in note]
    assert note.startswith("1 Zeile ändert")


def test_rows_with_a_version_or_without_a_change_are_not(import_, row):
    changed = row | {"coding_note": "Anders."}
    assert not import_(csv_bytes([changed]), "alt.csv").about["notes"]
    del row["base_version"]
    assert not import_(csv_bytes([row]), "alt.csv").about["notes"]


def test_bases_are_read_for_all_rows_at_once(import_, study, bert, django_assert_max_num_queries):
    cases = list(Practice.objects.published().order_by("pk")[:20])
    content = b"".join(written("csv", [one.pk for one in cases], "")).decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    for one in cases:
        change(one, bert, coding_note="Inzwischen.")
    with django_assert_max_num_queries(60):
        result = import_(csv_bytes(rows), "alt.csv")
    assert result.counts["unchanged"] == 20


def proposed(case):
    return Version.objects.filter(revision=revisions.active(case)).latest("number").content


def test_what_an_open_revision_changed_stays(import_, case, row, bert):
    revisions.save(case, read(case.pk) | {"summary": "Berts Vorschlag."}, bert)
    row["coding_note"] = "Aus der Tabelle."
    assert import_(csv_bytes([row]), "alt.csv", write=True, user=bert).counts["changed"] == 1
    assert (proposed(case)["summary"], proposed(case)["coding_note"]) == ("Berts Vorschlag.", "Aus der Tabelle.")


def test_what_an_open_revision_changed_otherwise_refuses_the_row(import_, case, row, bert):
    revisions.save(case, read(case.pk) | {"summary": "Berts Vorschlag."}, bert)
    row["summary"] = "Meine neue Kurzfassung."
    (told,) = import_(csv_bytes([row]), "alt.csv", write=True, user=bert).rows
    assert told["status"] == "refused"
    assert "Bert Brecht" in told["errors"][0]["message"]
    assert proposed(case)["summary"] == "Berts Vorschlag."
