"""What is kept of a case: its versions, what is left of a deleted one, and its former addresses."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_at_hand = ContextVar("former_addresses", default=None)


def by_field():
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )


def case_field(related_name):
    """A reference that outlives the case: what it points to may be deleted, and come back under the same key."""
    return models.ForeignKey(
        "practices.Practice",
        models.DO_NOTHING,
        db_constraint=False,
        related_name=related_name,
        verbose_name=_("practice"),
    )


class Version(models.Model):
    """A case as it was: ``content`` in the plain form of practices.case.contents, whole.

    ``revision`` is None for what the case itself was, else it names the revision that proposed this content.
    ``surroundings`` holds what the content only points to: places, sources and coders as they were then.
    ``number`` counts both kinds of one case together. Written by ``practices.case.history`` only.
    """

    class Action(models.TextChoices):
        CREATED = "created", _("entered")
        CHANGED = "changed", _("changed")
        IMPORTED = "imported", _("imported")
        RESTORED = "restored", _("restored")
        APPROVED = "approved", _("revision approved")
        MERGED = "merged", _("merged")
        CODED = "coded", _("codings resolved")
        CONFIRMED = "confirmed", _("confirmed as current")
        STEP = "step", _("step")
        PROPOSED = "proposed", _("revision saved")
        DELETED = "deleted", _("deleted")

    practice = case_field("versions")
    number = models.PositiveIntegerField(_("number"))
    slug = models.SlugField(_("slug"), max_length=120)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = by_field()
    by_name = models.CharField(_("by (name)"), max_length=150, blank=True)
    action = models.CharField(_("action"), max_length=20, choices=Action, default=Action.CHANGED)
    comment = models.TextField(_("comment"), blank=True)
    revision = models.ForeignKey(
        "practices.Revision", models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="versions"
    )
    content = models.JSONField()
    surroundings = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["practice", "number"]
        constraints = [models.UniqueConstraint(name="version_once", fields=["practice", "number"])]
        indexes = [models.Index(fields=["slug"]), models.Index(fields=["at"])]

    def __str__(self):
        return f"{self.slug} {self.number}"


class Tombstone(models.Model):
    """A deleted case: ``case`` is its key, ``uuid`` its permanent id; both are its own again when it comes back.

    ``was_public``: whether its address must answer 410.
    """

    case = models.BigIntegerField(_("key"), primary_key=True)
    uuid = models.UUIDField(_("permanent id"), unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=120, db_index=True)
    title = models.CharField(_("title"), max_length=160)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = by_field()
    by_name = models.CharField(_("by (name)"), max_length=150, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    was_public = models.BooleanField(_("was public"), default=False)
    # Second codings and how they were settled, as Django serializes them: research that comes back with the case.
    second_codings = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("deleted practice")
        verbose_name_plural = _("deleted practices")
        ordering = ["-at"]

    def __str__(self):
        return self.title


class FormerAddresses(models.Manager):
    def taken(self, slug, but):
        """Whether the slug is the former address of another case than ``but`` (key), or of a deleted public one."""
        if (at_hand := _at_hand.get()) is not None:
            return bool(at_hand.get(slug, set()) - {but})
        return (
            self.filter(old=slug).exclude(practice=but).exists()
            or Tombstone.objects.filter(slug=slug, was_public=True).exclude(case=but).exists()
        )

    @contextmanager
    def at_hand(self):
        """Within it taken() answers from memory: for tables of thousands of cases."""
        owners = {}
        for slug, pk in [
            *self.values_list("old", "practice"),
            *Tombstone.objects.filter(was_public=True).values_list("slug", "case"),
        ]:
            owners.setdefault(slug, set()).add(pk)
        token = _at_hand.set(owners)
        try:
            yield
        finally:
            _at_hand.reset(token)


class SlugRedirect(models.Model):
    """An address that a case had while it was public."""

    old = models.SlugField(_("former slug"), max_length=120, primary_key=True)
    practice = case_field("former_slugs")

    objects = FormerAddresses()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.old
