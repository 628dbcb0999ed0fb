"""A name becomes a place of the atlas or of the gazetteer; what is ambiguous is refused with the choices."""

import pytest

from practices.models import Place, Practice
from tests.exchange.conftest import GOOD, SLUG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def places():
    return [location.place for location in Practice.objects.get(slug=SLUG).locations.all()]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("olfen", "olfen"),
        ("Olfen", "olfen"),
        ("OLFEN", "olfen"),
        ("geonames:2857363", "olfen"),
        ("Olfen (DE-NW)", "olfen"),
        ("Olfen, Nordrhein-Westfalen", "olfen"),
        ("Nörten-Hardenberg", "noerten-hardenberg"),
        ("Noerten-Hardenberg", "noerten-hardenberg"),
        ("Deutschland", "deutschland"),
    ],
)
def test_a_place_of_the_atlas_is_used_again(import_, text, slug):
    before = Place.objects.count()
    assert import_([GOOD | {"Ort": text}], write=True).counts["new"] == 1
    assert [place.slug for place in places()] == [slug]
    assert Place.objects.count() == before


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Neustadt in Holstein", "GeoNames 2864034"),
        ("Schönau (Rottal-Inn)", "GeoNames 2837072"),
        ("Schönau (DE-BY, Rottal-Inn)", "GeoNames 2837072"),
        ("Schoenau, Rhein-Neckar-Kreis", "GeoNames 2837064"),
        ("Schönau (Pfalz)", "AGS 07340045 (BKG)"),
        ("Neustadt (Ostholstein)", "GeoNames 2864034"),
        ("Schönau (BW)", "GeoNames 2837064"),
        ("geonames:2837072", "GeoNames 2837072"),
        ("GeoNames 2837072", "GeoNames 2837072"),
    ],
)
def test_an_entry_of_the_gazetteer_becomes_a_place(import_, text, reference):
    assert not Place.objects.filter(gazetteer=reference).exists()
    checked = import_([GOOD | {"Ort": text}])
    assert checked.counts["new"] == 1, checked.rows
    assert not Place.objects.filter(gazetteer=reference).exists()
    import_([GOOD | {"Ort": text}], write=True)
    (place,) = places()
    assert (place.gazetteer, place.has_dot) == (reference, True)
    # The second time the place is there, and the same text means it.
    again = import_([GOOD | {"Ort": text}])
    assert again.counts["unchanged"] == 1, again.rows


@pytest.mark.parametrize("text", ["Schönau", "Neustadt", "Schönau (Deutschland)"])
def test_namesakes_are_refused_with_the_choices(import_, text):
    errors = import_([GOOD | {"Ort": text}]).only["errors"]
    (error,) = errors
    assert error["field"] == "places"
    assert len(error["choices"]) > 1
    assert all(choice["reference"] and choice["label"] for choice in error["choices"])
    for choice in error["choices"]:
        assert import_([GOOD | {"Ort": choice["reference"]}]).counts["new"] == 1


def test_a_place_of_the_atlas_doesnt_hide_its_namesakes(import_):
    import_([GOOD | {"Ort": "Schönau (Rottal-Inn)"}], write=True)
    assert Place.objects.filter(name="Schönau").count() == 1
    assert import_([GOOD | {"Titel": "Anderer Fall", "Ort": "Schönau"}]).counts["refused"] == 1


def test_a_place_that_another_row_brings_doesnt_hide_its_namesakes(import_):
    rows = [GOOD | {"Ort": "Schönau (Rottal-Inn)"}, GOOD | {"Titel": "Anderer Fall", "Ort": "Schönau"}]
    assert [row["status"] for row in import_(rows).rows] == ["new", "refused"]


def test_a_region_isnt_its_main_town(import_):
    import_([GOOD | {"Ort": "geonames:2902531"}], write=True)
    assert [place.precision for place in places()] == ["place"]
    assert Place.objects.filter(gazetteer="GeoNames 2902531").count() == 2


def test_a_choice_settles_a_name_for_the_whole_table(import_):
    rows = [GOOD | {"Ort": "Schönau"}, GOOD | {"Titel": "Anderer Fall", "Ort": "schönau "}]
    assert import_(rows).counts["refused"] == 2
    assert import_(rows, places={"Schönau": "geonames:2837072"}, write=True).counts["new"] == 2
    assert [place.gazetteer for place in places()] == ["GeoNames 2837072"]


def test_a_hint_that_fits_none_says_so(import_):
    message, proposal = import_([GOOD | {"Ort": "Schönau (Sachsen-Anhalt)"}]).faults()["places"]
    assert message == "„Schönau“ gibt es, aber nicht in „Sachsen-Anhalt“."
    assert "Schönau" in proposal


def test_degrees_stand_for_the_place_they_lie_at(import_):
    row = {key: value for key, value in GOOD.items() if key != "Ort"} | {"Breite": "51,7079", "Länge": "7,3789"}
    result = import_([row], write=True)
    assert [place.slug for place in places()] == ["olfen"]
    assert "Der Punkt liegt bei Olfen (0,0 km)" in result.only["notices"][0]


def test_degrees_tell_namesakes_apart(import_):
    row = GOOD | {"Ort": "Schönau", "Breite": "48,48", "Länge": "12,85"}
    import_([row], write=True)
    assert [place.gazetteer for place in places()] == ["GeoNames 2837072"]


def test_no_dot_is_made_up(import_):
    row = {key: value for key, value in GOOD.items() if key != "Ort"} | {"Breite": "54,5", "Länge": "6,0"}
    message, proposal = import_([row]).faults()["places"]
    assert "liegt kein Ort; der nächste ist" in message
    assert proposal


def test_two_rows_share_the_place_they_bring(import_):
    rows = [GOOD | {"Ort": "Neustadt in Holstein"}, GOOD | {"Titel": "Zweiter", "Ort": "geonames:2864034"}]
    import_(rows, write=True)
    assert Place.objects.filter(gazetteer="GeoNames 2864034").count() == 1


def test_a_refused_row_brings_no_place_and_no_source(import_):
    from practices.models import Source

    before = Place.objects.count(), Source.objects.count()
    row = GOOD | {"Ort": "Neustadt in Holstein", "Quelle": "Müller, A. (2020): Ein Buch. Berlin.", "Stand": "nie"}
    assert import_([row, GOOD | {"Titel": "Anderer"}], write=True, only_good_rows=True).counts["new"] == 1
    assert (Place.objects.count(), Source.objects.count()) == before
