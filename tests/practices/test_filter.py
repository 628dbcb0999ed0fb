"""Every parameter of the filter: what it finds, and what it refuses. On the study's 50 practices."""

import pytest
from django.http import QueryDict

from practices.filter.filterset import PracticeFilter
from practices.filter.query import Query
from practices.models import Place, Practice
from practices.models.place import TOWN_SIZES
from practices.models.status import by_the_host

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]


def ask(query, **kwargs):
    return Query(QueryDict(query), **kwargs)


def slugs(query):
    asked = ask(query)
    assert asked.problems == []
    return [practice.slug for practice in Practice.objects.in_turn(asked.selection().ordered.all().tolist())]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 50),
        ("handlungsfeld=bauen-wohnen-flaeche", 8),  # seven of its chapter, and Loitz
        ("handlungsfeld=zusammenleben-daseinsvorsorge", 10),
        ("handlungsfeld=digitalisierung", 5),
        ("handlungsfeld=nachhaltigkeit", 6),
        ("handlungsfeld=mobilitaet", 9),
        ("handlungsfeld=handel-logistik", 5),
        ("handlungsfeld=arbeit-produktion", 7),
        ("handlungsfeld=mobilitaet&handlungsfeld=digitalisierung", 14),
        ("herausforderung=bevoelkerungsrueckgang-alterung", 8),
        ("herausforderung=wirtschaftskraft-beschaeftigung", 18),
        ("chance=neue-urbane-produktionsformen", 7),
        ("country=AT", 3),
        ("country=FI", 1),
        ("country=FR", 0),
        ("state=AT-6", 1),
        ("place=olfen", 2),
        ("precision=country", 4),
        ("precision=none", 1),
        ("precision=region", 7),
        ("bbox=7.37,51.70,7.39,51.72", 2),  # around Olfen
        ("bbox=-180,-90,180,90", 45),
    ],
)
def test_a_parameter_finds_its_cases(query, expected):
    assert len(slugs(query)) == expected


def test_values_of_one_parameter_widen_and_parameters_narrow():
    one = set(slugs("handlungsmuster=mit-anpacken"))
    other = set(slugs("handlungsmuster=raeume-aneignen"))
    field = set(slugs("handlungsfeld=zusammenleben-daseinsvorsorge"))
    assert set(slugs("handlungsmuster=mit-anpacken&handlungsmuster=raeume-aneignen")) == one | other
    both = slugs("handlungsmuster=mit-anpacken&handlungsfeld=zusammenleben-daseinsvorsorge")
    assert set(both) == one & field
    assert 0 < len(both) < len(one)


def test_what_03_05_names_is_found_by_its_pattern():
    assert {
        "stephanskirchen-landlmuehle",
        "gielsdorf-dorfhaus",
        "doemitz-mobile-baeckerei",
        "noerten-hardenberg-hallenbad-genossenschaft",
    } <= set(slugs("handlungsmuster=raeume-aneignen"))
    assert slugs("handlungsmuster=protestieren") == ["schoenau-stromrebellen"]
    assert "berkheim-baugemeinschaft" in slugs("handlungsmuster=gemeinsam-bauen")


def test_a_case_with_several_towns_stands_in_the_list_once():
    assert slugs("place=bachhagel&place=syrgenstein&state=DE-BY").count("bachtal-wohnen-im-ortskern") == 1


def test_edges_of_a_box_belong_to_it():
    place = Practice.objects.get(slug="olfen-leohaus").locations.get().place
    edge = f"{place.lon},{place.lat},{place.lon},{place.lat}"
    assert slugs(f"bbox={edge}") == slugs("place=olfen")


def test_town_size_uses_the_population_of_the_gazetteer():
    sized = set(slugs("town_size=below-5000"))
    for practice in Practice.objects.filter(slug__in=sized):
        assert any(
            location.place.population is not None and location.place.population < 5000
            for location in practice.locations.all()
        )
    assert "rosenheim-stadtoasen" in slugs("town_size=20000-99999")


@pytest.mark.parametrize(("population", "size"), [(4999, "below-5000"), (5000, "5000-9999"), (9999, "5000-9999")])
def test_a_town_at_the_edge_of_a_size_is_in_one(population, size):
    Place.objects.filter(slug="loitz").update(population=population, population_source="Test")
    for one in TOWN_SIZES:
        inside = one == size
        assert ("loitz-urbane-kleinstadt-2030" in slugs(f"town_size={one}")) is inside
        asked = PracticeFilter(QueryDict(f"town_size={one}")).qs
        assert asked.filter(slug="loitz-urbane-kleinstadt-2030").exists() is inside


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Bürgerbus", {"olfen-buergerbus", "bad-belzig-buergerbus-hoher-flaeming"}),
        ("buergerbus", {"olfen-buergerbus", "bad-belzig-buergerbus-hoher-flaeming"}),
        ("burgerbus", {"olfen-buergerbus", "bad-belzig-buergerbus-hoher-flaeming"}),
        ("NÖRTEN", {"noerten-hardenberg-hallenbad-genossenschaft"}),
        ("Andernach", {"andernach-essbare-stadt"}),
    ],
)
def test_search_folds_case_and_umlauts(words, found):
    assert found <= set(slugs(f"q={words}"))


