"""A case and a place keep their id, whatever their slug becomes; what is shipped has the same one at every host."""

import uuid

import pytest
from django.contrib.auth.models import User

from core.permanent_ids import read_id, shipped_id
from exchange.shipped.loader import load
from practices.case import history
from practices.case.applying import apply
from practices.case.contents import read
from practices.models import FixtureRecord, Place, Practice, Tombstone
from practices.records.contents import content_of
from tests.practices.test_api import PRACTICE_MEMBERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
SLUG = "olfen-leohaus"
API = f"/api/v1/practices/{SLUG}/"


@pytest.fixture
def case():
    return Practice.objects.get(slug=SLUG)


def test_all_shipped_cases_and_places_have_the_ids_of_every_host():
    for kind, model in (("practice", Practice), ("place", Place)):
        for slug, found in model.objects.values_list("slug", "uuid"):
            assert found == shipped_id(kind, slug)
    # Written out: neither namespace nor way of making them may change.
    assert str(shipped_id("practice", SLUG)) == "4f8ee146-1f61-53e2-b299-4c1b078c84e3"


def test_a_new_case_has_one_of_its_own(case):
    content = read(case.pk) | {"status": "draft"}
    ids = {apply(None, content | {"slug": f"neu-{number}"}).uuid for number in (1, 2)}
    assert len(ids | {case.uuid}) == 3
    assert {found.version for found in ids} == {4}


def test_slugs_change_and_the_id_stays(case, client):
    before = client.get(API).json()
    assert "id" in PRACTICE_MEMBERS
    apply(case, read(case.pk) | {"slug": "olfen-anders"})
    place = Place.objects.get(slug="olfen")
    place.slug = "olfen-an-der-stever"
    place.save()
    after = client.get("/api/v1/practices/olfen-anders/").json()
    assert (after["id"], after["slug"]) == (before["id"], "olfen-anders")
    assert (after["places"][0]["id"], after["places"][0]["slug"]) == (str(place.uuid), "olfen-an-der-stever")
    assert before["places"][0]["id"] == str(place.uuid)


def test_the_map_and_the_list_of_places_name_them(case, client):
    feature = next(f for f in client.get("/api/v1/practices.geojson").json()["features"] if f["id"] == f"{SLUG}@olfen")
    place = Place.objects.get(slug="olfen")
    assert (feature["properties"]["id"], feature["properties"]["place_id"]) == (str(case.uuid), str(place.uuid))
    listed = {row["slug"]: row["id"] for row in client.get("/api/v1/places/").json()}
    assert listed["olfen"] == str(place.uuid)


def test_a_deleted_case_is_named_and_comes_back_under_its_id(case, client):
    kept = case.uuid
    case.delete()
    gone = client.get(API)
    assert (gone.status_code, gone.json()["id"]) == (410, str(kept))
    history.bring_back(Tombstone.objects.get(slug=SLUG), User.objects.create_user("rita"))
    assert Practice.objects.get(slug=SLUG).uuid == kept
    assert client.get(API).json()["id"] == str(kept)


def test_the_id_is_no_part_of_what_one_writes(case):
    assert not {"id", "uuid"} & read(case.pk).keys()
    assert not {"id", "uuid"} & content_of(Place.objects.get(slug="olfen")).keys()


def test_a_shipped_case_that_is_there_under_another_slug_is_not_loaded_again(case):
    """A table of another host brought it, before the shipped data came."""
    apply(case, read(case.pk) | {"slug": "olfen-anders"})
    FixtureRecord.objects.filter(key=f"practice:{SLUG}").delete()
    assert f"practice:{SLUG}" in load().kept
    assert not Practice.objects.filter(slug=SLUG).exists()


@pytest.mark.parametrize("text", ["", "17", "x" * 36, uuid.UUID(int=1).hex, uuid.UUID(int=1).urn])
def test_only_the_usual_way_of_writing_is_read(text):
    assert read_id(text) is None
    assert read_id(str(uuid.UUID(int=1)).upper()) == uuid.UUID(int=1)
