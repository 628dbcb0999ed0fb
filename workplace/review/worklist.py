"""What waits for somebody: their own work, what is to be reviewed, what is to be checked; and what happened lately.

Few queries and short lists, whatever the number of cases.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.models import (
    Practice,
    Revision,
    Status,
    Step,
    Tombstone,
    Version,
    querysets,
)
from practices.systems import SYSTEMS
from workplace.workflow import steps as workflow
from workplace.workflow.rejection import NOT_TAKEN

SHOWN = 8
TOLD_FOR = timedelta(days=60)
# What others decide, as those hear it whose work it is. A request stands beside the work itself.
DECIDED = {
    "publish": gettext_lazy("your case was published"),
    "withdraw": gettext_lazy("your case was withdrawn"),
    "reopen": gettext_lazy("your case was reopened as a draft"),
    "approve": gettext_lazy("your revision was approved"),
    "reject": gettext_lazy("your revision was rejected"),
    "discard": gettext_lazy("your revision was discarded"),
}
CODINGS = tuple(system.coding for system in SYSTEMS)


@dataclass
class Item:
    """A case or a pending revision that waits. ``returned`` is the Step that sent it back, with its comment."""

    practice: Practice
    revision: Revision | None = None
    returned: Step | None = None
    since: object = None
    author: object = None

    @property
    def by(self):
        """The name of whoever it is from; "" where nobody is known."""
        return (self.author.get_full_name() or self.author.get_username()) if self.author else ""


@dataclass
class Waiting:
    """``items``: the first of them; ``count``: all."""

    items: list = field(default_factory=list)
    count: int = 0


def own(user):
    """Drafts, cases and revisions in review of this user; what was sent back comes first, then the latest."""
    practices = Practice.objects.filter(author=user, status__in=(Status.DRAFT, Status.REVIEW))
    revisions = Revision.objects.filter(author=user, state__in=Revision.ACTIVE).select_related("practice")
    items = [Item(practice, since=practice.updated) for practice in practices.order_by("-updated")[:SHOWN]]
    items += [Item(r.practice, r, since=r.updated) for r in revisions.order_by("-updated")[:SHOWN]]
    _mark_returned(items)
    items.sort(key=lambda item: item.since, reverse=True)
    items.sort(key=lambda item: item.returned is None)
    return Waiting(items[:SHOWN], practices.count() + revisions.count())


def _mark_returned(items):
    """Find those whose last step sent them back."""
    cases = [item.practice.pk for item in items if item.revision is None]
    revisions = [item.revision.pk for item in items if item.revision is not None]
    steps = Step.objects.filter(Q(practice__in=cases, revision__isnull=True) | Q(revision__in=revisions))
    last = {(step.practice_id, step.revision_id): step for step in steps.order_by("at", "pk")}
    for item in items:
        step = last.get((item.practice.pk, item.revision.pk if item.revision else None))
        item.returned = step if step is not None and step.name == "return" else None


@dataclass(frozen=True)
class Answer:
    """What somebody else decided on this user's work: ``what`` in words, of the case ``pk`` (None once it is deleted).

    ``number``: the version that holds what was not taken, None where nothing was. ``proposed``: the key of a deleted
    case of which this user's open proposal can still be read.
    """

    title: str
    what: str
    by: str
    at: object
    comment: str
    pk: int | None = None
    number: int | None = None
    proposed: int | None = None


def answers(user, most=SHOWN):
    """What others decided on this user's cases and revisions lately, newest first, with their words."""
    since = timezone.now() - TOLD_FOR
    mine = Q(revision__author=user) | Q(revision__isnull=True, practice__author=user)
    steps = Step.objects.filter(mine, name__in=DECIDED, at__gte=since).exclude(by=user)
    steps = list(steps.select_related("practice").order_by("-at", "-pk")[:most])
    kept = dict(
        Version.objects.filter(revision__in=[step.revision_id for step in steps if step.name in NOT_TAKEN])
        .order_by("number")
        .values_list("revision", "number")
    )
    found = [
        Answer(
            step.practice.label,
            str(DECIDED[step.name]),
            step.by_name,
            step.at,
            step.comment,
            step.practice_id,
            kept.get(step.revision_id),
        )
        for step in steps
    ]
    found += _deletions(user, since, most)
    return sorted(found, key=lambda answer: answer.at, reverse=True)[:most]


