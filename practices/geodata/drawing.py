"""The map as a drawing (SVG) made on the server: for paper, and for who reads without scripts.

One unit of a drawing is a step of ``grid`` degrees, in Web Mercator: east to the right, north upwards.
"""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.conf import settings

# A wide view is drawn in coarse steps, so that no drawing grows heavy. Degrees.
FINE, COARSE, WIDE = 0.06, 0.5, 24
SMALLEST = 5
PIXELS = 520
FLATTEST, STEEPEST = 0.8, 1.3


@dataclass(frozen=True)
class Window:
    """Part of the world: ``west``, ``south``, ``east``, ``north`` in degrees WGS 84."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self):
        return self.east - self.west

    @property
    def grid(self):
        return FINE if self.width <= WIDE else COARSE

    @property
    def zoom(self):
        """The zoom level at which a map so wide shows it."""
        return max(0, min(14, math.floor(math.log2(PIXELS * 360 / (256 * self.width)))))

    def holds(self, lon, lat):
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def window_of(points):
    """The Window around points (lon, lat), with a margin, not too small and of a shape that fits a page."""
    lons, ys = [lon for lon, _ in points], [_mercator(lat) for _, lat in points]
    x, y = (min(lons) + max(lons)) / 2, (min(ys) + max(ys)) / 2
    width = max(SMALLEST, (max(lons) - min(lons)) * 1.12)
    height = max(SMALLEST, (max(ys) - min(ys)) * 1.12)
    width, height = max(width, height / STEEPEST), max(height, width * FLATTEST)
    return Window(x - width / 2, _latitude(y - height / 2), x + width / 2, _latitude(y + height / 2))


@dataclass(frozen=True)
class Dot:
    """A mark of ``count`` cases at ``x``/``y`` with the radius ``r``, in units of the drawing."""

    x: int
    y: int
    r: float
    count: int


@dataclass(frozen=True)
class Town:
    """A name beginning at ``left``, beside the town at ``x``/``y``."""

    name: str
    x: int
    y: int
    left: float


@dataclass(frozen=True)
class Drawing:
    """What the template draws: ``view_box`` and the paths ``land`` and ``laender`` as SVG says them.

    ``unit`` is the radius of a single dot, ``text`` the height of letters.
    """

    view_box: str
    land: str
    laender: str
    dots: list
    towns: list
    unit: float
    text: float


def drawn(window, marks):
    """The Drawing of a Window with marks: (lon, lat, count) each."""
    grid = window.grid
    left, top = round(window.west / grid), round(-_mercator(window.north) / grid)
    width = round(window.width / grid)
    height = round((_mercator(window.north) - _mercator(window.south)) / grid)
    unit = round(width / 80, 1)
    dots = [Dot(*_step(lon, lat, grid), round(unit * (1.7 if count > 1 else 1), 1), count) for lon, lat, count in marks]
    return Drawing(
        f"{left} {top} {width} {height}",
        _ground("countries", window),
        _ground("laender", window),
        sorted(dots, key=lambda dot: dot.count),
        _towns(window, dots, unit),
        unit,
        round(1.8 * unit, 1),
    )


def _ground(layer, window):
    inside = [
        path
        for (west, south, east, north), path in _rings(layer, window.grid)
        if west < window.east and east > window.west and south < window.north and north > window.south
    ]
    return "".join(inside)


def _towns(window, dots, unit):
    """The largest towns in view whose names no dot would cover."""
    towns = []
    for town in _basemap()["towns"]:
        if town["rank"] > 1 or not window.holds(town["lon"], town["lat"]):
            continue
        x, y = _step(town["lon"], town["lat"], window.grid)
        length = unit * (2 + 1.2 * len(town["name"]))
        if not any(x - 2 * unit < dot.x < x + length and abs(dot.y - y) < 3.5 * unit for dot in dots):
            towns.append(Town(town["name"], x, y, round(x + unit, 1)))
    return towns


@lru_cache(maxsize=1)
def _basemap():
    return json.loads((settings.BASE_DIR / "static/basemap/basemap.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def _rings(layer, grid):
    """[((west, south, east, north), SVG path)] of every ring that is more than a point at this grid."""
    found = []
    for feature in _basemap()[layer]["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                steps = [_step(lon, lat, grid) for lon, lat in ring]
                moves = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(steps) if (x1, y1) != (x2, y2)]
                if len(moves) > 2:
                    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
                    path = "M{} {}l".format(*steps[0]) + " ".join(f"{dx} {dy}" for dx, dy in moves) + "z"
                    found.append(((min(lons), min(lats), max(lons), max(lats)), path.replace(" -", "-")))
    return found


def _step(lon, lat, grid):
    return round(lon / grid), round(-_mercator(lat) / grid)


def _mercator(lat):
    lat = max(-85.05, min(85.05, lat))
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


def _latitude(y):
    return math.degrees(2 * math.atan(math.exp(math.radians(y))) - math.pi / 2)


# Germany as small as a thumb: steps of a fifth of a degree are less than a pixel there.
LOCATOR_GRID = 0.2
_CORNERS = (5.6, 55.3, 15.4, 47.1)


def located(lon, lat):
    """Where a point (degrees WGS 84) lies in the locator, to a tenth of a step."""
    return round(lon / LOCATOR_GRID, 1), round(-_mercator(lat) / LOCATOR_GRID, 1)


(_LEFT, _TOP), (_RIGHT, _FOOT) = located(*_CORNERS[:2]), located(*_CORNERS[2:])
LOCATOR_BOX = f"{_LEFT} {_TOP} {round(_RIGHT - _LEFT, 1)} {round(_FOOT - _TOP, 1)}"


@lru_cache(maxsize=1)
def locator_path():
    """The Länder of Germany as one path."""
    return "".join(path for _box, path in _rings("laender", LOCATOR_GRID))
