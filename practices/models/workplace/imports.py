"""Tables on their way in, what their owners said of them, and what the shipped data looked like when it was loaded."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.workplace.history import by_field


def owner_field():
    """Whose memory it is; it goes with them."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))


class ImportJob(models.Model):
    """An uploaded table on its way in. Its file, progress and report lie in ``var/imports/<id>/``.

    Its state changes by exchange.jobs.job only, which compares and sets: each decision is made once. ``turn``
    counts them, and a decision names the turn it was made on. ``queued``: since when it waits for its turn in the
    process beside the server, ``started``: since when it is worked on. ``seen``: a digest of what the report shows
    would happen; only that is written. ``choices``: {name of a place: reference}, ``values``: {column: {text: value}},
    ``defaults``: {column: text} for all rows, ``reading``: {"sheet", "row"} that were chosen.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKING = "checking", _("is being checked")
        CHECKED = "checked", _("checked")
        WRITING = "writing", _("is being written")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        ABORTED = "aborted", _("broken off")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = by_field()
    at = models.DateTimeField(_("at"), default=timezone.now)
    queued = models.DateTimeField(_("waiting since"), null=True, blank=True)
    started = models.DateTimeField(_("begun"), null=True, blank=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)
    filename = models.CharField(_("file"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UPLOADED)
    turn = models.PositiveIntegerField(_("number of the decision"), default=0)
    seen = models.CharField(_("digest of what was shown"), max_length=64, blank=True)
    only_good_rows = models.BooleanField(_("only the good rows"), default=False)
    mapping = models.JSONField(_("columns"), default=dict, blank=True)
    choices = models.JSONField(_("chosen places"), default=dict, blank=True)
    values = models.JSONField(_("meanings of values"), default=dict, blank=True)
    defaults = models.JSONField(_("for all rows"), default=dict, blank=True)
    reading = models.JSONField(_("sheet and row"), default=dict, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    message = models.TextField(_("message"), blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at"]

    def __str__(self):
        return self.filename


class ColumnMeaning(models.Model):
    """What somebody said a column means: ``field`` of the template, or "" to leave it out.

    ``header`` as it is compared, ``name`` as it was typed, ``sample``: values that stood below it then.
    """

    by = owner_field()
    header = models.CharField(_("header"), max_length=200)
    name = models.CharField(_("header as typed"), max_length=200)
    field = models.CharField(_("field"), max_length=60, blank=True)
    sample = models.CharField(_("values below it"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("meaning of a column")
        verbose_name_plural = _("meanings of columns")
        constraints = [models.UniqueConstraint(name="meaning_once", fields=["by", "header"])]
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class TableMemory(models.Model):
    """What somebody said of a table, for when it comes again: a table of the same ``layout`` (digest of its headers).

    ``choices``, ``values``, ``defaults`` as in ImportJob; ``name`` of the file that last had it.
    """

    by = owner_field()
    layout = models.CharField(_("layout"), max_length=64)
    name = models.CharField(_("file"), max_length=255)
    choices = models.JSONField(_("chosen places"), default=dict, blank=True)
    values = models.JSONField(_("meanings of values"), default=dict, blank=True)
    defaults = models.JSONField(_("for all rows"), default=dict, blank=True)
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("memory of a table")
        verbose_name_plural = _("memories of tables")
        constraints = [models.UniqueConstraint(name="memory_once", fields=["by", "layout"])]
        ordering = ["-at"]

    def __str__(self):
        return self.name


class FixtureRecord(models.Model):
    """``content`` is the shipped unit as it was loaded under ``key`` ("practice:olfen-leohaus").

    A later load compares it with the database: what an editor changed or deleted since is left alone.
    """

    key = models.CharField(max_length=160, primary_key=True)
    content = models.JSONField()

    class Meta:
        verbose_name = _("shipped state")
        verbose_name_plural = _("shipped states")

    def __str__(self):
        return self.key
