"""The way of a case: draft → in review → published → withdrawn, each step with who, when and why.

Who may take which step is decided here, for admin, API and commands alike.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.acting import acting, current_acting
from practices.case.requirements import obstacles
from practices.models import Practice, Status, Step, Version, status
from workplace.workflow import decisions, eyes
from workplace.workflow.decisions import Overtaken, Refused

REVIEW = "practices.publish_practice"
ENTER = "practices.change_practice"


__all__ = ["Overtaken", "Refused"]  # who takes steps looks for them here


@dataclass(frozen=True)
class Way:
    """A step: from where to where, whether it is a reviewer's, and whether it needs a comment."""

    name: str
    label: str
    sources: tuple
    target: str
    reviewer: bool = False
    comment: bool = False
    complete: bool = False
    second_person: bool = False


WAYS = {
    way.name: way
    for way in (
        Way("submit", gettext_lazy("Submit for review"), (Status.DRAFT,), Status.REVIEW, complete=True),
        Way("retract", gettext_lazy("Take back to work on it"), (Status.REVIEW,), Status.DRAFT),
        Way(
            "return",
            gettext_lazy("Return with a request"),
            (Status.REVIEW,),
            Status.DRAFT,
            reviewer=True,
            comment=True,
        ),
        Way(
            "publish",
            gettext_lazy("Approve and publish"),
            (Status.REVIEW,),
            Status.PUBLISHED,
            reviewer=True,
            complete=True,
            second_person=True,
        ),
        Way("withdraw", gettext_lazy("Withdraw"), (Status.PUBLISHED,), Status.WITHDRAWN, reviewer=True, comment=True),
        Way("reopen", gettext_lazy("Reopen as a draft"), (Status.WITHDRAWN,), Status.DRAFT, reviewer=True),
    )
}


def is_reviewer(user):
    return user.is_active and user.is_staff and user.has_perm(REVIEW)


def may_enter(user):
    """Whether somebody takes part in the work at all."""
    return user.is_active and user.is_staff and user.has_perm(ENTER)


def owns(practice, user):
    return practice.author_id is not None and practice.author_id == user.pk


def may_see(practice, user):
    """Drafts of others are for reviewers only."""
    if practice.status == Status.PUBLISHED:
        return True
    return is_reviewer(user) or (owns(practice, user) and user.is_active and user.is_staff)


def may_see_deleted(tombstone, user):
    """What is left of a deleted case is for reviewers, and for whoever deleted it."""
    return is_reviewer(user) or (may_enter(user) and tombstone.by_id is not None and tombstone.by_id == user.pk)


def visible(user):
    """Condition for practices: what may_see() says of them."""
    if is_reviewer(user):
        return Q()
    return Q(status=Status.PUBLISHED) | (Q(author=user.pk) if user.is_active and user.is_staff else Q(pk__in=[]))


def hidden_from(user):
    """The keys (a set) of the cases that this user may not see."""
    seen = Practice.objects.order_by().filter(visible(user)).values("pk")
    return set() if is_reviewer(user) else set(Practice.objects.exclude(pk__in=seen).values_list("pk", flat=True))


def may_edit(practice, user):
    """Whether somebody may write to the case itself. A published one is changed by a revision only."""
    if not may_enter(user):
        return False
    if practice.status == Status.DRAFT:
        return owns(practice, user) or is_reviewer(user)
    return practice.status == Status.REVIEW and is_reviewer(user)


def may_delete(practice, user):
    """Reviewers; and authors their own drafts that were never public."""
    if is_reviewer(user) and user.has_perm("practices.delete_practice"):
        return True
    return may_enter(user) and owns(practice, user) and practice.status == Status.DRAFT and not practice.first_published


