"""Facets: for each parameter, how many cases each value would show.

A facet's own selection does not narrow its counts, so that users can widen it. Every term is listed, with
its zero; of countries and states those that the atlas has places in.
"""

from collections import Counter

from django.db.models import Count

from handlungsfelder.models import Buergerrolle, Chance, Handlungsfeld, Handlungsmuster, Herausforderung, Teilaspekt
from practices import iso
from practices.models import (
    BuergerrolleCoding,
    Carrier,
    HandlungsmusterCoding,
    Location,
    Place,
    Precision,
    TeilaspektCoding,
)
from practices.querysets import DOT_RANKS, TOWN_SIZES
from practices.sentence import precision_label, town_size_label


def facet_counts(practice_filter):
    """{parameter: [{"slug", "title", "count"}…]} of a valid filter.

    Costs at most 16 queries without a selection and one more per selected parameter (pinned by a test).
    """
    return {parameter: count(_within(practice_filter, parameter)) for parameter, count in FACETS.items()}


def _within(practice_filter, parameter):
    if practice_filter.values[parameter]:
        practice_filter = practice_filter.without(parameter)
    return practice_filter.qs.order_by()


def _listed(terms, counts, key="pk"):
    return [{"slug": t.slug, "title": t.label, "count": counts.get(getattr(t, key), 0)} for t in terms]


def _tally(rows):
    return dict(rows.order_by())


def _by_handlungsfeld(practices):
    return _tally(practices.values_list("handlungsfeld").annotate(n=Count("pk")))


def _handlungsfeld(practices):
    return _listed(Handlungsfeld.objects.all(), _by_handlungsfeld(practices))


def _coded(model, coding):
    def count(practices):
        rows = coding.objects.filter(practice__in=practices.values("pk")).values_list("term").annotate(n=Count("pk"))
        return _listed(model.objects.all(), _tally(rows))

    return count


def _derived(model):
    """Terms that cases get from their Handlungsfeld: add up the counts of the Handlungsfelder they belong to."""

    def count(practices):
        per_field = _by_handlungsfeld(practices)
        terms = model.objects.prefetch_related("handlungsfelder")
        counts = {t.pk: sum(per_field.get(f.pk, 0) for f in t.handlungsfelder.all()) for t in terms}
        return _listed(terms, counts)

    return count


def _per_place(column, name):
    """Codes of places; a case with two towns in one state counts once there."""

    def count(practices):
        rows = (
            Location.objects.filter(practice__in=practices.values("pk"))
            .values_list(f"place__{column}")
            .annotate(n=Count("practice", distinct=True))
        )
        counts = _tally(rows)
        codes = Place.objects.exclude(**{column: ""}).order_by().values_list(column, flat=True).distinct()
        listed = [{"slug": code, "title": name(code), "count": counts.get(code, 0)} for code in codes]
        return sorted(listed, key=lambda entry: (-entry["count"], entry["title"]))

    return count


def _carrier(practices):
    counts = _tally(practices.values_list("carrier").annotate(n=Count("pk")))
    return [{"slug": c.value, "title": str(c.label), "count": counts.get(c.value, 0)} for c in Carrier]


def _precision(practices):
    ranks = Counter(practices.with_precision().values_list("dot_rank", flat=True))
    return [
        {"slug": p.value, "title": precision_label(p.value), "count": ranks.get(DOT_RANKS[p.value], 0)}
        for p in Precision
    ]


def _town_size(practices):
    rows = Location.objects.filter(practice__in=practices.values("pk"), place__population__isnull=False)
    seen = set(rows.values_list("practice", "place__population"))
    found = {(case, size) for case, n in seen for size, (low, high) in TOWN_SIZES.items() if low <= n <= high}
    counts = Counter(size for _case, size in found)
    return [{"slug": size, "title": town_size_label(size), "count": counts.get(size, 0)} for size in TOWN_SIZES]


FACETS = {
    "handlungsfeld": _handlungsfeld,
    "teilaspekt": _coded(Teilaspekt, TeilaspektCoding),
    "handlungsmuster": _coded(Handlungsmuster, HandlungsmusterCoding),
    "buergerrolle": _coded(Buergerrolle, BuergerrolleCoding),
    "herausforderung": _derived(Herausforderung),
    "chance": _derived(Chance),
    "carrier": _carrier,
    "country": _per_place("country", iso.country_name),
    "state": _per_place("state", iso.state_name),
    "town_size": _town_size,
    "precision": _precision,
}
