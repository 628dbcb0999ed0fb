"""The read-only API. Every view reads the query string through filter.query and refuses what it can't use."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from handlungsfelder.models import Chance, Handlungsfeld, Herausforderung, Teilaspekt
from practices.api import schema
from practices.api.answers import as_json, base_url, fragments
from practices.api.clusters import cluster_collection
from practices.api.errors import RefusedFilter, gone
from practices.api.geojson import feature_collection
from practices.api.renderers import GeoJSONRenderer
from practices.api.serializers import (
    DerivedTermSerializer,
    PlaceSerializer,
    PracticeSerializer,
    SuggestionSerializer,
    TeilaspektSerializer,
    TermSerializer,
)
from practices.case.addresses import Moved, whereabouts
from practices.catalogue import clusters
from practices.filter.facets import facet_counts
from practices.filter.paging import page_of
from practices.filter.parameters import MAX_ZOOM
from practices.filter.query import Problem, Query
from practices.filter.sentence import replaced
from practices.models import Place, Practice, Status
from practices.search.excerpts import excerpts_of
from practices.search.suggestions import suggestions
from practices.systems import OWN


class AtlasAPIView(APIView):
    """``also``: parameters besides the filters; ``only``: the only ones, where the address knows no filter."""

    also, only = (), None

    def filter(self, request):
        """The Selection that the query string asks for; RefusedFilter (400) where something is wrong with it."""
        asked = Query(request.GET, also=self.also, only=self.only)
        if asked.problems:
            raise RefusedFilter(asked.problems)
        return asked.selection()


class ApiRoot(AtlasAPIView):
    only = ("lang",)

    @extend_schema(
        operation_id="root",
        parameters=[schema.LANG],
        responses=schema.answers(schema.ROOT),
        summary="The addresses of the API",
    )
    def get(self, request):
        self.filter(request)
        names = ("practices", "geojson", "clusters", "suggestions", *VOCABULARY_VIEWS, "places", "schema", "docs")
        return Response({name: request.build_absolute_uri(reverse(f"api-{name}")) for name in names})


class PracticeListView(AtlasAPIView):
    also = ("facets", "excerpts")

    @extend_schema(
        operation_id="practices_list",
        parameters=schema.FILTERS + schema.PAGING + [schema.FACETS, schema.EXCERPTS],
        responses=schema.answers(schema.practice_page()),
        summary="Practices, filtered and paged",
    )
    def get(self, request):
        asked = self.filter(request)
        page = page_of(asked)
        answer = {
            "count": page.paginator.count,
            "next": self._link(request, page.next_page_number()) if page.has_next() else None,
            "previous": self._link(request, page.previous_page_number()) if page.has_previous() else None,
            "results": fragments(asked.catalogue, page.object_list, request),
        }
        if asked.values["q"]:
            answer["partial"] = fragments(asked.catalogue, asked.partial, request)
        if asked.values["facets"] == "1":
            answer["facets"] = facet_counts(asked)
        if asked.values["excerpts"] == "1" and asked.values["q"]:
            practices = Practice.objects.in_turn([*page.object_list, *asked.partial])
            answer["excerpts"] = {slug: text.all_parts for slug, text in excerpts_of(asked, practices).items()}
        if asked.is_compared:
            reasons = asked.reasons(page.object_list)
            slugs = Practice.objects.filter(pk__in=reasons).values_list("pk", "slug")
            answer["reasons"] = {slug: reasons[pk].as_json for pk, slug in slugs}
        return as_json(answer)

    def _link(self, request, number):
        return request.build_absolute_uri(f"{request.path}?{replaced(request.GET, page=number)}")


class PracticeDetailView(AtlasAPIView):
    only = ("lang",)

    @extend_schema(
        operation_id="practice",
        parameters=[schema.SLUG, schema.LANG],
        responses=schema.answers(PracticeSerializer) | schema.FORMER,
        summary="One practice",
    )
    def get(self, request, slug):
        catalogue = self.filter(request).catalogue
        pk = catalogue.practice_called(slug)
        found = fragments(catalogue, [pk], request) if pk else []
        return as_json(found[0]) if found else self.former(request, slug)

    def former(self, request, slug):
        """301 to where the practice moved, 410 where one was, else 404."""
        found = whereabouts(slug)
        if found is None:
            raise Http404
        if not isinstance(found, Moved):
            return gone(found)
        query = request.META.get("QUERY_STRING", "")
        address = reverse("api-practice", args=[found.slug]) + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(address, headers={"Cache-Control": "no-cache"})


class GeoJSONView(AtlasAPIView):
    """Never paged: ``page`` and ``page_size`` of the page's query string are checked and have no effect."""

    renderer_classes = [GeoJSONRenderer]

    @extend_schema(
        operation_id="practices_geojson",
        parameters=schema.FILTERS + schema.PAGING,
        responses=schema.answers(schema.GEOJSON, "application/geo+json"),
        summary="Practices as points on a map",
    )
    def get(self, request):
        asked = self.filter(request)
        return as_json(feature_collection(asked, base_url(request)), GeoJSONRenderer.media_type)


