"""On the way: revisions awaiting approval, steps, and what is typed and not saved yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from practices.models.workplace.history import by_field, case_field


class Revision(models.Model):
    """A change to a published case that the public doesn't see until it is approved.

    Its content is its latest Version; ``base`` is the number of the case's version it started from.
    """

    class State(models.TextChoices):
        OPEN = "open", _("in the works")
        REVIEW = "in-review", _("in review")
        APPROVED = "approved", _("approved")
        DISCARDED = "discarded", _("discarded")

    ACTIVE = (State.OPEN, State.REVIEW)

    practice = models.ForeignKey(
        "practices.Practice", models.CASCADE, related_name="revisions", verbose_name=_("practice")
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN)
    author = by_field()
    created = models.DateTimeField(_("created"), default=timezone.now)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    base = models.PositiveIntegerField(_("based on version"))

    class Meta:
        verbose_name = _("pending revision")
        verbose_name_plural = _("pending revisions")
        ordering = ["-created"]
        constraints = [
            models.UniqueConstraint(
                name="one_active_revision", fields=["practice"], condition=models.Q(state__in=("open", "in-review"))
            )
        ]

    def __str__(self):
        return f"{self.practice} ({self.get_state_display()})"


class Step(models.Model):
    """One step of a case or of a revision on its way, with who, when and why.

    ``version``: the state that was decided on (see workplace.workflow.decisions); None where none was named.
    ``corrected``: how many letters of it whoever approved it had corrected themselves.
    """

    practice = case_field("steps")
    revision = models.ForeignKey(
        Revision, models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="steps"
    )
    name = models.CharField(_("step"), max_length=20)
    before = models.CharField(_("from"), max_length=20, blank=True)
    after = models.CharField(_("to"), max_length=20, blank=True)
    by = by_field()
    by_name = models.CharField(_("by (name)"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    comment = models.TextField(_("comment"), blank=True)
    version = models.PositiveIntegerField(_("decided on version"), null=True, blank=True)
    corrected = models.PositiveIntegerField(_("letters corrected"), default=0)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["at"])]

    def __str__(self):
        return f"{self.name}, {date_format(timezone.localtime(self.at), 'SHORT_DATE_FORMAT')}"


class Autosave(models.Model):
    """What somebody has typed into a form and not saved: ``data`` is a list of [name, value], as it would be sent.

    ``key``: "practice-12", or "new-" with a token that a new case has until it is saved. ``form``: the token of the
    page it was typed on, so that two tabs keep two states. ``base``: the number of the version that page started from
    (0 for a new case, None where nobody knows). ``discarded``: thrown away then, and not forgotten yet.
    Written by ``workplace.workflow.unsaved`` only.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    form = models.CharField(max_length=32, blank=True, default="")
    base = models.PositiveIntegerField(null=True, blank=True)
    data = models.JSONField()
    at = models.DateTimeField(auto_now=True)
    discarded = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("unsaved state of a form")
        verbose_name_plural = _("unsaved states of forms")
        constraints = [models.UniqueConstraint(name="autosave_of_form_once", fields=["user", "key", "form"])]

    def __str__(self):
        return self.key


class SentForm(models.Model):
    """A form that was saved, and what became of it: the key of its case, and the number of the version written.

    The form that is sent again (a double click, the back button) is known by its token ``form``; ``digest`` tells
    whether the same was sent. Both are None while it is being written.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form = models.CharField(max_length=32)
    key = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    case = models.BigIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved form")
        verbose_name_plural = _("saved forms")
        constraints = [models.UniqueConstraint(name="form_sent_once", fields=["user", "form"])]
        indexes = [models.Index(fields=["user", "key"])]

    def __str__(self):
        return self.key
