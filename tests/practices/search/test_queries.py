"""How a query is read, what odd ones do, and what somebody is offered when nothing is found."""

import json
import os
from pathlib import Path

import pytest
from django.http import QueryDict

from practices.filter.proposals import loosenings, spelling
from practices.filter.query import Query
from practices.models import Practice
from practices.search.query import MOST_WORDS, parse
from tests.practices.search.test_judged import JUDGED, hits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
SAME_ON_BOTH = Path(__file__).parent / "hits.json"
ODD = [
    '"', '""', '"""', "-", "--", "- -", "*", "AND", "OR NOT NEAR(", "a:b", "title:Bus", "{a b}:c", "^Bus", "Bus*", "'",
    "Bus' OR 1=1 --", "\\", "(((", "%", "_", "😀", "👩‍🌾 Bus", "שלום", "مرحبا بالعالم", "‮Bus‬", "\x01\x02\x7f",
    "\u200b", "\ufeff",
    "der die das", "ﬁnden", "ǅ", "İstanbul", "ß", "a" * 300, "a " * 150, "-a " * 100, '"a ' * 100, "ä" * 300,
    "Bus-" * 60,
    "ae" * 140, "1e5", "٣", "Bus\nBahn", "𝔅𝔲𝔰", "x-y-z" * 50,
]  # fmt: skip


def ask(**values):
    """The Query of these values, and its Selection."""
    data = QueryDict(mutable=True)
    data.update(values)
    query = Query(data)
    return query, query.selection()


def test_both_databases_find_the_same():
    """The file was written on SQLite; the suite runs on both databases. UPDATE_HITS=1 writes it anew."""
    now = {entry["q"]: hits(entry["q"]) for entry in JUDGED}
    if os.environ.get("UPDATE_HITS"):
        SAME_ON_BOTH.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(SAME_ON_BOTH.read_text(encoding="utf-8")) == now


def test_phrases_exclusions_and_stop_words_are_told_apart():
    query = parse('"Essbare Stadt" der Bus -Bahn -"am Markt"')
    assert query.phrases == ["wessbare wstadt"]
    assert [word.text for word in query.words] == ["Bus"]
    assert [word.text for word in query.without] == ["Bahn"]
    assert query.without_phrases == ["wam wmarkt"]
    assert query.ignored == ["der"]


def test_a_query_costs_a_bounded_number_of_lookups():
    query = parse(" ".join(f"Wort{n}" for n in range(60)))
    assert len(query.words) == MOST_WORDS
    assert len(query.ignored) == 60 - MOST_WORDS


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_queries_get_a_clear_answer(client, text):
    for address in ("/", "/api/v1/practices/", "/api/v1/practices.geojson", "/api/v1/suggestions/"):
        assert client.get(address, {"q": text}).status_code in (200, 400)


def test_exclusion_alone_leaves_the_rest():
    assert len(ask(q="-Bus")[1]) + len(ask(q="Bus")[1]) == 50


def test_a_bus_is_no_business(leohaus):
    leohaus.title = "Business im Ort"
    leohaus.save()
    assert "olfen-leohaus" not in hits("Bus -Bürgerbus")
    assert hits("Business")[0] == "olfen-leohaus"


@pytest.fixture
def leohaus(study):
    return Practice.objects.get(slug="olfen-leohaus")


def test_title_before_place_and_terms_before_summary_before_description(study):
    for slug, field in (
        ("zwiesel-stadt-app", "title"),
        ("wallis-fahrerloser-oepnv", "summary"),
        ("altena-stellwerk", "description"),
    ):
        practice = Practice.objects.get(slug=slug)
        setattr(practice, field, f"{getattr(practice, field)} Zeppelinhalle")
        practice.save()
    place = Practice.objects.get(slug="olfen-leohaus").locations.get().place
    place.name = "Zeppelinhalle"
    place.save()
    found = hits("Zeppelinhalle")
    assert found[0] == "zwiesel-stadt-app"
    assert set(found[1:3]) == {"olfen-leohaus", "olfen-buergerbus"}
    assert found[3:] == ["wallis-fahrerloser-oepnv", "altena-stellwerk"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Andernarch", "Andernach"), ("Hallenbat", "Hallenbad"), ("Olfn", "Olfen")]
)
def test_the_nearest_spelling_that_finds_something_is_proposed(typed, meant):
    proposal = spelling(*ask(q=typed))
    assert proposal.text == meant
    assert proposal.count == len(ask(q=meant)[1]) > 0


