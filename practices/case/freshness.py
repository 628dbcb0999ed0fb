"""Whether a case still counts as current: somebody confirmed it not long ago, or it speaks of a year not long past."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practices.models.querysets import limit


def is_stale(practice):
    first = limit()
    return practice.confirmed < first if practice.confirmed else practice.as_of < first.year


def said(practice):
    """What readers are told of it (str); "" where nothing need be said."""
    if practice.confirmed is None:
        if not is_stale(practice):
            return ""
        return _("Describes how things stood in %(year)s; not confirmed since.") % {"year": practice.as_of}
    day = {"date": date_format(practice.confirmed, "DATE_FORMAT")}
    if is_stale(practice):
        return _("Last confirmed on %(date)s, not checked since.") % day
    return _("Last confirmed on %(date)s.") % day
