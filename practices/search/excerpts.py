"""Why a practice was found: a piece of its text, and the names it is filed under, with the words that match marked."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import iso
from practices.models.profile.members import BY_NAME
from practices.search.analysis import key, pieces, spans, word_tokens
from practices.search.documents import carrier_name, told_of
from practices.search.matching import is_written
from practices.search.query import parse, parts_of
from practices.search.stopwords import is_stop_word
from practices.systems import READ

AROUND = 90
# So many marks of a text are compared to find the piece to show.
MOST_MARKS = 100


@dataclass(frozen=True)
class Excerpt:
    """``parts``: [{"text", "marked"}…] of one text, whole or cut; ``field`` names it: description, summary or title.

    ``names`` are parts likewise, of the terms, places and carrier that hold the words this text doesn't. ``lang`` is
    the language of the text; ``on_card`` says whether a card shows the text anyway, to be marked there.
    """

    field: str
    parts: list
    names: list
    lang: str
    on_card: bool

    @property
    def all_parts(self):
        gap = [{"text": " · ", "marked": False}] if self.parts and self.names else []
        return [*self.parts, *gap, *self.names]


@dataclass(frozen=True)
class _Text:
    """A text that may hold words of a search: (start, end, which words) of each mark; ``met``: which in all."""

    field: str
    text: str
    lang: str
    marks: list

    @property
    def met(self):
        return frozenset().union(*(words for _start, _end, words in self.marks))


def excerpts_of(selection, practices):
    """{slug: Excerpt} of the practices for the words of the search; practices as from ``for_list()``."""
    query = parse(selection.values["q"])
    words = [_forms(selection.catalogue, word) for word in query.words]
    runs = [[word.removeprefix("w") for word in phrase.split()] for phrase in query.phrases]
    here = "en" if get_language() == "en" else "de"
    there = "de" if here == "en" else "en"
    found = {}
    for practice in practices:
        excerpt = _excerpt(practice, here, here, words, runs) or _excerpt(practice, there, here, words, runs)
        if excerpt:
            found[practice.slug] = excerpt
    return found


def _forms(catalogue, word):
    """What may stand for a word in a text. The parts of a compound only where nobody writes it as one."""
    forms = set(word.forms | word.also)
    for part in () if is_written(catalogue, word) else word.all_of or parts_of(word):
        forms |= part.forms
    return frozenset(forms)


def _excerpt(practice, language, here, words, runs):
    texts = [_read(*text, words, runs) for text in _texts(practice, language)]
    best = max(texts, key=lambda text: len(text.met))
    on_card = best.field != "description" and language == here
    start, end = (0, len(best.text)) if on_card or not best.marks else _window(best)
    shown = [mark for mark in best.marks if start <= mark[0] < end]
    missing = set(range(len(words) + len(runs))).difference(*(met for _start, _end, met in shown))
    names = _named(practice, language, missing, words, runs)
    if shown:
        return Excerpt(best.field, _split(best.text, shown, start, end), names, best.lang, on_card)
    return Excerpt("", [], names, language, on_card=False) if names else None


def _texts(practice, language):
    """(field, text, language). The description first: title and summary stand on the card anyway."""
    english = language == "en"
    text = english and practice.description_en
    yield "description", text or practice.description, "en" if text else "de"
    yield "summary", practice.summary_en if english else practice.summary, language
    yield "title", practice.title_en if english else practice.title, language


def _named(practice, language, missing, words, runs):
    """The parts of those names that hold words still missing, each behind what it is the name of."""
    parts = []
    for label, name in _names(practice, language):
        text = _read(label, name, language, words, runs)
        if text.met & missing:
            missing = missing - text.met
            parts += [
                {"text": f"{' · ' if parts else ''}{label}: ", "marked": False},
                *_split(name, text.marks, 0, len(name)),
            ]
    return parts


def _names(practice, language):
    """(what it is, name) of everything a practice is filed under, in a language."""
    english = language == "en"
    filed = [(_("Handlungsfeld"), practice.handlungsfeld)]
    for system in READ:
        label = _("Handlungsfeld") if system.is_further else str(system.one)
        filed += [(label, coding.term) for coding in getattr(practice, system.member).all()]
    yield from ((label, term.title_en if english else term.title) for label, term in filed)
    for location in practice.locations.all():
        place = location.place
        yield _("Place"), (english and place.name_en) or place.name
        yield _("State or region"), iso.searched_state_name(place.state, language)
        yield _("Country"), iso.country_name_in(place.country, language)
    for carrier in practice.carriers:
        yield _("Run by"), carrier_name(carrier, language)
    yield from ((capfirst(BY_NAME[name].label), text) for name, text in told_of(practice, english=english))


def _read(field, text, lang, words, runs):
    single = spans(text)
    marks = {}
    for start, end, word in single:
        if is_stop_word(word):
            continue
        tokens = word_tokens(word, lang == "en")
        met = {number for number, forms in enumerate(words) if not forms.isdisjoint(tokens)}
        if met:
            marks[start, end] = met
    for number, run in enumerate(runs, len(words)):
        for place in _run_marks(single, run):
            marks.setdefault(place, set()).add(number)
    return _Text(field, text, lang, [(*place, marks[place]) for place in sorted(marks)])


def _run_marks(words, run):
    single = [(start, end, key(part)) for start, end, word in words for part in pieces(word)]
    for at in range(len(single) - len(run) + 1):
        if [value for _s, _e, value in single[at : at + len(run)]] == run:
            yield from ((start, end) for start, end, _value in single[at : at + len(run)])


def _window(text):
    """(start, end) of the piece of a text that holds the most of the words, the first of those."""

    marks = text.marks[:MOST_MARKS]

    def held(mark):
        return len(set().union(*(met for at, _end, met in marks if mark[0] <= at < mark[0] + 2 * AROUND)))

    first = max(marks, key=held)
    start, end = max(first[0] - AROUND, 0), min(first[0] + 2 * AROUND, len(text.text))
    if start:
        start = text.text.find(" ", start) + 1
    if end < len(text.text):
        end = max(text.text.rfind(" ", 0, end), first[1])
    return start, end


def _split(text, marks, start, end):
    parts, at = [{"text": "… ", "marked": False}] if start else [], start
    for left, right, _met in marks:
        if left > at:
            parts.append({"text": text[at:left], "marked": False})
        parts.append({"text": text[left:right], "marked": True})
        at = right
    if at < end:
        parts.append({"text": text[at:end], "marked": False})
    return [*parts, {"text": " …", "marked": False}] if end < len(text) else parts
