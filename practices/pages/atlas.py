"""The pages of the cases: the atlas and one practice."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView
from pyroaring import BitMap

from exchange.export.formats import FORMATS
from handlungsfelder.models import Handlungsfeld
from practices.api.answers import base_url
from practices.api.geojson import features
from practices.case import freshness
from practices.case.addresses import Moved, whereabouts
from practices.catalogue.drawing import drawing_of
from practices.catalogue.related import related_to
from practices.filter.facet_groups import facet_groups
from practices.filter.facets import facet_counts
from practices.filter.paging import NoSuchPage, page_of
from practices.filter.proposals import loosenings, spelling
from practices.filter.selection import DEFAULT_PAGE_SIZE, PracticeFilter
from practices.filter.sentence import active_filters, replaced, sortings
from practices.geodata.drawing import drawn, window_of
from practices.models import Practice
from practices.search import matching
from practices.search.excerpts import excerpts_of
from practices.search.query import parse
from workplace.coding.second_coding import open_coding

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
            "formats": FORMATS.values(),
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


class PracticeView(TemplateView):
    """``/praxis/<slug>/``: one case. The query string is the filter it was reached with (for back and forth).

    Whoever is coding the case blind just now is led to their own coding instead: the page shows the first one.
    """

    template_name = "practices/practice.html"

    def get(self, request, slug):
        published = Practice.objects.published()
        practice = published.for_list().with_images().filter(slug=slug).first()
        if practice is None:
            return former(request, slug)
        if coding := open_coding(practice, request.user):
            return redirect("coding:second_coding", coding.pk)
        asked = PracticeFilter(request.GET)
        points = features(asked.catalogue, BitMap([practice.pk]), base_url(request))
        context = {
            "practice": practice,
            "problems": asked.problems,
            "query": replaced(request.GET, page=None) if asked.is_valid() else "",
            "back": replaced(request.GET, page=None) if asked.is_valid() else "",
            "narrowed": asked.is_valid() and asked.is_narrowed(),
            "points": {"features": points},
            "drawing": _drawn_case(points),
            "currency": freshness.said(practice),
            "place_names": ", ".join(location.place.label for location in practice.locations.all()),
            "related": Practice.objects.in_turn(related_to(asked.catalogue, practice.pk)),
            "herausforderungen": practice.handlungsfeld.herausforderungen.all(),
            "chancen": practice.handlungsfeld.chancen.all(),
            "formats": [FORMATS[ending] for ending in ("excel.csv", "csv", "xlsx", "geojson", "bib", "ris")],
        }
        if asked.is_valid():
            context |= _neighbours(asked, practice.pk)
        return self.render_to_response(context, status=200 if asked.is_valid() else 400)


def former(request, slug):
    """What answers where no published case does: 301 to where it moved, 410 where one was, else 404.

    Neither is kept in caches unasked: a slug may change back, a case may come back.
    """
    found = whereabouts(slug)
    if found is None:
        raise Http404
    if isinstance(found, Moved):
        query = request.META.get("QUERY_STRING", "")
        address = reverse("practices:detail", args=[found.slug]) + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(address, headers={"Cache-Control": "no-cache"})
    context = {"gone": found, "field": Handlungsfeld.objects.filter(slug=found.handlungsfeld).first()}
    response = render(request, "practices/gone.html", context, status=410)
    response["Cache-Control"] = "no-cache"
    return response


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


def _drawn_case(points):
    """The Drawing of the dots of one case, None where it has none."""
    dots = [point["geometry"]["coordinates"] for point in points]
    return drawn(window_of(dots), [(lon, lat, 1) for lon, lat in dots]) if dots else None


def _neighbours(practice_filter, pk):
    """previous, next: (slug, title) of the cases beside this one in the filtered list, with its position.

    ``back`` is the query string of the page of the list that it stands on.
    """
    around = practice_filter.ordered.around(pk)
    if around is None:
        return {}
    position, before, after = around
    page = position // (practice_filter.values["page_size"] or DEFAULT_PAGE_SIZE) + 1
    rows = Practice.objects.filter(pk__in=[p for p in (before, after) if p]).values_list("pk", "slug", "title")
    beside = {key: rest for key, *rest in rows}
    return {
        "back": replaced(practice_filter.data, page=page if page > 1 else None),
        "position": position + 1,
        "total": len(practice_filter.selection),
        "previous": beside.get(before),
        "next": beside.get(after),
    }
