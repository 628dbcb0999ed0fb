"""Which cases the values of the parameters mean, and in which order: asked of the catalogue.

Page, map, facets, API, GeoJSON, clusters and export take a Selection; nothing behind it sees a query string.
"""

from django.utils.functional import cached_property
from django.utils.translation import get_language
from pyroaring import BitMap

from core.orders import Ordered
from practices.catalogue import current
from practices.filter.likeness import Likeness
from practices.filter.parameters import NARROWING, NOTHING_ASKED
from practices.search import matching

# Below so many hits a search also names cases that hold only some of its words, and at most so many of them.
FEW_HITS = MOST_PARTIAL = 10


class Selection:
    """``values``: {parameter: clean value}; those left out are absent. ``catalogue``: by default the current one."""

    def __init__(self, values, catalogue=None):
        self.values = values if len(values) == len(NOTHING_ASKED) else NOTHING_ASKED | values
        self.catalogue = catalogue or current()
        self._parts = {}

    def changed(self, **values):
        """The same with other values of some parameters."""
        return Selection(self.values | values, self.catalogue)

    @cached_property
    def narrowing(self):
        """The names of the parameters that narrow the cases here."""
        return [name for name in NARROWING if self.values[name]]

    @cached_property
    def cases(self):
        """The published practices that pass every parameter, as a BitMap of pks."""
        return self.within(None)

    def __len__(self):
        return len(self.cases)

    def within(self, left_out):
        """The cases with one parameter left out: what a facet counts within."""
        cases = self.catalogue.published
        for name in self.narrowing:
            if name != left_out:
                if name not in self._parts:
                    self._parts[name] = NARROWING[name].select(self.catalogue, self.values[name])
                cases = cases & self._parts[name]
        return cases

    def key_without(self, left_out):
        """A value that is equal for selections of the same cases, one parameter left out."""
        return tuple(
            (name, tuple(sorted(map(NARROWING[name].raw, value))) if NARROWING[name].many else str(value))
            for name in self.narrowing
            if name != left_out and (value := self.values[name])
        )

    @cached_property
    def ordering(self):
        """The order asked for, or the one that goes without saying."""
        usual = "relevance" if self.values["q"] else "likeness" if self.is_compared else "title"
        return self.values["ordering"] or usual

    @property
    def is_compared(self):
        """Whether the cases are compared with a town, or a size of town."""
        return bool(self.values["near"] or self.values["residents"])

    @cached_property
    def likeness(self):
        return Likeness(self.catalogue, self.values["near"], self.values["residents"])

    def reasons(self, pks):
        """{pk: Reason} why these cases are like the town that they are compared with, or near it; else {}."""
        return self.likeness.reasons(BitMap(pks), self.ordering == "nearest") if self.is_compared else {}

    @cached_property
    def ordered(self):
        """The cases in the order asked for: a sequence of pks (see core.orders)."""
        ordering = self.ordering
        if ordering in ("likeness", "nearest"):
            # Without a town all are equally like it, and equally near.
            if not self.is_compared:
                return Ordered(self.cases, self.catalogue.orders["slug"])
            return self.likeness.ordered(self.cases, ordering == "nearest")
        if ordering == "relevance":
            if self.values["q"]:
                found = matching.find(self.catalogue, self.values["q"])
                return matching.ranked(self.catalogue, found, self.cases)
            return Ordered(self.cases, self.catalogue.orders["slug"])
        name = ordering.lstrip("-")
        if name == "title" and get_language() == "en":
            name = "title_en"
        return Ordered(self.cases, self.catalogue.orders[name], backwards=ordering.startswith("-"))

    @cached_property
    def partial(self):
        """On the first page of a search with few hits: the pks of cases that hold only some of the words, best first.

        They are no part of the selection: not counted, not on the map, not exported. The other filters apply.
        """
        if not self.values["q"] or (self.values["page"] or 1) > 1 or len(self.cases) >= FEW_HITS:
            return []
        found = matching.find(self.catalogue, self.values["q"])
        return matching.partly(self.catalogue, found, self.within("q"), MOST_PARTIAL)

    def without_dot(self):
        """How many of the cases have no dot on the map."""
        return len(self.cases) - self.cases.intersection_cardinality(self.catalogue.with_dot)

    def is_narrowed(self):
        """Whether any parameter narrows the cases (paging, order and language don't)."""
        return bool(self.narrowing)
