"""A place as a table names it → the place of the atlas, or the entry of the gazetteer that it will be made of.

Nothing is guessed: what several places are called is refused with the choices, and a point becomes the place it
lies at or is refused. Nothing is written before ``write()``.
"""

import re
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from practices import iso
from practices.exchange.values import Refused
from practices.geodata import gazetteer
from practices.geodata.adopting import entry_of, fields_of, free_slug, reference
from practices.models import Place, Precision

NEAR_KM = 3.0
MOST_CHOICES = 25
# A point without a place this far away has its latitude and longitude swapped, more likely than not.
SWAPPED_KM = 300
_REFERENCE = re.compile(r"(geonames|ags)\s*:?\s*(\d{5,9})(?:\s*\(BKG\))?", re.IGNORECASE)
_WITH_HINT = re.compile(r"(.+?)\s*(?:\(\s*([^()]+?)\s*\)|,\s*(.+?)|/\s*(.+?))\s*")
_COLUMNS = ("pk", "slug", "name", "name_en", "country", "state", "lat", "lon", "gazetteer", "precision")


class PlaceRefused(Refused):
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
    def label(self):
        district = self.district if self.district != self.name else ""
        parts = [self.name, district, iso.state_name(self.state) if self.state else iso.country_name(self.country)]
        if self.population:
            parts.append(_("%(n)s inhabitants") % {"n": self.population})
        if self.slug:
            parts.append(_("in the atlas already"))
        return ", ".join(filter(None, parts))

    def fits(self, hint):
        """Whether a hint ("DE-BW", "BW", "Baden-Württemberg", "Landkreis Lörrach") speaks of this place."""
        known = {self.country, self.state, self.state.partition("-")[2], self.district}
        for language in ("de", "en"):
            known |= {iso.state_name_in(self.state, language), iso.country_name_in(self.country, language)}
        keys = {gazetteer.name_key(name) for name in known if name}
        wanted = gazetteer.name_key(hint)
        return wanted in keys or (len(wanted) >= 4 and wanted in gazetteer.name_key(self.district))


