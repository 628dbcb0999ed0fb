"""A shortlist: cases that somebody chose, in their order. It stands in the address (``?praxis=…&praxis=…``) alone."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from practices.case.addresses import Gone, whereabouts
from practices.filter.query import Problem, given_twice
from practices.models import Practice, SlugRedirect

PARAMETER = "praxis"
MOST = 50
SLUG = re.compile(r"[-a-z0-9_]{1,200}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Shortlist:
    """``practices``: the published ones, in the order of the address. ``gone``: [Gone], withdrawn or deleted since.

    ``unknown``: values that never named a case. ``problems``: [Problem] for which nothing is shown.
    """

    practices: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    @property
    def slugs(self):
        """What of it can be shown, by the addresses that the cases have now."""
        return [practice.slug for practice in self.practices]

    @property
    def query(self):
        return query_of(self.slugs)

    def with_case(self, slug):
        """The query string with one more case at its end."""
        return query_of([*self.slugs, slug])

    def without(self, slug):
        return query_of([one for one in self.slugs if one != slug])

    def moved(self, slug, steps):
        """The query string with a case so many places further down, up where negative; None beyond an end."""
        slugs = self.slugs
        place = slugs.index(slug)
        if not 0 <= place + steps < len(slugs):
            return None
        slugs.insert(place + steps, slugs.pop(place))
        return query_of(slugs)


def query_of(slugs):
    return urlencode([(PARAMETER, slug) for slug in slugs])


def shortlist(data, also=(), most=MOST):
    """The Shortlist of a QueryDict. ``also``: further parameters, each once, that the address understands.

    A case that was withdrawn or deleted, or never was, leaves the others standing; another parameter or more than
    ``most`` cases is a problem.
    """
    slugs = list(dict.fromkeys(filter(None, data.getlist(PARAMETER))))
    problems = list(_problems(data, also))
    if len(slugs) > most:
        message = _("These are %(number)d examples.") % {"number": len(slugs)}
        problems.append(Problem(PARAMETER, "…", message, _("up to %(most)d examples") % {"most": most}))
    if problems:
        return Shortlist(problems=problems)
    proper = [slug for slug in slugs if SLUG.fullmatch(slug)]
    found = _published(proper)
    gone, unknown = {}, []
    for slug in slugs:
        if slug not in found:
            former = whereabouts(slug) if slug in proper else None
            if isinstance(former, Gone):
                gone.setdefault(former.id, former)
            else:
                unknown.append(slug.replace("\x00", "␀"))
    pks = list(dict.fromkeys(found[slug] for slug in slugs if slug in found))
    return Shortlist(Practice.objects.in_turn(pks) if pks else [], list(gone.values()), unknown)


def _published(slugs):
    """{slug: pk} of those that lead to a published case, by their present or a former address."""
    published = Practice.objects.published()
    found = dict(published.filter(slug__in=slugs).values_list("slug", "pk"))
    if len(found) < len(slugs):
        former = SlugRedirect.objects.filter(old__in=slugs, practice__in=published)
        found = dict(former.values_list("old", "practice_id")) | found
    return found


def _problems(data, also):
    known = {PARAMETER, "lang", *also}
    for name, values in data.lists():
        if name not in known:
            yield Problem(name, values[0], _("There is no such parameter."), sorted(known))
        elif name != PARAMETER and len(values) > 1:
            yield given_twice(name, values)
