"""What cases point to (places, sources, terms) and the accounts, as they were: versions and changes awaiting approval.

A *record* is a row of one of the models that practices.records.kinds lists. It is named by ``kind`` (the
model's label, "practices.place") and ``record`` (its key), so that its history outlives it.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.workplace.history import by_field
from practices.models.workplace.workflow import Revision


class RecordRevision(models.Model):
    """A change to a record that public cases show, which the public doesn't see until somebody else approves it.

    It goes the way of a case's Revision. Its content is its latest RecordVersion; ``base`` is the number of the
    record's own version it started from. ``deletes``: what is proposed is to delete the record. ``extra``: what goes
    with the change and is no part of the record (a term: what becomes of its codings).
    """

    State = Revision.State
    ACTIVE = Revision.ACTIVE

    kind = models.CharField(_("kind"), max_length=60)
    record = models.BigIntegerField(_("key"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.REVIEW)
    author = by_field()
    created = models.DateTimeField(_("created"), default=timezone.now)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    base = models.PositiveIntegerField(_("based on version"))
    deletes = models.BooleanField(_("deletes"), default=False)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["created"]
        constraints = [
            models.UniqueConstraint(
                name="one_active_record_revision",
                fields=["kind", "record"],
                condition=models.Q(state__in=("open", "in-review")),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.record} ({self.get_state_display()})"


class RecordVersion(models.Model):
    """A record as it was: ``content`` in the form of practices.records.contents, ``called`` its name then.

    ``revision`` is None for what the record itself was, else it names the revision that proposed this content, or that
    somebody decided on then (with the reason in ``comment``). ``number`` counts both kinds of one record together.
    Written by ``practices.records`` only.
    """

    class Action(models.TextChoices):
        CREATED = "created", _("entered")
        CHANGED = "changed", _("changed")
        IMPORTED = "imported", _("imported")
        RESTORED = "restored", _("restored")
        MERGED = "merged", _("merged")
        PROPOSED = "proposed", _("change proposed")
        APPROVED = "approved", _("change approved")
        RETURNED = "returned", _("change returned")
        REJECTED = "rejected", _("change rejected")
        DISCARDED = "discarded", _("change discarded")
        DELETED = "deleted", _("deleted")

    kind = models.CharField(_("kind"), max_length=60)
    record = models.BigIntegerField(_("key"))
    called = models.CharField(_("name"), max_length=200, blank=True)
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = by_field()
    by_name = models.CharField(_("by (name)"), max_length=150, blank=True)
    action = models.CharField(_("action"), max_length=20, choices=Action, default=Action.CHANGED)
    comment = models.TextField(_("comment"), blank=True)
    revision = models.ForeignKey(
        RecordRevision, models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="versions"
    )
    content = models.JSONField()

    class Meta:
        verbose_name = _("version of a record")
        verbose_name_plural = _("versions of records")
        ordering = ["kind", "record", "number"]
        constraints = [models.UniqueConstraint(name="record_version_once", fields=["kind", "record", "number"])]

    def __str__(self):
        return f"{self.called} {self.number}"
