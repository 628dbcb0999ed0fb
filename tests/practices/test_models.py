"""What the models refuse, in clean() with the field named and in the database itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from handlungsfelder.models import Handlungsfeld, Handlungsmuster
from practices.models import HandlungsfeldCoding, HandlungsmusterCoding, Location, Place, Practice
from practices.models.status import by_the_host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def town(**changes):
    values = {
        "slug": "neustadt",
        "name": "Neustadt",
        "country": "DE",
        "state": "DE-NI",
        "precision": "place",
        "lat": 52.5,
        "lon": 9.5,
    }
    return Place(**(values | changes))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"country": "XX", "state": ""}, "country"),
        ({"country": "de", "state": ""}, "country"),
        ({"state": "DE-XX"}, "state"),
        ({"state": "AT-6"}, "state"),
        ({"lat": None}, "lat"),
        ({"lon": None}, "lon"),
        ({"precision": "country"}, "lat"),
        ({"precision": "none"}, "lon"),
        ({"population": 5000}, "population_source"),
        ({"precision": "roughly"}, "precision"),
        ({"slug": "mit leerzeichen"}, "slug"),
        ({"slug": "olfen"}, "slug"),
    ],
)
def test_a_place_names_the_wrong_field(changes, field):
    with pytest.raises(ValidationError) as error:
        town(**changes).full_clean()
    assert field in error.value.message_dict


@pytest.mark.parametrize(
    "changes",
    [
        {"lat": 91.0},
        {"lat": -91.0},
        {"lon": 181.0},
        {"lon": -181.0},
        {"lat": None},
        {"precision": "none"},
        {"state": "AT-6"},
        {"population": 5000},
        {"lat": None, "lon": None},
    ],
)
def test_the_database_refuses_an_impossible_place(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        town(**changes).save()


def test_a_good_place_is_taken():
    place = town(population=5000, population_source="GeoNames")
    place.full_clean()
    place.save()
    place = Place.objects.get(slug="neustadt")
    assert place.state_name == "Niedersachsen"
    with translation.override("en"):
        assert place.state_name == "Lower Saxony"


@pytest.mark.parametrize(
    ("coding", "field"),
    [({"basis": "source", "note": "x"}, "chapter"), ({"basis": "editorial", "chapter": "03.05"}, "note")],
)
def test_a_coding_says_on_what_it_rests(coding, field):
    practice = Practice.objects.get(slug="olfen-leohaus")
    term = Handlungsmuster.objects.get(slug="protestieren")
    with pytest.raises(ValidationError) as error:
        HandlungsmusterCoding(practice=practice, term=term, **coding).full_clean()
    assert field in error.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        HandlungsmusterCoding.objects.create(practice=practice, term=term, **coding)


def test_a_term_is_coded_once():
    coding = HandlungsmusterCoding.objects.first()
    with pytest.raises(ValidationError):
        HandlungsmusterCoding(practice=coding.practice, term=coding.term, basis="editorial", note="x").full_clean()


def test_the_main_handlungsfeld_is_no_further_one():
    practice = Practice.objects.get(slug="olfen-leohaus")
    with pytest.raises(ValidationError) as error:
        HandlungsfeldCoding(practice=practice, term=practice.handlungsfeld, basis="editorial", note="x").full_clean()
    assert "term" in error.value.message_dict


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"handlungsfeld_chapter": ""}, "handlungsfeld_chapter"),
        ({"handlungsfeld_basis": "editorial", "handlungsfeld_note": ""}, "handlungsfeld_note"),
        ({"as_of": 1492}, "as_of"),
        ({"status": "secret"}, "status"),
        ({"title": ""}, "title"),
        ({"carrier": "king"}, "carrier"),
        ({"summary": "Ein Satz.\nNoch einer."}, "summary"),
        ({"slug": "olfen-buergerbus"}, "slug"),
    ],
)
def test_a_practice_names_the_wrong_field(changes, field):
    practice = Practice.objects.get(slug="olfen-leohaus")
    for name, value in changes.items():
        setattr(practice, name, value)
    with pytest.raises(ValidationError) as error:
        practice.full_clean()
    assert field in error.value.message_dict


@pytest.mark.parametrize("changes", [{"handlungsfeld_chapter": ""}, {"status": "secret"}, {"as_of": 1492}])
def test_the_database_refuses_an_impossible_practice(changes):
    with pytest.raises(IntegrityError), transaction.atomic(), by_the_host():
        Practice.objects.filter(slug="olfen-leohaus").update(**changes)


def test_what_is_in_use_cannot_be_deleted():
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        Place.objects.get(slug="olfen").delete()
    with pytest.raises(ProtectedError):
        Handlungsfeld.objects.get(slug="mobilitaet").delete()


def test_a_place_stands_on_a_practice_once():
    location = Location.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.create(practice=location.practice, place=location.place)


def test_slugs_are_unique():
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(slug="olfen-leohaus").update(slug="olfen-buergerbus")


def test_a_slug_that_the_api_needs_is_refused(study):
    practice = Practice.objects.get(slug="olfen-leohaus")
    practice.slug = "clusters"
    with pytest.raises(ValidationError) as refused:
        practice.full_clean()
    assert set(refused.value.message_dict) == {"slug"}
