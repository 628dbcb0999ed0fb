"""Every state of a record is kept: written by core.following after each write."""

from django.conf import settings
from django.db.models import Max, OuterRef, Subquery
from django.utils import translation

from core.acting import NOBODY, current_acting
from practices.models import RecordRevision, RecordVersion
from practices.records.contents import content_of, rows
from practices.records.kinds import KINDS

BATCH = 500
Action = RecordVersion.Action


def keep(records):
    """Keep the records [(label of the kind, key)] as they are now, where they differ from what was kept last."""
    by_kind = {}
    for label, pk in sorted(records):
        by_kind.setdefault(label, []).append(pk)
    for label, pks in by_kind.items():
        for start in range(0, len(pks), BATCH):
            RecordVersion.objects.bulk_create(_new(KINDS[label], pks[start : start + BATCH], current_acting()))


def keep_all():
    """Keep what nothing was kept of yet, as nobody's work: after an upgrade, or a write past everything; how many."""
    number = 0
    for kind in KINDS.values():
        pks = list(kind.model._base_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), BATCH):
            new = _new(kind, pks[start : start + BATCH], NOBODY)
            RecordVersion.objects.bulk_create(new)
            number += len(new)
    return number


def _new(kind, pks, now):
    last, numbers = latest(kind, pks), highest(kind, pks)
    there = {instance.pk: instance for instance in rows(kind, pks)}
    found = []
    for pk in pks:
        before, instance = last.get(pk), there.get(pk)
        gone = before is None or before.action == Action.DELETED
        if instance is None:
            if not gone:
                found.append(_version(kind, pk, before.called, Action.DELETED, before.content, numbers, now))
            continue
        content = content_of(instance)
        if gone or before.content != content:
            action = now.action if now.action in Action.values else Action.CREATED if gone else Action.CHANGED
            found.append(_version(kind, pk, called(instance), action, content, numbers, now))
    deleted = [version.record for version in found if version.action == Action.DELETED]
    if deleted:
        waiting = RecordRevision.objects.filter(kind=kind.label, record__in=deleted, state__in=RecordRevision.ACTIVE)
        waiting.update(state=RecordRevision.State.DISCARDED)
    return found


def _version(kind, pk, name, action, content, numbers, now):
    return RecordVersion(
        kind=kind.label,
        record=pk,
        called=name[:200],
        number=numbers.get(pk, 0) + 1,
        by=now.person,
        by_name=now.by_name,
        action=action,
        comment=now.comment,
        content=content,
    )


def called(instance):
    """What a record is called in the language of the atlas, whoever looks."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(instance)


def of(kind, pk):
    """All versions of one record."""
    return RecordVersion.objects.filter(kind=kind.label, record=pk)


def latest(kind, pks):
    """{key: the last version of what the record itself was}."""
    own = RecordVersion.objects.filter(kind=kind.label, record=OuterRef("record"), revision__isnull=True)
    newest = Subquery(own.order_by("-number").values("number")[:1])
    found = RecordVersion.objects.filter(kind=kind.label, record__in=pks, revision__isnull=True, number=newest)
    return {version.record: version for version in found}


def highest(kind, pks):
    """{key: the highest number of any version, proposals included}."""
    found = RecordVersion.objects.filter(kind=kind.label, record__in=pks).order_by()
    return dict(found.values_list("record").annotate(Max("number")))


def current(kind, pk):
    """The record's own last version; one is kept now where there is none yet."""
    version = latest(kind, [pk]).get(pk)
    if version is None:
        RecordVersion.objects.bulk_create(_new(kind, [pk], NOBODY), ignore_conflicts=True)
        version = latest(kind, [pk]).get(pk)
    return version


def note(revision, content, action, name, comment=""):
    """A version of a revision: what it proposes now, or what was decided on it."""
    kind, now = KINDS[revision.kind], current_acting()
    version = _version(kind, revision.record, name, action, content, highest(kind, [revision.record]), now)
    version.revision, version.comment = revision, comment
    version.save()
    return version


def name_at(kind, pk):
    """What a record is or was called last."""
    version = of(kind, pk).order_by("-number").first()
    return version.called if version else f"{kind.label} {pk}"
