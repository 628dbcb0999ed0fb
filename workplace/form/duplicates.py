"""“Like this there are already …”: cases that may be the same one, by title and by place."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from core.acting import name_of
from core.folding import sort_key
from practices.geodata.gazetteer import kilometres
from practices.models import Location, Place, Practice
from practices.search.stopwords import is_stop_word
from workplace.workflow import steps

ALIKE = 90
ALIKE_NEARBY = 75
NEARBY_KM = 15
MOST = 5


@dataclass(frozen=True)
class Similar:
    """``likeness`` of the titles, 0 to 100; ``km`` between the nearest places, None where one has no dot.

    Of somebody else's draft only ``speak_with`` is told: that it is in work, and with whom to speak of it.
    """

    pk: int | None
    slug: str
    title: str
    status: str
    likeness: int
    km: float | None
    places: str
    speak_with: str = ""

    @property
    def told(self):
        """The sentence on a case that this user may not see; "" for others."""
        if not self.speak_with:
            return ""
        return _("A case that is likely the same is in work. Speak with %(by)s.") % {"by": self.speak_with}


def similar_to(title, place_slugs, user, *, but=None):
    """Cases of any status with a like title, or a somewhat like title in the neighbourhood; the likest first.

    Drafts of others are told of without what stands in them, and only where the titles are alike as a whole: nobody
    finds them by trying words.
    """
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
    practices = Practice.objects.select_related("author").prefetch_related("locations__place").in_bulk(chosen)
    found = []
    for pk in chosen:
        practice, km = practices[pk], distances.get(pk)
        if steps.may_see(practice, user):
            places = ", ".join(location.place.label for location in practice.locations.all())
            found.append(Similar(pk, practice.slug, practice.title, practice.status, scores[pk], km, places))
        elif _alike_as_a_whole(wanted, practice.title, km):
            by = name_of(practice.author) or _("the group Redaktion")
            found.append(Similar(None, "", "", "", ALIKE, None, "", speak_with=by))
    return list(dict.fromkeys(found))


def _alike_as_a_whole(wanted, title, km):
    likeness = fuzz.token_sort_ratio(wanted, _bare(title))
    return likeness >= ALIKE or (likeness >= ALIKE_NEARBY and km is not None and km <= NEARBY_KM)


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
