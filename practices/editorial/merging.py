"""Two people, one case: what each changed since the state both started from.

A member of the plain form (a text, the list of places …) or a single coding is what is taken from one side or the
other; what only one side changed is taken from there.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from practices.editorial.contents import CODINGS, MEMBERS, normal


@dataclass
class Merge:
    """``content``: with mine where both changed. ``conflicts``: the members both changed, differently."""

    content: dict
    conflicts: list = field(default_factory=list)
    taken: list = field(default_factory=list)


def merge(base, theirs, mine):
    """Three plain forms → Merge. ``taken``: the members that only they changed."""
    base, theirs, mine = normal(base), normal(theirs), normal(mine)
    result = Merge(content={})
    for member in MEMBERS:
        if member in CODINGS:
            result.content[member] = _merge_codings(member, base[member], theirs[member], mine[member], result)
            continue
        result.content[member] = _choose(member, base[member], theirs[member], mine[member], result)
    return result


def _choose(member, base, theirs, mine, result):
    if theirs in (mine, base):
        return mine
    if mine == base:
        result.taken.append(member)
        return theirs
    result.conflicts.append(member)
    return mine


def _merge_codings(member, base, theirs, mine, result):
    sides = [{one["slug"]: one for one in side} for side in (base, theirs, mine)]
    before, other, own = sides
    merged = []
    for slug in sorted({*before, *other, *own}):
        found = _Outcome()
        chosen = _choose(member, before.get(slug), other.get(slug), own.get(slug), found)
        if found.conflicts and member not in result.conflicts:
            result.conflicts.append(member)
        if found.taken and member not in result.taken:
            result.taken.append(member)
        if chosen is not None:
            merged.append(chosen)
    return merged


@dataclass
class _Outcome:
    conflicts: list = field(default_factory=list)
    taken: list = field(default_factory=list)


def changed_members(before, after):
    """The members in which two plain forms differ, in their order."""
    before, after = normal(before), normal(after)
    return [member for member in MEMBERS if before[member] != after[member]]


def name_of(member):
    """How people call a member of the plain form."""
    names = {
        "slug": _("slug"),
        "status": _("status"),
        "title": _("title (German)"),
        "title_en": _("title (English)"),
        "summary": _("summary (German)"),
        "summary_en": _("summary (English)"),
        "description": _("description (German)"),
        "carrier": _("carrier"),
        "as_of": _("as of (year)"),
        "confirmed": _("last confirmed"),
        "coding_note": _("note on the coding"),
        "handlungsfeld": _("main Handlungsfeld"),
        "further_handlungsfelder": _("further Handlungsfelder"),
        "teilaspekte": _("Teilaspekte"),
        "handlungsmuster": _("Handlungsmuster"),
        "buergerrollen": _("Bürgerrollen"),
        "places": _("places"),
        "sources": _("sources"),
        "images": _("pictures"),
    }
    return names[member]
