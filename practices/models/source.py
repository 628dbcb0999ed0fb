"""What a case rests on: publications, where in them it stands, and whether their address answers."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.following import TrackedQuerySet
from core.plaintext import check_texts
from core.slugs import check_case_apart, check_slug
from practices.models import timespan


class SecureURLField(models.URLField):
    """An address that is taken for https where nobody typed how it begins; in migrations a URLField."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https"} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class Source(models.Model):
    """A publication. ``citation`` is the full reference as it is printed; ``url`` may be empty."""

    keeps_versions = True

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    citation = models.TextField(_("citation"))
    title = models.CharField(_("title"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[timespan.check_year_of_source]
    )
    url = SecureURLField(_("address"), max_length=500, blank=True)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["citation"]

    def __str__(self):
        return self.title or self.citation[:80]

    def clean(self):
        check_texts(self)
        check_slug(self)

    def validate_unique(self, exclude=None):
        super().validate_unique(exclude)
        check_case_apart(self, exclude)

    def touches(self):
        return {"practices": self.citations.values_list("practice", flat=True) if self.pk else []}


class Citation(models.Model):
    """A source of a practice, with the chapter or page in ``locator``."""

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))
    locator = models.CharField(_("chapter or page"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="citation_once",
                fields=["practice", "source", "locator"],
                violation_error_message=_("This passage is cited already."),
            )
        ]

    def __str__(self):
        return f"{self.source}, {self.locator}"

    def clean(self):
        check_texts(self)

    def touches(self):
        return {"practices": [self.practice_id]}

    @property
    def full(self):
        """The reference ready to be pasted: citation and locator, with one full stop at the end."""
        return f"{self.source.citation.rstrip('. ')}, {self.locator.rstrip('.')}."


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
