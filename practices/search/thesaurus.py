"""Everyday words for the same thing: who looks for a Dorfladen means the MarktTreff too, and the other way round.

``thesaurus.yaml`` beside this file holds the groups, each with who says so; every word of a group finds the others.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from practices.search import german
from practices.search.analysis import key, pieces

LONG = 6
FILE = Path(__file__).with_name("thesaurus.yaml")


@dataclass(frozen=True)
class Group:
    """``words`` mean the same to whoever searches; ``says`` names who says so, and why."""

    words: tuple
    says: str


@cache
def groups():
    """All groups, as a tuple of Group."""
    return tuple(Group(tuple(entry["words"]), entry["says"]) for entry in yaml.safe_load(FILE.read_text("utf-8")))


@cache
def _stems(word):
    whole = "".join(pieces(word))
    return frozenset(key(stem) for stem in german.stems(whole)) | {key(whole)}


@cache
def _groups_of():
    """{folded stem: the groups that hold a word with it}."""
    found = {}
    for group in groups():
        for word in group.words:
            for stem in _stems(word):
                found.setdefault(stem, set()).add(group)
    return found


def forms_beside(stems):
    """{(kind, key)} of the words that mean the same as one with these folded stems, without that one.

    As parts of compounds only long ones: "rad" in "Stadtrad" says nothing of a Fahrrad.
    """
    meant = set().union(*(_groups_of().get(stem, ()) for stem in stems))
    others = (_stems(word) for group in meant for word in group.words)
    return frozenset(
        (kind, stem)
        for other in others
        if other.isdisjoint(stems)
        for stem in other
        for kind in ("xsp" if len(stem) >= LONG else "xs")
    )
