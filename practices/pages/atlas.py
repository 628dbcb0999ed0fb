"""The atlas: map, list and facets of one filter."""

from django.views.generic import TemplateView

from practices.catalogue.drawing import drawing_of
from practices.filter.facet_groups import facet_groups
from practices.filter.facets import facet_counts
from practices.filter.paging import NoSuchPage, page_of
from practices.filter.proposals import loosenings, spelling
from practices.filter.query import Query
from practices.filter.sentence import active_filters, replaced, sortings
from practices.filter.towns import COMPARING
from practices.models import Practice
from practices.pages import downloads
from practices.pages.problems import problems_of_towns
from practices.search import matching
from practices.search.excerpts import excerpts_of
from practices.search.query import parse

# Up to so many cases the map shows each of them; beyond, the server clusters.
FEW_DOTS = 300
# So many cases are offered on one page, for print.
MOST_PRINTED = 500


class AtlasView(TemplateView):
    """``/``: map, list and facets of one filter. A refused filter answers 400, with every case below it."""

    template_name = "practices/atlas.html"

    def get(self, request):
        asked = Query(request.GET)
        problems, status = asked.problems, 400 if asked.problems else 200
        asked = Query(None) if problems else asked
        shown, message = asked.selection(), ""
        try:
            page = page_of(shown)
        except NoSuchPage as error:
            message, status = str(error), 404
            asked = Query(_first_page(request.GET))
            shown = asked.selection()
            page = page_of(shown)
        return self.render_to_response(self.context(asked, shown, page, problems, message), status=status)

    def context(self, asked, shown, page, problems, message):
        groups = facet_groups(asked, facet_counts(shown))
        drawing, beyond = drawing_of(shown)
        return {
            "nav": "atlas",
            "filter": asked,
            "active": active_filters(asked),
            "problems": problems,
            "message": message,
            "page": page,
            "practices": self.found(shown, page.object_list),
            "partial": self.partly_found(shown),
            "spelling": None if page.object_list else spelling(asked, shown),
            "loosenings": [] if page.object_list else loosenings(asked, shown),
            "ignored": parse(shown.values["q"]).ignored if shown.values["q"] else [],
            "clustered": len(shown) > FEW_DOTS,
            "total": page.paginator.count,
            "unlocated": shown.without_dot(),
            "groups": groups,
            "query": replaced(asked.data, page=None),
            "hidden": _hidden(asked.data, groups),
            "sortings": sortings(asked),
            "compared": _compared(asked),
            "of_towns": [] if problems else problems_of_towns(shown),
            "kept": [(name, value) for name, values in asked.data.lists() for value in values if name not in COMPARING],
            "formats": downloads.offered(),
            "drawing": drawing,
            "beyond": beyond,
            "printed": min(page.paginator.count, MOST_PRINTED),
            "print_query": replaced(asked.data, page=None, page_size=MOST_PRINTED),
            "page_queries": _page_queries(asked.data, page),
            "map_query": replaced(asked.data, page=None, page_size=None, ordering=None),
            "unlocated_query": _unlocated_query(asked.data),
        }

    def found(self, shown, pks):
        """The practices with these pks; those of a search carry in ``excerpt`` why they were found."""
        practices = Practice.objects.in_turn(pks) if pks else []
        if practices and shown.values["q"]:
            excerpts = excerpts_of(shown, practices)
            for practice in practices:
                practice.excerpt = excerpts.get(practice.slug)
        reasons = shown.reasons(pks)
        for practice in practices:
            practice.reason = reasons.get(practice.pk)
        return practices

    def partly_found(self, shown):
        """Cases that hold some of the words only (see Selection.partial); ``missing`` lists those they lack."""
        practices = self.found(shown, shown.partial)
        for practice in practices:
            text = shown.values["q"]
            practice.missing = matching.missing(matching.find(shown.catalogue, text), text, practice.pk)
        return practices


def _compared(asked):
    """What the cases are compared with, and the query string without it; None where with nothing."""
    town, residents = asked.values["near"], asked.values["residents"]
    if not (town or residents):
        return None
    return {
        "town": town,
        "residents": residents or town.residents,
        "own": residents,
        "without": replaced(asked.data, **dict.fromkeys(COMPARING)),
    }


def _page_queries(data, page):
    """Query strings of the page before and the page after, None where there is none."""
    before = replaced(data, page=page.previous_page_number()) if page.has_previous() else None
    after = replaced(data, page=page.next_page_number()) if page.has_next() else None
    return {"previous": before, "next": after}


def _hidden(data, groups):
    """(name, value) of what the form carries along: all that has no control in it, but not the page."""
    controls = {(group.parameter, option.slug) for group in groups for option in group.options}
    pairs = [(name, value) for name, values in data.lists() for value in values if name not in ("q", "page")]
    return [pair for pair in pairs if pair not in controls]


def _first_page(data):
    changed = data.copy()
    changed.pop("page", None)
    return changed


def _unlocated_query(data):
    """The same filter, narrowed to the cases that have no dot."""
    changed = data.copy()
    for name in ("page", "bbox"):
        changed.pop(name, None)
    changed.setlist("precision", ["country", "none"])
    return changed.urlencode()
