"""Which cases a document is made of: those of a shortlist, or those that a filter leaves; and what was typed for it."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dossiers.shortlist import MOST, PARAMETER, shortlist
from practices.filter.query import Problem, Query, given_twice
from practices.filter.sentence import active_filters
from practices.models import Practice

TYPED = ("title", "town")
MOST_LETTERS = 120


@dataclass(frozen=True)
class Chosen:
    """``practices``: in order. ``missing``: sentences on those that can't be shown.

    ``kept``: [(name, value)] of the query string without what is typed, ``query``: the same as a query string.
    ``total``: how many there are; where they are too many for a document, none is in ``practices``.
    ``title``: as typed, or as the filter says it.
    """

    practices: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    total: int = 0
    title: str = ""
    town: str = ""

    @property
    def is_too_much(self):
        return self.total > MOST

    @property
    def can_be_typed_anew(self):
        """Whether nothing is wrong but what was typed for the document."""
        return not self.is_too_much and all(problem.parameter in TYPED for problem in self.problems)

    @property
    def query(self):
        return urlencode(self.kept)


def chosen(data):
    """The Chosen of a QueryDict: a shortlist where ``praxis`` stands in it, else a filter."""
    typed = {name: " ".join(data.get(name, "").split()) for name in TYPED}
    problems = list(_problems(data, typed))
    rest = data.copy()
    for name in TYPED:
        rest.pop(name, None)
    kept = [(name, value) for name, values in rest.lists() for value in values]
    found = _of_shortlist(rest) if PARAMETER in rest else _of_filter(rest)
    total, practices, missing, others, title = found
    problems += others
    if not problems and not practices and not total:
        problems.append(Problem(PARAMETER, "", _("No example is chosen."), _("at least one example")))
    typed = {name: _printable(text) for name, text in typed.items()}
    typed["title"] = typed["title"] or Truncator(_printable(title)).chars(MOST_LETTERS)
    return Chosen([] if problems else practices, missing, problems, kept, total, **typed)


def _printable(text):
    return "".join(filter(str.isprintable, text))


def _of_shortlist(data):
    found = shortlist(data)
    missing = [_("“%(title)s” (withdrawn or deleted).") % {"title": gone.title} for gone in found.gone] + [
        _("There is no example called “%(slug)s”.") % {"slug": slug[:60]} for slug in found.unknown
    ]
    practices = found.practices
    title = practices[0].label if len(practices) == 1 else _("Good practice from small towns")
    return len(practices), practices, missing, found.problems, title


def _of_filter(data):
    asked = Query(data)
    if asked.problems:
        return 0, [], [], asked.problems, ""
    selection = asked.selection()
    sentence = " · ".join(one.label for one in active_filters(asked)) or _("Good practice from small towns")
    if len(selection) > MOST:
        return len(selection), [], [], [], sentence
    practices = Practice.objects.in_turn(selection.ordered.cut(0, MOST)) if len(selection) else []
    return len(practices), practices, [], [], sentence


def _problems(data, typed):
    for name, text in typed.items():
        if len(data.getlist(name)) > 1:
            yield given_twice(name, data.getlist(name))
        elif len(text) > MOST_LETTERS:
            message = _("These are %(number)d characters.") % {"number": len(text)}
            yield Problem(name, text, message, _("up to %(most)d characters") % {"most": MOST_LETTERS})
        elif not text.isprintable():
            yield Problem(
                name, text, _("This contains characters that can't be printed."), _("letters, digits, punctuation")
            )
