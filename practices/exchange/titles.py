"""Titles that are nearly the same as one that is there: the same case twice, more likely than not."""

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from practices.exchange.errors import quoted
from practices.models import Practice
from practices.search.folding import sort_key

SIMILAR = 90
# Compared are titles that begin or end alike, so that thousands of rows don't each look at thousands of cases.
ALIKE = 6
MOST_COMPARED = 200
MOST_NAMED = 3


class Titles:
    """The titles of the cases, and of the rows looked at so far."""

    def __init__(self):
        self._buckets = {}
        for slug, title in Practice.objects.order_by("pk").values_list("slug", "title").iterator():
            self._add(sort_key(title), slug)

    def _add(self, key, name):
        for bucket in {("begins", key[:ALIKE]), ("ends", key[-ALIKE:])}:
            self._buckets.setdefault(bucket, []).append((key, name))

    def like(self, title, row, slug):
        """Names of cases (slug) or rows (number) with nearly this title, other than this slug itself."""
        key, found = sort_key(title), {}
        if not key:
            return []
        for bucket in (("begins", key[:ALIKE]), ("ends", key[-ALIKE:])):
            for other, name in self._buckets.get(bucket, ())[-MOST_COMPARED:]:
                if name != slug and fuzz.ratio(key, other, score_cutoff=SIMILAR):
                    found[name] = other
        self._add(key, row)
        names = list(found)[:MOST_NAMED]
        return [quoted(name) if isinstance(name, str) else _("row %(row)s") % {"row": name} for name in names]
