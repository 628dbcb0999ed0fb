"""The gazetteer: places by name and places near a point, offline, from gazetteer.csv.gz.

Sources: GeoNames (CC BY 4.0) and © GeoBasis-DE / BKG. Coordinates in degrees WGS 84.
"""

import csv
import gzip
import io
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from practices.search.folding import sort_key, spelled_out

FILE = Path(__file__).with_name("gazetteer.csv.gz")


@dataclass(frozen=True)
class Entry:
    """A place. ``kind``: municipality, part (of the municipality in ``district``) or town.

    ``district`` is the Kreis of a German municipality. ``population`` is None where GeoNames gives none.
    ``source`` is "geonames:ID" or "ags:AGS".
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


@lru_cache(maxsize=1)
def _entries():
    """[(keys, Entry)]: the keys are the name with umlauts spelled out and without."""
    rows = csv.DictReader(io.StringIO(gzip.decompress(FILE.read_bytes()).decode()))
    entries = []
    for row in rows:
        population = int(row.pop("population") or 0) or None
        entry = Entry(**(row | {"lat": float(row["lat"]), "lon": float(row["lon"])}), population=population)
        entries.append((_keys(entry.name), entry))
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


def by_source(source):
    """The entry with this source id ("geonames:2950187"), or None."""
    return next((entry for _, entry in _entries() if entry.source == source), None)


def all_entries():
    """Every Entry, in the order of names."""
    return [entry for _keys, entry in _entries()]
