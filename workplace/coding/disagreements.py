"""Where a second coder differs from the first, and how it is settled: a decision, a reason, and the case changed."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.acting import acting, name_of
from handlungsfelder import codebook
from practices.case import contents
from practices.case.applying import apply
from practices.models import Resolution, SecondCoding, Status, Version
from practices.systems import lacks_coding
from workplace.coding import second_coding as second
from workplace.coding.second_coding import MAIN, MEMBERS
from workplace.workflow import blind_coders, decisions, revisions, steps
from workplace.workflow.steps import Refused

Decision = Resolution.Decision
LONGEST_REASON = 2000


@dataclass(frozen=True)
class Disagreement:
    """One code on which the two differ: ``first`` and ``second`` are codings, None for who didn't give it.

    On the main Handlungsfeld both give one; ``slug`` is the second coder's then.
    """

    member: str
    slug: str
    first: dict | None
    second: dict | None
    resolution: Resolution | None = None


def disagreements(coding, resolutions=None):
    """The Disagreements of a finished second coding, in the order of the code systems.

    ``resolutions``: those of the coding where they were read already.
    """
    settled = {(r.system, r.term): r for r in (coding.resolutions.all() if resolutions is None else resolutions)}
    found = []
    for member in MEMBERS:
        one, other = ({c["slug"]: c for c in side.get(member, [])} for side in (coding.first, coding.content))
        if member == MAIN:
            pairs = [(slug, next(iter(one.values()), None), other[slug]) for slug in other if slug not in one]
        else:
            slugs = sorted(set(one) ^ set(other))
            pairs = [(slug, one.get(slug), other.get(slug)) for slug in slugs]
        found += [Disagreement(member, slug, a, b, settled.get((member, slug))) for slug, a, b in pairs]
    return found


def may_look(coding, user):
    """Whether somebody may compare the two codings: not while coding the case blind, and not drafts of others."""
    if coding.state != second.State.FINISHED or second.gave_up(coding) or blind_coders.blinded(coding.practice, user):
        return False
    return coding.coder_id == user.pk or steps.may_see(coding.practice, user)


def resolve(coding, member, slug, decision, reason, user, version=None):
    """Settle one disagreement; the case (in the state ``version``) then carries what was decided.

    Returns the Resolution. A published case gets it by a revision, which somebody else approves. Raises Refused,
    Overtaken or ValidationError.
    """
    with transaction.atomic():
        held = SecondCoding.objects.select_for_update(of=("self",)).select_related("practice")
        coding = held.filter(pk=coding.pk).first()
        if coding is None:  # with its case
            raise decisions.Gone
        found = _open(coding, member, slug, user)
        reason = reason.strip()
        _check(decision, reason)
        if version is not None:
            decisions.locked(coding.practice_id)
            decisions.check(coding.practice_id, version)
        comment = _("%(decision)s (%(term)s): %(reason)s") % {
            "decision": Decision(decision).label,
            "term": title_of(member, slug),
            "reason": reason,
        }
        wanted = found.first if decision == Decision.FIRST else found.second
        _write(coding.practice_id, found, wanted, comment, user)
        return Resolution.objects.create(
            second_coding=coding,
            system=member,
            term=slug,
            decision=decision,
            reason=reason,
            by=user,
            by_name=name_of(user),
        )


def title_of(member, slug):
    """How the current codebook calls a term; its slug where it doesn't know it any more."""
    edition = codebook.current()
    entry = codebook.entries(edition.content if edition else {}, MEMBERS.get(member, member)).get(slug, {})
    return entry.get("title", slug)


def _open(coding, member, slug, user):
    if not steps.is_reviewer(user):
        raise Refused(_("Settling a disagreement is for the group Redaktion."))
    if not may_look(coding, user):
        raise Refused(_("You can't compare these codings now: the second coding isn't finished, or you code the case."))
    found = {(one.member, one.slug): one for one in disagreements(coding)}.get((member, slug))
    if found is None:
        raise Refused(_("The two coders don't differ on “%(value)s”.") % {"value": slug})
    if found.resolution is not None:
        raise Refused(_("This was settled already by %(name)s.") % {"name": found.resolution.by_name})
    return found


def _check(decision, reason):
    errors = {}
    if decision not in Decision.values:
        errors["decision"] = _("Choose whose coding holds.")
    if not reason:
        errors["reason"] = _("Say why: both coders read it.")
    elif "\x00" in reason:
        errors["reason"] = _("“%(value)s” contains a null character.") % {"value": reason.replace("\x00", "�")[:60]}
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = _("The reason has %(n)s characters; at most %(most)s are allowed.") % {
            "n": len(reason),
            "most": LONGEST_REASON,
        }
    if errors:
        raise ValidationError(errors)


def _write(pk, found, wanted, comment, user):
    """Make the case carry ``wanted`` (a coding, None: without the code), unless it does already."""
    practice = decisions.locked(pk)
    revision = revisions.active(practice) if practice.status == Status.PUBLISHED else None
    before = contents.normal(revisions.latest(revision).content if revision else contents.read(pk))
    after = decided(before, found, wanted)
    if after == before:
        return
    _check_complete(practice, after)
    if practice.status == Status.PUBLISHED:
        _propose(practice, revision, after, comment, user)
    elif steps.may_edit(practice, user):
        with acting(user=user, action=Version.Action.CODED, comment=comment):
            apply(practice, after)
    else:
        raise Refused(
            _("The case is “%(status)s” and can't be changed; reopen it first.")
            % {"status": practice.get_status_display()}
        )


def decided(content, found, wanted):
    """The plain form of a case with one disagreement settled. Raises ValidationError where that can't be."""
    content = {**content}
    if found.member == MAIN:
        if content[MAIN]["slug"] != wanted["slug"]:
            content[MAIN] = contents.coding(wanted)
            further = content["further_handlungsfelder"]
            content["further_handlungsfelder"] = [c for c in further if c["slug"] != wanted["slug"]]
        return contents.normal(content)
    there = any(coding["slug"] == found.slug for coding in content[found.member])
    if wanted is None:
        content[found.member] = [coding for coding in content[found.member] if coding["slug"] != found.slug]
    elif not there:
        if found.member == "further_handlungsfelder" and content[MAIN]["slug"] == found.slug:
            raise ValidationError(_("This is the main Handlungsfeld of the case already."))
        content[found.member] = [*content[found.member], contents.coding(wanted)]
    return contents.normal(content)


def _check_complete(practice, content):
    """A case that is in review or public keeps what practices.case.requirements asks for."""
    if practice.status != Status.DRAFT and lacks_coding(content) and not content["coding_note"]:
        raise ValidationError(
            _("It lacks a Handlungsmuster or a Bürgerrolle; if the source is silent, say so in the note.")
        )


def _propose(practice, revision, content, comment, user):
    """By a revision of this user; a new one is handed in at once, so that somebody else can approve it."""
    if revision is not None and revision.author_id != user.pk:
        raise Refused(
            _(
                "%(name)s has a revision of this case in the works. Settle the disagreement when it is approved or "
                "discarded."
            )
            % {"name": name_of(revision.author) or _("Somebody")}
        )
    saved = revisions.save(practice, content, user, action=Version.Action.CODED, comment=comment)
    if revision is None:
        revisions.take(saved, "submit", user, comment)
