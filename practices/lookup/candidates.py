"""What a name in a table may mean: a place of the atlas, or an entry of the gazetteer that is none yet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import iso
from practices.geodata import gazetteer
from practices.geodata.adoption import entry_of, inhabitants
from practices.lookup.unknown import NotUnderstood

MOST_CHOICES = 25


class AmbiguousPlace(NotUnderstood):
    """``choices``: [{"reference", "label"}] of the places that may be meant, empty where there is none."""

    def __init__(self, message, proposal="", choices=(), candidates=()):
        self.choices, self.candidates = list(choices), list(candidates)
        super().__init__(message, proposal)


@dataclass(frozen=True)
class Candidate:
    """A place of the atlas (``slug``) or an entry of the gazetteer that is none yet."""

    name: str
    country: str
    state: str
    district: str
    population: int | None
    lat: float | None
    lon: float | None
    part: bool = False
    slug: str = ""
    entry: object = None

    @property
    def reference(self):
        return self.slug or self.entry.source

    @property
    def short(self):
        """As it may be written into a cell."""
        told = self.district if self.district != self.name else ""
        return f"{self.name} ({told or self.state or self.country})"

    @property
    def where(self):
        """Name, district, state (outside Germany the country too) and inhabitants."""
        district = self.district if self.district != self.name else ""
        state = iso.state_name(self.state) if self.state else ""
        country = iso.country_name(self.country) if self.country != "DE" or not state else ""
        parts = dict.fromkeys([self.name, district, state, country, inhabitants(self.population)])
        return ", ".join(filter(None, parts))

    @property
    def label(self):
        return f"{self.where}, {_('in the atlas already')}" if self.slug else self.where

    def fits(self, hint):
        """Whether a hint ("DE-BW", "BW", "Baden-Württemberg", "Landkreis Lörrach") speaks of this place."""
        known = {self.country, self.state, self.state.partition("-")[2], self.district}
        for language in ("de", "en"):
            known |= {iso.state_name_in(self.state, language), iso.country_name_in(self.country, language)}
        keys = {gazetteer.name_key(name) for name in known if name}
        wanted = gazetteer.name_key(hint)
        return wanted in keys or (len(wanted) >= 4 and wanted in gazetteer.name_key(self.district))


def of_place(place):
    entry = entry_of(place.gazetteer)
    return Candidate(
        place.name,
        place.country,
        place.state,
        entry.district if entry else "",
        place.population or (entry.population if entry else None),
        place.lat,
        place.lon,
        part=entry is not None and entry.kind == "part",
        slug=place.slug,
    )


def of_entry(entry):
    return Candidate(
        entry.german,
        entry.country,
        entry.state,
        entry.district,
        entry.population,
        entry.lat,
        entry.lon,
        part=entry.kind == "part",
        entry=entry,
    )


def ambiguous(message, candidates):
    shown = candidates[:MOST_CHOICES]
    names = [candidate.name for candidate in candidates]
    written = [c.name if names.count(c.name) == 1 else c.short for c in shown[:6]]
    proposal = "; ".join(dict.fromkeys(written))
    choices = [{"reference": candidate.reference, "label": candidate.label} for candidate in shown]
    return AmbiguousPlace(message, proposal, choices, candidates)


def distance(candidate, point):
    return gazetteer.kilometres(candidate.lat, candidate.lon, *point)
