"""Which practices share most with one: its patterns, roles, aspects and theme, counted in the catalogue's sets."""

import numpy as np

from practices.systems import MAIN, SYSTEMS

WEIGHTS = {MAIN: 2} | {system.parameter: system.weight for system in SYSTEMS if system.weight}


def related_to(catalogue, pk, limit=4):
    """pks of the practices that share most with this one, best first; the slug decides among equals."""
    ranks = catalogue.orders["slug"].rank
    score = np.zeros(len(ranks))
    for parameter, weight in WEIGHTS.items():
        for found in catalogue.sets[parameter].values():
            if pk in found:
                score[np.array(found.to_array(), dtype=np.int64)] += weight
    score[pk] = 0
    candidates = np.flatnonzero(score > 0)
    if len(candidates) > limit:
        least = np.partition(score[candidates], -limit)[-limit]
        candidates = candidates[score[candidates] >= least]
    best = np.lexsort((ranks[candidates], -score[candidates]))[:limit]
    return candidates[best].tolist()
