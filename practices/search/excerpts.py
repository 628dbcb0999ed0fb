"""Why a practice was found: a piece of its text with the words marked that a search matched."""

from dataclasses import dataclass

from practices.search.analysis import pieces, spans, word_tokens
from practices.search.query import parse, parts_of
from practices.search.stopwords import is_stop_word

AROUND = 90


@dataclass(frozen=True)
class Excerpt:
    """``parts``: [{"text", "marked"}…] of one field; ``field`` names it: title, summary or description."""

    field: str
    parts: list


def excerpts_of(asked, practices):
    """{slug: Excerpt} of the practices that hold a word of the search in their text."""
    forms, runs = _wanted(parse(asked.values["q"]))
    found = {}
    for practice in practices:
        for field, text, english in _texts(practice):
            marks = _marks(text, english, forms, runs)
            if marks:
                found[practice.slug] = Excerpt(field, _cut(text, marks))
                break
    return found


def marked(text, query, english=False):
    """The whole text in parts, marked where it matches."""
    forms, runs = _wanted(parse(query))
    return _split(text, _marks(text, english, forms, runs), 0, len(text))


def _texts(practice):
    """Where an excerpt comes from. The description first: title and summary stand on the card anyway."""
    yield "description", practice.description, False
    yield "summary", practice.lead, practice.lead == practice.summary_en
    yield "title", practice.label, practice.label == practice.title_en


def _wanted(query):
    forms, runs = set(), []
    for word in query.words:
        forms |= word.forms
        for part in (*word.all_of, *parts_of(word)):
            forms |= part.forms
    for phrase in query.phrases:
        runs.append([word.removeprefix("w") for word in phrase.split()])
    return forms, runs


def _marks(text, english, forms, runs):
    """[(start, end)] of the words of a text that match."""
    words = spans(text)
    found = [
        (start, end)
        for start, end, word in words
        if not is_stop_word(word) and not forms.isdisjoint(word_tokens(word, english))
    ]
    for run in runs:
        found += _run_marks(words, run)
    return sorted(set(found))


def _run_marks(words, run):
    from practices.search.analysis import key

    single = [(start, end, key(part)) for start, end, word in words for part in pieces(word)]
    for at in range(len(single) - len(run) + 1):
        if [value for _s, _e, value in single[at : at + len(run)]] == run:
            yield from ((start, end) for start, end, _value in single[at : at + len(run)])


def _cut(text, marks):
    start = max(marks[0][0] - AROUND, 0)
    end = min(marks[0][0] + 2 * AROUND, len(text))
    if start:
        start = text.find(" ", start) + 1
    if end < len(text):
        end = max(text.rfind(" ", 0, end), marks[0][1])
    parts = _split(text, marks, start, end)
    if start:
        parts.insert(0, {"text": "… ", "marked": False})
    if end < len(text):
        parts.append({"text": " …", "marked": False})
    return parts


def _split(text, marks, start, end):
    parts, at = [], start
    for left, right in marks:
        if left >= end or left < at:
            continue
        if left > at:
            parts.append({"text": text[at:left], "marked": False})
        parts.append({"text": text[left:right], "marked": True})
        at = right
    if at < end:
        parts.append({"text": text[at:end], "marked": False})
    return parts
