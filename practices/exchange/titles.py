"""Titles that are nearly the same as one that is there: the same case twice, more likely than not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from practices.editorial import workflow
from practices.editorial.acting import name_of
from practices.exchange.errors import quoted
from practices.models import Practice
from practices.search.folding import sort_key

SIMILAR = 90
# Compared are titles that begin or end alike, so that thousands of rows don't each look at thousands of cases.
ALIKE = 6
MOST_COMPARED = 200
MOST_NAMED = 3


class Titles:
    """The titles of the cases, and of the rows looked at so far. Drafts of others than ``user`` aren't named."""

    def __init__(self, user=None):
        self._buckets = {}
        for practice in Practice.objects.order_by("pk").only("slug", "title", "status", "author").iterator():
            known = user is None or workflow.may_see(practice, user)
            self._add(sort_key(practice.title), practice.slug if known else Unnamed(practice.pk))

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
        return list(dict.fromkeys(_called(name) for name in names))


@dataclass(frozen=True)
class Unnamed:
    """A draft of somebody else."""

    pk: int


def _called(name):
    if isinstance(name, Unnamed):
        author = Practice.objects.select_related("author").get(pk=name.pk).author
        return _("a case in work (speak with %(by)s)") % {"by": name_of(author) or _("the group Redaktion")}
    return quoted(name) if isinstance(name, str) else _("row %(row)s") % {"row": name}
