"""``/merkliste/?praxis=…``: the cases that somebody chose, to be ordered, compared and taken along."""

from django.http import QueryDict
from django.views.generic import TemplateView

from dossiers.comparison import MOST_COMPARED
from dossiers.shortlist import MOST, shortlist
from practices.filter.query import Query
from practices.models import Practice

MOST_FOUND = 8


class ShortlistView(TemplateView):
    """What is chosen stands in the address, and nothing is stored; ``q`` finds cases to add."""

    template_name = "dossiers/shortlist.html"

    def get(self, request):
        chosen = shortlist(request.GET, also=["q"])
        asked = Query(_words(request.GET) if not chosen.problems else None)
        problems = chosen.problems or asked.problems
        words = asked.values["q"]
        context = {
            "nav": "shortlist",
            "chosen": chosen,
            "problems": problems,
            "items": [_item(chosen, practice) for practice in chosen.practices],
            "most": MOST,
            "most_compared": MOST_COMPARED,
            "words": words or "",
            "found": _found(asked, chosen) if words and not problems else [],
        }
        return self.render_to_response(context, status=400 if problems else 200)


def _item(chosen, practice):
    """A case with the query strings that its links lead to."""
    return {
        "practice": practice,
        "up": chosen.moved(practice.slug, -1),
        "down": chosen.moved(practice.slug, 1),
        "without": chosen.without(practice.slug),
    }


def _words(data):
    words = QueryDict(mutable=True)
    words.setlist("q", data.getlist("q"))
    return words


def _found(asked, chosen):
    """The best of the cases that hold the words and aren't chosen yet, each with the query string that adds it."""
    already = {practice.pk for practice in chosen.practices}
    pks = [pk for pk in asked.selection().ordered.cut(0, MOST_FOUND + len(already)) if pk not in already]
    return [(practice, chosen.with_case(practice.slug)) for practice in Practice.objects.in_turn(pks[:MOST_FOUND])]
