"""Codings: which term describes a case, on what that judgement rests, and what a second coder says."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.following import TrackedQuerySet
from core.plaintext import check_texts
from handlungsfelder.models import Buergerrolle, Funding, Handlungsfeld, Handlungsmuster, KommunenRolle, Teilaspekt
from practices.models.workplace.history import by_field


class Basis(models.TextChoices):
    """``source``: the cited text says so. ``editorial``: our own judgement, with a reason one can dispute."""

    SOURCE = "source", pgettext_lazy("what a coding rests on", "source")
    EDITORIAL = "editorial", _("editorial")


def basis_is_given(prefix=""):
    """Condition for the database: a source coding names its chapter, an editorial one its reason."""
    source = Q(**{f"{prefix}basis": Basis.SOURCE}) & ~Q(**{f"{prefix}chapter": ""})
    editorial = Q(**{f"{prefix}basis": Basis.EDITORIAL}) & ~Q(**{f"{prefix}note": ""})
    return source | editorial


def check_basis(instance, prefix=""):
    """Raise ValidationError on the field that is missing for the chosen basis."""
    basis = getattr(instance, f"{prefix}basis")
    if basis == Basis.SOURCE and not getattr(instance, f"{prefix}chapter"):
        raise ValidationError({f"{prefix}chapter": _("A coding that rests on a source names the chapter or passage.")})
    if basis == Basis.EDITORIAL and not getattr(instance, f"{prefix}note"):
        raise ValidationError({f"{prefix}note": _("An editorial coding gives a short reason.")})


class Coding(models.Model):
    """One term on one case. ``chapter`` is the passage of the source, ``note`` the reason or a remark.

    ``coder`` made it as it stands (None: it came with the shipped data), under the edition ``codebook`` of the
    codebook; ``recheck`` says that the term's meaning changed since.
    """

    basis = models.CharField(_("rests on"), max_length=10, choices=Basis, default=Basis.EDITORIAL)
    chapter = models.CharField(_("chapter or passage"), max_length=40, blank=True)
    note = models.CharField(_("reason or remark"), max_length=400, blank=True)
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("coder")
    )
    codebook = models.PositiveIntegerField(_("edition of the codebook"), null=True, blank=True)
    recheck = models.BooleanField(_("to be checked again"), default=False)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["term__position"]
        constraints = [
            models.UniqueConstraint(
                name="%(class)s_once",
                fields=["practice", "term"],
                violation_error_message=_("This term is coded on the case already."),
            ),
            models.CheckConstraint(
                name="%(class)s_basis_given",
                condition=basis_is_given(),
                violation_error_message=_("A coding needs a chapter (source) or a reason (editorial)."),
            ),
        ]

    def __str__(self):
        return f"{self.term} ({self.get_basis_display()})"

    def touches(self):
        return {"practices": [self.practice_id]}

    def clean(self):
        check_texts(self)
        check_basis(self)


class HandlungsfeldCoding(Coding):
    """A further Handlungsfeld that a case touches besides its main one."""

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="further_handlungsfelder")
    term = models.ForeignKey(
        Handlungsfeld, models.PROTECT, related_name="further_codings", verbose_name=_("Handlungsfeld")
    )

    class Meta(Coding.Meta):
        verbose_name = _("further Handlungsfeld")
        verbose_name_plural = _("further Handlungsfelder")

    def clean(self):
        super().clean()
        if self.practice_id and self.term_id and self.practice.handlungsfeld_id == self.term_id:
            raise ValidationError({"term": _("This is the main Handlungsfeld of the case already.")})


class TeilaspektCoding(Coding):
    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="teilaspekte")
    term = models.ForeignKey(Teilaspekt, models.PROTECT, related_name="codings", verbose_name=_("Teilaspekt"))

    class Meta(Coding.Meta):
        verbose_name = _("Teilaspekt")
        verbose_name_plural = _("Teilaspekte")


class HandlungsmusterCoding(Coding):
    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="handlungsmuster")
    term = models.ForeignKey(Handlungsmuster, models.PROTECT, related_name="codings", verbose_name=_("Handlungsmuster"))

    class Meta(Coding.Meta):
        verbose_name = _("Handlungsmuster")
        verbose_name_plural = _("Handlungsmuster")


class BuergerrolleCoding(Coding):
    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="buergerrollen")
    term = models.ForeignKey(Buergerrolle, models.PROTECT, related_name="codings", verbose_name=_("Bürgerrolle"))

    class Meta(Coding.Meta):
        verbose_name = _("Bürgerrolle")
        verbose_name_plural = _("Bürgerrollen")


class KommunenRolleCoding(Coding):
    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="kommunenrollen")
    term = models.ForeignKey(KommunenRolle, models.PROTECT, related_name="codings", verbose_name=_("Rolle der Kommune"))

    class Meta(Coding.Meta):
        verbose_name = _("Rolle der Kommune")
        verbose_name_plural = _("Rollen der Kommune")


class FundingCoding(Coding):
    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="funding")
    term = models.ForeignKey(Funding, models.PROTECT, related_name="codings", verbose_name=_("funding"))

    class Meta(Coding.Meta):
        verbose_name = _("funding")
        verbose_name_plural = _("funding")


class SecondCoding(models.Model):
    """A case coded by somebody else, who doesn't see the codings it has.

    ``content``: {"handlungsfeld": [the main one], and for each of practices.systems its member: […]} with codings
    {"slug", "basis", "chapter", "note"}. ``first``: the codings of the case in the same form when the second coder
    finished, each also with "codebook", the edition it was made under; the two are what agreement is computed on. A
    finished one without ``first`` was given up. Written by ``workplace.coding.second_coding`` only.
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
