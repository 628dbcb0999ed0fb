"""Krippendorff's alpha of pairs of decisions, with a confidence interval from resampled cases.

The coefficient comes from the library ``krippendorff``. The resamples are computed by the same formula, all of them
in a few matrix products; a test holds the two against each other. So are tables for which the library would take too
much memory: it holds an array of pairs x values x values.
"""

from dataclasses import dataclass

import krippendorff
import numpy as np

from workplace.coding.agreement.distances import nominal

# Below so many cases a coefficient says more of the choice of cases than of the coders.
FEWEST_CASES = 5
# Below so many, resampled cases say too little of those that weren't sampled: an interval would look surer than it is.
FEWEST_FOR_INTERVAL = 10
RESAMPLES = 2000
SEED = 20060527
LEVEL = 0.95
# An interval is given when at most this share of the resamples had no variation.
MOST_UNDEFINED = 0.05
CHUNK = 200
MOST_CELLS = 4_000_000

# alpha and the resamples are added up in different orders.
ROUNDING = 1e-9

FEW, ALIKE, COINCIDENT, ASIDE = "few", "alike", "coincident", "aside"


@dataclass(frozen=True)
class Agreement:
    """``alpha`` is None where it isn't defined, and ``reason`` says why: FEW cases, or all decisions ALIKE.

    ``low`` and ``high`` are None where there is no interval; ``no_interval`` says why: COINCIDENT (nobody disagreed, so
    resampling can't show how uncertain that is), ALIKE (too many resamples without variation), FEW cases, or ASIDE (the
    resamples lie to one side of alpha, so their middle isn't an interval around it). So low <= alpha <= high holds
    wherever there is an interval. ``undefined`` counts the resamples left out for lack of variation.
    """

    cases: int
    pairs: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    no_interval: str = ""
    undefined: int = 0


def agreement(pairs, distances=nominal, *, resamples=RESAMPLES, seed=SEED):
    """Agreement of ``pairs``: a list of (case, first's value, second's value), values hashable.

    ``distances``: list of values → array of their distances (``agreement.distances``). ``resamples`` 0: no interval.
    """
    cases = len({case for case, _first, _second in pairs})
    if cases < FEWEST_CASES:
        return Agreement(cases, len(pairs), reason=FEW)
    table = _Table(pairs, distances)
    if len(table.values) < 2:
        return Agreement(cases, len(pairs), reason=ALIKE)
    alpha = table.alpha()
    interval = _interval(table, alpha, resamples, seed) if resamples else {}
    return Agreement(cases, len(pairs), alpha=alpha, **interval)


class _Table:
    """The pairs as arrays: which values occur, how often in each pair, and how far they lie apart."""

    def __init__(self, pairs, distances):
        self.values = _in_order({value for _case, first, second in pairs for value in (first, second)})
        places = {value: place for place, value in enumerate(self.values)}
        first = np.array([places[one] for _case, one, _other in pairs])
        second = np.array([places[other] for _case, _one, other in pairs])
        self.distances = distances(self.values)
        self.apart = self.distances[first, second]
        self.counts = np.zeros((len(pairs), len(self.values)))
        np.add.at(self.counts, (np.arange(len(pairs)), first), 1)
        np.add.at(self.counts, (np.arange(len(pairs)), second), 1)
        names = {case: place for place, case in enumerate(dict.fromkeys(case for case, _one, _other in pairs))}
        self.case_of = np.array([names[case] for case, _one, _other in pairs])
        self.cases = len(names)

    def alpha(self):
        if self.counts.size * len(self.values) > MOST_CELLS:
            return float(self.alphas(np.ones((1, len(self.counts))))[0])

        def metric(v1, v2, i1, i2, n_v, dtype=np.float64):
            return self.distances[i1, i2].astype(dtype)

        return float(krippendorff.alpha(value_counts=self.counts, level_of_measurement=metric))

    def alphas(self, weights):
        """alpha for each row of ``weights`` (shape (R, pairs), how often each pair counts); nan without variation."""
        observed = 2 * weights @ self.apart
        marginals = weights @ self.counts
        number = marginals.sum(axis=1)
        expected = ((marginals @ self.distances) * marginals).sum(axis=1) / (number - 1)
        return np.divide(expected - observed, expected, out=np.full(len(weights), np.nan), where=expected > 0)


def _in_order(values):
    """The values in an order that doesn't depend on hashing, so that sums round alike in every process."""
    return sorted(values, key=lambda value: sorted(value) if isinstance(value, frozenset) else [str(value)])


def _interval(table, alpha, resamples, seed):
    """The percentile interval over resampled cases: all pairs of a drawn case come along."""
    if not table.apart.any():
        return {"no_interval": COINCIDENT}
    if table.cases < FEWEST_FOR_INTERVAL:
        return {"no_interval": FEW}
    random = np.random.default_rng(seed)
    found = []
    for start in range(0, resamples, CHUNK):
        size = min(CHUNK, resamples - start)
        drawn = random.multinomial(table.cases, np.full(table.cases, 1 / table.cases), size=size)
        found.append(table.alphas(drawn[:, table.case_of].astype(float)))
    alphas = np.concatenate(found)
    undefined = int(np.isnan(alphas).sum())
    if undefined > MOST_UNDEFINED * resamples:
        return {"no_interval": ALIKE, "undefined": undefined}
    edge = (1 - LEVEL) / 2
    low, high = np.nanquantile(alphas, [edge, 1 - edge])
    if not low - ROUNDING <= alpha <= high + ROUNDING:
        return {"no_interval": ASIDE, "undefined": undefined}
    return {"low": min(float(low), alpha), "high": max(float(high), alpha), "undefined": undefined}
