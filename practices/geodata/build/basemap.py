"""Draws the basemap: countries (Natural Earth), German Länder (BKG) and towns for orientation (GeoNames)."""

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from practices.geodata.build.areas import read_areas, read_geonames

EUROPE = (-25.0, 33.0, 45.0, 72.5)
SOURCE = "Natural Earth · © GeoBasis-DE / BKG 2017 (Daten verändert) · GeoNames (CC BY 4.0)"
# name in German, name in GeoNames, country, rank: 1 shows always, 2 from zoom 6, 3 from zoom 7
TOWNS = """Berlin Berlin DE 1|Hamburg Hamburg DE 1|München Munich DE 1|Köln Köln DE 1|Frankfurt|Frankfurt am Main DE 1
Stuttgart Stuttgart DE 1|Leipzig Leipzig DE 2|Dresden Dresden DE 2|Hannover Hannover DE 1|Bremen Bremen DE 2
Nürnberg Nürnberg DE 2|Kiel Kiel DE 2|Schwerin Schwerin DE 2|Rostock Rostock DE 3|Magdeburg Magdeburg DE 2
Erfurt Erfurt DE 2|Mainz Mainz DE 3|Saarbrücken Saarbrücken DE 2|Düsseldorf Düsseldorf DE 3|Wiesbaden Wiesbaden DE 3
Potsdam Potsdam DE 3|Kassel Kassel DE 3|Münster Münster DE 3|Freiburg Freiburg DE 3|Ulm Ulm DE 3
Regensburg Regensburg DE 3|Würzburg Würzburg DE 3|Passau Passau DE 3|Flensburg Flensburg DE 3
Göttingen Göttingen DE 3|Trier Trier DE 3|Wien Vienna AT 1|Graz Graz AT 2|Salzburg Salzburg AT 2
Linz Linz AT 3|Innsbruck Innsbruck AT 2|Zürich Zürich CH 1|Bern Bern CH 2|Genf Genève CH 3
Prag Prague CZ 1|Warschau Warsaw PL 1|Paris Paris FR 1|Straßburg Strasbourg FR 3|Brüssel Brussels BE 2
Amsterdam Amsterdam NL 2|Kopenhagen Copenhagen DK 2|Rom Rome IT 1|Mailand Milan IT 2|Helsinki Helsinki FI 1
Budapest Budapest HU 2|Luxemburg Luxembourg LU 3"""


def build(node_modules):
    """The basemap as a dict: source, countries and laender (FeatureCollections), towns (list)."""
    return {
        "source": SOURCE,
        "countries": _collection(_countries(Path(node_modules) / "world-atlas")),
        "laender": _collection(_laender(node_modules)),
        "towns": _towns(),
    }


def _collection(features):
    return {"type": "FeatureCollection", "features": features}


def _feature(geometry, digits, **properties):
    """``digits``: decimals of a point of the geometry, as a function of longitude and latitude."""
    from shapely.geometry import mapping

    def walk(value):
        if isinstance(value[0], (int, float)):
            return [round(degrees, digits(*value)) for degrees in value]
        return [walk(part) for part in value]

    drawn = mapping(geometry)
    geometry = {"type": drawn["type"], "coordinates": walk(drawn["coordinates"])}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _countries(folder):
    """Each country in one piece: within Europe in fine lines, elsewhere in coarse ones."""
    from shapely import unary_union
    from shapely.geometry import box

    window = box(*EUROPE)
    west, south, east, north = EUROPE

    def digits(lon, lat):
        return 2 if west < lon < east and south < lat < north else 1

    # Simplified before they are cut, so that the cut edges meet exactly and vanish when the halves are joined.
    parts = defaultdict(list)
    for name, shape in decode(folder / "countries-110m.json"):
        parts[name].append(shape.simplify(0.2).difference(window))
    for name, shape in decode(folder / "countries-50m.json"):
        parts[name].append(shape.simplify(0.02).intersection(window))
    joined = ((name, _areas_only(unary_union(shapes))) for name, shapes in sorted(parts.items()))
    return [_feature(land, digits, name=name) for name, land in joined if land is not None and name != "Antarctica"]


def _areas_only(shape):
    from shapely.geometry import MultiPolygon

    polygons = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon" and part.area > 0.003]
    return MultiPolygon(polygons) if polygons else None


def decode(path):
    """(name, shape) of every country of a world-atlas file (TopoJSON, quantized)."""
    from shapely import unary_union

    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(indices):
        points = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    for country in topology["objects"]["countries"]["geometries"]:
        if country["type"] == "Polygon":
            coordinates = [[ring(r) for r in country["arcs"]]]
        else:
            coordinates = [[ring(r) for r in polygon] for polygon in country["arcs"]]
        yield country["properties"]["name"], unary_union([part for rings in coordinates for part in _upright(rings)])


def _upright(rings):
    """Polygons within ±180° of one whose rings may leap from one side of the antimeridian to the other."""
    from shapely.affinity import translate
    from shapely.geometry import Polygon, box

    outer, *holes = [_unwrapped(ring) for ring in rings]
    whole = Polygon(outer, holes).buffer(0)
    for turn in (-360, 0, 360):
        piece = whole.intersection(box(turn - 180, -90, turn + 180, 90))
        if not piece.is_empty:
            yield translate(piece, -turn)


def _unwrapped(ring):
    """The ring without leaps: where two points lie more than half a turn apart, it goes on beyond ±180°."""
    points, turn = [ring[0]], 0
    for (before, _), (lon, lat) in pairwise(ring):
        turn += 360 if lon - before < -180 else -360 if lon - before > 180 else 0
        points.append((lon + turn, lat))
    return points


def _laender(node_modules):
    """The sixteen Länder, simplified together so that neighbours keep one common line."""
    import shapely

    areas = read_areas(node_modules, "laender")
    shapes = shapely.coverage_simplify([area.shape for area in areas], 0.012)
    return [
        _feature(_areas_only(shape), lambda *_: 3, name=area.name, code=area.state)
        for area, shape in zip(areas, shapes, strict=True)
    ]


def _towns():
    cities = read_geonames()
    towns = []
    for line in (
        TOWNS.replace("\n", "|").replace("Frankfurt|Frankfurt am Main", "Frankfurt Frankfurt_am_Main").split("|")
    ):
        label, name, country, rank = line.split(" ")
        named = [c for c in cities if c["countrycode"] == country and c["name"] == name.replace("_", " ")]
        named = named or [
            c for c in cities if c["countrycode"] == country and label in c["alternatenames"] and c["population"] > 9e4
        ]
        city = max(named, key=lambda c: c["population"])
        towns.append(
            {"name": label, "lon": round(city["longitude"], 3), "lat": round(city["latitude"], 3), "rank": int(rank)}
        )
    return towns
