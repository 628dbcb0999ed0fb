"""Titles and slugs that are nearly the same as one that is there: the same case twice, more likely than not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.acting import name_of
from core.folding import sort_key
from core.plaintext import quoted
from practices.lookup.alike import MOST_NAMED, Alike
from practices.models import Practice
from workplace.workflow import steps

SIMILAR = 90


class Titles:
    """The titles and slugs of the cases, and of the rows looked at so far.

    Drafts of others than ``user`` (None: the host) stay unnamed.
    """

    def __init__(self, user=None):
        self._titles, self._slugs, self._cased = Alike(SIMILAR), Alike(SIMILAR), {}
        hidden = steps.hidden_from(user) if user is not None else set()
        for pk, slug, title in Practice.objects.order_by("pk").values_list("pk", "slug", "title").iterator():
            name = Unnamed(pk) if pk in hidden else slug
            self._titles.add(sort_key(title), name)
            self._slugs.add(sort_key(slug), name)
            if slug != slug.lower():
                self._cased.setdefault(slug.lower(), set()).add(slug)

    def slug_of(self, slug):
        """The slug as it is or would be kept: lower case, unless a case has it in just this spelling."""
        cased = self._cased.get(slug.lower(), ())
        return slug if slug in cased else next(iter(sorted(cased)), slug.lower())

    def like(self, title, row, slug):
        """Names of cases (slug) or rows (number) with nearly this title or slug, other than this slug itself."""
        title_key, slug_key = sort_key(title), sort_key(slug)
        found = dict.fromkeys(self._titles.to(title_key, but=slug) + self._slugs.to(slug_key, but=slug))
        if title_key:
            self._titles.add(title_key, row)
        self._slugs.add(slug_key, row)
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
