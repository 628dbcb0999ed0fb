"""Two people, one case: what each changed since the state both started from.

A member of the plain form (a text, a year) is taken from one side or the other. A list is merged by what stands in
it, each thing known by its identity (the slug of a term or a place, the digest of a picture, a source): what either
side added stays, what either side took out goes, and only what both changed differently is to be decided.
"""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices import systems
from practices.case.contents import CODINGS, LISTS, MEMBERS, WORDED, normal
from practices.models import Practice
from practices.models.profile import members as profile

MINE, THEIRS, BOTH, OWN = "mine", "theirs", "both", "own"
LONGEST_NOTE = 400
_SLUG = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Clash:
    """What both changed, differently. ``item``: its identity within a list, "" for a member as a whole.

    ``theirs`` and ``mine`` are what stands there, None where that side took it out.
    """

    member: str
    item: str
    theirs: object
    mine: object

    @property
    def key(self):
        """Under which a decision is sent: also an id in the page, where a title or an address can't stand."""
        if not self.item:
            return self.member
        plain = isinstance(self.item, str) and _SLUG.fullmatch(self.item)
        return f"{self.member}-{self.item if plain else sha256(repr(self.item).encode()).hexdigest()[:12]}"

    @property
    def both(self):
        """[what stands there when both are kept]; empty where that makes no sense."""
        if not self.item or self.theirs is None or self.mine is None:
            return []
        if self.member == "sources":
            return [self.theirs, self.mine]
        if self.member in CODINGS and (self.theirs["basis"], self.theirs["chapter"]) == (
            self.mine["basis"],
            self.mine["chapter"],
        ):
            note = " ".join(filter(None, (self.theirs["note"], self.mine["note"])))
            return [self.mine | {"note": note}] if len(note) <= LONGEST_NOTE else []
        return []

    @property
    def sides(self):
        """The decisions that can be made."""
        return (THEIRS, MINE, *([BOTH] if self.both else ()), *([OWN] if self.member in WORDED else ()))

    @property
    def proposed(self):
        """The decision that loses least."""
        return BOTH if self.both else MINE

    def settled(self, side, wording=""):
        """What stands there after a decision: a list of what takes its place in a list, or the value of a member."""
        if side == BOTH:
            return self.both
        if side == OWN:
            return wording
        chosen = self.theirs if side == THEIRS else self.mine
        return [one for one in (chosen,) if one is not None] if self.item else chosen


@dataclass
class Merge:
    """``content``: with mine where both changed. ``clashes``: what both changed, differently.

    ``taken``: the members of which something is there that only they changed.
    """

    content: dict
    clashes: list = field(default_factory=list)
    taken: list = field(default_factory=list)
    _slots: dict = field(default_factory=dict)

    @property
    def conflicts(self):
        """The names of the members with a clash, each once."""
        return list(dict.fromkeys(clash.member for clash in self.clashes))

    def settle(self, decisions=None, wordings=None):
        """The content after decisions {key of a clash: side} and own wordings {member: text}.

        What isn't decided stays as ``content`` has it. Raises ValidationError for a side that there isn't.
        """
        decisions, wordings = decisions or {}, wordings or {}
        content = dict(self.content)
        chosen = {}
        for clash in self.clashes:
            side = decisions.get(clash.key, MINE)
            if side not in clash.sides:
                raise ValidationError(
                    _("%(member)s: “%(value)s” is no decision; there are: %(allowed)s.")
                    % {"member": label_of(clash.member), "value": str(side)[:40], "allowed": ", ".join(clash.sides)}
                )
            settled = clash.settled(side, wordings.get(clash.member, ""))
            if clash.item:
                chosen[clash.member, clash.item] = settled
            else:
                content[clash.member] = settled
        for member in {member for member, _item in chosen}:
            slots = self._slots[member]
            content[member] = [one for item, kept in slots for one in chosen.get((member, item), kept)]
        return normal(content)


def merge(base, theirs, mine):
    """Three plain forms → Merge. ``base`` None: nobody knows what mine started from, so nothing counts as taken out."""
    base, theirs, mine = normal(base or {}), normal(theirs), normal(mine)
    result = Merge(content={})
    for member in MEMBERS:
        sides = base[member], theirs[member], mine[member]
        if member in LISTS:
            result._slots[member] = _merge_lists(member, *sides, result)
            result.content[member] = [one for _item, kept in result._slots[member] for one in kept]
        else:
            result.content[member] = _choose(member, "", *sides, result)
    result.content = normal(result.content)
    return result


def _choose(member, item, base, theirs, mine, result):
    if theirs in (mine, base):
        return mine
    if mine == base:
        if member not in result.taken:
            result.taken.append(member)
        return theirs
    result.clashes.append(Clash(member, item, theirs, mine))
    return mine


def _merge_lists(member, base, theirs, mine, result):
    """[(identity, [what stands there])] in the order of the merged list; a clash that was taken out holds nothing."""
    known = _identity(member, base, theirs, mine)
    before, other, own = ({known(one): one for one in side} for side in (base, theirs, mine))
    clashed = len(result.clashes)
    found = {
        item: _choose(member, item, before.get(item), other.get(item), own.get(item), result)
        for item in {**before, **other, **own}
    }
    open_ = {clash.item for clash in result.clashes[clashed:]}
    kept = {item: [] if one is None else [one] for item, one in found.items() if one is not None or item in open_}
    order = _order(list(before), list(other), list(own), kept)
    if [one for one in order if one in own] != [one for one in own if one in kept] and member not in result.taken:
        result.taken.append(member)
    return [(item, kept[item]) for item in order]


def _identity(member, *sides):
    """What makes an entry of a list the same on all sides."""
    if member == "places":
        return lambda one: one
    if member == "images":
        return lambda one: one["picture"]
    if member in CODINGS:
        return lambda one: one["slug"]
    if member in profile.BY_NAME:
        return profile.BY_NAME[member].kind.identity
    # A source may be cited for several passages; only where it is cited once is another passage a change of it.
    cited = [[one["source"] for one in side] for side in sides]
    several = {slug for names in cited for slug in names if names.count(slug) > 1}
    return lambda one: (one["source"], one["locator"]) if one["source"] in several else one["source"]


def _order(before, other, own, kept):
    """``kept`` in one order: theirs where only they moved something, else mine; additions stand where they stood."""

    def moved(side):
        both = set(side) & set(before)
        return [item for item in side if item in both] != [item for item in before if item in both]

    first, second = (other, own) if moved(other) and not moved(own) else (own, other)
    order = [item for item in first if item in kept]
    for at, item in enumerate(second):
        if item not in kept or item in order:
            continue
        earlier = next((one for one in reversed(second[:at]) if one in order), None)
        place = order.index(earlier) + 1 if earlier is not None else 0
        while place < len(order) and order[place] not in second and order[place] not in before:
            place += 1
        order.insert(place, item)
    return order + [item for item in kept if item not in order]


def changed_members(before, after):
    """The members in which two plain forms differ, in their order."""
    before, after = normal(before), normal(after)
    return [member for member in MEMBERS if before[member] != after[member]]


def label_of(member):
    """How people call a member of the plain form."""
    if member in systems.BY_MEMBER:
        return str(systems.BY_MEMBER[member].label)
    if member in profile.BY_NAME:
        return str(profile.BY_NAME[member].label)
    parts = {"places": _("places"), "sources": _("sources"), "images": _("pictures")}
    return parts.get(member) or str(Practice._meta.get_field(member).verbose_name)
