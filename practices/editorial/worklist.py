"""What waits for somebody: their own work, what is to be reviewed, what is to be checked; and what happened lately.

Few queries and short lists, whatever the number of cases.
"""

from dataclasses import dataclass, field

from django.db.models import OuterRef, Q, Subquery

from practices.editorial import currency, workflow
from practices.models import (
    BuergerrolleCoding,
    HandlungsfeldCoding,
    HandlungsmusterCoding,
    Practice,
    Revision,
    Status,
    Step,
    TeilaspektCoding,
    Tombstone,
    Version,
)

SHOWN = 8
CODINGS = (HandlungsfeldCoding, TeilaspektCoding, HandlungsmusterCoding, BuergerrolleCoding)


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
    return catalogue.remembered(("stale", currency.limit()), stale.count)


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
        versions = versions.filter(published | Q(practice__author=user))
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
