"""One state of the catalogue, and the questions it answers by set operations."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from django.utils.translation import get_language
from pyroaring import BitMap

from practices.models import Practice

MOST_REMEMBERED = 300
MOST_SLUGS = 20_000


@dataclass(frozen=True)
class Term:
    """A value of a facet as the vocabulary names it."""

    pk: int
    slug: str
    title: str
    title_en: str

    def label_in(self, language):
        return (language == "en" and self.title_en) or self.title

    @property
    def label(self):
        return self.label_in(get_language())


@dataclass(frozen=True)
class Places:
    """Every place, as columns; ``index`` leads from a pk to its row. Degrees WGS 84, NaN without a dot."""

    index: dict
    pks: np.ndarray
    lat: np.ndarray
    lon: np.ndarray
    ids: list
    slugs: list
    names: list
    names_en: list
    countries: list
    states: list
    precisions: list
    populations: list

    def label(self, row, language):
        return (language == "en" and self.names_en[row]) or self.names[row]


@dataclass(frozen=True)
class Order:
    """All practices in one order: ``pks`` as they follow, ``rank`` the place of each pk in it (-1 for none)."""

    pks: np.ndarray
    rank: np.ndarray

    @classmethod
    def of(cls, pks):
        pks = np.asarray(pks, dtype=np.int64)
        rank = np.full(int(pks.max(initial=0)) + 1, -1, dtype=np.int64)
        rank[pks] = np.arange(len(pks))
        return cls(pks, rank)

    def ranks_of(self, pks):
        """The ranks of those of these pks (ascending) that the order has: -1 would mean the last one."""
        pks = np.array(pks, dtype=np.int64)
        ranks = self.rank[pks[: np.searchsorted(pks, len(self.rank))]]
        return ranks if ranks.min(initial=0) >= 0 else ranks[ranks >= 0]


@dataclass(frozen=True)
class Catalogue:
    """``sets[parameter][value]`` holds the published practices with that value, as a BitMap of their pks.

    ``revisions``: for practices that changed since everything was read, the token of the change; ``state`` names
    that reading. ``locations``: (practice pk, row of the place) of every place of a published practice, as two arrays.
    """

    number: int
    token: str
    published: BitMap
    sets: dict
    orders: dict
    places: Places
    location_practice: np.ndarray
    location_place: np.ndarray
    vocabulary: dict
    postings: object
    state: str = ""
    revisions: dict = field(default_factory=dict)
    memory: dict = field(default_factory=dict, compare=False)
    slugs: dict = field(default_factory=dict, compare=False)
    lasting: dict = field(default_factory=dict, compare=False)

    @property
    def version(self):
        return self.number, self.token

    def any_of(self, parameter, values):
        """Practices with one of these values."""
        known = self.sets[parameter]
        found = [known[value] for value in values if value in known]
        return BitMap.union(*found) if found else BitMap()

    def in_box(self, box):
        """Practices with a dot in (west, south, east, north), edges included."""
        inside = self.places_in_box(box)
        return BitMap(self.location_practice[inside[self.location_place]].astype(np.uint32))

    def places_in_box(self, box):
        """Boolean column over the places: which have a dot in the box."""
        west, south, east, north = box
        lat, lon = self.places.lat, self.places.lon
        return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)

    @property
    def with_dot(self):
        """Practices with at least one dot."""
        return self.sets["precision"]["place"] | self.sets["precision"]["region"]

    def practice_called(self, slug):
        """The pk of the published practice with this slug, or None. The last slugs asked for are remembered."""
        pk = self.slugs.get(slug)
        if pk is None:
            pk = Practice.objects.filter(slug=slug).values_list("pk", flat=True).first()
            if pk is None or pk not in self.published:
                return None
            if len(self.slugs) >= MOST_SLUGS:
                self.slugs.clear()
            self.slugs[slug] = pk
        return pk

    def places_of(self, selection):
        """{pk: rows of its places that have a dot} for the practices of a selection."""
        chosen = np.array(selection.to_array(), dtype=np.int64)
        rows = np.flatnonzero(np.isin(self.location_practice, chosen) & ~np.isnan(self.places.lat[self.location_place]))
        found = defaultdict(list)
        pairs = zip(self.location_practice[rows].tolist(), self.location_place[rows].tolist(), strict=True)
        for pk, row in pairs:
            found[pk].append(row)
        return found

    def known(self, parameter):
        """{slug: Term} of every value of a parameter that names terms or places."""
        if parameter == "place":
            columns = zip(
                self.places.pks.tolist(), self.places.slugs, self.places.names, self.places.names_en, strict=True
            )
            return self.made_once("places", lambda: {row[1]: Term(*row) for row in columns})
        return self.made_once(("known", parameter), lambda: {term.slug: term for term in self.vocabulary[parameter]})

    def term(self, parameter, pk):
        """The Term with this pk."""
        terms = self.made_once(("terms", parameter), lambda: {t.pk: t for t in self.vocabulary[parameter]})
        return terms[pk]

    def made_once(self, key, make):
        """A value kept as long as this snapshot; for keys of which there are few."""
        if key not in self.lasting:
            self.lasting[key] = make()
        return self.lasting[key]

    def remembered(self, key, make):
        """A value kept as long as this snapshot, or until too many others were asked for; made on first use."""
        found = self.memory.get(key)
        if found is None:
            found = make()
            if len(self.memory) >= MOST_REMEMBERED:
                self.memory.clear()
            self.memory[key] = found
        return found
