"""Text → index tokens. The one analyser: the index is built with it and every query is read with it.

A token says where a word stands, how it was got, and the word: ``axburgerbus`` is the exact word (x) in the
title (a). Kinds: x exact, s German stem, e English lemma, p a part of a compound. Fields: a title, b places and
terms, c summary, d description. Tokens hold only [a-z0-9], so both databases store and compare them alike.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import simplemma

from core.folding import fold
from practices.search import german
from practices.search.stopwords import is_stop_word

FIELDS = ("a", "b", "c", "d")
KINDS = (("x",), ("s", "e"), ("p",))
LONGEST = 40
# A letter with what may follow it unseen: combining marks ("u" + diaeresis, as macOS writes), soft hyphens, joiners.
_LETTERS = r"(?:[^\W_][\u0300-\u036f\u00ad\u200b-\u200d\u2060]*)+"
# A word, with hyphens inside it: "3D-Druck" is one match, "Nahwärme-," gives "Nahwärme".
_WORD = re.compile(rf"{_LETTERS}(?:[-‐‑–/·*:'’]{_LETTERS})*")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060]")
_PART = re.compile(r"[^\W_]+")
_OTHER = re.compile(r"[^a-z0-9]")


@lru_cache(maxsize=200_000)
def key(word):
    """The folded word in letters that every database keeps: others become their code."""
    return _OTHER.sub(lambda match: f"u{ord(match.group()):x}", fold(word))[:LONGEST]


def spans(text):
    """(start, end, word) of every word in a text, hyphenated ones whole; the word in composed letters, without
    what can't be seen."""
    return [(match.start(), match.end(), _seen(match.group())) for match in _WORD.finditer(text)]


def _seen(word):
    return word if word.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFC", word))


def pieces(word):
    """The words within a hyphenated one: "3D-Druck" → ["3D", "Druck"]; a plain word gives itself."""
    return _PART.findall(word)


@lru_cache(maxsize=100_000)
def english_lemma(word):
    """No stem: that would make "Integration" find every "integrated", and "Halle" every "hall"."""
    return key(simplemma.lemmatize(word.lower(), lang="en"))


@lru_cache(maxsize=200_000)
def word_tokens(word, english):
    """{(kind, key)} of one word of a text, which may be hyphenated."""
    found = set()
    parts = pieces(word)
    if len(parts) > 1:
        joined = "".join(parts)
        found.add(("x", key(joined)))
        found |= {("p", key(one + other)) for one, other in pairwise(parts)}
        found |= {("s", key("".join(parts[:-1]) + stem)) for stem in german.stems(parts[-1])}
    for part in parts:
        if is_stop_word(part):
            continue
        found.add(("x", key(part)))
        if english:
            found.add(("e", english_lemma(part)))
        else:
            found |= {("s", key(stem)) for stem in german.stems(part)}
            found |= {("p", key(stem)) for stem in german.parts(part)}
    return frozenset(found)


@lru_cache(maxsize=20_000)
def tokens(text, field, english=False):
    """The index tokens of a text in one field, as a frozenset."""
    found = set()
    before = ""
    for _start, _end, word in spans(text):
        found.update(field + kind + value for kind, value in word_tokens(word, english))
        # "Co Working" is meant as one word as well; only short beginnings are joined, to keep the index small.
        if before and len(before) <= 3 and not is_stop_word(before):
            found.add(f"{field}x{key(before + word)}")
        before = word
    return frozenset(found)


@lru_cache(maxsize=20_000)
def run_of(text):
    return " ".join(f"w{key(part)}" for _s, _e, word in spans(text) for part in pieces(word))


def sequence(*texts):
    """Every exact word in order, for phrases; a gap that no phrase spans lies between the texts."""
    runs = map(run_of, texts)
    return " wgap0 ".join(run for run in runs if run)
