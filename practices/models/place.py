"""Where a case is: towns, regions, countries, and places nobody can find."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from core import iso
from core.following import TrackedQuerySet
from core.languages import in_language
from core.permanent_ids import new_id
from core.plaintext import check_all, check_texts
from core.slugs import check_case_apart, check_slug


class Precision(models.TextChoices):
    """How exactly a place is known. Only ``place`` and ``region`` have a dot on the map."""

    PLACE = "place", _("town")
    REGION = "region", _("region")
    COUNTRY = "country", _("country only")
    NONE = "none", _("not located")


WITH_DOT = (Precision.PLACE, Precision.REGION)


class Place(models.Model):
    """A town, region or country; ``uuid`` never changes (``id`` in the API).

    ``lat``/``lon`` in degrees WGS 84; None exactly when there is no dot.

    ``country`` is ISO 3166-1 alpha-2, ``state`` ISO 3166-2 or empty. ``population`` is what the gazetteer
    named in ``population_source`` gives, None when it gives nothing.
    """

    keeps_versions = True

    uuid = models.UUIDField(_("permanent id"), default=new_id, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    country = models.CharField(_("country (ISO 3166-1)"), max_length=2)
    state = models.CharField(_("state (ISO 3166-2)"), max_length=6, blank=True)
    precision = models.CharField(_("precision"), max_length=10, choices=Precision, default=Precision.PLACE)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_source = models.CharField(_("source of the population"), max_length=120, blank=True)
    gazetteer = models.CharField(_("gazetteer entry"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "slug"]
        constraints = [
            models.CheckConstraint(
                name="place_dot_fits_precision",
                condition=Q(precision__in=WITH_DOT, lat__isnull=False, lon__isnull=False)
                | Q(precision__in=(Precision.COUNTRY, Precision.NONE), lat__isnull=True, lon__isnull=True),
                violation_error_message=_(
                    "A town or region has latitude and longitude; a country or an unknown place has neither."
                ),
            ),
            models.CheckConstraint(
                name="place_on_earth",
                condition=Q(lat__isnull=True) | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                violation_error_message=_("Latitude lies between -90 and 90, longitude between -180 and 180 degrees."),
            ),
            models.CheckConstraint(
                name="place_state_in_country",
                condition=Q(state="") | Q(state__startswith=Concat(F("country"), Value("-"))),
                violation_error_message=_("The state belongs to another country."),
            ),
            models.CheckConstraint(
                name="place_population_has_source",
                condition=Q(population__isnull=True) | ~Q(population_source=""),
                violation_error_message=_("A population needs its source."),
            ),
        ]
        indexes = [models.Index(fields=["country", "state"]), models.Index(fields=["lat", "lon"])]

    def __str__(self):
        return f"{self.label} ({self.state or self.country})"

    def touches(self):
        return {"places": [self.pk], "practices": self.locations.values_list("practice", flat=True) if self.pk else []}

    @property
    def label(self):
        return in_language(self, "name")

    @property
    def state_name(self):
        return iso.state_name(self.state) if self.state else ""

    @property
    def country_name(self):
        return iso.country_name(self.country)

    @property
    def has_dot(self):
        return self.lat is not None

    def clean(self):
        check_all(self, check_texts, check_slug, Place._check_itself)

    def _check_itself(self):
        errors = {}
        if self.country and not iso.is_country(self.country):
            errors["country"] = _("“%(value)s” is no ISO 3166-1 code; write it like DE or AT.") % {
                "value": self.country
            }
        if self.state and not iso.is_state(self.state):
            errors["state"] = _("“%(value)s” is no ISO 3166-2 code; write it like DE-NI.") % {"value": self.state}
        elif self.state and not self.state.startswith(f"{self.country}-"):
            errors["state"] = _("The state belongs to another country.")
        dotted = self.precision in WITH_DOT
        for field, name in (("lat", _("latitude")), ("lon", _("longitude"))):
            value = getattr(self, field)
            if dotted and value is None:
                errors[field] = _("A town or region needs its %(name)s.") % {"name": name}
            elif not dotted and value is not None:
                errors[field] = _("A country or an unknown place has no dot: leave it empty.")
        if self.population is not None and not self.population_source:
            errors["population_source"] = _("A population needs its source.")
        if errors:
            raise ValidationError(errors)

    def validate_unique(self, exclude=None):
        # An id is drawn; asking for it would cost a query at each save.
        super().validate_unique({*(exclude or ()), "uuid"})
        check_case_apart(self, exclude)


class Location(models.Model):
    """A place of a practice, in the order the editor gives."""

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="locations")
    place = models.ForeignKey(Place, models.PROTECT, related_name="locations", verbose_name=_("place"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of the practice")
        verbose_name_plural = _("places of the practice")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="location_once",
                fields=["practice", "place"],
                violation_error_message=_("The case has this place already."),
            )
        ]

    def __str__(self):
        return str(self.place)

    def touches(self):
        return {"practices": [self.practice_id]}


# After the BBSR's types of towns: rural municipality, smaller and larger small town, medium-sized, large.
TOWN_SIZES = {
    "below-5000": (0, 4999),
    "5000-9999": (5000, 9999),
    "10000-19999": (10000, 19999),
    "20000-99999": (20000, 99999),
    "from-100000": (100000, 10**9),
}
