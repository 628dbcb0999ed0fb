"""Titles and slugs that are nearly the same as one that is there: the same case twice, more likely than not."""

from django.utils.translation import gettext as _

from practices.editorial import workflow
from practices.editorial.acting import name_of
from practices.exchange.alike import MOST_NAMED, Alike
from practices.exchange.errors import quoted
from practices.models import Practice, Status
from practices.search.folding import sort_key

SIMILAR = 90


class Titles:
    """The titles and slugs of the cases, and of the rows looked at so far, as ``user`` (None: the host) may know them.

    Of others' drafts it is told that one is in work and with whom to speak, not what it is called.
    """

    def __init__(self, user=None):
        self._titles, self._slugs, self._cased = Alike(SIMILAR), Alike(SIMILAR), {}
        in_work = {} if user is None else _in_work(user)
        for slug, title in Practice.objects.order_by("pk").values_list("slug", "title").iterator():
            self._titles.add(sort_key(title), in_work.get(slug, slug))
            if slug not in in_work:
                self._slugs.add(sort_key(slug), slug)
            if slug != slug.lower():
                self._cased.setdefault(slug.lower(), set()).add(slug)

    def slug_of(self, slug):
        """The slug as it is or would be kept: lower case, unless a case has it in just this spelling."""
        cased = self._cased.get(slug.lower(), ())
        return slug if slug in cased else next(iter(sorted(cased)), slug.lower())

    def like(self, title, row, slug):
        """What cases and rows with nearly this title or slug are to be called, other than this slug itself."""
        title_key, slug_key = sort_key(title), sort_key(slug)
        found = dict.fromkeys(self._titles.to(title_key, but=slug) + self._slugs.to(slug_key, but=slug))
        if title_key:
            self._titles.add(title_key, row)
        self._slugs.add(slug_key, row)
        names = list(found)[:MOST_NAMED]
        return [_("row %(row)s") % {"row": name} if isinstance(name, int) else _shown(name) for name in names]


def _in_work(user):
    """{slug: (whom to speak with,)} of the cases that this user may not see."""
    unpublished = Practice.objects.exclude(status=Status.PUBLISHED).select_related("author")
    hidden = [practice for practice in unpublished if not workflow.may_see(practice, user)]
    return {practice.slug: (name_of(practice.author) or _("the group Redaktion"),) for practice in hidden}


def _shown(name):
    """A slug in quotation marks, or who is at work on the case."""
    return quoted(name) if isinstance(name, str) else _("a case in work (speak with %(by)s)") % {"by": name[0]}
