"""What a drawn map shows of a selection: the part of the world most of its cases lie in, and how many lie beyond."""

import numpy as np

from practices.catalogue.clusters import clusters, per_place
from practices.geodata.drawing import drawn, window_of

# Fewer dots than these are all shown, however far apart; else no more than this share is left out.
CROWD, LEFT_OUT = 8, 0.15


def drawing_of(selection):
    """(Drawing, cases with a dot beyond it) of a Selection; (None, 0) where no case has a dot."""
    catalogue = selection.catalogue
    counted = per_place(catalogue, selection.cases, selection.key_without(None))
    rows = np.flatnonzero(counted.dots)
    if not len(rows):
        return None, 0
    lon, lat = catalogue.places.lon[rows], catalogue.places.lat[rows]
    near = core(lon, lat, counted.dots[rows])
    window = window_of(list(zip(lon[near].tolist(), lat[near].tolist(), strict=True)))
    box = (window.west, window.south, window.east, window.north)
    found, shown = clusters(catalogue, counted, window.zoom, box)
    marks = [(cluster.lon, cluster.lat, cluster.count) for cluster in found]
    return drawn(window, marks), len(selection) - selection.without_dot() - shown


def core(lon, lat, dots):
    """Which places lie within Tukey's fences, both ways; all, where that leaves out too many dots (see map.js)."""
    everything = np.ones(len(lon), dtype=bool)
    if dots.sum() < CROWD:
        return everything
    near = everything.copy()
    for values in (lon, lat):
        low, high = np.quantile(np.repeat(values, dots), (0.25, 0.75))
        near &= (values >= low - 1.5 * (high - low)) & (values <= high + 1.5 * (high - low))
    return near if dots[near].sum() >= (1 - LEFT_OUT) * dots.sum() else everything
