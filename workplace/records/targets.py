"""What somebody is about to write to: a record itself, or the change to it that awaits approval."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.acting import name_of
from practices.models import RecordRevision
from practices.records import contents, history
from practices.records.kinds import KINDS, Kind, kind_of
from workplace.records import rights


@dataclass
class Target:
    """``content``: what a form shows; ``own``: what the record itself is.

    ``number`` and ``own_number``: the RecordVersions of the two. Who writes names them (``token``), so that two people
    never overwrite each other. ``revision`` is the active one, whoever may edit it.
    """

    kind: Kind
    pk: int
    own: dict
    own_number: int
    revision: RecordRevision | None = None
    content: dict = field(default_factory=dict)
    number: int = 0
    conflicts: list = field(default_factory=list)

    @classmethod
    def of(cls, instance, user):
        """The target of a user: a pending change by others is none of Erfassung's business."""
        kind = kind_of(instance)
        version = history.current(kind, instance.pk)
        target = cls(kind, instance.pk, version.content, version.number)
        target.revision = active(kind, instance.pk)
        target.content, target.number = version.content, version.number
        if target.revision is not None and target.may_edit(user) and not target.revision.deletes:
            target._open_revision()
        return target

    def _open_revision(self):
        proposed = latest(self.revision)
        base = content_at(self.kind, self.pk, self.revision.base) or self.own
        self.content, _taken, self.conflicts = contents.merge(base, self.own, proposed.content)
        self.number = proposed.number

    @property
    def token(self):
        return f"{self.number}.{self.own_number}"

    def may_edit(self, user):
        """Whether this user may go on with the pending change: who proposed it, and who may approve it."""
        if self.revision is None:
            return True
        return self.revision.author_id == user.pk or rights.may_approve(self.kind, user)

    def hindrance(self, user):
        """Why this user can't save now (str); "" when they can."""
        if self.may_edit(user) and not (self.revision and self.revision.deletes):
            return ""
        return _("%(who)s has proposed a change of this on %(when)s, and it isn't decided yet.") % {
            "who": name_of(self.revision.author) or "–",
            "when": f"{self.revision.created:%d.%m.%Y}",
        }

    def last(self):
        """The RecordVersion that is there now: who wrote it, and when."""
        return history.of(self.kind, self.pk).get(number=max(self.number, self.own_number))


def locked(instance, user):
    """The target as it is now, with its record locked until the transaction ends."""
    # Not against those that only point to it: a case that takes the place in needn't wait.
    list(type(instance)._base_manager.select_for_update(no_key=True).filter(pk=instance.pk).values_list("pk"))
    return Target.of(instance, user)


def active(kind, pk):
    """The change that is in the works or in review; None where there is none."""
    found = RecordRevision.objects.filter(kind=kind.label, record=pk, state__in=RecordRevision.ACTIVE)
    return found.select_related("author").first()


def latest(revision):
    """The RecordVersion that holds what the revision proposes."""
    return revision.versions.latest("number")


def content_at(kind, pk, number):
    """The content that a form started from; None for a number that never was."""
    version = history.of(kind, pk).filter(number=number).first()
    return version.content if version else None


def instance_of(revision):
    """The record that a revision changes; None once it is deleted."""
    return KINDS[revision.kind].model._base_manager.filter(pk=revision.record).first()