def test_a_text_without_words_finds_nothing():
    assert slugs("q=%F0%9F%98%80") == []


def test_every_word_must_be_found_and_titles_come_first():
    assert slugs("q=Olfen Bürgerbus")[0] == "olfen-buergerbus"
    assert slugs("q=Olfen zzzz") == []


def test_a_draft_is_never_found():
    with by_the_host():
        Practice.objects.filter(slug="olfen-leohaus").update(status="draft")
    assert "olfen-leohaus" not in slugs("place=olfen")
    assert len(slugs("")) == 49


@pytest.mark.parametrize("ordering", ["title", "-title", "updated", "-updated", "relevance"])
def test_orderings_are_total(ordering):
    ordered = slugs(f"ordering={ordering}")
    assert len(ordered) == len(set(ordered)) == 50


def test_titles_sort_the_german_way():
    practice = Practice.objects.get(slug="olfen-leohaus")
    practice.title = "Ägidius übt"
    practice.save()
    ordered = slugs("ordering=title")
    assert ordered.index("olfen-leohaus") < ordered.index("zwiesel-stadt-app")
    assert slugs("ordering=-title") == ordered[::-1]


@pytest.mark.parametrize(
    ("query", "parameter", "value"),
    [
        ("nonsense=1", "nonsense", "1"),
        ("Handlungsfeld=mobilitaet", "Handlungsfeld", "mobilitaet"),
        ("handlungsfeld=mobilitat", "handlungsfeld", "mobilitat"),
        ("handlungsfeld=mobilitaet&handlungsfeld=", "handlungsfeld", ""),
        ("teilaspekt=x", "teilaspekt", "x"),
        ("handlungsmuster=x", "handlungsmuster", "x"),
        ("buergerrolle=x", "buergerrolle", "x"),
        ("herausforderung=x", "herausforderung", "x"),
        ("chance=x", "chance", "x"),
        ("country=de", "country", "de"),
        ("country=XX", "country", "XX"),
        ("country=Deutschland", "country", "Deutschland"),
        ("state=NI", "state", "NI"),
        ("state=DE-XX", "state", "DE-XX"),
        ("place=atlantis", "place", "atlantis"),
        ("precision=exact", "precision", "exact"),
        ("carrier=king", "carrier", "king"),
        ("town_size=big", "town_size", "big"),
        ("bbox=1,2,3", "bbox", "1,2,3"),
        ("bbox=1,2,3,nan", "bbox", "1,2,3,nan"),
        ("bbox=1,2,3,inf", "bbox", "1,2,3,inf"),
        ("bbox=10,50,5,55", "bbox", "10,50,5,55"),
        ("bbox=5,55,10,50", "bbox", "5,55,10,50"),
        ("bbox=5,50,190,55", "bbox", "5,50,190,55"),
        ("bbox=5,-91,10,55", "bbox", "5,-91,10,55"),
        ("bbox=", "bbox", ""),
        ("bbox=005,50,10,55", "bbox", "005,50,10,55"),
        ("bbox=1e1,50,20,55", "bbox", "1e1,50,20,55"),
        ("ordering=size", "ordering", "size"),
        ("page=0", "page", "0"),
        ("page=-1", "page", "-1"),
        ("page=1.5", "page", "1.5"),
        ("page=٣", "page", "٣"),
        ("page_size=0", "page_size", "0"),
        ("page_size=1001", "page_size", "1001"),
        ("page_size=1&page_size=2", "page_size", "1, 2"),
        ("q=a&q=b", "q", "a, b"),
        ("lang=fr", "lang", "fr"),
        ("facets=1", "facets", "1"),
        ("q=%00", "q", "␀"),
        ("place=a%00b", "place", "a\x00b"),
    ],
)
def test_a_bad_value_is_named(query, parameter, value):
    asked = ask(query)
    assert not asked.is_valid()
    assert [(p.parameter, p.value) for p in asked.problems] == [(parameter, value)]
    assert asked.problems[0].message


def test_a_refusal_says_what_is_allowed():
    (problem,) = ask("handlungsfeld=verkehr").problems
    assert "mobilitaet" in problem.allowed
    assert len(problem.allowed) == 7
    (problem,) = ask("handlungsfeldd=mobilitaet").problems
    assert "handlungsfeld" in problem.allowed


def test_every_problem_is_told_not_just_the_first():
    assert [p.parameter for p in ask("x=1&place=y&page=0").problems] == ["x", "place", "page"]


def test_a_long_query_is_refused_with_a_short_value():
    (problem,) = ask("q=" + "a" * 10_000).problems
    assert problem.parameter == "q"
    assert len(problem.value) < 60


@pytest.mark.parametrize("text", ["'", '"', "%", "_", "a OR b", "*", "😀", "؜‏שלום", "-", "((", "\\"])
def test_odd_words_are_just_words(text):
    data = QueryDict(mutable=True)
    data["q"] = text
    asked = Query(data)
    assert asked.is_valid()
    assert isinstance(len(asked.selection()), int)
