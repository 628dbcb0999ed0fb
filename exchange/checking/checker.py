"""What a row would do: new, changed, unchanged or refused, with every fault named. Nothing is written here."""

from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from exchange.checking.content import complete
from exchange.checking.existing import Existing
from exchange.checking.identity import Identities
from exchange.checking.suspicions import suspicions
from exchange.checking.titles import Titles
from exchange.checking.validation import validate
from exchange.columns.headings import heading_of, shown
from exchange.faults.fault import Fault
from practices.case.contents import CODINGS, MEMBERS, PARTS
from practices.case.merging import changed_members, merge
from practices.lookup import terms
from practices.models import SlugRedirect, Status
from workplace.workflow import revisions, steps

BATCH = 500
NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
STATUSES = (NEW, CHANGED, UNCHANGED, REFUSED)
STATUS_LABELS = {
    NEW: gettext_lazy("new"),
    CHANGED: gettext_lazy("changed"),
    UNCHANGED: gettext_lazy("unchanged"),
    REFUSED: gettext_lazy("refused"),
}


@dataclass
class Outcome:
    """``before`` and ``content`` are plain forms; ``practice``: the case, None for a new one.

    ``revises``: the change of a published case, which will await approval. ``base``: the number of the version that
    the row was exported from, None where it names none. ``places``: what the row's places are ({"slug", "label",
    "new"}); ``brings``: what the atlas doesn't have yet ({"kind": "place" or "source", "slug", "label", "like"}).
    ``id``: the permanent id that a new case brings along.
    """

    row: int
    slug: str
    status: str
    faults: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    content: dict | None = None
    before: dict | None = None
    practice: object = None
    id: object = None
    base: int | None = None
    revises: bool = False
    record: object = None
    places: list = field(default_factory=list)
    brings: list = field(default_factory=list)

    @property
    def members(self):
        """The members that change, of a case that is there."""
        return changed_members(self.before, self.content) if self.status == CHANGED else []


