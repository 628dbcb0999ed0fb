"""How far two decisions lie apart: 0 (the same) to 1 (nothing in common)."""

import numpy as np


def masi(one, other):
    """Passonneau's distance of two sets of codes (MASI, 2006): 1 - Jaccard x monotonicity.

    Monotonicity is 1 for equal sets, 2/3 when one holds the other, 1/3 when they only overlap, 0 when they don't.
    Two empty sets are equal: both coders found nothing to code.
    """
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    monotonicity = 2 / 3 if shared in (len(one), len(other)) else 1 / 3
    return 1.0 - shared / len(one | other) * monotonicity


def nominal(one, other):
    return float(one != other)


def matrix(values, distance):
    """The distances of all values from each other, as an array of shape (V, V)."""
    found = np.zeros((len(values), len(values)))
    for row, one in enumerate(values):
        for column in range(row):
            found[row, column] = found[column, row] = distance(one, values[column])
    return found
