"""The gazetteer: places by name and places near a point, offline, from gazetteer.csv.gz.

Sources: GeoNames (CC BY 4.0) and © GeoBasis-DE / BKG. Coordinates in degrees WGS 84.
"""

import csv
import gzip
import io
import math
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.folding import fold, sort_key, spelled_out
from practices.geodata import exonyms

FILE = Path(__file__).with_name("gazetteer.csv.gz")
EARTH_KM = 6371
# One letter or two: both are right, so both are the same name. "o" for "ö" is neither.
_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})


@dataclass(frozen=True)
class Entry:
    """A place. ``kind``: municipality, part (of the municipality in ``district``) or town.

    ``district`` is the Kreis of a German municipality. ``population`` is None where GeoNames gives none.
    ``source`` is "geonames:ID" or "ags:AGS"; ``ags`` the official key of a German municipality (eight digits), else "".
    """

    name: str
    kind: str
    country: str
    state: str
    district: str
    lat: float
    lon: float
    population: int | None
    source: str
    ags: str

    @property
    def german(self):
        """How it is called in German: "Wien", where GeoNames says "Vienna"."""
        return exonyms.german(self.source) or self.name


@lru_cache(maxsize=1)
def _entries():
    """[(keys, Entry)]: the keys are the name and its exonyms, with umlauts spelled out and without."""
    rows = csv.DictReader(io.StringIO(gzip.decompress(FILE.read_bytes()).decode()))
    entries = []
    for row in rows:
        population = int(row.pop("population") or 0) or None
        entry = Entry(**(row | {"lat": float(row["lat"]), "lon": float(row["lon"])}), population=population)
        entries.append((set().union(*map(_keys, (entry.name, *exonyms.of(entry.source)))), entry))
    return entries


@lru_cache(maxsize=1)
def town_names():
    """Names of towns in lower case, and the last words of longer ones ("belzig"): frozenset of str."""
    names = {entry.name.lower() for _, entry in _entries()}
    return frozenset(names | {part for name in names for part in name.replace("-", " ").split()[:2]})


def _keys(name):
    return {" ".join(spelled_out(name).replace("-", " ").split()), sort_key(name)}


def search(text, country=None, limit=20):
    """Entries whose name holds ``text``: exact first, then beginnings, then the rest; larger places first."""
    wanted = _keys(text)
    if not any(wanted):
        return []
    found = []
    for keys, entry in _entries():
        if country and entry.country != country:
            continue
        rank = _rank(keys, wanted)
        if rank is not None:
            found.append((rank, entry.kind == "part", -(entry.population or 0), entry.name, entry.source, entry))
    return [item[-1] for item in sorted(found, key=lambda item: item[:-1])[:limit]]


def _rank(keys, wanted):
    if keys & wanted:
        return 0
    if any(key.startswith(part) for key in keys for part in wanted):
        return 1
    return 2 if any(part in key for key in keys for part in wanted) else None


def nearest(lat, lon, limit=5):
    """The entries closest to a point, nearest first."""
    narrowing = math.cos(math.radians(lat))

    def distance(entry):
        return (entry.lat - lat) ** 2 + ((entry.lon - lon) * narrowing) ** 2

    return sorted((entry for _, entry in _entries()), key=distance)[:limit]


def name_key(name):
    """A name as it is compared: its words in lower case, umlauts as two letters, every other letter as it is.

    So "Schoenau i. Schw." and "Schönau i Schw" are one name, "Bozen" and "Bözen" are two.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold().translate(_SPELLINGS))
    return " ".join(re.findall(r"[^\W_]+", text))


def loose_key(name):
    """A name without any accent: what is like another one by this may be meant, and is never taken for it."""
    return " ".join(re.findall(r"[0-9a-z]+", fold(name)))


@lru_cache(maxsize=1)
def _index():
    """Five dicts: name key, loose key and first word of a loose key → [Entry]; source and official key → Entry."""
    named, loose, first, sources, keys = defaultdict(list), defaultdict(list), defaultdict(list), {}, {}
    for _, entry in _entries():
        names = (entry.name, *exonyms.of(entry.source))
        for key in dict.fromkeys(map(name_key, names)):
            named[key].append(entry)
        for key in dict.fromkeys(map(loose_key, names)):
            loose[key].append(entry)
        first[loose_key(entry.name).partition(" ")[0]].append(entry)
        sources[entry.source] = entry
        if entry.ags:
            keys[entry.ags] = entry
    return named, loose, first, sources, keys


def called(name):
    """Every Entry of just this name, whatever its case and whether its umlauts are one letter or two."""
    return list(_index()[0].get(name_key(name), ()))


def like(name):
    """Every Entry whose name is this one but for accents: "Koln" gives Köln. Never the same as called()."""
    exact = set(called(name))
    return [entry for entry in _index()[1].get(loose_key(name), ()) if entry not in exact]


def beginning_with(word):
    """Every Entry whose name begins with this word and goes on: "Neustadt" gives "Neustadt in Holstein"."""
    key = loose_key(word)
    return [entry for entry in _index()[2].get(key, ()) if loose_key(entry.name) != key]


def municipalities():
    """The German municipalities, as [Entry]."""
    return [entry for _, entry in _entries() if entry.ags]


def by_source(source):
    """The entry with this source id ("geonames:2950187"), or None."""
    return _index()[3].get(source)


def by_ags(key):
    """The German municipality with this official key of eight digits, or None."""
    return _index()[4].get(key)


@lru_cache(maxsize=1)
def _dots():
    entries = [entry for _, entry in _entries()]
    degrees = np.array([[entry.lat, entry.lon] for entry in entries])
    return entries, degrees[:, 0], degrees[:, 1]


def kilometres(lat, lon, other_lat, other_lon):
    """Great-circle distance of two points given in degrees WGS 84."""
    lat, lon, other_lat, other_lon = map(math.radians, (lat, lon, other_lat, other_lon))
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def distances(lat, lon, lats, lons):
    """Great-circle distances in km of a point from many, all in degrees WGS 84; NaN stays NaN."""
    here_lat, here_lon, lats, lons = math.radians(lat), math.radians(lon), np.radians(lats), np.radians(lons)
    half = np.sin((lats - here_lat) / 2) ** 2
    half += np.cos(lats) * math.cos(here_lat) * np.sin((lons - here_lon) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(half))


def closest(lat, lon):
    """(Entry, distance in km) of the entry closest to a point in degrees."""
    entries, lats, lons = _dots()
    away = distances(lat, lon, lats, lons)
    nearest_one = int(np.argmin(away))
    return entries[nearest_one], float(away[nearest_one])


def all_entries():
    """Every Entry, in the order of names."""
    return [entry for _keys, entry in _entries()]
