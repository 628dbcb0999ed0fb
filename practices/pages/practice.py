"""The page of one case, and what answers where no published case stands any more."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView
from pyroaring import BitMap

from handlungsfelder.models import Handlungsfeld
from practices.api.answers import base_url
from practices.api.geojson import features
from practices.case import freshness
from practices.case.addresses import Moved, whereabouts
from practices.catalogue.related import related_to
from practices.filter.parameters import DEFAULT_PAGE_SIZE
from practices.filter.query import Query
from practices.filter.sentence import replaced
from practices.geodata.drawing import drawn, window_of
from practices.models import Practice
from practices.pages import downloads, profile
from practices.pages.codings import groups_of
from practices.pages.detours import detour_of


class PracticeView(TemplateView):
    """``/praxis/<slug>/``: one case. The query string is the filter it was reached with (for back and forth).

    Whoever must not see it just now is led elsewhere (practices.pages.detours).
    """

    template_name = "practices/practice.html"

    def get(self, request, slug):
        published = Practice.objects.published()
        practice = published.for_list().with_images().filter(slug=slug).first()
        if practice is None:
            return former(request, slug)
        if address := detour_of(practice, request.user):
            return redirect(address)
        asked = Query(request.GET)
        catalogue = asked.catalogue
        points = features(catalogue, BitMap([practice.pk]), base_url(request))
        context = {
            "practice": practice,
            "profile": profile.told(practice),
            "codings": groups_of(practice, needed=True),
            "other_codings": groups_of(practice, needed=False),
            "problems": asked.problems,
            "query": replaced(request.GET, page=None) if asked.is_valid() else "",
            "back": replaced(request.GET, page=None) if asked.is_valid() else "",
            "narrowed": asked.is_valid() and asked.selection(catalogue).is_narrowed(),
            "points": {"features": points},
            "drawing": _drawn_case(points),
            "currency": freshness.said(practice),
            "place_names": ", ".join(location.place.label for location in practice.locations.all()),
            "related": Practice.objects.in_turn(related_to(catalogue, practice.pk)),
            "herausforderungen": practice.handlungsfeld.herausforderungen.all(),
            "chancen": practice.handlungsfeld.chancen.all(),
            "formats": downloads.offered_of_one(),
        }
        if asked.is_valid():
            context |= _neighbours(asked, asked.selection(catalogue), practice.pk)
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


def _drawn_case(points):
    """The Drawing of the dots of one case, None where it has none."""
    dots = [point["geometry"]["coordinates"] for point in points]
    return drawn(window_of(dots), [(lon, lat, 1) for lon, lat in dots]) if dots else None


def _neighbours(asked, selection, pk):
    """previous, next: (slug, title) of the cases beside this one in the filtered list, with its position.

    ``back`` is the query string of the page of the list that it stands on.
    """
    around = selection.ordered.around(pk)
    if around is None:
        return {}
    position, before, after = around
    page = position // (asked.values["page_size"] or DEFAULT_PAGE_SIZE) + 1
    rows = Practice.objects.filter(pk__in=[p for p in (before, after) if p]).values_list("pk", "slug", "title")
    beside = {key: rest for key, *rest in rows}
    return {
        "back": replaced(asked.data, page=page if page > 1 else None),
        "position": position + 1,
        "total": len(selection),
        "previous": beside.get(before),
        "next": beside.get(after),
    }
