"""A place as a table names it → the place of the atlas, or the entry of the gazetteer that it will be made of.

Nothing is guessed: what several places are called, or what is only like a name, is refused with the choices, and a
point becomes the place it lies at or is refused. Nothing is written before ``write()``.
"""

import re
from functools import cache
from types import SimpleNamespace

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from practices.geodata import exonyms, gazetteer
from practices.geodata.adoption import fields_of, figures_of, free_slug, reference
from practices.lookup.candidates import AmbiguousPlace, ambiguous, distance, of_entry, of_place
from practices.models import Place, Precision

NEAR_KM = 3.0
MOST_LIKE = 3
# A point without a place this far away has its latitude and longitude swapped, more likely than not.
SWAPPED_KM = 300
_REFERENCE = re.compile(r"(geonames|ags)\s*:?\s*(\d{5,9})(?:\s*\(BKG\))?", re.IGNORECASE)
_WITH_HINT = re.compile(r"(.+?)\s*(?:\(\s*([^()]+?)\s*\)|,\s*(.+?)|/\s*(.+?))\s*")
_COLUMNS = (
    "pk",
    "slug",
    "name",
    "name_en",
    "country",
    "state",
    "lat",
    "lon",
    "gazetteer",
    "precision",
    "population",
)


class Places:
    """The places of the atlas, read once for a table, and what is to be added to them.

    ``chosen``: {name as it stands in the table: reference}, what somebody said an ambiguous name means.
    """

    def __init__(self, chosen=None):
        self.pks, self._by_gazetteer, self._by_name, self._by_loose, self._planned = {}, {}, {}, {}, {}
        self._rows = {}
        for row in Place.objects.order_by("pk").values(*_COLUMNS):
            place = SimpleNamespace(**row)
            self.pks[place.slug], self._rows[place.slug] = place.pk, place
            # A region may name the entry of its main town; it is not that town.
            if place.gazetteer and place.precision == Precision.PLACE:
                self._by_gazetteer[place.gazetteer] = place.slug
            for key in {gazetteer.name_key(name) for name in (place.name, place.name_en) if name}:
                self._by_name.setdefault(key, []).append(place)
            for key in {gazetteer.loose_key(name) for name in (place.name, place.name_en) if name}:
                self._by_loose.setdefault(key, []).append(place)
        self._taken = set(self.pks)
        self._chosen = {_told(name): ref for name, ref in (chosen or {}).items()}
        self._answers, self._liked, self._told, self._brought = {}, {}, {}, {}

    def find(self, text, near=None):
        """The slug of the place that a text names. ``near``: (lat, lon), to tell namesakes apart.

        Raises AmbiguousPlace.
        """
        text = self._chosen.get(_told(text), text).strip()
        if text not in self._answers:
            try:
                self._answers[text] = self._find(text)
            except AmbiguousPlace as refused:
                self._answers[text] = refused
        answer = self._answers[text]
        if isinstance(answer, str):
            return answer
        if near is not None:
            there = [c for c in answer.candidates if c.lat is not None and distance(c, near) <= NEAR_KM]
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
        start = f"{gazetteer.name_key(name)} "
        longer = [c for c in self._longer(name) if gazetteer.name_key(c.name).startswith(start)]
        everywhere = self._candidates(name) + longer
        there = [c for c in everywhere if all(c.fits(part) for part in hint.split(","))]
        if not everywhere and (similar := self._like(name)):
            similar = [c for c in similar if all(c.fits(part) for part in hint.split(","))] or similar
            raise self._only_like(name, similar)
        if everywhere and not there:
            message = _("There is a “%(name)s”, but none in “%(hint)s”.") % {"name": name, "hint": hint}
            raise ambiguous(message, everywhere)
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
            similar = self._like(text)
            raise self._only_like(text, similar) if similar else self._unknown(text)
        # "Schönau" is short for Schönau im Schwarzwald, too.
        seen = {candidate.reference for candidate in candidates}
        more = [*longer(text), *self._like(text)]
        candidates += [candidate for candidate in more if candidate.reference not in seen]
        raise ambiguous(_("It is not clear which place “%(name)s” means.") % {"name": text}, candidates)

    def _by_reference(self, match):
        entry = gazetteer.by_source(f"{match[1].lower()}:{match[2]}")
        if entry is None:
            raise AmbiguousPlace(_("The gazetteer has no entry “%(value)s”.") % {"value": match[0]})
        return self._slug(of_entry(entry))

    def _candidates(self, name):
        """Places of just this name: those of the atlas, then those of the gazetteer that aren't among them."""
        places = self._by_name.get(gazetteer.name_key(name), ())
        own, named = [of_place(place) for place in places], {place.gazetteer for place in places}
        towns = [one for one, place in zip(own, places, strict=True) if place.precision == Precision.PLACE]
        entries, told = gazetteer.called(name), _told(name)
        literal = [e for e in entries if told in map(_told, (e.name, *exonyms.of(e.source)))]
        return own + [
            candidate
            for candidate in map(of_entry, literal or entries)
            if reference(candidate.entry) not in named and not any(_same(candidate, one) for one in towns)
        ]

    def _like(self, name):
        """Places whose name is this one but for accents: those of the atlas, then towns by size, then parts."""
        key = gazetteer.name_key(name)
        places = [
            place
            for place in self._by_loose.get(gazetteer.loose_key(name), ())
            if key not in {gazetteer.name_key(place.name), gazetteer.name_key(place.name_en)}
        ]
        named = {place.gazetteer for place in places}
        found = [of_entry(entry) for entry in gazetteer.like(name) if reference(entry) not in named]
        return [of_place(place) for place in places] + sorted(found, key=lambda c: (c.part, -(c.population or 0)))

    def _only_like(self, name, similar):
        message = _("No place is called “%(name)s” in just this spelling.")
        return ambiguous(message % {"name": name[:80]}, similar)

    def like(self, text):
        """Towns that a name without umlauts may have lost them of, where ``find(text)`` took one of just this name."""
        text = self._chosen.get(_told(text), text).strip()
        if text not in self._liked:
            plain = gazetteer.name_key(text) == gazetteer.loose_key(text)
            found = self._like(text) if plain and text not in self.pks and not _REFERENCE.fullmatch(text) else ()
            self._liked[text] = [candidate.where for candidate in found if not candidate.part][:MOST_LIKE]
        return self._liked[text]

    def _longer(self, name):
        """Towns whose name begins with this one, the largest first."""
        found = [of_entry(entry) for entry in gazetteer.beginning_with(name) if entry.kind != "part"]
        return sorted(found, key=lambda c: -(c.population or 0))

    def _unknown(self, text):
        names = _names() | {key: places[0].name for key, places in self._by_loose.items()}
        found = process.extractOne(gazetteer.loose_key(text), list(names), scorer=fuzz.ratio, score_cutoff=70)
        return AmbiguousPlace(
            _("Neither the atlas nor the gazetteer knows a place “%(name)s”.") % {"name": text[:80]},
            names[found[0]] if found else "",
        )

    def at(self, lat, lon):
        """(slug, name, km) of the place that a point lies at. Raises AmbiguousPlace where none is within 3 km."""
        entry, distance = gazetteer.closest(lat, lon)
        if distance <= NEAR_KM:
            return self._slug(of_entry(entry)), entry.german, distance
        point = f"{lat:g} / {lon:g}".replace(".", ",")
        if distance > SWAPPED_KM and abs(lon) <= 90:
            swapped, beside = gazetteer.closest(lon, lat)
            if beside <= NEAR_KM:
                raise AmbiguousPlace(
                    _("No place lies at %(point)s. Are latitude and longitude swapped?") % {"point": point},
                    of_entry(swapped).short,
                )
        raise AmbiguousPlace(
            _("No place lies within %(near)s km of %(point)s; the nearest is %(km)s km away.")
            % {"near": int(NEAR_KM), "point": point, "km": round(distance)},
            of_entry(entry).short,
        )

    def _slug(self, candidate):
        """The slug of a candidate; one of the gazetteer is planned as a place."""
        if candidate.slug:
            return candidate.slug
        known = self._by_gazetteer.get(reference(candidate.entry))
        if known is None:
            known = free_slug(candidate.entry, taken=self._taken)
            self._taken.add(known)
            self._planned[known] = self._brought[known] = candidate.entry
            self._by_gazetteer[reference(candidate.entry)] = known
        return known

    def write(self, slugs):
        """Make those of these places that are only planned."""
        wanted = [slug for slug in dict.fromkeys(slugs) if slug in self._planned]
        figures = figures_of([self._planned[slug] for slug in wanted])
        places = [Place(slug=slug, **fields_of(self._planned[slug], figures)) for slug in wanted]
        for place in places:
            place.full_clean(validate_unique=False, validate_constraints=False)
        for place in Place.objects.bulk_create(places):
            self.pks[place.slug] = place.pk
            self._planned.pop(place.slug)

    def tell(self, slug):
        """What a report says of a place: {"slug", "label", "new"}; ``new``: the import would bring it."""
        if slug not in self._told:
            entry = self._brought.get(slug)
            place = of_entry(entry) if entry else of_place(self._rows[slug])
            self._told[slug] = {"slug": slug, "label": place.where, "new": entry is not None}
        return self._told[slug]

    def doubles(self, slug):
        """Labels of places of the atlas that a planned place may be already: of nearly its name, or where it lies."""
        entry = self._brought[slug]
        keys, here = {gazetteer.loose_key(name) for name in (entry.name, entry.german)}, (entry.lat, entry.lon)
        named = [place for key in keys for place in self._by_loose.get(key, ())]
        near = [
            place
            for place in self._rows.values()
            if place.precision == Precision.PLACE and place not in named and distance(place, here) <= NEAR_KM
        ]
        return [of_place(place).where for place in named + near][:MOST_LIKE]


def _same(candidate, own):
    """Whether an entry is what the atlas has already, without saying so."""
    return own.lat is not None and distance(candidate, (own.lat, own.lon)) <= NEAR_KM


def _told(text):
    return " ".join(str(text).split()).casefold()


@cache
def _names():
    return {gazetteer.loose_key(entry.name): entry.name for entry in gazetteer.all_entries()}