class ClustersView(AtlasAPIView):
    """``page``, ``page_size`` and ``ordering`` of the page's query string are checked and have no effect."""

    also = ("zoom",)

    @extend_schema(
        operation_id="practices_clusters",
        parameters=[schema.ZOOM, *schema.FILTERS, *schema.PAGING],
        responses=schema.answers(schema.CLUSTERS, GeoJSONRenderer.media_type),
        summary="Practices as clusters for a zoom level of a map",
    )
    def get(self, request):
        asked = self.filter(request)
        if asked.values["zoom"] is None:
            raise RefusedFilter([Problem("zoom", "", _("This address needs a zoom level."), f"0…{MAX_ZOOM}")])
        zoom = min(int(asked.values["zoom"]), clusters.MAX_ZOOM)
        return as_json(cluster_collection(asked, zoom, base_url(request)), GeoJSONRenderer.media_type)


class SuggestionsView(AtlasAPIView):
    """What somebody may mean who types: for the search box, and for other tools alike."""

    only = ("q", "lang")

    @extend_schema(
        operation_id="suggestions",
        parameters=[schema.TYPED, schema.LANG],
        responses=schema.answers(SuggestionSerializer(many=True)),
        summary="Practices, places and terms whose name begins like the words typed",
    )
    def get(self, request):
        asked = self.filter(request)
        return as_json(suggestions(asked.catalogue, asked.values["q"], get_language()))


class PlaceListView(AtlasAPIView):
    only = ("lang",)

    @extend_schema(
        operation_id="places_list",
        parameters=[schema.LANG],
        responses=schema.answers(PlaceSerializer(many=True)),
        summary="Places with a published practice",
    )
    def get(self, request):
        self.filter(request)
        places = Place.objects.filter(locations__practice__status=Status.PUBLISHED).distinct()
        return Response(PlaceSerializer(places, many=True).data)


def vocabulary_view(model, serializer, related=(), prefetch=()):
    """A view that lists all terms of one kind."""

    class VocabularyView(AtlasAPIView):
        only = ("lang",)

        @extend_schema(
            operation_id=f"{model._meta.model_name}_list",
            parameters=[schema.LANG],
            responses=schema.answers(serializer(many=True)),
            summary=f"Vocabulary: {model._meta.object_name}",
        )
        def get(self, request):
            self.filter(request)
            terms = model.objects.select_related(*related).prefetch_related(*prefetch)
            return Response(serializer(terms, many=True).data)

    return VocabularyView


VOCABULARY_VIEWS = {
    "handlungsfelder": vocabulary_view(Handlungsfeld, TermSerializer),
    **{system.codebook: vocabulary_view(system.term, TermSerializer) for system in OWN},
    "teilaspekte": vocabulary_view(Teilaspekt, TeilaspektSerializer, related=["handlungsfeld"]),
    "herausforderungen": vocabulary_view(Herausforderung, DerivedTermSerializer, prefetch=["handlungsfelder"]),
    "chancen": vocabulary_view(Chance, DerivedTermSerializer, prefetch=["handlungsfelder"]),
}
