"""A practice → its search document: which of its words stand in which field."""

from functools import cache, lru_cache

from django.utils import translation

from core import iso
from practices.models import Carrier, Practice, SearchDocument, SearchWord
from practices.models.profile.members import MEMBERS
from practices.search import analysis
from practices.search.analysis import key, pieces, sequence, spans, tokens
from practices.search.stopwords import is_stop_word
from practices.systems import codings_of

BATCH = 500
# Of the profile: what is told of the case. What is left open speaks of what it isn't.
TOLD = tuple(m.name for m in MEMBERS if m.kind.worded and not m.english and m.name != "open_questions")
SHORTEST_PROPOSAL = 4


def write(pks):
    """Write the search documents of the practices with these pks; returns how many were written."""
    written = 0
    pks = list(pks)
    for start in range(0, len(pks), BATCH):
        chunk = pks[start : start + BATCH]
        written += store([build(practice) for practice in Practice.objects.filter(pk__in=chunk).for_list()])
    return written


def store(documents):
    """Write these documents and remember their words; returns how many they are."""
    words = {}
    for document in documents:
        words |= document.words
    if documents:
        SearchDocument.objects.bulk_create(
            documents, update_conflicts=True, unique_fields=["practice"], update_fields=["bag", "sequence"]
        )
        SearchWord.objects.bulk_create(
            [SearchWord(key=word, shown=shown) for word, shown in sorted(words.items())], ignore_conflicts=True
        )
    return len(documents)


def forget():
    """Let go of the texts that were analysed: whoever writes thousands reads each of them only once."""
    for kept in (analysis.tokens, analysis.run_of, _words):
        kept.cache_clear()


def build(practice):
    """The unsaved SearchDocument of a practice from ``for_list()``; its ``words`` are {key: as written}."""
    german, english = list(_german(practice)), list(_english(practice))
    found = set()
    for field, text in german:
        found |= tokens(text, field)
    for field, text in english:
        found |= tokens(text, field, english=True)
    texts = [text for _field, text in german + english if text]
    document = SearchDocument(practice_id=practice.pk, bag=" ".join(sorted(found)), sequence=sequence(*texts))
    document.words = {word: shown for text in texts for word, shown in _words(text)}
    return document


@lru_cache(maxsize=20_000)
def _words(text):
    """((folded, as written), …) of the words of a text that a spelling may be corrected to."""
    return tuple(
        (key(word), word[:60])
        for _s, _e, whole in spans(text)
        for word in {whole, *pieces(whole)}
        if len(word) >= SHORTEST_PROPOSAL and not is_stop_word(word)
    )


def told_of(practice, *, english):
    """(member, text) of what the profile tells in a language; prizes are called as they are in both."""
    names = [f"{name}_en" if english else name for name in TOLD]
    yield from ((name, practice.profile[name]) for name in names if name in practice.profile)
    yield from (("prizes", prize["title"]) for prize in practice.profile.get("prizes", ()))


def _terms(practice):
    return [practice.handlungsfeld, *(coding.term for coding in codings_of(practice))]


def _german(practice):
    yield "a", practice.title
    yield "c", practice.summary
    yield "d", practice.description
    yield from (("d", text) for _name, text in told_of(practice, english=False))
    # What others can take from a case speaks of other towns: who looks for a pool isn't helped by a hint at one.
    for term in _terms(practice):
        yield "b", term.title
    for location in practice.locations.all():
        place = location.place
        yield "b", place.name
        yield "b", iso.searched_state_name(place.state, "de")
        yield "b", iso.country_name_in(place.country, "de")
    for carrier in practice.carriers:
        yield "b", carrier_name(carrier, "de")


def _english(practice):
    yield "a", practice.title_en
    yield "c", practice.summary_en
    yield "d", practice.description_en
    yield from (("d", text) for _name, text in told_of(practice, english=True))
    for term in _terms(practice):
        yield "b", term.title_en
    for location in practice.locations.all():
        place = location.place
        yield "b", place.name_en
        yield "b", iso.searched_state_name(place.state, "en")
        yield "b", iso.country_name_in(place.country, "en")
    for carrier in practice.carriers:
        yield "b", carrier_name(carrier, "en")


@cache
def carrier_name(carrier, language):
    """The name of a carrier in one language, whatever the active one is; "" for none that is known."""
    with translation.override(language):
        return str(Carrier(carrier).label) if carrier in Carrier.values else ""
