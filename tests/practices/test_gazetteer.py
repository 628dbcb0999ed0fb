"""The gazetteer finds the town that is meant."""

import pytest

from practices.geodata.gazetteer import by_source, nearest, search


def states(text):
    return {(entry.name, entry.state, entry.district) for entry in search(text)}


def test_loitz_on_the_peene_comes_before_its_namesake():
    first, second = [entry for entry in search("Loitz") if entry.name == "Loitz"][:2]
    assert (first.kind, first.district) == ("municipality", "Vorpommern-Greifswald")
    assert (first.lat, first.lon) == (pytest.approx(53.975, abs=0.01), pytest.approx(13.135, abs=0.01))
    assert second.kind == "part"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Berkheim", ("Berkheim", "DE-BW", "Biberach")),
        ("Schönau im Schwarzwald", ("Schönau im Schwarzwald", "DE-BW", "Lörrach")),
        ("Jossgrund", ("Jossgrund", "DE-HE", "Main-Kinzig-Kreis")),
        ("Murnau am Staffelsee", ("Murnau am Staffelsee", "DE-BY", "Garmisch-Partenkirchen")),
        ("noerten", ("Nörten-Hardenberg", "DE-NI", "Northeim")),
        ("norten-h", ("Nörten-Hardenberg", "DE-NI", "Northeim")),
        ("NÖRTEN HARDENBERG", ("Nörten-Hardenberg", "DE-NI", "Northeim")),
    ],
)
def test_a_name_finds_its_town(text, entry):
    assert entry in states(text)


def test_exact_names_come_first_and_larger_towns_before_smaller():
    names = [entry.name for entry in search("Calw")]
    assert names[0] == "Calw"
    velden = [entry.population for entry in search("Velden") if entry.name == "Velden" and entry.kind != "part"]
    assert velden == sorted(velden, reverse=True)


def test_a_municipality_of_villages_lies_inside_itself():
    entry = search("Flörsbachtal")[0]
    assert entry.source == "ags:06435008"
    assert entry.population is None
    assert by_source(entry.source) == entry


def test_the_nearest_municipality_to_a_point():
    assert nearest(50.7333, 7.0167)[0].name == "Alfter"


def test_nonsense_finds_nothing():
    assert search("xyzzyx") == []
    assert search("  ") == []
    assert by_source("geonames:0") is None
