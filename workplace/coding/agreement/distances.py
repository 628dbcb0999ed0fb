"""How far two decisions lie apart: 0 (the same) to 1 (nothing in common), for all pairs of values at once."""

import numpy as np


def nominal(values):
    """Distances of values that are the same or not: an array of shape (V, V)."""
    return 1.0 - np.eye(len(values))


def masi(values):
    """Passonneau's distances of sets of codes (MASI, 2006): 1 - Jaccard x monotonicity. An array of shape (V, V).

    Monotonicity is 1 for equal sets, 2/3 when one holds the other, 1/3 when they only overlap, 0 when they don't.
    Two empty sets are equal: both coders found nothing to code. ``values``: frozensets.
    """
    codes = {code: place for place, code in enumerate(sorted(set().union(*values)))}
    holds = np.zeros((len(values), len(codes)))
    for row, value in enumerate(values):
        holds[row, [codes[code] for code in value]] = 1
    sizes = holds.sum(axis=1)
    shared = holds @ holds.T
    united = sizes[:, None] + sizes[None, :] - shared
    contained = shared == np.minimum(sizes[:, None], sizes[None, :])
    equal = contained & (sizes[:, None] == sizes[None, :])
    monotonicity = np.select([equal, contained, shared > 0], [1, 2 / 3, 1 / 3], 0)
    jaccard = np.divide(shared, united, out=np.ones_like(shared), where=united > 0)
    return 1 - jaccard * monotonicity
