"""The statistics against published examples, hand-computed ones, and the library itself."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workplace.coding.agreement import alpha as computing
from workplace.coding.agreement.alpha import (
    ALIKE,
    ASIDE,
    COINCIDENT,
    FEW,
    FEWEST_FOR_INTERVAL,
    RESAMPLES,
    _Table,
    agreement,
)
from workplace.coding.agreement.distances import masi, nominal

NEITHER = frozenset()


def pairs(first, second):
    return [(case, one, other) for case, (one, other) in enumerate(zip(first, second, strict=True))]


def sets(*texts):
    return [frozenset(text) for text in texts]


def test_krippendorffs_example_of_two_observers_and_binary_data():
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example A: alpha = .095."""
    meg, owen = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert agreement(pairs(meg, owen)).alpha == pytest.approx(0.095, abs=0.0005)


def test_krippendorffs_example_of_two_observers_and_nominal_data():
    """The same, example B: alpha = .692."""
    assert agreement(pairs("aabbdcccedda", "babbbcccEddd".lower())).alpha == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("ab", "ab", 0),
        ("ab", "abcd", 1 - 1 / 2 * 2 / 3),  # NLTK documents 0.665 for this pair, with 0.67 for 2/3
        ("a", "ab", 1 - 1 / 2 * 2 / 3),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),
        ("a", "b", 1),
        ("", "a", 1),
        ("", "", 0),
    ],
)
def test_masi_by_hand(one, other, distance):
    found = masi(sets(one, other))
    assert found == pytest.approx(np.array([[0, distance], [distance, 0]]))
    assert masi(sets(one, "xyz", other))[2, 0] == pytest.approx(distance)  # whatever else is compared


def test_alpha_of_sets_by_hand():
    """Six cases, two sets a = {x} and b = {x, y}, MASI distance 2/3 between them.

    They disagree in two of six: observed 2 * 2 * 2/3 over 12 values. Each coder says a 4 and b 2 times, so n(a) = 8,
    n(b) = 4 and expected 2 * 8 * 4 * 2/3 / (12 * 11). alpha = 1 - (12 - 1) * 2 * 2 / (2 * 8 * 4) = 0.3125.
    """
    a, b = sets("x", "xy")
    assert agreement(pairs([a, a, a, b, a, b], [a, a, a, b, b, a]), masi).alpha == pytest.approx(0.3125)


def test_alpha_of_three_kinds_of_sets_by_hand():
    """a = {x}, b = {x, y}, c = {z}: d(a, b) = 2/3, all else 1. Pairs aa aa bb cc ab ac: n = (6, 3, 3) of 12.

    Observed 2 * (2/3 + 1) = 10/3; expected 2 * (6*3*2/3 + 6*3 + 3*3) / 11 = 78/11. alpha = 1 - 110/234.
    """
    a, b, c = sets("x", "xy", "z")
    found = agreement(pairs([a, a, b, c, a, a], [a, a, b, c, b, c]), masi)
    assert found.alpha == pytest.approx(1 - 110 / 234)


def test_sets_that_share_something_count_for_more_than_sets_that_share_nothing():
    first = sets("ab", "c", "d", "a", "bc", "")
    near, far = sets("a", "c", "d", "a", "bc", ""), sets("f", "c", "d", "a", "bc", "")
    assert agreement(pairs(first, near), masi).alpha > agreement(pairs(first, far), masi).alpha


