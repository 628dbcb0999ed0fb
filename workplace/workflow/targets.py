"""What somebody is about to write to: a new case, the case itself, or a revision of a published one."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from core.acting import acting
from practices.case import history, merging
from practices.case.applying import apply
from practices.case.contents import normal, read
from practices.models import Practice, Status, Version
from workplace.workflow import decisions, revisions, steps
from workplace.workflow.steps import Refused


@dataclass
class Target:
    """``practice`` is None for a new case; ``revision`` is the active one of a published case, if there is any.

    ``number``: the Version whose content ``content`` is; 0 for a new case. Who writes names the number they started
    from, so that two people never overwrite each other.
    """

    practice: Practice | None
    revision: object
    content: dict
    number: int

    @classmethod
    def of(cls, practice):
        if practice is None:
            return cls(None, None, normal({}), 0)
        revision = revisions.active(practice) if practice.status == Status.PUBLISHED else None
        if revision is not None:
            version = revisions.latest(revision)
            return cls(practice, revision, normal(version.content), version.number)
        return cls(practice, None, read(practice.pk), history.current_number(practice))

    @classmethod
    def seen_by(cls, practice, user):
        """The same as far as this user may see it: a revision of somebody else is left out."""
        target = cls.of(practice)
        if target.revision is None or revisions.may_see(target.revision, user):
            return target
        return cls(practice, None, read(practice.pk), history.current_number(practice))

    @property
    def is_public(self):
        """Whether what is saved becomes a revision instead of changing the case."""
        return self.practice is not None and self.practice.status == Status.PUBLISHED

    @property
    def last(self):
        """The Version that is there now (None for a new case): who wrote it, and when."""
        return Version.objects.filter(practice=self.practice, number=self.number).select_related("by").first()

    def may_write(self, user):
        if self.practice is None:
            return user.is_active and user.is_staff and user.has_perm("practices.add_practice")
        if self.is_public:
            return revisions.may_edit(self.practice, user)
        return steps.may_edit(self.practice, user)

    def write(self, content, user, action=""):
        """Save the content here; returns the Practice. Raises Refused or ValidationError."""
        if not self.may_write(user):
            raise Refused(_("You may not change this case now."))
        if self.is_public:
            revisions.save(self.practice, content, user, action=action or Version.Action.PROPOSED)
            return self.practice
        with acting(user=user, action=action):
            return apply(self.practice, content)


def locked(practice):
    """The target as it is now, with its case locked until the transaction ends."""
    if practice is None:
        return Target.of(None)
    return Target.of(decisions.locked(practice.pk))


def content_at(practice, number):
    """The content that a form started from; None for a number that never was."""
    version = Version.objects.filter(practice=practice, number=number).first()
    return version.content if version else None


def merged_with(target, number, content):
    """The Merge of what is there and ``content``, which started from the version ``number`` (None: nobody knows).

    For whoever brings an older state back: a form, a restored version, a table exported some time ago.
    """
    started = content_at(target.practice, number) if number is not None else None
    mine = normal(content) | {"status": target.content["status"]}
    return merging.merge(started, target.content, mine)


def tried(target, content, user, look):
    """What ``look(practice)`` gives when the content is written; then everything is as before. For previews."""
    with transaction.atomic():
        with acting(user=user):
            practice = apply(target.practice and Practice.objects.get(pk=target.practice.pk), content)
        seen = look(practice)
        transaction.set_rollback(True)
    return seen
