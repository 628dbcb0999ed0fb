"""Which years and days a case can speak of: none that is still to come."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

EARLIEST_YEAR = 1900
EARLIEST_SOURCE = 1450


def check_year(value):
    """Raise ValidationError for a year before 1900 or after the present one."""
    _check(value, EARLIEST_YEAR, timezone.localdate().year)


def check_year_of_source(value):
    """Raise ValidationError for a year before printing, or after the next one: what is in press bears its year."""
    _check(value, EARLIEST_SOURCE, timezone.localdate().year + 1)


def _check(value, earliest, latest):
    if not earliest <= value <= latest:
        message = _("%(value)s: a year from %(earliest)s to %(latest)s is expected.")
        raise ValidationError(message % {"value": value, "earliest": earliest, "latest": latest})


def iso_day(text):
    """YYYY-MM-DD → date. Raises ValueError, also for the other ways of ISO 8601 (20260501, 2026-W18-5)."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def check_day(value):
    """Raise ValidationError for a day before 1900 or after today."""
    today = timezone.localdate()
    if not date(EARLIEST_YEAR, 1, 1) <= value <= today:
        message = _("%(value)s: a day up to today (%(today)s) is expected.")
        shown = {"value": date_format(value, "SHORT_DATE_FORMAT"), "today": date_format(today, "SHORT_DATE_FORMAT")}
        raise ValidationError(message % shown)
