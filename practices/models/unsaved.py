"""What somebody typed into the form of a case: kept until it is saved, and known afterwards as sent."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
