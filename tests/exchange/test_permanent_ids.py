"""An export names the permanent ids; an import keeps them and refuses what contradicts itself."""

import csv
import io
import json
import uuid

import pytest

from core.permanent_ids import shipped_id
from exchange.export.writers import written
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import Practice, Tombstone
from tests.exchange.conftest import GOOD, SLUG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
OLD = "olfen-leohaus"
OTHER = "loitz-urbane-kleinstadt-2030"
NEW_ID = "0c9d7a52-3f0e-4a55-9a6b-2c4a6f1f7b10"


def exported(slug, ending="csv"):
    content = b"".join(written(ending, [Practice.objects.get(slug=slug).pk], "")).decode()
    return next(csv.DictReader(io.StringIO(content))) if ending == "csv" else json.loads(content)


def test_every_export_names_them():
    case = str(shipped_id("practice", OLD))
    assert exported(OLD)["id"] == case
    (told,) = exported(OLD, "json")
    assert (told["id"], told["places"][0]["id"]) == (case, str(shipped_id("place", "olfen")))
    (feature,) = exported(OLD, "geojson")["features"]
    assert (feature["id"], feature["properties"]["id"]) == (OLD, case)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "geojson", "excel.csv"])
def test_what_was_exported_is_unchanged_when_it_comes_again(import_, ending):
    content = b"".join(written(ending, [Practice.objects.get(slug=OLD).pk], ""))
    assert import_(content, f"tabelle.{ending}").counts["unchanged"] == 1


def test_a_moved_atlas_keeps_its_ids(import_):
    """A case that this atlas doesn't have keeps the id that it had elsewhere."""
    assert import_([GOOD | {"id": NEW_ID}], write=True).counts["new"] == 1
    assert str(Practice.objects.get(slug=SLUG).uuid) == NEW_ID
    assert import_([GOOD | {"id": NEW_ID}], write=True).counts["unchanged"] == 1


def test_without_an_id_a_new_case_gets_one(import_):
    import_([GOOD | {"id": ""}], write=True)
    assert Practice.objects.get(slug=SLUG).uuid.version == 4


def test_an_id_alone_names_the_case(import_):
    """Under the slug that it has by now: the slug changed since, and the table has none."""
    case, told = Practice.objects.get(slug=OLD), exported(OLD)
    apply(case, read(case.pk) | {"slug": "olfen-anders"})
    result = import_([{"id": told["id"], "title": "Ganz neu benannt"}])
    assert (result.only["status"], result.only["slug"]) == ("changed", "olfen-anders")
    assert any("olfen-anders" in notice for notice in result.only["notices"])
    assert import_([{"id": told["id"], "slug": "", "title_en": "Named anew"}]).only["slug"] == "olfen-anders"


def test_the_id_of_another_case_is_refused_with_both_named(import_):
    for slug in (OTHER, "ganz-neu"):
        result = import_([exported(OLD) | {"slug": slug, "base_version": ""}])
        message, _proposal = result.faults()["id"]
        assert result.only["status"] == "refused"
        assert f"„{OLD}“" in message or f"“{OLD}”" in message
        assert slug in message


def test_an_id_that_the_case_does_not_have_is_refused(import_):
    result = import_([exported(OLD) | {"id": NEW_ID}], write=True)
    assert OLD in result.faults()["id"][0]
    assert Practice.objects.get(slug=OLD).uuid == shipped_id("practice", OLD)


def test_the_id_of_a_deleted_case_is_not_given_anew(import_):
    told = exported(OLD)
    Practice.objects.get(slug=OLD).delete()
    assert "id" in import_([told | {"slug": "ganz-neu", "base_version": ""}], write=True).faults()
    assert str(Tombstone.objects.get(slug=OLD).uuid) == told["id"]


def test_two_new_cases_do_not_share_one(import_):
    rows = [GOOD | {"id": NEW_ID, "slug": slug} for slug in ("eins", "zwei")]
    result = import_(rows, write=True, only_good_rows=True)
    assert "id" in result.faults(row=3)
    assert [str(found) for found in Practice.objects.filter(slug="eins").values_list("uuid", flat=True)] == [NEW_ID]


def test_numbers_in_a_column_of_that_name_are_passed_over_and_told(import_):
    result = import_([GOOD | {"ID": "17"}])
    assert result.only["status"] == "new"
    assert any("17" in notice for notice in result.only["notices"])


def test_the_case_of_somebody_else_is_not_named(import_, people, as_):
    """A draft that one may not see: its slug isn't told either."""
    draft = Practice.objects.get(slug=OLD)
    hidden = apply(None, read(draft.pk) | {"slug": "geheim", "status": "draft"})
    result = import_([GOOD | {"id": str(hidden.uuid)}], user=people["erfassung"])
    assert "geheim" not in json.dumps(result.rows)
    assert "id" in result.faults()
    assert uuid.UUID(result.only["errors"][0]["value"]) == hidden.uuid
