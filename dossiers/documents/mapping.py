"""The map of a document: a numbered mark for each place, none over another."""

import math
from dataclasses import dataclass

import numpy as np
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from practices.catalogue.drawing import core
from practices.geodata.drawing import drawn, window_of

# Marks are large where few share the map; then the map may stand small. Widths of the map that make one radius.
FEW, LARGE, SMALL = 12, 38, 70
RINGS, DIRECTIONS, APART = 12, 16, 2.15


@dataclass(frozen=True)
class Mapped:
    """``svg``: the drawing, "" without a dot. ``left_out``: a sentence on the cases that aren't on it."""

    svg: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Mark:
    """``x``/``y``: the middle of the disc; ``from_x``/``from_y``: where the place is."""

    text: str
    x: float
    y: float
    from_x: float
    from_y: float

    @property
    def is_moved(self):
        return (self.x, self.y) != (self.from_x, self.from_y)


def mapped(practices):
    """The Mapped of practices from ``for_list()``, numbered from 1."""
    points = [
        (number, location.place.lon, location.place.lat)
        for number, practice in enumerate(practices, 1)
        for location in practice.locations.all()
        if location.place.lat is not None
    ]
    if not points:
        return Mapped()
    lons, lats = (np.array([point[axis] for point in points]) for axis in (1, 2))
    near = core(lons, lats, np.ones(len(points), dtype=int))
    shown = [point for point, is_near in zip(points, near, strict=True) if is_near]
    return Mapped(_drawing(shown, len(practices) > 1), _left_out(points, shown, len(practices)))


def _drawing(points, numbered):
    places = [(lon, lat) for _number, lon, lat in points]
    drawing = drawn(window_of(places), [(lon, lat, 1) for lon, lat in places])
    left, top, width, height = map(float, drawing.view_box.split())
    radius = width / (LARGE if len(points) <= FEW else SMALL)
    # Of dots of one case each the drawing keeps the order.
    dots = [(number, dot.x, dot.y) for (number, *_place), dot in zip(points, drawing.dots, strict=True)]
    marks = placed(dots, radius, (left, top, left + width, top + height))
    letters = radius * 0.85
    towns = [town for town in drawing.towns if _is_free(town, marks, radius, letters, left + width)]
    return render_to_string(
        "dossiers/map.svg",
        {
            **{"drawing": drawing, "towns": towns, "marks": marks, "numbered": numbered},
            **{"left": left, "top": top, "width": width, "height": height},
            **{"radius": round(radius, 2), "letters": round(letters, 2), "stroke": round(width / 700, 3)},
            "number_size": round(radius * 1.15, 2),
            "spot": round(radius * 0.25, 2),
        },
    )


def placed(dots, radius, box):
    """[Mark] for dots (number, x, y), none over another: what finds no room at its place stands beside it.

    Places of one case so close that one mark covers them get one. ``box``: left, top, right, bottom.
    """
    crowding = {dot: sum(_distance(dot[1:], other[1:]) < APART * radius for other in dots) for dot in dots}
    marks = []
    for number, x, y in sorted(crowding, key=lambda dot: (crowding[dot], dot[0])):
        if any(mark.text == str(number) and _distance((mark.x, mark.y), (x, y)) < radius * 2 for mark in marks):
            continue
        free = (at for at in _around(x, y, radius) if _has_room(at, marks, radius, box))
        marks.append(Mark(str(number), *next(free, (x, y)), x, y))
    return marks


def _around(x, y, radius):
    """Places for a mark, the nearest first."""
    yield x, y
    for ring in range(1, RINGS + 1):
        for turn in range(DIRECTIONS):
            angle, away = 2 * math.pi * turn / DIRECTIONS, radius * (1.2 + 0.8 * ring)
            yield round(x + away * math.cos(angle), 2), round(y + away * math.sin(angle), 2)


def _has_room(at, marks, radius, box):
    left, top, right, bottom = box
    inside = left + radius <= at[0] <= right - radius and top + radius <= at[1] <= bottom - radius
    return inside and all(_distance(at, (mark.x, mark.y)) >= APART * radius for mark in marks)


def _is_free(town, marks, radius, letters, right):
    end = town.left + 0.6 * letters * len(town.name)
    return end < right and not any(
        town.x - radius * 1.3 < mark.x < end + radius and abs(mark.y - town.y) < radius + letters for mark in marks
    )


def _distance(one, other):
    return math.hypot(one[0] - other[0], one[1] - other[1])


def _left_out(points, shown, number):
    located, seen = {point[0] for point in points}, {point[0] for point in shown}
    texts = [
        (_("Without a dot: %(numbers)s."), set(range(1, number + 1)) - located),
        (_("Beyond the map: %(numbers)s."), located - seen),
    ]
    return " ".join(text % {"numbers": ", ".join(map(str, sorted(found)))} for text, found in texts if found)
