"""How near a town the places of a case are, and how like it: an order of the list, and its reasons.

Likeness adds up what differs. Size: how often the one has to be doubled to be as large as the other. Distance: 150 km
count as one doubling, more than 450 as three. Border: another state counts as half a doubling, another country as one.
What isn't known counts as two doublings of size, or as three of distance. Of several places of a case the likest stands
for it; cases without any place come last. docs/filter.md says so to those who use it.
"""

from dataclasses import dataclass

import numpy as np
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.orders import Listed
from practices.geodata.gazetteer import distances

KM_A_DOUBLING, MOST_OF_DISTANCE, UNKNOWN_SIZE = 150, 3, 2
OTHER_STATE, OTHER_COUNTRY = 0.5, 1
# Half as large again, or a third smaller, is "about the same size".
ALIKE = 1.5


@dataclass(frozen=True)
class Reason:
    """Why a case stands where it does. ``km``: from the town; None where that or ``residents`` isn't known.

    ``itself``: whether the place is that town.
    """

    place: str
    name: str
    km: int | None
    residents: int | None
    size: str
    same_state: bool
    itself: bool

    @property
    def as_json(self):
        """As the API tells it."""
        return {
            "place": self.place,
            "distance_km": self.km,
            "population": self.residents,
            "size": self.size or None,
            "same_state": self.same_state,
            "text": self.said,
        }

    @property
    def said(self):
        """ "Andernach: ähnlich groß (29.995 Einwohner), 40 km entfernt, im selben Land"."""
        number = number_format(self.residents, force_grouping=True) if self.residents else ""
        sizes = {
            "similar": _("about as large (%(n)s inhabitants)"),
            "smaller": _("smaller (%(n)s inhabitants)"),
            "larger": _("larger (%(n)s inhabitants)"),
        }
        parts = [sizes[self.size] % {"n": number}] if self.size else []
        if self.itself:
            parts.append(_("the same place"))
        elif self.km is not None:
            parts.append(_("%(km)s km away") % {"km": self.km} if self.km else _("less than 1 km away"))
        if self.same_state and not self.itself:
            parts.append(_("in the same state (Land)"))
        return f"{self.name}: {', '.join(parts)}" if parts else self.name


class Likeness:
    """The cases of a catalogue compared with ``town`` (None: with a size alone) of so many ``residents`` (or None)."""

    def __init__(self, catalogue, town, residents):
        self.catalogue, self.town = catalogue, town
        self.residents = residents or (town.residents if town else None)

    @cached_property
    def _km(self):
        """Of every place the distance in km, NaN without a dot."""
        places = self.catalogue.places
        if self.town is None:
            return np.full(len(places.slugs), np.nan)
        return distances(self.town.lat, self.town.lon, places.lat, places.lon)

    @cached_property
    def _doublings(self):
        """Of every place by how many doublings its size differs, signed; NaN where one of the two isn't known."""
        sizes = np.array([size or np.nan for size in self.catalogue.places.populations], dtype=float)
        return np.log2(sizes / self.residents) if self.residents else np.full(len(sizes), np.nan)

    @cached_property
    def _unlike(self):
        """Of every place how unlike it is: 0 for a town of the same size at the same spot."""
        unlike = np.nan_to_num(np.abs(self._doublings), nan=UNKNOWN_SIZE)
        if self.town is None:
            return unlike
        away = np.minimum(np.nan_to_num(self._km / KM_A_DOUBLING, nan=MOST_OF_DISTANCE), MOST_OF_DISTANCE)
        places = self.catalogue.places
        abroad = np.array([country != self.town.country for country in places.countries], dtype=bool)
        outside = np.array([state != self.town.state for state in places.states], dtype=bool)
        return unlike + away + np.where(abroad, OTHER_COUNTRY, np.where(outside, OTHER_STATE, 0))

    def _best(self, cases, measure):
        """(pks of the cases that have a place, for each the row of its best one, and its measure)."""
        pks, rows = self.catalogue.location_practice, self.catalogue.location_place
        chosen = np.isin(pks, np.array(cases.to_array(), dtype=np.int64))
        pks, rows = pks[chosen], rows[chosen]
        values = np.nan_to_num(measure[rows], nan=np.inf)
        order = np.lexsort((rows, values, pks))
        first = order[np.flatnonzero(np.diff(pks[order], prepend=-1))]
        return pks[first], rows[first], values[first]

    def ordered(self, cases, nearest=False):
        """The cases (BitMap), the likest or the nearest first; of equals as their slugs follow."""
        with_place, _rows, values = self._best(cases, self._km if nearest else self._unlike)
        pks = np.array(cases.to_array(), dtype=np.int64)
        measure = np.full(len(pks), np.inf)
        measure[np.searchsorted(pks, with_place)] = values
        return Listed(pks[np.lexsort((self.catalogue.orders["slug"].rank[pks], measure))])

    def reasons(self, cases, nearest=False):
        """{pk: Reason} of the cases (BitMap) that have a place."""
        pks, rows, _values = self._best(cases, self._km if nearest else self._unlike)
        return {pk: self._reason(row) for pk, row in zip(pks.tolist(), rows.tolist(), strict=True)}

    def _reason(self, row):
        places, doublings, km = self.catalogue.places, self._doublings[row], self._km[row]
        size = ""
        if not np.isnan(doublings):
            size = "similar" if abs(doublings) <= np.log2(ALIKE) else "larger" if doublings > 0 else "smaller"
        return Reason(
            places.slugs[row],
            places.label(row, get_language()),
            None if np.isnan(km) else round(float(km)),
            places.populations[row] or None,
            size,
            self.town is not None and bool(places.states[row]) and places.states[row] == self.town.state,
            self.town is not None and km < 1 and places.names[row] == self.town.name,
        )
