"""The basemap holds land where land is: nothing drawn across the sea, nothing cut by the antimeridian or the window."""

import json
from itertools import pairwise

import pytest
from django.conf import settings

# Straight borders are at most this long in the sources (Canada's along 49° N, cut at the lakes): degrees.
LONGEST = 30


@pytest.fixture(scope="module")
def countries():
    path = settings.BASE_DIR / "static/basemap/basemap.json"
    features = json.loads(path.read_text(encoding="utf-8"))["countries"]["features"]
    return [(f["properties"]["name"], f["geometry"]["coordinates"]) for f in features]


def inside(ring, lon, lat):
    """Whether a point lies in a ring: the number of edges west of it is odd."""
    crossed = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed


def lands(countries, lon, lat):
    """Names of the countries whose drawing holds the point."""
    return [name for name, polygons in countries if any(within(polygon, lon, lat) for polygon in polygons)]


def within(polygon, lon, lat):
    outer, *holes = polygon
    return inside(outer, lon, lat) and not any(inside(hole, lon, lat) for hole in holes)


def test_no_edge_runs_round_the_world(countries):
    long = {
        (name, *a, *b)
        for name, polygons in countries
        for polygon in polygons
        for ring in polygon
        for a, b in pairwise(ring)
        if abs(a[0] - b[0]) > LONGEST
    }
    assert long == set()


@pytest.mark.parametrize("lon", range(-19, 12, 5))
@pytest.mark.parametrize("lat", [71.3, 71.6])
def test_the_sea_north_of_norway_is_sea(countries, lon, lat):
    assert lands(countries, lon, lat) == []


@pytest.mark.parametrize(("lon", "lat"), [(-25, -16.5), (-100, -16.5), (80, -16.5), (170, 75), (-150, 65.5 + 8)])
def test_the_open_sea_is_sea(countries, lon, lat):
    assert lands(countries, lon, lat) == []


@pytest.mark.parametrize("lon", [50, 60, 90, 120, 150, 170, 179, -179, -172])
def test_russia_goes_on_beyond_the_antimeridian(countries, lon):
    assert lands(countries, lon, 66.5) == ["Russia"]


def test_no_country_is_cut_where_fine_lines_meet_coarse_ones(countries):
    """An edge along the window's rim would be a line across a country."""
    rims = {0: (-25, 45), 1: (33, 72.5)}
    cut = {
        name
        for name, polygons in countries
        for polygon in polygons
        for ring in polygon
        for a, b in pairwise(ring)
        for axis, values in rims.items()
        if a[axis] == b[axis] and a[axis] in values and abs(a[1 - axis] - b[1 - axis]) > 1
    }
    assert cut == set()


def test_land_is_land(countries):
    assert lands(countries, 9.73, 52.37) == ["Germany"]
    assert lands(countries, 178.0, -17.8) == ["Fiji"]
