"""A query → the practices it finds, best first.

A word is found in twelve levels: in the title, in places and terms, in the summary, in the description; in each
exactly, inflected, or as a part of a compound. Behind them come four more, a field each, for other words that mean the
same (practices.search.thesaurus). The best level of a word decides; with several words their weights add up. Among
equals the slug decides, so the order is total and the same on both databases.
"""

from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from core.orders import Listed, Ordered
from practices.search import german
from practices.search.analysis import FIELDS, KINDS
from practices.search.query import parse, parts_of

OWN = [field * kind for field in (64, 16, 4, 1) for kind in (1.0, 0.9, 0.75)]
WEIGHTS = [*OWN, 0.5, 0.4, 0.3, 0.2]
FEW = 4096


@dataclass(frozen=True)
class Found:
    """What a query found: the ``selection`` and, for every word, its levels (BitMaps, best first).

    ``phrases``: for every phrase the cases that hold it; ``barred``: the cases with anything that must not be there.
    """

    query: object
    selection: BitMap
    levels: list
    phrases: list
    barred: BitMap


def find(catalogue, text):
    """The Found of a search text. A text without any word to search for finds nothing."""
    return catalogue.remembered(("found", text), lambda: find_among(catalogue.published, catalogue.postings, text))


def find_among(cases, postings, text):
    """The Found of a search text among these cases (BitMap of pks); ``postings`` says which hold a token."""
    query = parse(text)
    if not query:
        return Found(query, BitMap(), [], [], BitMap())
    levels = [_levels(postings, word) for word in query.words]
    phrases = [postings.of_phrase(phrase) for phrase in query.phrases]
    barred = BitMap().union(
        *(BitMap.union(*_own_levels(postings, word)) for word in query.without),
        *(postings.of_phrase(phrase) for phrase in query.without_phrases),
    )
    selection = cases - barred
    for holding in (*(BitMap.union(*of_word) for of_word in levels), *phrases):
        selection = selection & holding
    return Found(query, selection, levels, phrases, barred)


def is_written(catalogue, word):
    """Whether any case holds the word as such; if none does, its parts are looked for."""
    return any(_own_levels(catalogue.postings, word))


def _levels(postings, word):
    """Sixteen BitMaps: by field, and in it exact, inflected, part of a compound; then by field, what means the same."""
    levels = _own_levels(postings, word)
    if not any(levels) and (parts := word.all_of or parts_of(word)):
        # Nobody writes it as one: then its parts, wherever they stand.
        levels = _apart([_own_levels(postings, part) for part in parts])
    also = [_holding(postings, field, word.also) for field in FIELDS] if word.also else [BitMap()] * len(FIELDS)
    return levels + also


def _own_levels(postings, word):
    """Twelve BitMaps: by field, and in it exact, inflected, part of a compound."""
    return [
        _holding(postings, field, [form for form in word.forms if form[0] in kinds])
        for field in FIELDS
        for kinds in KINDS
    ]


def _holding(postings, field, forms):
    return BitMap().union(*(postings.of(f"{field}{kind}{value}") for kind, value in sorted(forms)))


def _apart(parts):
    """The levels of a word whose parts stand apart: in one field at that field's lowest level, else at the last."""
    levels, width = [BitMap() for _ in OWN], len(KINDS)
    for start in range(0, len(OWN), width):
        together = (BitMap.union(*of_part[start : start + width]) for of_part in parts)
        levels[start + width - 1] = BitMap.intersection(*together)
    levels[-1] = levels[-1] | BitMap.intersection(*(BitMap.union(*of_part) for of_part in parts))
    return levels


def partly(catalogue, found, within, most):
    """The pks, at most ``most``, of the cases ``within`` (BitMap) that hold some words or phrases, but not all.

    Those that hold the most nouns and phrases come first, then the most words; among these it is as in ``ranked()``.
    """
    held = [BitMap.union(*of_word) for of_word in found.levels] + found.phrases
    if len(held) < 2:
        return []
    some = (BitMap.union(*held) & within & catalogue.published) - found.barred - BitMap.intersection(*held)
    if not some:
        return []
    pks = np.array(some.to_array(), dtype=np.int64)
    weights = [len(held) if german.names_a_thing(word.text) else 1 for word in found.query.words]
    weights += [len(held)] * len(found.phrases)
    many = np.zeros(len(pks), dtype=np.int64)
    for weight, of_one in zip(weights, held, strict=True):
        many[np.searchsorted(pks, np.array((of_one & some).to_array(), dtype=np.int64))] += weight
    order = np.lexsort((catalogue.orders["slug"].rank[pks], -_score(found.levels, some, pks).round(6), -many))
    return pks[order[:most]].tolist()


def missing(found, text, pk):
    """The words and phrases that a case lacks of those searched for, as they stand in the text."""
    held = [*found.phrases, *(BitMap.union(*of_word) for of_word in found.levels)]
    return [text[slice(*place)] for place, of_one in zip(found.query.places, held, strict=True) if pk not in of_one]


def ranked(catalogue, found, selection):
    """The pks of ``selection`` (those of ``found`` that other filters left over), best match first."""
    slugs = catalogue.orders["slug"]
    if not found.levels:
        return Ordered(selection, slugs)
    if len(found.levels) == 1 and len(selection) > FEW:
        return InLevels(selection, found.levels[0], slugs)
    pks = np.array(selection.to_array(), dtype=np.int64)
    if not len(pks):
        return Listed(pks)
    return Listed(pks[np.lexsort((slugs.rank[pks], -_score(found.levels, selection, pks).round(6)))])


def _score(words, selection, pks):
    """How well each of the pks (sorted, those of the selection) holds the words, given the levels of each word."""
    score = np.zeros(len(pks))
    for levels in words:
        best = np.zeros(len(pks))
        for weight, level in zip(reversed(WEIGHTS), reversed(levels), strict=True):
            here = np.array((level & selection).to_array(), dtype=np.int64)
            at = np.searchsorted(pks, here)
            best[at] = weight
            # A word that also stands elsewhere speaks for a case a little more.
            score[at] += weight / 100
        score += best
    return score


class InLevels:
    """A large selection, level by level; only the levels that a page needs are put in order."""

    def __init__(self, selection, levels, order):
        self.selection, self.levels, self.order = selection, levels, order

    def __len__(self):
        return len(self.selection)

    def _groups(self):
        rest = self.selection
        for level in self.levels:
            group = level & rest
            if group:
                rest = rest - group
                yield Ordered(group, self.order)

    def cut(self, start, stop):
        found, passed = [], 0
        for group in self._groups():
            if passed + len(group) > start:
                found += group.cut(max(start - passed, 0), stop - passed)
            passed += len(group)
            if passed >= stop:
                break
        return found

    def all(self):
        return np.concatenate([group.all() for group in self._groups()])

    def around(self, pk):
        return Listed(self.all()).around(pk)
