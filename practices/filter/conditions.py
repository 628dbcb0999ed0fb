"""What the parameters mean in the database: conditions for practices, whatever their status.

The catalogue answers the same from its sets; tests/practices/test_filterset.py holds the two against each other.
"""

from django.db.models import Exists, OuterRef, Q
from pyroaring import BitMap

from handlungsfelder.models import Handlungsfeld
from practices.models import Location, Practice, Precision
from practices.models.place import TOWN_SIZES
from practices.models.profile.facets import COST, KNOWN, MOST_CARRIERS, NONE
from practices.search import matching
from practices.search.postings import Postings
from practices.systems import BY_PARAMETER

# Where a case is known by its best place.
RANKS = (Precision.PLACE, Precision.REGION, Precision.COUNTRY)


def _located(**condition):
    return Exists(Location.objects.filter(practice=OuterRef("pk"), **condition))


def coded(parameter):
    """Cases with one of these terms of a coding system."""
    model = BY_PARAMETER[parameter].coding
    return lambda slugs: Exists(model.objects.filter(practice=OuterRef("pk"), term__slug__in=slugs))


def main(slugs):
    return Q(handlungsfeld__slug__in=slugs)


def derived(relation):
    """Cases whose main Handlungsfeld has one of these terms."""
    return lambda slugs: Q(handlungsfeld__in=Handlungsfeld.objects.filter(**{f"{relation}__slug__in": slugs}))


def carried(carriers):
    """Cases with one of these carriers, the first or a further one."""
    found = Q(carrier__in=carriers)
    for place in range(MOST_CARRIERS):
        found |= Q(**{f"profile__further_carriers__{place}__in": carriers})
    return found


def in_phase(phases):
    return Q(profile__phase__in=phases)


def evidenced(values):
    known = [value for value in values if value != NONE]
    found = Q(profile__evidence__in=known) if known else Q()
    return found | ~Q(profile__has_key="evidence") if NONE in values else found


def costed(values):
    told = Q(profile__has_any_keys=["cost", "cost_amount"])
    return Q() if set(values) == set(COST) else told if KNOWN in values else ~told


def in_place(field):
    """Cases with a place that has one of these values."""
    return lambda values: _located(**{f"place__{field}__in": values})


def sized(sizes):
    found = Q()
    for low, high in (TOWN_SIZES[size] for size in sizes):
        found |= Q(_located(place__population__gte=low, place__population__lte=high))
    return found


def precise(values):
    found, better = Q(), Q()
    for precision in RANKS:
        has = Q(_located(place__precision=precision))
        if precision in values:
            found |= has & ~better
        better |= has
    return found | ~better if Precision.NONE in values else found


def boxed(box):
    west, south, east, north = box
    return _located(
        place__lon__gte=west, place__lon__lte=east, place__lat__gte=south, place__lat__lte=north
    )  # fmt: skip


def holding(text):
    """Cases that the search finds, asked of the tables of the index."""
    among = BitMap(Practice.objects.order_by().values_list("pk", flat=True))
    return Q(pk__in=list(matching.find_among(among, Postings(), text).selection))