def test_no_spelling_is_proposed_for_what_is_like_nothing():
    assert spelling(*ask(q="Xyzzyqwrtz")) is None


def test_loosening_tells_what_would_be_found():
    asked = ask(q="Hallenbad", handlungsfeld="mobilitaet")
    assert not asked[1].cases
    counts = {proposal.query: proposal.count for proposal in loosenings(*asked)}
    assert counts == {"handlungsfeld=mobilitaet": 9, "q=Hallenbad": 1}


def test_loosening_leaves_out_one_word_of_several():
    asked = ask(q="Hallenbad Prenzlau", carrier="cooperative")
    assert not asked[1].cases
    counts = {proposal.text: proposal.count for proposal in loosenings(*asked)}
    assert counts["ohne das Wort „Prenzlau“"] == len(ask(q="Hallenbad", carrier="cooperative")[1]) == 1
    assert [proposal.count for proposal in loosenings(*asked)] == sorted(counts.values(), reverse=True)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ('"Essbare Stadt" Hallenbad', {"q=%22Essbare+Stadt%22": 1, "q=Hallenbad": 1}),
        ("co working Hallenbad", {"q=co+working": 3, "q=Hallenbad": 1}),
        ("-Prenzlau Prenzlau Hallenbad", {"q=-Prenzlau+Hallenbad": 1}),
        ('"Stadt Essbare" Stadt Andernach', {"q=Stadt+Andernach": 1}),
        ("Hallenbad Hallenbad Prenzlau", {"q=Hallenbad+Hallenbad": 1, "q=Prenzlau": 1}),
    ],
)
def test_a_word_is_left_out_where_it_stands(typed, offered):
    """Not in a phrase, not where it is excluded, and all of it."""
    found = {proposal.query: proposal.count for proposal in loosenings(*ask(q=typed)) if proposal.query}
    for query, count in found.items():
        assert len(Query(QueryDict(query)).selection()) == count
    assert {query: len(ask(q=QueryDict(query)["q"])[1]) for query in found} == offered


def test_a_spelling_is_corrected_where_the_word_stands():
    assert spelling(*ask(q='Andernarch -"Andernarcher Markt"')).text == 'Andernach -"Andernarcher Markt"'


def test_nothing_found_is_a_page_that_helps(client):
    page = client.get("/?q=Andernarch&handlungsfeld=mobilitaet", headers={"Accept-Language": "de"}).content.decode()
    assert "Meinten Sie" in page
    assert "q=Andernach" in page
    assert "ohne Suchwörter" in page


def test_excerpts_mark_words_in_compounds(client):
    answer = client.get("/api/v1/practices/?q=Wärme&excerpts=1").json()
    parts = answer["excerpts"]["guessing-energieautarkie"]
    assert [part["text"] for part in parts if part["marked"]] == ["Fernwärme"]
    assert "<mark>Fernwärme</mark>" in client.get("/?q=Wärme").content.decode()


def test_suggestions_name_places_terms_and_practices(client):
    kinds = {(entry["kind"], entry["title"]) for entry in client.get("/api/v1/suggestions/?q=olf").json()}
    assert ("place", "Olfen") in kinds
    assert ("practice", "Olfen: Bürgerbus und Schülertransport") in kinds
    assert ("handlungsfeld", "Mobilität") in {
        (entry["kind"], entry["title"]) for entry in client.get("/api/v1/suggestions/?q=mobilit").json()
    }
    assert client.get("/api/v1/suggestions/?q=o").json() == []
    assert client.get("/api/v1/suggestions/?handlungsfeld=mobilitaet").status_code == 400
