"""Dots → clusters for a zoom level.

Which towns stand together at a zoom follows from the towns alone: from the one with most cases on, a town takes
in every town within ``RADIUS`` pixels that is still free. A filter then only changes how many cases each of them
counts. So clusters keep their place while somebody filters, and counting is one pass over the dots.
"""

from dataclasses import dataclass

import numpy as np

RADIUS = 52
TILE = 256
MIN_ZOOM, MAX_ZOOM = 0, 14


@dataclass(frozen=True)
class PerPlace:
    """A selection counted by place: how many ``dots`` each has, and the ``sum`` of their practices' pks.

    ``several``: (practice, place) of the dots of those practices that have more than one, by practice.
    """

    dots: np.ndarray
    sum: np.ndarray
    several: tuple


@dataclass(frozen=True)
class Cluster:
    """``count`` cases at ``lat``/``lon``; ``box`` is (west, south, east, north) of its dots, degrees WGS 84.

    ``practice`` is the pk where it is one case, ``place`` the row of the place where all stand in one. ``anchor`` is
    the row of the place with most cases, among equals of the largest one.
    """

    lon: float
    lat: float
    count: int
    box: tuple
    practice: int | None
    place: int | None
    anchor: int


def pixels(lon, lat, zoom):
    """Web Mercator pixels of columns of degrees."""
    size = TILE * 2.0**zoom
    sin = np.sin(np.radians(np.clip(lat, -85.05, 85.05)))
    return (lon / 360 + 0.5) * size, (0.5 - np.log((1 + sin) / (1 - sin)) / (4 * np.pi)) * size


def grouping(catalogue, zoom):
    """(cluster of each place or -1, number of clusters) at a zoom; made once for each state of the places."""
    return catalogue.made_once(("grouping", zoom), lambda: _group(catalogue, zoom))


def _group(catalogue, zoom):
    places = catalogue.places
    weight = np.bincount(catalogue.location_place, minlength=len(places.pks))
    dotted = np.flatnonzero(~np.isnan(places.lat) & (weight > 0))
    of_place = np.full(len(places.pks), -1, dtype=np.int64)
    x, y = pixels(places.lon[dotted], places.lat[dotted], zoom)
    size = 0
    for members in _neighbourhoods(x, y, np.argsort(-weight[dotted], kind="stable")):
        of_place[dotted[members]] = size
        size += 1
    return of_place, size


