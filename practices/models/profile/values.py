"""The fixed lists that members of a profile choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Carrier(models.TextChoices):
    """Who carries the practice."""

    CITIZENS_GROUP = "citizens-group", _("Citizens' group")
    COOPERATIVE = "cooperative", _("Cooperative")
    ASSOCIATION = "association", _("Association")
    MUNICIPALITY = "municipality", _("Municipality")
    INTERMUNICIPAL_ALLIANCE = "intermunicipal-alliance", _("Intermunicipal alliance")
    COMPANY = "company", _("Company")
    RESEARCH = "research", _("Research")
    FOUNDATION = "foundation", _("Foundation")
    INDIVIDUALS = "individuals", _("Individuals")
    COOPERATION = "cooperation", _("Cooperation of several")


class Phase(models.TextChoices):
    """How far the practice had come when it was last known."""

    VISION = "vision", pgettext_lazy("phase", "vision")
    PLANNED = "planned", pgettext_lazy("phase", "planned")
    BEING_BUILT = "being-built", pgettext_lazy("phase", "being built")
    PILOT = "pilot", pgettext_lazy("phase", "pilot")
    RUNNING = "running", pgettext_lazy("phase", "running")
    ENDED = "ended", pgettext_lazy("phase", "ended")


class Evidence(models.TextChoices):
    """What is known of the effect rests on this; where nothing is known of it, the member is empty."""

    REPORTED = "reported", _("reported by those involved or by the source")
    COUNTED = "counted", _("counted")
    EVALUATED = "evaluated", _("evaluated")


class LinkKind(models.TextChoices):
    WEBSITE = "website", _("website of its own")
    REPORT = "report", _("report")
    PRESS = "press", _("press")


class Currency(models.TextChoices):
    """ISO 4217."""

    EUR = "EUR", "EUR"
    CHF = "CHF", "CHF"
    DEM = "DEM", "DM"
    ATS = "ATS", "ATS"
    CZK = "CZK", "CZK"
    DKK = "DKK", "DKK"
    GBP = "GBP", "GBP"
    JPY = "JPY", "JPY"
    NOK = "NOK", "NOK"
    PLN = "PLN", "PLN"
    SEK = "SEK", "SEK"
    USD = "USD", "USD"
