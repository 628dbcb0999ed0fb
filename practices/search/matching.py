"""A query → the practices it finds, best first.

A word is found in twelve levels: in the title, in places and terms, in the summary, in the description; in each
exactly, inflected, or as a part of a compound. The best level of a word decides; with several words their
weights add up. Among equals the slug decides, so the order is total and the same on both databases.
"""

from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from practices.catalogue.ordering import Listed, Ordered
from practices.search.analysis import FIELDS, KINDS
from practices.search.query import parse, parts_of

WEIGHTS = [field * kind for field in (64, 16, 4, 1) for kind in (1.0, 0.9, 0.75)]
FEW = 4096


@dataclass(frozen=True)
class Found:
    """What a query found: the ``selection`` and, for every word, its levels (BitMaps, best first)."""

    query: object
    selection: BitMap
    levels: list


def find(catalogue, text):
    """The Found of a search text. A text without any word to search for finds nothing."""
    return catalogue.remembered(("found", text), lambda: _find(catalogue, parse(text)))


def _find(catalogue, query):
    if not query:
        return Found(query, BitMap(), [])
    levels = [_levels(catalogue.postings, word) for word in query.words]
    selection = catalogue.published
    for of_word in levels:
        selection = selection & BitMap.union(*of_word)
    for phrase in query.phrases:
        selection = selection & catalogue.postings.of_phrase(phrase)
    for word in query.without:
        selection = selection - BitMap.union(*_levels(catalogue.postings, word, fallback=False))
    for phrase in query.without_phrases:
        selection = selection - catalogue.postings.of_phrase(phrase)
    return Found(query, selection, levels)


def is_written(catalogue, word):
    """Whether any case holds the word as such; if none does, its parts are looked for."""
    return any(_levels(catalogue.postings, word, fallback=False))


def _levels(postings, word, fallback=True):
    """Twelve BitMaps: by field, and in it exact, inflected, part of a compound."""
    levels = []
    for field in FIELDS:
        for kinds in KINDS:
            found = [postings.of(f"{field}{kind}{value}") for kind, value in sorted(word.forms) if kind in kinds]
            levels.append(BitMap.union(*found) if found else BitMap())
    if word.all_of:
        levels = _with_apart(levels, [_levels(postings, part, fallback=False) for part in word.all_of])
    if fallback and not any(levels):
        apart = [_levels(postings, part, fallback=False) for part in parts_of(word)]
        if apart:
            # Nobody writes the compound: then its parts, wherever they stand, at the lowest level.
            levels[-1] = BitMap.intersection(*(BitMap.union(*of_part) for of_part in apart))
    return levels


def _with_apart(levels, parts):
    """A hyphenated word is also found where its parts stand in one field as words of their own."""
    width = len(KINDS)
    for field in range(len(FIELDS)):
        own = slice(field * width, (field + 1) * width)
        levels[own.stop - 1] = levels[own.stop - 1] | BitMap.intersection(*(BitMap.union(*p[own]) for p in parts))
    everywhere = BitMap.intersection(*(BitMap.union(*part) for part in parts))
    levels[-1] = levels[-1] | everywhere
    return levels


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
    score = np.zeros(len(pks))
    for levels in found.levels:
        best = np.zeros(len(pks))
        for weight, level in zip(reversed(WEIGHTS), reversed(levels), strict=True):
            here = np.array((level & selection).to_array(), dtype=np.int64)
            at = np.searchsorted(pks, here)
            best[at] = weight
            # A word that also stands elsewhere speaks for a case a little more.
            score[at] += weight / 100
        score += best
    return Listed(pks[np.lexsort((slugs.rank[pks], -score.round(6)))])


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
