"""“Like this there are already …”: cases that may be the same one, by title and by place."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from practices.geodata.gazetteer import kilometres
from practices.models import Location, Place, Practice
from practices.search.folding import sort_key
from practices.search.stopwords import is_stop_word

ALIKE = 90
ALIKE_NEARBY = 75
NEARBY_KM = 15
MOST = 5


@dataclass(frozen=True)
class Similar:
    """``likeness`` of the titles, 0 to 100; ``km`` between the nearest places, None where one has no dot."""

    pk: int
    slug: str
    title: str
    status: str
    likeness: int
    km: float | None
    places: str


def similar_to(title, place_slugs, *, but=None):
    """Cases of any status with a like title, or a somewhat like title in the neighbourhood; the likest first."""
    wanted = _bare(title)
    if not wanted:
        return []
    titles = dict(Practice.objects.exclude(pk=but).order_by().values_list("pk", "title"))
    # The words of one title within the other count, so that a longer title doesn't hide a case.
    found = process.extract(
        wanted, titles, processor=_bare, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE_NEARBY, limit=200
    )
    scores = {pk: round(score) for _text, score, pk in found}
    distances = _distances(place_slugs, scores)
    chosen = [
        pk
        for pk, score in scores.items()
        if score >= ALIKE or (score >= ALIKE_NEARBY and distances.get(pk, 10**6) <= NEARBY_KM)
    ]
    chosen = sorted(chosen, key=lambda pk: (-scores[pk], pk))[:MOST]
    practices = Practice.objects.prefetch_related("locations__place").in_bulk(chosen)
    return [
        Similar(
            pk=pk,
            slug=practices[pk].slug,
            title=practices[pk].title,
            status=practices[pk].status,
            likeness=scores[pk],
            km=distances.get(pk),
            places=", ".join(location.place.label for location in practices[pk].locations.all()),
        )
        for pk in chosen
    ]


@lru_cache(maxsize=200_000)
def _bare(title):
    """The words of a title that say something, folded."""
    return " ".join(word for word in sort_key(title).split() if not is_stop_word(word))


def _distances(place_slugs, pks):
    """{pk: kilometres from the nearest of these places}, for the cases that have a dot."""
    own = list(Place.objects.filter(slug__in=place_slugs, lat__isnull=False).values_list("lat", "lon"))
    distances = {}
    if not own:
        return distances
    rows = Location.objects.filter(practice__in=list(pks), place__lat__isnull=False)
    for pk, lat, lon in rows.order_by().values_list("practice", "place__lat", "place__lon"):
        nearest = min(kilometres(lat, lon, *point) for point in own)
        distances[pk] = min(nearest, distances.get(pk, nearest))
    return distances
