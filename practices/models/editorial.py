"""How a case comes to be: versions, revisions awaiting approval, steps, and what is left of a deleted case."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


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


class Tombstone(models.Model):
    """A deleted case. ``case`` is its key, ``was_public`` whether its address must answer 410."""

    case = models.BigIntegerField(_("key"), primary_key=True)
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


class SlugRedirect(models.Model):
    """An address that a case had while it was public."""

    old = models.SlugField(_("former slug"), max_length=120, primary_key=True)
    practice = case_field("former_slugs")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.old
