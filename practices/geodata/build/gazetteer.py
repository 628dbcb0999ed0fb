"""Distils the gazetteer: every German municipality, the towns of its neighbours, larger towns of Europe.

A municipality's dot is the GeoNames place of its own name *inside its own polygon*, else a point within the
polygon. So namesakes can't be confused, and municipalities made of villages have a dot too.
"""

import csv
import gzip
import io
import re

from practices.geodata.build.areas import read_areas, read_geonames, state_of

COLUMNS = ("name", "kind", "country", "state", "district", "lat", "lon", "population", "source", "ags")
NEIGHBOURS = {"AT", "CH", "LI", "LU"}
# fmt: off
EUROPE = {
    "AD", "AL", "BA", "BE", "BG", "BY", "CY", "CZ", "DK", "EE", "ES", "FI", "FO", "FR", "GB", "GG", "GI", "GR", "HR",
    "HU", "IE", "IM", "IS", "IT", "JE", "LT", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS",
    "SE", "SI", "SK", "SM", "UA", "VA", "XK",
}
# fmt: on
MIN_EUROPE = 5000


def build(node_modules):
    """Rows (tuples in the order of COLUMNS), German municipalities first."""
    cities = read_geonames()
    rows = [*_germany(node_modules, [c for c in cities if c["countrycode"] == "DE"])]
    for city in sorted(cities, key=lambda c: (c["countrycode"], c["name"], c["geonameid"])):
        near = city["countrycode"] in NEIGHBOURS
        if near or (city["countrycode"] in EUROPE and city["population"] >= MIN_EUROPE):
            rows.append(_row(city, "town", city["countrycode"], state_of(city), ""))
    return rows


def _germany(node_modules, cities):
    import shapely

    districts = {area.ags: area.name for area in read_areas(node_modules, "kreise")}
    municipalities = read_areas(node_modules, "gemeinden")
    tree = shapely.STRtree([area.shape for area in municipalities])
    points = [shapely.Point(city["longitude"], city["latitude"]) for city in cities]
    inside = {}
    for city_index, area_index in tree.query(points, predicate="within").T:
        inside.setdefault(int(area_index), []).append(cities[int(city_index)])
    taken = set()
    rows = []
    for index, area in enumerate(municipalities):
        district = districts.get(area.ags[:5], "")
        name = full_name(area)
        city = _centre(area, inside.get(index, []))
        if city:
            taken.add(city["geonameid"])
            rows.append(_row(city, "municipality", "DE", area.state, district, name, area.ags))
        else:
            point = area.shape.representative_point()
            rows.append(
                (
                    name,
                    "municipality",
                    "DE",
                    area.state,
                    district,
                    f"{point.y:.4f}",
                    f"{point.x:.4f}",
                    "",
                    f"ags:{area.ags}",
                    area.ags,
                )
            )
    for index, found in inside.items():
        area = municipalities[index]
        for city in sorted(found, key=lambda c: c["geonameid"]):
            if city["geonameid"] not in taken and area.kind != "Gemeindefreies Gebiet":
                rows.append(_row(city, "part", "DE", area.state, full_name(area)))
    return sorted(rows, key=lambda row: (row[0], row[3], row[8]))


def full_name(area):
    """The name without official titles and short forms: "Murnau am Staffelsee", not "Murnau a. Staffelsee, M"."""
    name = area.name.split(", ")[0]
    name = re.sub(r"\ba\.\s?d\.\s?", "an der ", name)
    return re.sub(r"\ba\.\s?(?=[A-ZÄÖÜ])", "am ", name)


def _centre(area, cities):
    """The GeoNames record that stands for the municipality's centre; None where none bears its name."""
    wanted = plain(full_name(area))
    named = [c for c in cities if plain(c["name"]) == wanted or wanted in map(plain, c["alternatenames"])]
    if not named:
        named = [c for c in cities if plain(c["name"]).split(" ")[0] == wanted.split(" ")[0] and c["population"] > 0]
    return max(named, key=lambda c: c["population"], default=None)


def plain(name):
    """Lower case, no additions: "Murnau a.Staffelsee" and "Murnau am Staffelsee" give one key."""
    name = re.sub(r"\b(a|am|an der|a\.d\.|i|im|in|in der|v\.d\.|bei|b)\b\.?\s*", " ", name.lower())
    return re.sub(r"[^\w]+", " ", name).strip()


def _row(city, kind, country, state, district, name=None, ags=""):
    population = city["population"] or ""
    return (
        name or city["name"],
        kind,
        country,
        state,
        district,
        f"{city['latitude']:.4f}",
        f"{city['longitude']:.4f}",
        str(population),
        f"geonames:{city['geonameid']}",
        ags,
    )


def packed(rows):
    """The rows as gzipped CSV, the same bytes for the same rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode(), 9, mtime=0)
