"""The atlas: map, list and facets of one filter."""

from django.views.generic import TemplateView

from practices.catalogue.drawing import drawing_of
from practices.filter.facet_groups import facet_groups
from practices.filter.facets import facet_counts
from practices.filter.paging import NoSuchPage, page_of
from practices.filter.proposals import loosenings, spelling
from practices.filter.selection import PracticeFilter
from practices.filter.sentence import active_filters, replaced, sortings
from practices.models import Practice
from practices.pages import downloads
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
        asked = PracticeFilter(request.GET)
        problems, status = list(asked.problems), 400 if asked.problems else 200
        shown = asked if asked.is_valid() else PracticeFilter(None)
        message = ""
        try:
            page = page_of(shown)
        except NoSuchPage as error:
            message, status = str(error), 404
            shown = PracticeFilter(_first_page(request.GET))
            page = page_of(shown)
        return self.render_to_response(self.context(shown, page, problems, message), status=status)

    def context(self, shown, page, problems, message):
        groups = facet_groups(shown, facet_counts(shown))
        drawing, beyond = drawing_of(shown)
        return {
            "nav": "atlas",
            "filter": shown,
            "active": active_filters(shown),
            "problems": problems,
            "message": message,
            "page": page,
            "practices": self.found(shown, page.object_list),
            "partial": self.partly_found(shown),
            "spelling": None if page.object_list else spelling(shown),
            "loosenings": [] if page.object_list else loosenings(shown),
            "ignored": parse(shown.values["q"]).ignored if shown.values["q"] else [],
            "clustered": len(shown.selection) > FEW_DOTS,
            "total": page.paginator.count,
            "unlocated": shown.without_dot(),
            "groups": groups,
            "query": replaced(shown.data, page=None),
            "hidden": _hidden(shown.data, groups),
            "sortings": sortings(shown),
            "formats": downloads.offered(),
            "drawing": drawing,
            "beyond": beyond,
            "printed": min(page.paginator.count, MOST_PRINTED),
            "print_query": replaced(shown.data, page=None, page_size=MOST_PRINTED),
            "page_queries": _page_queries(shown.data, page),
            "map_query": replaced(shown.data, page=None, page_size=None, ordering=None),
            "unlocated_query": _unlocated_query(shown.data),
        }

    def found(self, shown, pks):
        """The practices with these pks; those of a search carry in ``excerpt`` why they were found."""
        practices = Practice.objects.in_turn(pks) if pks else []
        if practices and shown.values["q"]:
            excerpts = excerpts_of(shown, practices)
            for practice in practices:
                practice.excerpt = excerpts.get(practice.slug)
        return practices

    def partly_found(self, shown):
        """Cases that hold some of the words only (see PracticeFilter.partial); ``missing`` lists those they lack."""
        practices = self.found(shown, shown.partial)
        for practice in practices:
            text = shown.values["q"]
            practice.missing = matching.missing(matching.find(shown.catalogue, text), text, practice.pk)
        return practices


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
