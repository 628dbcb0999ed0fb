"""Changes to a published case that the public doesn't see until somebody else approves them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.acting import acting
from practices.case import history, merging
from practices.case.applying import apply, check
from practices.case.contents import normal
from practices.models import Revision, Status, Version
from workplace.workflow import coders, decisions, eyes, steps
from workplace.workflow.steps import Refused, Way

State = Revision.State


WAYS = {
    way.name: way
    for way in (
        Way("submit", gettext_lazy("Submit for review"), (State.OPEN,), State.REVIEW),
        Way("retract", gettext_lazy("Take back to work on it"), (State.REVIEW,), State.OPEN),
        Way("return", gettext_lazy("Return with a request"), (State.REVIEW,), State.OPEN, reviewer=True, comment=True),
        Way(
            "approve",
            gettext_lazy("Approve and publish"),
            (State.REVIEW,),
            State.APPROVED,
            reviewer=True,
            second_person=True,
        ),
        Way("discard", gettext_lazy("Discard"), (State.OPEN,), State.DISCARDED),
        Way("reject", gettext_lazy("Reject"), (State.REVIEW,), State.DISCARDED, reviewer=True, comment=True),
    )
}


def active(practice):
    """The revision that is in the works or in review; None where there is none."""
    return Revision.objects.filter(practice=practice, state__in=Revision.ACTIVE).select_related("author").first()


def latest(revision):
    """The Version that holds what the revision proposes."""
    return Version.objects.filter(revision=revision).latest("number")


def base_of(revision):
    """The Version of the case that the revision started from."""
    return Version.objects.get(practice=revision.practice_id, number=revision.base)


def may_see(revision, user):
    """What isn't approved is read by whoever wrote it and by reviewers, like a draft."""
    if revision.state == State.APPROVED or steps.is_reviewer(user):
        return True
    return revision.author_id is not None and revision.author_id == user.pk


def readable(pk, user):
    """A test for versions and steps of a case (by key): whether this user may see the revision they belong to."""
    if steps.is_reviewer(user):
        return lambda entry: True
    seen = Q(state=State.APPROVED) | Q(author=user.pk)
    known = set(Revision.objects.filter(seen, practice=pk).values_list("pk", flat=True))
    return lambda entry: entry.revision_id is None or entry.revision_id in known


def may_edit(practice, user):
    """Whether somebody may propose a change: anybody who enters cases; another's revision only reviewers."""
    if practice.status != Status.PUBLISHED or not steps.may_enter(user):
        return False
    revision = active(practice)
    return revision is None or may_change(revision, user)


def may_change(revision, user):
    """Whether somebody may write to a revision: reviewers, and its author as long as it isn't handed in."""
    return steps.is_reviewer(user) or (revision.author_id == user.pk and revision.state == State.OPEN)


def save(practice, content, user, *, action=Version.Action.PROPOSED, comment=""):
    """Propose ``content`` for a published case, in its active revision or in a new one; returns the revision.

    Raises Refused, or ValidationError as apply() does: what is proposed could be published.
    """
    with transaction.atomic():
        practice = decisions.locked(practice.pk)
        if user is not None and not may_edit(practice, user):
            raise Refused(_("There is a revision of somebody else, or the case isn't published."))
        content = normal(content) | {"status": practice.status}
        check(practice, content)
        with acting(user=user):
            revision = active(practice) or Revision(
                practice=practice, author=user, base=history.current_number(practice)
            )
            revision.save()
            _keep(revision, content, action, comment)
    return revision


def _keep(revision, content, action, comment=""):
    now = history.current_acting()
    return Version.objects.create(
        practice_id=revision.practice_id,
        number=history.highest_numbers([revision.practice_id]).get(revision.practice_id, 0) + 1,
        slug=content["slug"],
        by=now.person,
        by_name=now.by_name,
        action=action,
        comment=comment,
        revision=revision,
        content=content,
    )


def step_label(step):
    """What a recorded step is called, of a case or of a revision."""
    ways = WAYS if step.revision_id else steps.WAYS
    return ways[step.name].label if step.name in ways else step.name


def hindrance(revision, name, user):
    """Why this user may not take this step now (str); "" when they may."""
    way = WAYS.get(name)
    if way is None:
        return _("There is no step “%(value)s”; there are: %(allowed)s.") % {"value": name, "allowed": ", ".join(WAYS)}
    if revision.state not in way.sources:
        return _("“%(step)s” isn't possible from “%(status)s”.") % {
            "step": way.label,
            "status": revision.get_state_display(),
        }
    if way.target in (State.REVIEW, State.APPROVED) and revision.practice.status != Status.PUBLISHED:
        return _("The case isn't public any more; reopen it as a draft and change it there.")
    own = revision.author_id == user.pk
    if way.reviewer and not steps.is_reviewer(user):
        return _("“%(step)s” is for the group Redaktion.") % {"step": way.label}
    if not way.reviewer and not (steps.may_enter(user) and (own or steps.is_reviewer(user))):
        return _("“%(step)s” is for the author of the revision and for the group Redaktion.") % {"step": way.label}
    return eyes.hindrance(revision.practice, revision, user) if way.second_person else ""


def possible(revision, user):
    return [way for name, way in WAYS.items() if not hindrance(revision, name, user)]


def take(revision, name, user, comment="", version=None):
    """Take a step with a revision, the case being in the state ``version`` (workplace.workflow.decisions).

    Raises Refused, Overtaken or ValidationError; nothing is written then.
    """
    with transaction.atomic():
        practice = decisions.locked(revision.practice_id)
        revision = Revision.objects.get(pk=revision.pk)
        if reason := hindrance(revision, name, user):
            raise Refused(reason)
        if version is not None:
            decisions.check(practice.pk, version)
        way, comment = WAYS[name], comment.strip()
        if way.comment and not comment:
            raise ValidationError({"comment": _("Say why: the author reads it.")})
        corrected = eyes.corrected(practice, revision, user) or 0 if way.second_person else 0
        if name == "approve":
            _publish(practice, revision, user, comment)
        before, revision.state = revision.state, way.target
        with acting(user=user):
            revision.save()
            if name == "submit":
                # The places and sources it brings may have changed before: who read them then has not read this.
                _keep(revision, latest(revision).content, Version.Action.STEP, comment)
            steps.note(practice, name, before, way.target, comment, revision, version, corrected)
    return revision


def outcome(revision):
    """The Merge of a revision with its case as it is now: its content is what approving would publish."""
    current = history.latest_versions([revision.practice_id])[revision.practice_id]
    return merging.merge(base_of(revision).content, current.content, latest(revision).content)


def tells_day(revision):
    """Whether the revision says when the case was confirmed: that day is kept; else it is the day of the approval."""
    return latest(revision).content["confirmed"] != base_of(revision).content["confirmed"]


def _publish(practice, revision, user, comment):
    """Write the revision to the case. What changed there since stays, unless both changed the same."""
    merged = outcome(revision)
    if merged.conflicts:
        raise ValidationError(
            _("The case itself changed meanwhile in: %(members)s. Open the revision and settle these first.")
            % {"members": ", ".join(merging.label_of(member) for member in merged.conflicts)}
        )
    day = {} if tells_day(revision) else {"confirmed": timezone.localdate().isoformat()}
    with acting(user=user, action=Version.Action.APPROVED, comment=comment, coders=coders.of(revision)):
        apply(practice, merged.content | day)
