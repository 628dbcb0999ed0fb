"""What changed between two editions of the codebook: per term and field, word by word."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from handlungsfelder.codebook import MEANING, SYSTEMS, entries

FIELDS = (*MEANING, "example", "chapter")
NEW, REMOVED, CHANGED = "new", "removed", "changed"


@dataclass(frozen=True)
class Part:
    """A piece of a text; ``marked`` when only this side has it."""

    text: str
    marked: bool


@dataclass(frozen=True)
class FieldChange:
    """``before`` and ``after``: lists of Part that join to the text as it was and as it is."""

    name: str
    before: list
    after: list


@dataclass(frozen=True)
class TermChange:
    """``kind``: NEW, REMOVED or CHANGED; ``entry`` is the term as it is, or was last."""

    system: str
    kind: str
    entry: dict
    fields: list = field(default_factory=list)


def changes(before, after):
    """The TermChanges between the contents of two editions, in the order of the codebook."""
    found = []
    for system in SYSTEMS:
        old, new = entries(before, system), entries(after, system)
        for slug in [*new, *(slug for slug in old if slug not in new)]:
            change = _change(system, old.get(slug), new.get(slug))
            if change is not None:
                found.append(change)
    return found


def _change(system, old, new):
    if old is None:
        return TermChange(system, NEW, new)
    if new is None:
        return TermChange(system, REMOVED, old)
    differing = [name for name in FIELDS if old.get(name, "") != new.get(name, "")]
    if not differing:
        return None
    return TermChange(
        system, CHANGED, new, [FieldChange(name, *marked(old.get(name, ""), new.get(name, ""))) for name in differing]
    )


def marked(before, after):
    """(parts of before, parts of after): two lists of Part, marked where the two differ."""
    old, new = _words(before), _words(after)
    left, right = [], []
    for kind, start, stop, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = kind == "equal"
        _add(left, "".join(old[start:stop]), not same)
        _add(right, "".join(new[begin:end]), not same)
    return left, right


def _words(text):
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _add(parts, text, is_marked):
    if text:
        parts.append(Part(text, is_marked))
