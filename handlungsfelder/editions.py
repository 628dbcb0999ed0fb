"""What changed between two editions of the codebook: per term and field, word by word."""

from dataclasses import dataclass, field

from core.word_diff import compare_texts
from handlungsfelder.codebook import MEANING, SYSTEMS, entries

FIELDS = (*MEANING, "example", "chapter")
NEW, REMOVED, CHANGED = "new", "removed", "changed"


@dataclass(frozen=True)
class FieldChange:
    """``before`` and ``after``: lists of (text, marked) that join to the text as it was and as it is."""

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
    return TermChange(system, CHANGED, new, [_field(name, old, new) for name in differing])


def _field(name, old, new):
    before, after = compare_texts(old.get(name, ""), new.get(name, ""))
    return FieldChange(name, *(line for lines in (before, after) for line in (lines or [[]])))
