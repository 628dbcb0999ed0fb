"""The dry run says what it would take a name, a list or a word for, and nothing is decided by likeness."""

import pytest

from practices.geodata import exonyms, gazetteer
from practices.models import Place, Practice, Source
from tests.exchange.conftest import GOOD, SLUG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Koln", "Köln"), ("Wurzburg", "Würzburg"), ("Gorlitz", "Görlitz"), ("Luneburg", "Lüneburg"), ("Malmo", "Malmö")],
)
def test_a_name_without_its_umlaut_is_proposed_and_not_decided(import_, typed, meant):
    row = import_([GOOD | {"Ort": typed}]).only
    (error,) = row["errors"]
    assert error["message"] == f"Genau so geschrieben heißt kein Ort: „{typed}“."
    assert meant in error["proposal"]
    assert any(choice["label"].startswith(f"{meant},") for choice in error["choices"])
    # Two letters for an umlaut are a spelling of it.
    spelled = meant.replace("ö", "oe").replace("ü", "ue")
    assert import_([GOOD | {"Ort": spelled}]).counts["new"] == 1


def test_a_proposal_can_be_chosen_for_the_table(import_):
    rows = [GOOD | {"Ort": "Koln"}, GOOD | {"Titel": "Anderer Fall", "Ort": "Koln"}]
    result = import_(rows)
    (ambiguous,) = result.about["ambiguous"]
    assert ambiguous["name"] == "Koln"
    assert import_(rows, places={"Koln": ambiguous["choices"][0]["reference"]}).counts["new"] == 2


@pytest.mark.parametrize(
    ("typed", "country", "source"),
    [
        ("Bozen", "IT", "GeoNames 3181913"),
        ("Wien", "AT", "GeoNames 2761369"),
        ("Mailand", "IT", "GeoNames 3173435"),
        ("Genf", "CH", "GeoNames 2660646"),
        ("Kopenhagen", "DK", "GeoNames 2618425"),
        ("Prag", "CZ", "GeoNames 3067696"),
        ("Praha", "CZ", "GeoNames 3067696"),
        ("Straßburg", "FR", "GeoNames 2973783"),
        ("Strassburg", "FR", "GeoNames 2973783"),
    ],
)
def test_exonyms_are_known(import_, typed, country, source):
    assert import_([GOOD | {"Ort": typed}], write=True).counts["new"] == 1
    (place,) = [location.place for location in Practice.objects.get(slug=SLUG).locations.all()]
    assert (place.country, place.gazetteer) == (country, source)


def test_a_place_is_called_as_german_speakers_call_it(import_):
    import_([GOOD | {"Ort": "Vienna"}], write=True)
    place = Place.objects.get(gazetteer="GeoNames 2761369")
    assert (place.slug, place.name, place.name_en) == ("wien", "Wien", "Vienna")


def test_an_exonym_that_is_a_german_town_too_is_refused_with_both(import_):
    labels = [choice["label"] for choice in import_([GOOD | {"Ort": "Rom"}]).only["errors"][0]["choices"]]
    assert any("Mecklenburg-Vorpommern" in label for label in labels)
    assert any("Italien" in label for label in labels)


def test_every_exonym_points_to_the_entry_it_names():
    for row in exonyms.rows():
        entry = gazetteer.by_source(row["source"])
        assert (entry.name, entry.country) == (row["gazetteer"], row["country"])
        assert entry in gazetteer.called(row["name"]), row
        assert row["use"] in ("name", "known")
    names = [(row["name"], row["source"]) for row in exonyms.rows()]
    assert len(names) == len(set(names))


def test_each_row_says_which_place_it_would_get(import_):
    rows = [GOOD | {"Ort": "Bözen"}, GOOD | {"Titel": "Anderer Fall", "Ort": "Olfen"}]
    first, second = import_(rows).rows
    assert first["places"] == [
        {"slug": "boezen", "label": "Bözen, Aargau, Schweiz, 606 Einwohner", "new": True},
    ]
    assert second["places"][0]["new"] is False
    assert second["places"][0]["label"].startswith("Olfen, Coesfeld, Nordrhein-Westfalen, ")


def test_a_town_whose_name_may_have_lost_an_umlaut_is_told(import_):
    """Lohne and Worth are places of just this name; a table without umlauts may mean Löhne and Wörth."""
    choices = import_([GOOD | {"Ort": "Lohne"}]).only["errors"][0]["choices"]
    assert any(choice["label"].startswith("Löhne, Herford") for choice in choices)
    row = import_([GOOD | {"Ort": "Worth"}]).only
    assert row["places"][0]["label"].startswith("Worth, Herzogtum Lauenburg")
    assert "Fast so heißen: Wörth, Erding" in row["notices"][0]
    assert "notices" not in import_([GOOD | {"Ort": "Wörth"}]).only