def _neighbourhoods(x, y, order):
    """Lists of indices that stand together, from the first in ``order`` on. Cells keep the search local."""
    cell_x, cell_y = (x // RADIUS).astype(int).tolist(), (y // RADIUS).astype(int).tolist()
    xs, ys = x.tolist(), y.tolist()
    cells = {}
    for i in order.tolist():
        cells.setdefault((cell_x[i], cell_y[i]), []).append(i)
    free = [True] * len(xs)
    for i in order.tolist():
        if not free[i]:
            continue
        members = []
        for cx in range(cell_x[i] - 1, cell_x[i] + 2):
            for cy in range(cell_y[i] - 1, cell_y[i] + 2):
                for j in cells.get((cx, cy), ()):
                    if free[j] and (xs[j] - xs[i]) ** 2 + (ys[j] - ys[i]) ** 2 <= RADIUS**2:
                        members.append(j)
        for j in members:
            free[j] = False
        cells[cell_x[i], cell_y[i]] = [j for j in cells[cell_x[i], cell_y[i]] if free[j]]
        yield members


def per_place(catalogue, selection, key):
    """The PerPlace of a selection; ``key`` names the selection, so that panning and zooming count only once."""
    return catalogue.remembered(("per place", key), lambda: _per_place(catalogue, selection))


def _per_place(catalogue, selection):
    practice, place = catalogue.location_practice, catalogue.location_place
    rows = ~np.isnan(catalogue.places.lat)[place]
    if len(selection) < len(catalogue.published):
        chosen = np.array(selection.to_array(), dtype=np.int64)
        # The newest case of the selection may have no place at all.
        member = np.zeros(max(int(practice.max(initial=0)), int(chosen.max(initial=0))) + 1, dtype=bool)
        member[chosen] = True
        rows &= member[practice]
    practice, place = practice[rows], place[rows]
    size = len(catalogue.places.pks)
    several = np.flatnonzero(np.bincount(practice, minlength=1)[practice] > 1)
    several = several[np.argsort(practice[several], kind="stable")]
    return PerPlace(
        np.bincount(place, minlength=size),
        np.bincount(place, practice, minlength=size),
        (practice[several], place[several]),
    )


def clusters(catalogue, counted, zoom, box):
    """([Cluster], number of practices) of a PerPlace in ``box`` (west, south, east, north; None for all)."""
    of_place, size = grouping(catalogue, zoom)
    places = catalogue.places
    shown = counted.dots > 0
    if box is not None:
        shown &= catalogue.places_in_box(box)
    rows = np.flatnonzero(shown)
    cluster, dots = of_place[rows], counted.dots[rows]
    total = np.bincount(cluster, dots, minlength=size)
    repeats, again = _repeats(counted.several, shown, of_place, size)
    counts = total - repeats
    lon = np.bincount(cluster, places.lon[rows] * dots, minlength=size)
    lat = np.bincount(cluster, places.lat[rows] * dots, minlength=size)
    pks = np.bincount(cluster, counted.sum[rows], minlength=size)
    found = np.flatnonzero(total)
    order = np.argsort(cluster, kind="stable")
    by_size, rank = _sizes(catalogue)
    # One number that is highest at the place a cluster is named by, and says which place that is.
    score = (dots * len(rank) + rank[rows])[order]
    rows = rows[order]
    starts = np.searchsorted(cluster[order], found)
    west, south, east, north = _edges(places.lon[rows], places.lat[rows], starts)
    ends = np.append(starts[1:], len(rows))
    anchors = by_size[np.maximum.reduceat(score, starts) % len(rank)] if len(starts) else ()
    made = [
        Cluster(
            float(lon[c] / total[c]),
            float(lat[c] / total[c]),
            int(counts[c]),
            (float(west[i]), float(south[i]), float(east[i]), float(north[i])),
            int(pks[c] / total[c]) if counts[c] == 1 else None,
            int(rows[starts[i]]) if ends[i] - starts[i] == 1 else None,
            int(anchors[i]),
        )
        for i, c in enumerate(found.tolist())
    ]
    return made, int(dots.sum()) - again


def _sizes(catalogue):
    """(places from the smallest to the largest, the rank of each place in that order)."""

    def made():
        by_size = np.argsort([population or 0 for population in catalogue.places.populations], kind="stable")
        rank = np.empty(len(by_size), dtype=np.int64)
        rank[by_size] = np.arange(len(by_size))
        return by_size, rank

    return catalogue.made_once("sizes", made)


def _repeats(several, shown, of_place, size):
    """(dots of each cluster that repeat a practice there, dots that repeat a practice anywhere)."""
    practice, place = several
    inside = shown[place]
    practice, cluster = practice[inside], of_place[place[inside]]
    # Sorting numbers alone is far quicker than finding the first of each, which np.unique would do.
    pairs = np.sort(practice * (size + 1) + cluster)
    repeated = pairs[1:][pairs[1:] == pairs[:-1]] % (size + 1)
    return np.bincount(repeated, minlength=size), int(np.count_nonzero(practice[1:] == practice[:-1]))


def _edges(lon, lat, starts):
    if not len(starts):
        return (), (), (), ()
    return (
        np.minimum.reduceat(lon, starts),
        np.minimum.reduceat(lat, starts),
        np.maximum.reduceat(lon, starts),
        np.maximum.reduceat(lat, starts),
    )
