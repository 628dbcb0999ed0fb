"""Loading the shipped data twice changes nothing, and an editor's work is never overwritten."""

import shutil

import pytest
import yaml

from exchange.shipped.loader import FIXTURES, FixtureError, load
from practices.models import HandlungsmusterCoding, Place, Practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FIXTURES, tmp_path / "fixtures")


def rewrite(folder, slug, **changes):
    path = folder / "practices" / f"{slug}.yaml"
    content = yaml.safe_load(path.read_text()) | changes
    path.write_text(yaml.safe_dump(content, allow_unicode=True))


def test_a_second_load_changes_nothing():
    before = dict(Practice.objects.values_list("slug", "updated"))
    report = load()
    assert (report.new, report.updated, report.kept) == ([], [], [])
    assert len(report.unchanged) > 120
    assert dict(Practice.objects.values_list("slug", "updated")) == before


def test_a_newer_fixture_arrives_where_nobody_edited(folder):
    rewrite(folder, "olfen-leohaus", title="Neuer Titel aus der Lieferung")
    assert load(folder).updated == ["practice:olfen-leohaus"]
    assert Practice.objects.get(slug="olfen-leohaus").title == "Neuer Titel aus der Lieferung"


def test_an_edited_text_stays(folder):
    practice = Practice.objects.get(slug="olfen-leohaus")
    practice.title = "Von der Redaktion verbessert"
    practice.save()
    rewrite(folder, "olfen-leohaus", title="Neuer Titel aus der Lieferung")
    assert load(folder).kept == ["practice:olfen-leohaus"]
    assert Practice.objects.get(slug="olfen-leohaus").title == "Von der Redaktion verbessert"


def test_an_edited_coding_stays(folder):
    HandlungsmusterCoding.objects.filter(practice__slug="olfen-leohaus").update(note="Neu begründet, weil es so ist")
    rewrite(folder, "olfen-leohaus", title="Neuer Titel aus der Lieferung")
    assert "practice:olfen-leohaus" in load(folder).kept


def test_an_edited_place_stays():
    Place.objects.filter(slug="olfen").update(lat=51.0)
    assert load().kept == ["place:olfen"]
    assert Place.objects.get(slug="olfen").lat == 51.0


def test_a_deleted_case_stays_deleted():
    Practice.objects.get(slug="olfen-leohaus").delete()
    assert load().kept == ["practice:olfen-leohaus"]
    assert not Practice.objects.filter(slug="olfen-leohaus").exists()


def test_a_case_an_editor_entered_under_the_same_slug_stays(folder):
    from practices.models import FixtureRecord

    FixtureRecord.objects.filter(key="practice:olfen-leohaus").delete()
    assert load(folder).kept == ["practice:olfen-leohaus"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"carrier": "king"}, "carrier"),
        ({"handlungsmuster": [{"slug": "x", "basis": "editorial", "note": "y"}]}, "x"),
        ({"summary": ""}, "summary"),
        ({"places": ["atlantis"]}, "atlantis"),
    ],
)
def test_a_broken_unit_is_named_and_nothing_is_loaded(folder, changes, named):
    rewrite(folder, "andernach-essbare-stadt", title="Zuerst")
    rewrite(folder, "olfen-leohaus", **changes)
    with pytest.raises(FixtureError) as error:
        load(folder)
    assert "olfen-leohaus" in str(error.value)
    assert named in str(error.value)
    assert Practice.objects.get(slug="andernach-essbare-stadt").title != "Zuerst"
