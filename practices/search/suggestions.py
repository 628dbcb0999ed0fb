"""What somebody may mean who types: practices, places and terms whose words begin like what was typed."""

from django.http import QueryDict
from django.urls import reverse

from handlungsfelder.models import Handlungsfeld
from practices.models import Practice
from practices.search import index
from practices.search.analysis import key, pieces, spans
from practices.search.stopwords import is_stop_word
from practices.systems import MAIN, OWN, READ

MOST_OF_A_KIND = 4
MOST_PRACTICES = 6
TERM_KINDS = (MAIN, *(system.parameter for system in READ if not system.is_further))
# Those whose terms have a page of their own.
PAGES = {
    kind: f"handlungsfelder:{kind}"
    for kind, model in ((MAIN, Handlungsfeld), *((system.parameter, system.term) for system in OWN))
    if hasattr(model, "get_absolute_url")
}
# So many practices are looked at for one that holds all words; what lies behind is left to the search itself.
LOOKED_AT = 400


def suggestions(catalogue, typed, language):
    """[{"kind", "title", "query", "url", "count"}…], at most 26, places first; [] below two letters."""
    words = [key(piece) for _s, _e, word in spans(typed or "") for piece in pieces(word)]
    if sum(map(len, words)) < 2:
        return []
    found = [_entry("place", term, catalogue, language) for term in _named(catalogue, "place", words, language)]
    for kind in TERM_KINDS:
        found += [_entry(kind, term, catalogue, language) for term in _named(catalogue, kind, words, language)]
    return found + _practices(catalogue, words, language)


def _named(catalogue, parameter, words, language):
    """Terms or places, whose name has words beginning like all of these; those with most practices first."""
    names = catalogue.made_once(("names", parameter, language), lambda: _names(catalogue, parameter, language))
    sets = catalogue.sets[parameter]
    fitting = [
        term
        for parts, term in names
        if len(sets.get(term.slug, ())) and all(any(part.startswith(word) for part in parts) for word in words)
    ]
    return sorted(fitting, key=lambda term: (-len(sets[term.slug]), term.slug))[:MOST_OF_A_KIND]


def _names(catalogue, parameter, language):
    """[(folded words of the name, Term)] of every term or place."""
    terms = catalogue.known(parameter).values()
    return [
        (frozenset(key(piece) for _s, _e, word in spans(term.label_in(language)) for piece in pieces(word)), term)
        for term in terms
    ]


def _entry(kind, term, catalogue, language):
    query = QueryDict(mutable=True)
    query[kind] = term.slug
    return {
        "kind": kind,
        "title": term.label_in(language),
        "query": query.urlencode(),
        "url": reverse(PAGES[kind], args=[term.slug]) if kind in PAGES else "",
        "count": len(catalogue.sets[kind].get(term.slug, ())),
    }


def _practices(catalogue, words, language):
    """Practices that have all words but the last in their title, and one that begins like the last."""
    # Words like "die" are in no index; they may stand in the title all the same.
    whole = [catalogue.postings.of(f"ax{word}") for word in words[:-1] if not is_stop_word(word)]
    pks = []
    for pk in index.prefix(f"ax{words[-1]}", LOOKED_AT):
        if pk in catalogue.published and all(pk in found for found in whole):
            pks.append(pk)
        if len(pks) == MOST_PRACTICES:
            break
    rows = Practice.objects.filter(pk__in=pks).order_by("title_sort").values_list("slug", "title", "title_en")
    return [
        {
            "kind": "practice",
            "title": (language == "en" and title_en) or title,
            "query": "",
            "url": reverse("practices:detail", args=[slug]),
            "count": 1,
        }
        for slug, title, title_en in rows
    ]
