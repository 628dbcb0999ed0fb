"""How practices are asked for. Reads like English; every number of queries is pinned by a test.

``for_list()`` costs 7 queries whatever the number of practices.
"""

from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from practices.search.index import matching

DOT_RANKS = {"place": 0, "region": 1, "country": 2, "none": 3}
# After the BBSR's types of towns: rural municipality, smaller and larger small town, medium-sized, large.
TOWN_SIZES = {
    "below-5000": (0, 4999),
    "5000-9999": (5000, 9999),
    "10000-19999": (10000, 19999),
    "20000-99999": (20000, 99999),
    "from-100000": (100000, 10**9),
}


class Bytewise(Func):
    """Compare text byte by byte on every database: PostgreSQL would follow the locale of the server."""

    template = "%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **context)


class PracticeQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status="published")

    # What a filter can ask for: OR within one call, AND between calls.

    def in_handlungsfelder(self, terms):
        return self.filter(handlungsfeld__in=terms)

    def touching_handlungsfelder(self, terms):
        return self._coded("further_handlungsfelder", terms)

    def with_teilaspekte(self, terms):
        return self._coded("teilaspekte", terms)

    def with_handlungsmuster(self, terms):
        return self._coded("handlungsmuster", terms)

    def with_buergerrollen(self, terms):
        return self._coded("buergerrollen", terms)

    def facing_herausforderungen(self, terms):
        return self._derived("herausforderungen", terms)

    def with_chancen(self, terms):
        return self._derived("chancen", terms)

    def _coded(self, related_name, terms):
        return self.filter(Exists(self._related(related_name).filter(practice=OuterRef("pk"), term__in=terms)))

    def _derived(self, name, terms):
        handlungsfelder = self.model._meta.get_field("handlungsfeld").related_model
        return self.filter(handlungsfeld__in=handlungsfelder.objects.filter(**{f"{name}__in": terms}))

    def carried_by(self, carriers):
        return self.filter(carrier__in=carriers)

    def in_countries(self, codes):
        return self._located(place__country__in=codes)

    def in_states(self, codes):
        return self._located(place__state__in=codes)

    def at_places(self, places):
        return self._located(place__in=places)

    def in_bbox(self, bbox):
        """``bbox``: (minlon, minlat, maxlon, maxlat) in degrees WGS 84, edges included."""
        west, south, east, north = bbox
        return self._located(place__lon__range=(west, east), place__lat__range=(south, north))

    def in_towns_of_size(self, sizes):
        condition = Q()
        for size in sizes:
            condition |= Q(place__population__range=TOWN_SIZES[size])
        return self._located(condition)

    def _located(self, *conditions, **lookups):
        return self.filter(Exists(self._locations().filter(*conditions, practice=OuterRef("pk"), **lookups)))

    def _locations(self):
        return self._related("locations")

    def with_precision(self):
        """Annotate ``dot_rank``: the best precision among a practice's places, 0 place … 3 none."""
        best = (
            self._locations()
            .filter(practice=OuterRef("pk"))
            .annotate(rank=Case(*(When(place__precision=p, then=Value(r)) for p, r in DOT_RANKS.items())))
            .order_by("rank")
            .values("rank")[:1]
        )
        return self.annotate(dot_rank=Coalesce(Subquery(best), Value(DOT_RANKS["none"])))

    def located_by(self, precisions):
        return self.with_precision().filter(dot_rank__in=[DOT_RANKS[p] for p in precisions])

    def without_dot(self):
        return self.exclude(Exists(self._locations().filter(practice=OuterRef("pk"), place__lat__isnull=False)))

    def search(self, text):
        return matching(self, text)

    # In which order.

    def by_title(self, language, descending=False):
        return self._ordered("title_sort_en" if language == "en" else "title_sort", descending)

    def by_update(self, descending=False):
        return self.order_by(F("updated").desc() if descending else F("updated").asc(), Bytewise("slug"))

    def by_relevance(self):
        """Best match first. Without a search all match alike, and the slug decides."""
        if "relevance" in self.query.annotations:
            return self.order_by(F("relevance").desc(), Bytewise("slug"))
        return self.order_by(Bytewise("slug"))

    def _ordered(self, field, descending):
        key = Bytewise(field)
        return self.order_by(key.desc() if descending else key.asc(), Bytewise("slug"))

    # What an answer needs of them.

    def count_by(self, parameter):
        """{pk of the term: number of practices} for handlungsfeld, handlungsmuster or buergerrolle; one query."""
        path = {
            "handlungsfeld": "handlungsfeld",
            "handlungsmuster": "handlungsmuster__term",
            "buergerrolle": "buergerrollen__term",
        }[parameter]
        rows = self.order_by().values_list(path).annotate(n=models.Count("pk", distinct=True))
        return {term: number for term, number in rows if term}

    def for_list(self):
        coded = ("further_handlungsfelder", "teilaspekte", "handlungsmuster", "buergerrollen")
        parts = [(name, "term") for name in coded] + [("locations", "place"), ("citations", "source")]
        return self.select_related("handlungsfeld").prefetch_related(
            *(Prefetch(name, self._related(name).select_related(target)) for name, target in parts)
        )

    def _related(self, name):
        return self.model._meta.get_field(name).related_model.objects.all()

    def for_map(self):
        """One row per practice and dot, as dicts: slug, title, handlungsfeld, place and its coordinates."""
        return (
            self._locations()
            .filter(practice__in=self.order_by(), place__lat__isnull=False)
            .order_by(Bytewise("practice__slug"), "position", "id")
            .values(
                "practice__slug",
                "practice__title",
                "practice__title_en",
                "practice__summary",
                "practice__summary_en",
                "practice__handlungsfeld__slug",
                "practice__handlungsfeld__title",
                "practice__handlungsfeld__title_en",
                "place__slug",
                "place__name",
                "place__name_en",
                "place__lat",
                "place__lon",
                "place__precision",
            )
        )

    def related_to(self, practice, limit=4):
        """The practices that share most with this one: Handlungsfeld, then patterns, roles and aspects."""
        shared = []
        for related_name, weight in (("handlungsmuster", 2), ("buergerrollen", 1), ("teilaspekte", 3)):
            codings = self._related(related_name)
            terms = codings.filter(practice=practice).values("term")
            count = (
                codings.filter(practice=OuterRef("pk"), term__in=terms)
                .order_by()
                .values("practice")
                .annotate(n=models.Count("pk"))
                .values("n")
            )
            shared.append(Coalesce(Subquery(count), Value(0)) * Value(weight))
        same_field = Case(When(handlungsfeld=practice.handlungsfeld_id, then=Value(2)), default=Value(0))
        return (
            self.exclude(pk=practice.pk)
            .annotate(nearness=shared[0] + shared[1] + shared[2] + same_field)
            .filter(nearness__gt=0)
            .order_by("-nearness", Bytewise("slug"))[:limit]
        )