def hindrance(practice, name, user):
    """Why this user may not take this step now (str); "" when they may."""
    way = WAYS.get(name)
    if way is None:
        return _("There is no step “%(value)s”; there are: %(allowed)s.") % {
            "value": name,
            "allowed": ", ".join(WAYS),
        }
    if practice.status not in way.sources:
        return _("“%(step)s” isn't possible from “%(status)s”.") % {
            "step": way.label,
            "status": practice.get_status_display(),
        }
    if way.reviewer:
        if not is_reviewer(user):
            return _("“%(step)s” is for the group Redaktion.") % {"step": way.label}
    elif not (may_enter(user) and (owns(practice, user) or is_reviewer(user))):
        return _("“%(step)s” is for the author of the case and for the group Redaktion.") % {"step": way.label}
    return eyes.hindrance(practice, None, user) if way.second_person else ""


def possible(practice, user):
    """The steps that this user may take now, as a list of Way."""
    return [way for name, way in WAYS.items() if not hindrance(practice, name, user)]


def take(practice, name, user, comment="", version=None):
    """Take a step with the case in the state ``version`` (workplace.workflow.decisions; None: as it is now).

    Raises Refused, Overtaken, or ValidationError naming what is missing; nothing is written then.
    """
    with transaction.atomic():
        practice = decisions.locked(practice.pk)
        if reason := hindrance(practice, name, user):
            raise Refused(reason)
        if version is not None:
            decisions.check(practice.pk, version)
        way, comment = WAYS[name], comment.strip()
        if way.comment and not comment:
            raise ValidationError({"comment": _("Say why: the author reads it.")})
        if way.complete and (lacking := obstacles(practice)):
            raise ValidationError(lacking)
        corrected = eyes.corrected(practice, None, user) or 0 if way.second_person else 0
        before, practice.status = practice.status, way.target
        if way.target == Status.PUBLISHED and not day_was_told(practice):
            practice.confirmed = timezone.localdate()
        with status.status_may_change(), acting(user=user, action=Version.Action.STEP, comment=comment):
            practice.save()
            note(practice, name, before, way.target, comment, version=version, corrected=corrected)
    return practice


def delete(practice, user, comment="", version=None):
    """Delete the case in the state ``version``; it can be brought back. Raises Refused or Overtaken."""
    with transaction.atomic(), acting(user=user, comment=comment.strip()):
        practice = decisions.locked(practice.pk)
        if not may_delete(practice, user):
            raise Refused(_("You may not delete this case."))
        if version is not None:
            decisions.check(practice.pk, version)
        practice.delete()


def day_was_told(practice):
    """Whether somebody said when the case was confirmed, since it was public last: that day is kept."""
    public = Version.objects.filter(practice=practice.pk, revision=None, content__status=Status.PUBLISHED)
    last = public.order_by("-number").values_list("content", flat=True).first()
    day = practice.confirmed and practice.confirmed.isoformat()
    return day is not None and day != (last or {}).get("confirmed")


def note(practice, name, before, after, comment="", revision=None, version=None, corrected=0):
    """Write a step into the record."""
    now = current_acting()
    return Step.objects.create(
        practice=practice,
        revision=revision,
        name=name,
        before=before,
        after=after,
        by=now.person,
        by_name=now.by_name,
        comment=comment,
        version=version,
        corrected=corrected,
    )


def may_confirm(practice, user):
    """Reviewers, and the author of the case."""
    return is_reviewer(user) or (may_enter(user) and owns(practice, user))


def confirm(practice, user, version=None):
    """Somebody looked: the public case is as it is told (in the state ``version``). Reviewers, and the author."""
    if not may_confirm(practice, user):
        raise Refused(_("Confirming a case is for its author and for the group Redaktion."))
    with transaction.atomic(), acting(user=user, action=Version.Action.CONFIRMED):
        practice = decisions.locked(practice.pk)
        if practice.status != Status.PUBLISHED:
            raise Refused(_("Only a published case is confirmed as current."))
        if version is not None:
            decisions.check(practice.pk, version)
        practice.confirmed = timezone.localdate()
        practice.save()
    return practice
