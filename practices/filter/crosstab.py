"""A cross-tab of two parameters of the filter: how many cases have both values, counted in the catalogue's sets.

Where only codings count that rest on the source, the sets come from the database once for each state of the data.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import get_language
from pyroaring import BitMap

from practices.filter.facets import FACETS
from practices.filter.sentence import replaced
from practices.models import Basis, Practice
from practices.systems import MAIN, SYSTEMS

# What lies on the map says nothing of a pattern.
AXES = {name: parameter for name, parameter in FACETS.items() if name != "precision"}
CODED = {system.parameter: system for system in SYSTEMS}
GAPS_NAMED = 200


@dataclass(frozen=True)
class Value:
    """One value of an axis; ``cases``: those within the selection that have it, as a BitMap."""

    slug: str
    title: str
    cases: BitMap = field(repr=False)

    def __len__(self):
        return len(self.cases)


@dataclass(frozen=True)
class Cell:
    """``count``: cases with both values. ``share``: of the largest cell.

    ``query``: the filter that shows just these; where only the source counts, the cross-tab with the cell.
    """

    count: int
    query: str
    share: float


class Crosstab:
    """Of a Query (see practices.filter.query) and two names of ``AXES``.

    What the query itself says of an axis chooses its values; the rest of it narrows the cases. ``source``: only codings
    that rest on the source count, for the axes that are coded.
    """

    def __init__(self, query, rows, columns, source=False):
        self.names, self.source = (rows, columns), source
        self.data = query.data
        selection = query.selection()
        self.catalogue = selection.catalogue
        within = selection.changed(**{name: AXES[name].absent for name in self.names}).cases
        self.rows, self.columns = (self._axis(name, within, query.data.getlist(name)) for name in self.names)
        self.cases = within

    def _axis(self, name, within, chosen):
        sets = self._sets(name)
        options = AXES[name].options(self.catalogue, get_language())
        values = [Value(slug, title, within & sets.get(slug, BitMap())) for slug, title in options]
        return [value for value in values if (value.slug in chosen if chosen else True)]

    def _sets(self, name):
        if not self.source:
            return self.catalogue.sets[name]
        return self.catalogue.made_once(("source", name), lambda: _resting_on_source(self.catalogue, name))

    @cached_property
    def table(self):
        """[(row, [Cell])], a cell for each column."""
        counts = [[row.cases.intersection_cardinality(column.cases) for column in self.columns] for row in self.rows]
        most = max((count for line in counts for count in line), default=0) or 1
        return [
            (row, [self._cell(row, column, count, most) for column, count in zip(self.columns, line, strict=True)])
            for row, line in zip(self.rows, counts, strict=True)
        ]

    def _cell(self, row, column, count, most):
        if self.source:
            own = dict(zip(("rows", "columns"), self.names, strict=True)) | {"row": row.slug, "column": column.slug}
            return Cell(count, replaced(self.data, page=None, basis="source", **own), count / most)
        values = dict(zip(self.names, (row.slug, column.slug), strict=True))
        return Cell(count, replaced(self.data, page=None, **values), count / most)

    @cached_property
    def _pairs_without(self):
        return [
            (row, column)
            for row, cells in self.table
            for column, cell in zip(self.columns, cells, strict=True)
            if row.cases and column.cases and not cell.count
        ]

    @property
    def gaps(self):
        """[(row, column)] that no case has both, though each has cases; the first GAPS_NAMED of ``gaps_in_all``."""
        return self._pairs_without[:GAPS_NAMED]

    @property
    def gaps_in_all(self):
        return len(self._pairs_without)

    @property
    def gaps_unnamed(self):
        return self.gaps_in_all - len(self.gaps)

    def several(self, axis):
        """How many cases have more than one value of ``rows`` or ``columns``, and how many none."""
        seen, twice = BitMap(), BitMap()
        for value in getattr(self, axis):
            twice |= seen & value.cases
            seen |= value.cases
        return len(twice), len(self.cases - seen)

    def cases_of(self, row, column):
        """The cases (BitMap) of two values that the table has, by slug."""
        of_row, of_column = ({value.slug: value.cases for value in axis} for axis in (self.rows, self.columns))
        return of_row[row] & of_column[column]


def _resting_on_source(catalogue, name):
    """{slug: BitMap} of the published cases whose coding with that value rests on the source."""
    if name == MAIN:
        coded = Practice.objects.filter(handlungsfeld_basis=Basis.SOURCE).values_list("handlungsfeld__slug", "pk")
    elif name in CODED:
        coded = CODED[name].coding.objects.filter(basis=Basis.SOURCE).values_list("term__slug", "practice_id")
    else:
        return catalogue.sets[name]
    found = defaultdict(BitMap)
    for slug, pk in coded.iterator():
        found[slug].add(pk)
    return {slug: pks & catalogue.published for slug, pks in found.items()}
