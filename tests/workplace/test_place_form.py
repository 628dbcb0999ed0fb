"""The form of a place takes numbers as people write them, and names what it doesn't take."""

import pytest

from practices.models import Place
from tests.workplace.records import address, errors, lonely, save, typed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "stored"),
    [("48,1", 48.1), ("48.1", 48.1), (" 48,1370 ", 48.137), ("48", 48.0), ("48,1°", 48.1), ("-33,5", -33.5),
     ("\u221233,5", -33.5)],
)  # fmt: skip
def test_a_decimal_comma_and_a_point(people, as_, written, stored):
    place = lonely()
    assert save(as_("erfassung"), place, lat=written).status_code == 302
    assert Place.objects.get(pk=place.pk).lat == stored


def test_the_gazetteer_is_at_hand(people, as_):
    assert 'id="place-picker"' in as_("erfassung").get(address(lonely())).content.decode()
    assert 'id="place-picker"' in as_("erfassung").get("/admin/practices/place/add/").content.decode()


def test_it_is_shown_with_a_comma_and_sent_back_unchanged(people, as_):
    place = lonely()
    Place.objects.filter(pk=place.pk).update(lat=51.7079, lon=7.3795)
    page = as_("erfassung").get(address(place))
    assert (typed(page, "lat"), typed(page, "lon")) == ("51,7079", "7,3795")
    save(as_("erfassung"), place, note="Nur das.")
    kept = Place.objects.get(pk=place.pk)
    assert (kept.lat, kept.lon) == (51.7079, 7.3795)


@pytest.mark.parametrize("written", ["48°08'14\"", "48,1,2", "1.048,5", "N 48,1", "acht", "1e3", "nan", "inf", "48 1"])
def test_what_is_no_number_is_named_and_kept(people, as_, written):
    place = lonely()
    answer = save(as_("erfassung"), place, lat=written)
    assert answer.status_code == 200
    assert f"„{written}“ ist keine Gradzahl; schreiben Sie sie wie 48,137" in errors(answer)
    assert typed(answer, "lat") == written
    assert Place.objects.get(pk=place.pk).lat == 52.0


def test_a_number_beyond_the_earth_is_refused(people, as_):
    place = lonely()
    assert "zwischen -90 und 90" in errors(save(as_("erfassung"), place, lat="95,5"))


@pytest.mark.parametrize(
    ("written", "stored"),
    [("12500", 12500), ("12.500", 12500), ("12 500", 12500), ("2.000", 2000), ("1.234.567", 1234567)],
)
def test_inhabitants_in_groups_of_three(people, as_, written, stored):
    place = lonely()
    source = {"population_source": "Zensus 2022"}
    assert save(as_("erfassung"), place, population=written, **source).status_code == 302
    assert Place.objects.get(pk=place.pk).population == stored


@pytest.mark.parametrize("written", ["12,5", "1.23", "viele", "-5", "12.500,5", "1 2 3", "9" * 13])
def test_what_is_no_number_of_inhabitants_is_named(people, as_, written):
    answer = save(as_("erfassung"), lonely(), population=written, population_source="Zensus 2022")
    assert "ist keine Einwohnerzahl" in errors(answer)
    assert typed(answer, "population") == written


def test_a_number_that_is_too_large_is_refused(people, as_):
    answer = save(as_("erfassung"), lonely(), population="999999999999", population_source="Zensus 2022")
    assert "ist keine Einwohnerzahl" in errors(answer)