class Places:
    """The places of the atlas, read once for a table, and what is to be added to them.

    ``chosen``: {name as it stands in the table: reference}, what somebody said an ambiguous name means.
    """

    def __init__(self, chosen=None):
        self.pks, self._by_gazetteer, self._by_name, self._planned = {}, {}, {}, {}
        for row in Place.objects.order_by("pk").values(*_COLUMNS):
            place = SimpleNamespace(**row)
            self.pks[place.slug] = place.pk
            # A region may name the entry of its main town; it is not that town.
            if place.gazetteer and place.precision == Precision.PLACE:
                self._by_gazetteer[place.gazetteer] = place.slug
            for key in {gazetteer.name_key(name) for name in (place.name, place.name_en) if name}:
                self._by_name.setdefault(key, []).append(place)
        self._taken = set(self.pks)
        self._chosen = {_told(name): ref for name, ref in (chosen or {}).items()}
        self._answers = {}

    def find(self, text, near=None):
        """The slug of the place that a text names. ``near``: (lat, lon), to tell namesakes apart.

        Raises PlaceRefused.
        """
        text = self._chosen.get(_told(text), text).strip()
        if text not in self._answers:
            try:
                self._answers[text] = self._find(text)
            except PlaceRefused as refused:
                self._answers[text] = refused
        answer = self._answers[text]
        if isinstance(answer, str):
            return answer
        if near is not None:
            there = [c for c in answer.candidates if c.lat is not None and _distance(c, near) <= NEAR_KM]
            if len(there) == 1:
                return self._slug(there[0])
        raise answer.with_traceback(None)

    def _find(self, text):
        if text in self._taken:
            return text
        if match := _REFERENCE.fullmatch(text):
            return self._by_reference(match)
        candidates, match = self._candidates(text), _WITH_HINT.fullmatch(text)
        if not candidates and match:
            return self._with_hint(match[1], match[2] or match[3] or match[4])
        return self._only(candidates, text, self._longer)

    def _with_hint(self, name, hint):
        """ "Schönau (DE-BW)": of the places of this name those that the hint speaks of."""
        everywhere = self._candidates(name) + self._longer(name)
        there = [c for c in everywhere if all(c.fits(part) for part in hint.split(","))]
        if everywhere and not there:
            message = _("There is a “%(name)s”, but none in “%(hint)s”.") % {"name": name, "hint": hint}
            raise _ambiguous(message, everywhere)
        exact = [c for c in there if gazetteer.name_key(c.name) == gazetteer.name_key(name)]
        return self._only(exact or there, f"{name} ({hint})", lambda text: [])

    def _only(self, candidates, text, longer):
        """The slug of the one town among the candidates. ``longer(text)``: what else the name may be short for."""
        towns = [c for c in candidates if not c.part]
        if len(towns) == 1:
            return self._slug(towns[0])
        if not towns:
            candidates = longer(text) + candidates
        if len(candidates) == 1 and gazetteer.name_key(candidates[0].name) == gazetteer.name_key(text):
            return self._slug(candidates[0])
        if not candidates:
            raise self._unknown(text)
        # "Schönau" is short for Schönau im Schwarzwald, too.
        seen = {candidate.reference for candidate in candidates}
        candidates += [candidate for candidate in longer(text) if candidate.reference not in seen]
        raise _ambiguous(_("It is not clear which place “%(name)s” means.") % {"name": text}, candidates)

    def _by_reference(self, match):
        entry = gazetteer.by_source(f"{match[1].lower()}:{match[2]}")
        if entry is None:
            raise PlaceRefused(_("The gazetteer has no entry “%(value)s”.") % {"value": match[0]})
        return self._slug(_candidate(entry))

    def _candidates(self, name):
        """Places of just this name: those of the atlas, then those of the gazetteer that aren't among them."""
        places = self._by_name.get(gazetteer.name_key(name), ())
        own, named = [_own(place) for place in places], {place.gazetteer for place in places}
        towns = [one for one, place in zip(own, places, strict=True) if place.precision == Precision.PLACE]
        entries = gazetteer.called(name)
        literal = [entry for entry in entries if entry.name.casefold() == name.casefold()]
        return own + [
            candidate
            for candidate in map(_candidate, literal or entries)
            if reference(candidate.entry) not in named and not any(_same(candidate, one) for one in towns)
        ]

    def _longer(self, name):
        """Towns whose name begins with this one, the largest first."""
        found = [_candidate(entry) for entry in gazetteer.beginning_with(name) if entry.kind != "part"]
        return sorted(found, key=lambda c: -(c.population or 0))

    def _unknown(self, text):
        names = _names() | {key: places[0].name for key, places in self._by_name.items()}
        found = process.extractOne(gazetteer.name_key(text), list(names), scorer=fuzz.ratio, score_cutoff=70)
        return PlaceRefused(
            _("Neither the atlas nor the gazetteer knows a place “%(name)s”.") % {"name": text[:80]},
            names[found[0]] if found else "",
        )

    def at(self, lat, lon):
        """(slug, name, km) of the place that a point lies at. Raises PlaceRefused where none is within 3 km."""
        entry, distance = gazetteer.closest(lat, lon)
        if distance <= NEAR_KM:
            return self._slug(_candidate(entry)), entry.name, distance
        point = f"{lat:g} / {lon:g}".replace(".", ",")
        if distance > SWAPPED_KM and abs(lon) <= 90:
            swapped, beside = gazetteer.closest(lon, lat)
            if beside <= NEAR_KM:
                raise PlaceRefused(
                    _("No place lies at %(point)s. Are latitude and longitude swapped?") % {"point": point},
                    _candidate(swapped).short,
                )
        raise PlaceRefused(
            _("No place lies within %(near)s km of %(point)s; the nearest is %(km)s km away.")
            % {"near": int(NEAR_KM), "point": point, "km": round(distance)},
            _candidate(entry).short,
            [{"reference": entry.source, "label": _candidate(entry).label}],
        )

    def _slug(self, candidate):
        """The slug of a candidate; one of the gazetteer is planned as a place."""
        if candidate.slug:
            return candidate.slug
        known = self._by_gazetteer.get(reference(candidate.entry))
        if known is None:
            known = free_slug(candidate.entry, taken=self._taken)
            self._taken.add(known)
            self._planned[known] = candidate.entry
            self._by_gazetteer[reference(candidate.entry)] = known
        return known

    def write(self, slugs):
        """Make those of these places that are only planned."""
        wanted = [slug for slug in dict.fromkeys(slugs) if slug in self._planned]
        places = [Place(slug=slug, **fields_of(self._planned[slug])) for slug in wanted]
        for place in places:
            place.full_clean(validate_unique=False, validate_constraints=False)
        for place in Place.objects.bulk_create(places):
            self.pks[place.slug] = place.pk
            self._planned.pop(place.slug)

    def label(self, slug):
        """How a place is named in a report."""
        return self._planned[slug].name if slug in self._planned else slug


def _ambiguous(message, candidates):
    shown = candidates[:MOST_CHOICES]
    names = [candidate.name for candidate in candidates]
    written = [c.name if names.count(c.name) == 1 else c.short for c in shown[:6]]
    proposal = "; ".join(dict.fromkeys(written))
    choices = [{"reference": candidate.reference, "label": candidate.label} for candidate in shown]
    return PlaceRefused(message, proposal, choices, candidates)


def _told(text):
    return " ".join(str(text).split()).casefold()


def _own(place):
    entry = entry_of(place.gazetteer)
    return Candidate(
        place.name,
        place.country,
        place.state,
        entry.district if entry else "",
        entry.population if entry else None,
        place.lat,
        place.lon,
        part=entry is not None and entry.kind == "part",
        slug=place.slug,
    )


def _candidate(entry):
    return Candidate(
        entry.name,
        entry.country,
        entry.state,
        entry.district,
        entry.population,
        entry.lat,
        entry.lon,
        part=entry.kind == "part",
        entry=entry,
    )


def _same(candidate, own):
    """Whether an entry is what the atlas has already, without saying so."""
    return own.lat is not None and _distance(candidate, (own.lat, own.lon)) <= NEAR_KM


def _distance(candidate, point):
    return gazetteer.kilometres(candidate.lat, candidate.lon, *point)


@cache
def _names():
    return {gazetteer.name_key(entry.name): entry.name for entry in gazetteer.all_entries()}