def _deletions(user, since, most):
    """Answers about cases that somebody else deleted: this user's own, and those they had proposed a change of."""
    versions = Version.objects.filter(practice=OuterRef("case"))
    proposal = versions.filter(by=user, action=Version.Action.PROPOSED).order_by("-number").values("number")[:1]
    decided = versions.filter(action=Version.Action.APPROVED, number__gt=OuterRef("proposal"))
    tombstones = Tombstone.objects.filter(at__gte=since).exclude(by=user)
    tombstones = tombstones.annotate(
        entered=Exists(versions.filter(number=1, by=user)), proposal=Subquery(proposal), decided=Exists(decided)
    )
    concerned = tombstones.filter(Q(entered=True) | Q(proposal__isnull=False, decided=False))
    return [
        Answer(
            one.title,
            _("your case was deleted") if one.entered else _("a case that you proposed a change of was deleted"),
            one.by_name,
            one.at,
            one.comment,
            proposed=one.case if one.proposal and not one.decided else None,
        )
        for one in concerned.order_by("-at")[:most]
    ]


def to_review():
    """Cases and revisions in review, those that wait longest first."""
    of_case = _submitted(practice=OuterRef("pk"), revision__isnull=True)
    of_revision = _submitted(revision=OuterRef("pk"))
    practices = Practice.objects.filter(status=Status.REVIEW)
    revisions = Revision.objects.filter(state=Revision.State.REVIEW)
    items = [
        Item(practice, since=practice.since or practice.updated, author=practice.author)
        for practice in practices.annotate(since=of_case).select_related("author").order_by("since", "pk")[:SHOWN]
    ]
    items += [
        Item(revision.practice, revision, since=revision.since or revision.updated, author=revision.author)
        for revision in revisions.annotate(since=of_revision)
        .select_related("author", "practice")
        .order_by("since", "pk")[:SHOWN]
    ]
    items.sort(key=lambda item: item.since)
    return Waiting(items[:SHOWN], practices.count() + revisions.count())


def _submitted(**which):
    """When it was handed in last."""
    return Subquery(Step.objects.filter(name="submit", **which).order_by("-at").values("at")[:1])


def stale_count(user, catalogue):
    """How many published cases this user may confirm that nobody confirmed for long."""
    stale = Practice.objects.published().stale().order_by()
    if not workflow.is_reviewer(user):
        return stale.filter(author=user).count()
    return catalogue.remembered(("stale", querysets.limit()), stale.count)


def recheck_count(user, catalogue):
    """How many codings are to be checked again because the meaning of their term changed."""
    if workflow.is_reviewer(user):
        return catalogue.remembered(("recheck",), lambda: _rechecks(Q(), Q()))
    return _rechecks(Q(author=user), Q(practice__author=user))


def _rechecks(of_practice, of_coding):
    main = Practice.objects.filter(of_practice, handlungsfeld_recheck=True).order_by().values_list("pk")
    others = [model.objects.filter(of_coding, recheck=True).order_by().values_list("practice") for model in CODINGS]
    return main.union(*others, all=True).count()


def recent(user, number=10):
    """The newest versions that this user may see; several of one kind in a case by one person count once.

    Those of cases that are gone have ``exists`` False.
    """
    versions = Version.objects.select_related("by")
    if not workflow.is_reviewer(user):
        published = Q(practice__status=Status.PUBLISHED, revision__isnull=True)
        own = Q(practice__author=user, revision__isnull=True) | Q(revision__author=user)
        versions = versions.filter(published | own)
    found = {}
    for version in versions.order_by("-at", "-pk").defer("surroundings")[: 5 * number]:
        found.setdefault((version.practice_id, version.by_name, version.action, version.comment), version)
    newest = list(found.values())[:number]
    there = set(Practice.objects.filter(pk__in={v.practice_id for v in newest}).values_list("pk", flat=True))
    for version in newest:
        version.exists = version.practice_id in there
    return newest


def deleted(number=5):
    """The cases deleted last."""
    return list(Tombstone.objects.select_related("by").order_by("-at")[:number])