class Checker:
    """Checks the rows of one table for ``user`` (None: the host). ``locking``: within the transaction that writes."""

    def __init__(self, table, reader, user=None, locking=False):
        self.table, self.reader, self.user, self.locking = table, reader, user, locking
        self.titles, self.identities = Titles(user), Identities(user)
        self._rows = {}

    def batches(self):
        """Lists of up to 500 Outcomes, in the order of the rows."""
        records = self.table.records()
        while batch := list(islice(records, BATCH)):
            yield self._outcomes(batch)

    def _outcomes(self, records):
        said = [self._with_kept_slug(self.reader.read(record)) for record in records]
        self.identities.read(said)
        existing = Existing(said, self.user, self.locking)
        with SlugRedirect.objects.at_hand():
            outcomes = [self._outcome(one, existing) for one in said]
        for outcome, record in zip(outcomes, records, strict=True):
            outcome.record = record
        return outcomes

    def _with_kept_slug(self, said):
        """Slugs that differ in case only mean one case."""
        slug = self.titles.slug_of(said.slug)
        if slug != said.slug:
            told = {"given": said.slug, "slug": slug}
            said.notices.append(_("Slugs are lower case: “%(given)s” was read as “%(slug)s”.") % told)
            said.slug = slug
        return said

    def _outcome(self, said, existing):
        practice = existing.practices.get(said.slug)
        outcome = Outcome(
            said.number,
            said.slug,
            NEW,
            list(said.faults),
            list(said.notices),
            practice=practice,
            id=said.id,
            base=said.base,
        )
        if fault := self.identities.fault(said, practice):
            outcome.faults.append(fault)
        if said.slug and (first := self._rows.setdefault(said.slug, said.number)) != said.number:
            message = (
                _("Row %(row)s has the same slug “%(slug)s”. Each case has one row; namesakes need slugs of their own.")
                if said.slug_given
                else _(
                    "By its title row %(row)s is the same case. "
                    "Each case has one row; namesakes need slugs of their own."
                )
            )
            outcome.faults.append(
                Fault("slug" if said.slug_given else "title", said.slug, message % {"row": first, "slug": said.slug})
            )
        if practice is None:
            self._check_new(outcome, said)
        else:
            self._check_existing(outcome, said, existing)
        if outcome.faults:
            outcome.status = REFUSED
        self._tell(outcome, said)
        if outcome.content is not None and outcome.status != UNCHANGED:
            outcome.notices += suspicions(outcome.before or {}, outcome.content)
        return outcome

    def _tell(self, outcome, said):
        places, sources = self.reader.places, self.reader.sources
        outcome.places = [places.tell(slug) for slug in said.members.get("places", ())]
        if outcome.status in (NEW, CHANGED):
            new = [place for place in outcome.places if place["new"]]
            outcome.brings = [{"kind": "place", **place, "like": places.doubles(place["slug"])} for place in new]
            told = [sources.tell(cited["source"]) for cited in said.members.get("sources", ())]
            outcome.brings += [{"kind": "source", **source} for source in told if source]

    def _check_new(self, outcome, said):
        outcome.content = complete(said, None)
        outcome.content["status"] = Status.DRAFT.value
        if said.status and said.status != Status.DRAFT:
            outcome.notices.append(
                _("Taken as a draft, not as “%(status)s”: the way to the public is decided in the workplace.")
                % {"status": terms.choices("status").title(said.status)}
            )
        outcome.faults += _unheard(said, validate(outcome.content, self.reader.vocabulary))
        if like := self.titles.like(outcome.content["title"], said.number, said.slug):
            outcome.notices.append(_("Very similar: %(cases)s. Is it the same case?") % {"cases": "; ".join(like)})

    def _check_existing(self, outcome, said, existing):
        practice = outcome.practice
        if not _may_know(practice, self.user):
            message = _("The slug “%(slug)s” is taken by a case that somebody else is working on.")
            outcome.faults.append(Fault("slug", said.slug, message % {"slug": said.slug}))
            outcome.practice = None
            return
        if practice.pk in existing.blind:
            message = _("You are coding this case blind; until you have finished you don't change it.")
            outcome.faults.append(Fault("slug", said.slug, message))
            return
        now, proposed = existing.contents[practice.pk], existing.proposed.get(practice.pk)
        if said.status and said.status != practice.status:
            outcome.faults.append(_status_fault(practice, said.status))
        started = existing.started_from(said, practice, outcome.faults)
        outcome.before, outcome.content = now, self._brought_in(outcome, said, started, now, existing)
        if proposed is not None and not _equal(outcome.content, now):
            outcome.before, outcome.content = proposed, self._brought_in(outcome, said, started, proposed, existing)
        if _equal(outcome.before, outcome.content):
            outcome.status = UNCHANGED
            if outcome.before is proposed:
                outcome.notices.append(_("The revision that awaits approval says the same already."))
            if said.faults:
                outcome.faults += _unheard(said, validate(outcome.content, self.reader.vocabulary, practice))
            return
        outcome.status, outcome.revises = CHANGED, practice.status == Status.PUBLISHED
        outcome.faults += _unheard(said, validate(outcome.content, self.reader.vocabulary, practice))
        if reason := hindrance(practice, self.user):
            outcome.faults.append(Fault("slug", said.slug, reason))
        if outcome.revises:
            outcome.notices.append(_("The case is published: the change becomes a revision that awaits approval."))
        if not said.slug_given:
            outcome.notices.append(_("Without a slug; by its title it is the case “%(slug)s”.") % {"slug": said.slug})

    def _brought_in(self, outcome, said, started, now, existing):
        """The content after a row, whose case was ``started`` when the table was exported (None: nobody knows).

        What others changed since stays; what both changed differently is a fault of the outcome.
        """
        outcome.faults = [fault for fault in outcome.faults if not fault.clash]
        outcome.notices = [notice for notice in outcome.notices if not isinstance(notice, Kept)]
        if started is None:
            return complete(said, now)
        merged = merge(started, now, complete(said, started) | {"status": now["status"]})
        outcome.faults += [self._clash(clash, existing.since(outcome.practice)) for clash in merged.clashes]
        if merged.taken:
            names = ", ".join(heading_of(member, get_language()) for member in merged.taken if said.speaks_of(member))
            if names:
                outcome.notices.append(
                    Kept(_("Changed by others since the export, and kept: %(members)s.") % {"members": names})
                )
        return merged.content

    def _clash(self, clash, since):
        """The Fault of what a row and somebody else changed differently."""
        theirs, mine = (
            shown(clash.member, [value] if clash.item and value is not None else value, self.reader.vocabulary) or "–"
            for value in (clash.theirs, clash.mine)
        )
        message = _(
            "Changed by others since the export (%(since)s): there it is “%(theirs)s” now, in the table “%(mine)s”."
        )
        told = {"theirs": theirs, "mine": mine, "since": since}
        return Fault(clash.member, mine, message % told, clash=True)


class Kept(str):
    """A notice of what others changed."""


def _equal(one, other):
    return all(one[member] == other[member] for member in MEMBERS if member != "status")


def _unheard(said, found):
    """Faults of the models, without those that only follow from a value that couldn't be read."""
    heard = {fault.field for fault in said.faults} - set(CODINGS) - set(PARTS)
    if not said.slug:
        heard.add("slug")
    return [fault for fault in found if fault.field not in heard]


def _may_know(practice, user):
    return user is None or steps.may_see(practice, user)


def hindrance(practice, user):
    """Why this user can't change this case by an import (str); "" when they can."""
    if practice.status == Status.WITHDRAWN:
        return _("The case is withdrawn. Reopen it as a draft first.")
    if user is None:
        return ""
    if practice.status == Status.PUBLISHED:
        if not revisions.may_edit(practice, user):
            return _("Somebody else's revision of this case is in the works.")
        return ""
    if not steps.may_edit(practice, user):
        return _("You may not change this case in its present state (%(status)s).") % {
            "status": practice.get_status_display()
        }
    return ""


def _status_fault(practice, wanted):
    now = practice.get_status_display()
    message = _("The import changes no status: the case is “%(now)s”. Steps in the workplace: %(steps)s.") % {
        "now": now,
        "steps": ", ".join(_steps(practice.status, wanted)) or "–",
    }
    return Fault("status", terms.choices("status").title(wanted), message, str(now))


def _steps(start, wanted):
    """The labels of the steps that lead from one status to another, the fewest."""
    ways, seen = [(start, [])], {start}
    for status, taken in ways:
        if status == wanted:
            return taken
        for way in steps.WAYS.values():
            if status in way.sources and way.target not in seen:
                seen.add(way.target)
                ways.append((way.target, [*taken, str(way.label)]))
    return []
