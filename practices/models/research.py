"""Coding as research does it: a second coder codes blind, and disagreements are resolved with a reason."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.editorial import by_field


class SecondCoding(models.Model):
    """A case coded by somebody else, who doesn't see the codings it has.

    ``content``: {"handlungsfeld": [the main one], "further_handlungsfelder": […], "teilaspekte": […],
    "handlungsmuster": […], "buergerrollen": […]} with codings {"slug", "basis", "chapter", "note"}. ``first``: the
    codings of the case in the same form when the second coder finished, each also with "codebook", the edition it was
    made under; the two are what agreement is computed on. A finished one without ``first`` was given up.
    Written by ``workplace.coding.second_coding`` only.
    """

    class State(models.TextChoices):
        OPEN = "open", _("in the works")
        FINISHED = "finished", _("finished")

    practice = models.ForeignKey(
        "practices.Practice", models.CASCADE, related_name="second_codings", verbose_name=_("practice")
    )
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("coder")
    )
    coder_name = models.CharField(_("coder (name)"), max_length=150)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN)
    codebook = models.PositiveIntegerField(_("edition of the codebook"), null=True, blank=True)
    started = models.DateTimeField(_("started"), default=timezone.now)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)
    content = models.JSONField(default=dict, blank=True)
    first = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("second coding")
        verbose_name_plural = _("second codings")
        ordering = ["-started"]
        constraints = [models.UniqueConstraint(name="second_coding_once", fields=["practice", "coder"])]

    def __str__(self):
        return f"{self.practice}: {self.coder_name}"


class Resolution(models.Model):
    """How a disagreement on one term was settled: with the first or with the second coder, and why."""

    class Decision(models.TextChoices):
        FIRST = "first", _("as first coded")
        SECOND = "second", _("as coded the second time")

    second_coding = models.ForeignKey(SecondCoding, models.CASCADE, related_name="resolutions")
    system = models.CharField(_("code system"), max_length=30)
    term = models.SlugField(_("term"), max_length=100)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.TextField(_("reason"))
    by = by_field()
    by_name = models.CharField(_("by (name)"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(name="resolution_once", fields=["second_coding", "system", "term"]),
            models.CheckConstraint(name="resolution_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self):
        return f"{self.term}: {self.get_decision_display()}"


class LinkCheck(models.Model):
    """What a source's address answered the last time somebody looked. ``status``: HTTP status, None without answer."""

    source = models.OneToOneField("practices.Source", models.CASCADE, related_name="link_check")
    at = models.DateTimeField(_("looked at"), default=timezone.now)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")

    def __str__(self):
        return f"{self.source}: {self.problem or self.status}"