def test_a_new_place_that_may_be_there_already_is_told(import_):
    Place.objects.create(slug="koln-alt", name="Koln", country="DE", precision="place", lat=50.9, lon=6.9)
    (brought,) = import_([GOOD | {"Ort": "Köln"}]).about["brings"]
    assert brought["kind"] == "place"
    assert "Koln, Deutschland" in brought["like"]


EINS, ZWEI = "Amtsblatt der Stadt Olfen, Ausgabe 3/2023", "Verein Leohaus (2022): Jahresbericht. Olfen"


def test_two_sources_in_a_line_are_two(import_):
    result = import_([GOOD | {"Quelle": f"{EINS}; {ZWEI}"}], write=True)
    assert result.counts["new"] == 1, result.rows
    cited = Practice.objects.get(slug=SLUG).citations.values_list("source__citation", flat=True)
    assert list(cited) == [EINS, ZWEI]
    assert result.only["notices"] == [
        f"Als 2 Quellen gelesen: „{EINS}“ „{ZWEI}“. Ein Semikolon innerhalb eines Belegs schreibt man „\\;“."
    ]


@pytest.mark.parametrize(
    ("typed", "citations"),
    [
        ("Müller, A.; Meier, B. (2020): Ein Titel. Berlin.", ["Müller, A.; Meier, B. (2020): Ein Titel. Berlin."]),
        (
            "Müller, Anna; Meier, Berta (2020): Titel; hier S. 4",
            ["Müller, Anna; Meier, Berta (2020): Titel; hier S. 4"],
        ),
        (
            "Li, X. (2020): Eins; Kurz, C.; Lang, D. (2021): Zwei",
            ["Li, X. (2020): Eins", "Kurz, C.; Lang, D. (2021): Zwei"],
        ),
        ("Stadt Olfen\\; Verein Leohaus (2020)", ["Stadt Olfen; Verein Leohaus (2020)"]),
        ("bbsr-urbane-kleinstaedte; Amtsblatt der Stadt", ["", "Amtsblatt der Stadt"]),
        (f"{EINS}\n{ZWEI}", [EINS, ZWEI]),
    ],
)
def test_authors_and_passages_stay_with_their_source(import_, typed, citations):
    import_([GOOD | {"Quelle": typed}], write=True)
    found = Practice.objects.get(slug=SLUG).citations.values_list("source__slug", "source__citation")
    shown = ["" if slug == "bbsr-urbane-kleinstaedte" else citation for slug, citation in found]
    assert shown == citations


def test_several_sources_before_one_passage_are_refused(import_):
    message, proposal = import_([GOOD | {"Quelle": f"{EINS}; {ZWEI} | S. 3"}]).faults()["sources"]
    assert "jede Quelle in eine eigene Zeile" in message
    assert proposal == f"{EINS} | S. 3"


def test_a_known_citation_with_a_semicolon_is_one(import_):
    Source.objects.create(slug="alt", citation=f"{EINS}; {ZWEI}")
    import_([GOOD | {"Quelle": f"{EINS}; {ZWEI}"}], write=True)
    assert [c.source.slug for c in Practice.objects.get(slug=SLUG).citations.all()] == ["alt"]


def test_what_a_table_would_bring_is_listed_with_likely_doubles(import_):
    Source.objects.create(slug="jahresbericht", citation="Verein Leohaus (2022): Jahresbericht. Olfen.")
    for number in range(2500):
        Source(slug=f"q-{number}", citation=f"Quelle {number}").save()
    rows = [
        GOOD | {"Ort": "Neustadt in Holstein", "Quelle": ZWEI},
        GOOD | {"Titel": "Anderer Fall", "Quelle": ZWEI},
        GOOD | {"Titel": "Abgelehnt", "Ort": "Bözen", "Stand": "nie"},
    ]
    place, source = import_(rows).about["brings"]
    assert (place["kind"], place["slug"], place["rows"]) == ("place", "neustadt-in-holstein", [2])
    assert (source["kind"], source["label"], source["rows"]) == ("source", ZWEI, [2, 3])
    assert source["like"] == ["Verein Leohaus (2022): Jahresbericht. Olfen."]
    assert not Source.objects.filter(citation=ZWEI).exists()
