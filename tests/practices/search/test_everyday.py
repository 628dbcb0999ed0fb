"""Who types everyday words, sentences or another spelling finds what is meant; partial hits stay apart."""

import re

import pytest
import yaml
from pyroaring import BitMap

from core.folding import spelled_out
from exchange.export.formats import FORMATS
from practices.catalogue import current
from practices.filter.facets import facet_counts
from practices.filter.selection import FEW_HITS, MOST_PARTIAL
from practices.models import Practice
from practices.search import thesaurus
from practices.search.analysis import FIELDS, pieces, spans
from practices.search.matching import find
from practices.search.query import parse, read
from practices.search.stopwords import is_stop_word
from tests.practices.search.test_judged import JUDGED, hits
from tests.practices.search.test_queries import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("study")]
SENTENCE = "letzter Laden schließt"


def chosen(**values):
    _query, selection = ask(**values)
    return selection


def slugs(pks):
    return [practice.slug for practice in Practice.objects.in_turn(pks)]


@pytest.mark.parametrize("entry", [e for e in JUDGED if e.get("partly")], ids=lambda entry: entry["q"])
def test_cases_that_fit_in_part_are_named(entry):
    asked = chosen(q=entry["q"])
    assert set(entry["partly"]) <= set(slugs(asked.partial))
    assert not set(asked.partial) & set(asked.cases)


def test_partial_hits_stay_out_of_count_facets_map_and_export(client):
    answer = client.get("/api/v1/practices/", {"q": SENTENCE, "facets": "1"}).json()
    assert (answer["count"], answer["results"]) == (0, [])
    assert 1 <= len(answer["partial"]) <= MOST_PARTIAL
    assert answer["partial"][0] == client.get(f"/api/v1/practices/{answer['partial'][0]['slug']}/").json()
    assert all(entry["count"] == 0 for entry in answer["facets"]["handlungsfeld"])
    assert facet_counts(chosen(q=SENTENCE))["carrier"][0]["count"] == 0
    assert client.get("/api/v1/practices.geojson", {"q": SENTENCE}).json()["features"] == []
    exported = b"".join(client.get("/export/practices.json", {"q": SENTENCE}).streaming_content)
    assert b"markttreff" not in exported
    assert "json" in FORMATS


def test_the_page_names_what_a_partial_hit_lacks(client):
    page = client.get("/", {"q": SENTENCE}).content.decode()
    partial = page[page.index('id="partial-head"') :]
    assert "MarktTreff" in partial
    assert re.search(r"Nicht darin: „schließt“", partial)
    assert 'data-total="0"' in page


def test_other_filters_hold_for_partial_hits_too():
    everywhere, here = chosen(q=SENTENCE), chosen(q=SENTENCE, state="DE-BY")
    assert set(here.partial) < set(everywhere.partial)
    assert set(slugs(here.partial)) == {"pfaffenhofen-besser-daheim"}
    assert not set(slugs(chosen(q=f"{SENTENCE} -MarktTreff").partial)) & {"markttreff-schleswig-holstein"}


def test_partial_hits_stand_on_the_first_page_of_few_hits_alone(client):
    assert len(chosen(q="Bus Leohaus").cases) < FEW_HITS
    assert chosen(q="Bus Leohaus").partial
    assert chosen(q="Bus Leohaus", page="2").partial == []
    assert len(chosen(q="Stadt").cases) >= FEW_HITS
    assert chosen(q="Stadt").partial == []
    assert chosen(q="Bus").partial == []
    assert "partial" not in client.get("/api/v1/practices/").json()
    assert client.get("/api/v1/practices/", {"q": "Bus"}).json()["partial"] == []


def test_phrases_count_as_words_of_a_partial_hit():
    assert "andernach-essbare-stadt" in slugs(chosen(q='"Essbare Stadt" Raumschiff').partial)


def test_words_that_carry_nothing_are_known_as_such():
    query = parse("bei uns macht der letzte Laden zu")
    assert [word.text for word in query.words] == ["Laden"]
    assert set(query.ignored) == {"bei", "uns", "macht", "der", "letzte", "zu"}
    # Alone they are what somebody looks for; and what must not be there, must not.
    assert [word.text for word in parse("Ideen").words] == ["Ideen"]
    assert [word.text for word in parse("Bus -Ideen").without] == ["Ideen"]


def test_every_word_of_the_thesaurus_finds_the_others():
    """Both directions: a case that holds one word of a group is found by each of them."""
    catalogue = current()
    for group in thesaurus.groups():
        holding = BitMap()
        for word in group.words:
            whole = [(kind, form) for kind, form in read(word).forms if kind in "xs"]
            holding |= BitMap.union(*(catalogue.postings.of(f"{f}{k}{v}") for f in FIELDS for k, v in whole))
        missed = {word: len(holding - find(catalogue, word).selection) for word in group.words}
        assert not any(missed.values()), missed


def test_own_words_stand_before_those_that_mean_the_same():
    assert hits("MarktTreff")[0] == "markttreff-schleswig-holstein"
    assert hits("Lädchen")[0] == "tegut-laedchen-fuer-alles"
    assert hits("-MarktTreff Dorfladen") == ["tegut-laedchen-fuer-alles"]


def test_the_thesaurus_says_who_says_so_and_repeats_nothing():
    entries = yaml.safe_load(thesaurus.FILE.read_text(encoding="utf-8"))
    assert all(entry["says"].startswith(("Redaktion: ", "Studie, Kapitel ")) for entry in entries)
    words = [word.lower() for entry in entries for word in entry["words"]]
    assert len(words) == len(set(words))


def test_every_spelling_of_a_word_gives_the_same_hits():
    """Case, umlauts as two letters, and hyphens or none: over every word of every case."""
    texts = [text for case in Practice.objects.all() for text in (case.title, case.summary, case.description)]
    words = {word for text in texts for _s, _e, whole in spans(text) for word in {whole, *pieces(whole)}}
    catalogue, differing = current(), {}
    for word in sorted(words):
        if len(word) < 3 or is_stop_word(word) or "ß" in word:
            continue
        spellings = {word, word.lower(), word.upper(), spelled_out(word), word.replace("-", "")}
        found = {spelling: len(find(catalogue, spelling).selection) for spelling in spellings}
        same = find(catalogue, word).selection
        if any(find(catalogue, spelling).selection != same for spelling in spellings):
            differing[word] = found
    assert differing == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("bucher", "Bücher"), ("wunsche", "Wünsche"), ("grunder", "Gründer"), ("moglichkeit", "Möglichkeit")],
)
def test_a_keyboard_without_umlauts_finds_what_they_would(typed, meant):
    assert set(hits(meant)) <= set(hits(typed))
