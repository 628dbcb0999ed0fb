"""Whether a case still counts as current: somebody confirmed it not long ago, or it speaks of a year not long past.

No models are imported here: the querysets import this.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def limit():
    """The first day (date) that still counts as current."""
    return timezone.localdate() - timedelta(days=settings.CURRENT_FOR_DAYS)


def stale():
    """Condition for practices: neither confirmed since the limit nor, never confirmed, of a year that ended since."""
    first = limit()
    return Q(confirmed__lt=first) | Q(confirmed__isnull=True, as_of__lt=first.year)


def is_stale(practice):
    first = limit()
    return practice.confirmed < first if practice.confirmed else practice.as_of < first.year


# Those that wait longest first: never confirmed, of the oldest year.
LONGEST_FIRST = (F("confirmed").asc(nulls_first=True), "as_of", "slug")


def said(practice):
    """What readers are told of it (str); "" where nothing need be said."""
    if practice.confirmed is None:
        if not is_stale(practice):
            return ""
        return _("Described for %(year)s, not confirmed since.") % {"year": practice.as_of}
    day = {"date": date_format(practice.confirmed, "DATE_FORMAT")}
    if is_stale(practice):
        return _("Last confirmed on %(date)s, not looked at since.") % day
    return _("Last confirmed on %(date)s.") % day