@pytest.mark.parametrize("measure", [nominal, masi])
def test_each_resample_is_what_the_library_says(measure):
    """Weighted pairs by our matrix products = the library on the pairs written out as often as they count."""
    random = np.random.default_rng(7)
    values = sets("", "a", "ab", "bc", "abc") if measure is masi else list("abcdefgh")
    given = [(case // 2, values[random.integers(4)], values[random.integers(4)]) for case in range(24)]
    table = _Table(given, measure)
    weights = random.multinomial(24, np.full(24, 1 / 24), size=40)
    domain = {value: place for place, value in enumerate(values)}
    distances = measure(values)
    for row, alpha in zip(weights, table.alphas(weights.astype(float)), strict=True):
        drawn = [pair for pair, times in zip(given, row, strict=True) for _ in range(times)]
        data = [[domain[one] for _c, one, _o in drawn], [domain[other] for _c, _o, other in drawn]]
        expected = krippendorff.alpha(
            data,
            value_domain=range(len(values)),
            level_of_measurement=lambda v1, v2, i1, i2, n_v, dtype: distances[i1, i2],
        )
        assert alpha == pytest.approx(expected)
    assert table.alphas(np.ones((1, 24)))[0] == pytest.approx(table.alpha())


def test_a_table_too_large_for_the_library_gives_the_same(monkeypatch):
    given = pairs(sets(*"abcabc", "ab"), sets(*"abcbca", "ac"))
    by_the_library = agreement(given, masi)
    monkeypatch.setattr(computing, "MOST_CELLS", 0)
    monkeypatch.setattr(computing.krippendorff, "alpha", None)
    by_the_formula = agreement(given, masi)
    assert by_the_formula.alpha == pytest.approx(by_the_library.alpha)
    assert by_the_formula.low == by_the_library.low


def test_the_interval_holds_the_estimate_and_is_the_same_each_time():
    random = np.random.default_rng(3)
    first = random.integers(0, 3, 60)
    second = np.where(random.random(60) < 0.8, first, random.integers(0, 3, 60))
    given = pairs(first.tolist(), second.tolist())
    one, two = agreement(given), agreement(given)
    assert one == two
    assert one.low < one.alpha < one.high
    assert agreement(given, seed=1).low != one.low
    few = agreement(given[:15])
    assert few.high - few.low > one.high - one.low


def test_the_interval_draws_cases_with_all_their_pairs():
    """Ten coders of each of twelve cases, all alike within a case: as uncertain as twelve cases, not as 120."""
    first, second = "abababababab", "abbaabababab"
    single = agreement(pairs(first, second))
    repeated = [(case, one, other) for case, one, other in pairs(first, second) for _ in range(10)]
    many = agreement(repeated)
    assert (many.cases, many.pairs) == (12, 120)
    assert many.high - many.low == pytest.approx(single.high - single.low, abs=0.15)


def test_no_number_without_enough_cases():
    found = agreement(pairs("abca", "abcb"))
    assert (found.alpha, found.low, found.reason, found.cases) == (None, None, FEW, 4)
    assert agreement([]).reason == FEW


def test_no_number_without_variation():
    found = agreement(pairs("aaaaaaaa", "aaaaaaaa"))
    assert (found.alpha, found.reason) == (None, ALIKE)


def test_no_interval_where_nobody_disagreed():
    found = agreement(pairs("abababab", "abababab"))
    assert (found.alpha, found.low, found.high, found.no_interval) == (1.0, None, None, COINCIDENT)


def test_no_interval_where_most_resamples_lack_variation():
    """A single deviation in twenty cases: over a third of the resamples don't hold it."""
    found = agreement(pairs("a" * 19 + "b", "a" * 20))
    assert found.alpha is not None
    assert (found.low, found.no_interval) == (None, ALIKE)
    assert found.undefined > 0.3 * RESAMPLES


def test_no_interval_of_few_cases():
    """Seven cases once gave alpha -0.308 with an interval from -0.444 to -0.320."""
    found = agreement(pairs("aabbabb", "bbaabba"))
    assert found.alpha is not None
    assert (found.low, found.high, found.no_interval) == (None, None, FEW)
    assert agreement(pairs("aabbabbaab", "bbaabbaaab")).no_interval == ""


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_interval_holds_its_estimate(data):
    """Whatever two coders say of however many cases, by either distance."""
    measure = data.draw(st.sampled_from([nominal, masi]))
    values = sets("", "a", "ab", "bc", "abc") if measure is masi else list("abcdefgh")
    value = st.sampled_from(values[: data.draw(st.integers(2, len(values)))])
    number = data.draw(st.integers(5, 40))
    pair = st.tuples(st.integers(0, number - 1), value, value)
    if data.draw(st.booleans()):  # who never agree
        pair = pair.filter(lambda drawn: drawn[1] != drawn[2])
    given_ = data.draw(st.lists(pair, min_size=5, max_size=60))
    found = agreement(given_, measure, resamples=200)
    if found.low is None:
        assert found.high is None
        assert found.reason or found.no_interval
    else:
        assert found.low <= found.alpha <= found.high
        assert found.cases >= FEWEST_FOR_INTERVAL


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("abcecabdedea", "ecabdddbbecc"),  # alpha -0.200; the middle 95 % of its resamples: -0.321 to -0.205
        ("dhgddhacfe", "bgcaeehfca"),
        ("ccadbaga", "gefbedfg"),
    ],
)
def test_where_the_resamples_lie_aside_there_is_no_interval(first, second):
    """Who never agree and use many codes: a resample has fewer codes, so it looks worse than all cases together."""
    found = agreement(pairs(first, second))
    assert found.alpha < 0
    assert (found.low, found.no_interval) == (None, ASIDE if found.cases >= FEWEST_FOR_INTERVAL else FEW)


def test_no_interval_beside_its_estimate(monkeypatch):
    monkeypatch.setattr(_Table, "alphas", lambda self, weights: np.full(len(weights), 0.9))
    found = agreement(pairs("ababababab", "abababbaba"))
    assert (found.low, found.no_interval) == (None, ASIDE)
    assert found.alpha < 0.9


def test_values_are_ordered_independently_of_hashing():
    assert _Table(pairs(sets("ba", "c"), sets("c", "")), masi).values == sets("", "ab", "c")
