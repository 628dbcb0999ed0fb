"""The place picker's two addresses: candidates, adoption, refusals, permissions."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from practices.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]

FIND, ADOPT = "/admin/practices/place/gazetteer/", "/admin/practices/place/adopt/"


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("anna"))
    return client


def test_a_name_brings_places_of_the_atlas_first(editor):
    results = editor.get(FIND, {"q": "Olfen"}).json()["results"]
    assert results[0]["id"] == Place.objects.get(slug="olfen").pk
    assert results[0]["label"] not in {r["label"] for r in results[1:] if r["id"] is None}


def test_a_point_brings_the_nearest_municipalities(editor):
    labels = [r["label"] for r in editor.get(FIND, {"lat": 50.73, "lon": 7.02}).json()["results"]]
    assert labels[0] == "Alfter"
    assert len(labels) == 5


@pytest.mark.parametrize(
    "query", [{}, {"q": ""}, {"q": "x" * 101}, {"lat": "a", "lon": 1}, {"lat": 91, "lon": 1}, {"lat": "nan", "lon": 1}]
)
def test_bad_input_is_refused_with_a_reason(editor, query):
    response = editor.get(FIND, query)
    assert response.status_code == 400
    assert response.json()["error"]


def test_adopting_makes_a_place_once(editor):
    candidate = editor.get(FIND, {"q": "Neustadt in Holstein"}).json()["results"][0]
    first = editor.post(ADOPT, {"source": candidate["source"]}).json()
    again = editor.post(ADOPT, {"source": candidate["source"]}).json()
    assert first == again
    place = Place.objects.get(pk=first["id"])
    assert (place.slug, place.state, place.precision) == ("neustadt-in-holstein", "DE-SH", "place")
    assert place.population_source == "GeoNames, Ortskern (CC BY 4.0)"


def test_a_namesake_gets_an_address_of_its_own(editor):
    other = [r for r in editor.get(FIND, {"q": "Rosenheim"}).json()["results"] if r["fields"].get("state") == "DE-RP"]
    made = editor.post(ADOPT, {"source": other[0]["source"]}).json()
    slug = Place.objects.get(pk=made["id"]).slug
    assert slug.startswith("rosenheim-")
    assert slug != Place.objects.get(slug="rosenheim").slug


def test_an_unknown_entry_is_refused(editor):
    assert editor.post(ADOPT, {"source": "geonames:0"}).status_code == 400
    assert editor.get(ADOPT).status_code == 405


def test_only_editors_may_ask(client):
    assert client.get(FIND, {"q": "Olfen"}).status_code == 302
    client.force_login(User.objects.create_user("ben", is_staff=True))
    assert client.get(FIND, {"q": "Olfen"}).status_code == 403
    assert client.post(ADOPT, {"source": "geonames:2857363"}).status_code == 403


def test_erfassung_may_adopt(client):
    from django.contrib.auth.models import Group

    call_command("create_groups", verbosity=0)
    user = User.objects.create_user("cora", is_staff=True)
    user.groups.add(Group.objects.get(name="Erfassung"))
    client.force_login(user)
    assert client.post(ADOPT, {"source": "geonames:2857363"}).status_code == 200
