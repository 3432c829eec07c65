"""The score and its interval: published values, by hand, by a second derivation, by simulation."""

from fractions import Fraction
from math import isnan, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.collect.nps import (
    adjusted_wald_interval,
    difference,
    nps_from_counts,
    nps_from_scores,
    score_interval,
    segments,
)
from tests.each import each

Z = 1.959963984540054  # two-sided 95 %
COUNTS = st.tuples(*[st.integers(0, 300)] * 3).filter(sum)
quick = settings(deadline=None, max_examples=150)


def scores(*values):
    return pd.Series(values, dtype="Int64")


def test_cut_offs_of_the_source():
    assert segments(scores(*range(11))).tolist() == ["detractor"] * 7 + ["passive"] * 2 + ["promoter"] * 2


def test_own_cut_offs():
    named = segments(scores(5, 6, 7, 8), passive_from=6, promoter_from=8)
    assert named.tolist() == ["detractor", "passive", "passive", "promoter"]
    result = nps_from_scores(scores(5, 6, 7, 8), passive_from=6, promoter_from=8)
    assert (result.detractors, result.passives, result.promoters) == (1, 2, 1)


def test_missing_score_has_no_segment_and_is_no_detractor():
    assert segments(scores(None, 9)).isna().tolist() == [True, False]
    assert nps_from_scores(scores(None, 9, None)).value == 1 and nps_from_scores(scores(None, 9, None)).n == 1


def test_input_stays_as_it_was():
    given_scores = scores(3, None, 9)
    nps_from_scores(given_scores)
    pd.testing.assert_series_equal(given_scores, scores(3, None, 9))


@pytest.mark.parametrize("result", [nps_from_counts(0, 0, 0), nps_from_scores(scores()), nps_from_scores(scores(None))])
def test_nobody_answered(result):
    figures = (result.value, result.variance, result.low, result.high, result.standard_error)
    assert result.n == 0 and all(map(isnan, figures))


@each(
    "counts, value, variance, error",
    [
        ((1, 2, 3), Fraction(1, 3), Fraction(5, 9), 0.304),  # 3/6 + 1/6 − 1/9
        ((1, 0, 1), Fraction(0), Fraction(1), 0.707),
        ((0, 1, 1), Fraction(1, 2), Fraction(1, 4), 0.354),  # 1/2 − 1/4
        ((1, 1, 1), Fraction(0), Fraction(2, 3), 0.471),
    ],
)
def test_reference_variances(counts, value, variance, error):
    result = nps_from_counts(*counts)
    assert (result.value, result.variance) == pytest.approx((float(value), float(variance)), abs=1e-15)
    assert round(result.standard_error, 3) == error


def test_reference_scores():
    result = nps_from_scores(scores(0, 7, 7, 9, 9, 9))
    assert (result.detractors, result.passives, result.promoters) == (1, 2, 3)
    assert result.value == pytest.approx(1 / 3, abs=1e-15)


@pytest.mark.parametrize(
    "counts, ends",
    [
        ((10, 20, 70), (0.4522, 0.7128)),
        ((75, 675, 250), (0.1414, 0.2088)),
        ((1, 2, 3), (-0.3111, 0.7540)),
    ],
)
def test_reference_score_intervals(counts, ends):
    assert tuple(round(end, 4) for end in score_interval(*counts)) == ends
    result = nps_from_counts(*counts)
    assert (result.low, result.high) == score_interval(*counts)


@each(
    "counts, ends",
    [
        ((1, 2, 3), (-0.2674, 0.7119)),
        ((10, 20, 70), (0.4527, 0.7124)),
        ((75, 675, 250), (0.1409, 0.2081)),
        ((0, 0, 10), (0.4750, 1)),
    ],
)
def test_reference_adjusted_wald_intervals(counts, ends):
    assert tuple(round(end, 4) for end in adjusted_wald_interval(*counts)) == ends


@pytest.mark.parametrize("n", [1, 10, 1000])
def test_all_alike(n):
    assert nps_from_counts(0, 0, n).high == 1 and nps_from_counts(n, 0, 0).low == -1
    # all passive: n²Δ² = z² n Δ (1 − Δ), so the ends are ± z²/(n + z²)
    ends = score_interval(0, n, 0)
    assert ends == pytest.approx((-(Z**2) / (n + Z**2), Z**2 / (n + Z**2)), abs=1e-9)


@pytest.mark.parametrize("confidence, z", [(0.8, 1.2815515655446004), (0.9, 1.6448536269514722)])
def test_other_confidence(confidence, z):
    low, high = score_interval(0, 10, 0, confidence=confidence)
    assert (low, high) == pytest.approx((-(z**2) / (10 + z**2), z**2 / (10 + z**2)), abs=1e-9)


def test_known_population_by_hand():
    # 6 answers of 11: n becomes 6 × 10/5 = 12, as if everybody had answered twice
    result = nps_from_counts(1, 2, 3, population=11)
    assert (result.low, result.high) == pytest.approx(score_interval(2, 4, 6), abs=1e-12)
    assert (result.n, result.value, result.variance) == (6, *astuple(nps_from_counts(1, 2, 3)))


def astuple(result):
    return result.value, result.variance


@pytest.mark.parametrize("counts", [(0, 0, 1), (1, 2, 3), (30_000, 10_000, 30_000)])
def test_everybody_answered(counts):
    result = nps_from_counts(*counts, population=sum(counts))
    assert result.low == result.value == result.high


def test_difference_by_hand():
    # (1,0,1) − (1,2,3): 0 − 1/3; SE² = 1/2 + (5/9)/6 = 32/54
    found = difference(nps_from_counts(1, 0, 1), nps_from_counts(1, 2, 3))
    half = Z * sqrt(32 / 54)
    expected = {"estimate": -1 / 3, "low": -1 / 3 - half, "high": -1 / 3 + half}
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-12)
    assert found["distinguishable"] is False


@pytest.mark.parametrize("second, first", [((0, 0, 5), (5, 0, 0)), ((10, 20, 70), (75, 675, 250))])
def test_difference_is_distinguishable_both_ways(second, first):
    up, down = nps_from_counts(*second), nps_from_counts(*first)
    assert difference(up, down)["distinguishable"] is True
    assert difference(down, up)["distinguishable"] is True
    assert difference(up, down)["low"] == -difference(down, up)["high"]


def test_difference_of_the_same_is_not_distinguishable():
    same = nps_from_counts(0, 0, 5)
    assert difference(same, same)["distinguishable"] is False


def test_difference_from_nobody():
    found = difference(nps_from_counts(0, 0, 0), nps_from_counts(1, 2, 3))
    assert isnan(found["low"]) and isnan(found["high"]) and found["distinguishable"] is False


@quick
@given(st.lists(st.none() | st.integers(0, 10), max_size=40), st.integers(1, 10), st.integers(1, 10))
def test_scores_and_counts_agree(values, one, other):
    assume(one != other)
    passive, promoter = sorted((one, other))
    known = [value for value in values if value is not None]
    counts = (
        sum(value < passive for value in known),
        sum(passive <= value < promoter for value in known),
        sum(value >= promoter for value in known),
    )
    found = nps_from_scores(scores(*values), passive_from=passive, promoter_from=promoter, confidence=0.9)
    assert repr(found) == repr(nps_from_counts(*counts, confidence=0.9))  # repr: NaN equals NaN


@quick
@given(COUNTS)
def test_variance_is_that_of_plus_one_zero_minus_one(counts):
    d, n, p = counts
    answers = np.repeat([-1, 0, 1], counts)
    result = nps_from_counts(d, n, p)
    assert (result.value, result.variance) == pytest.approx((answers.mean(), answers.var()), abs=1e-12)


def statistic(counts, delta):
    """How many standard errors of the method's equation P − D lies from nΔ."""
    d, passives, p = counts
    n = d + passives + p
    a, b, c = 2 * n, -p - d + (2 * n - p + d) * delta, -d * delta * (1 - delta)
    q = (sqrt(max(b * b - 4 * a * c, 0)) - b) / (2 * a)
    return abs(p - d - n * delta) / sqrt(max(n * (2 * q + delta * (1 - delta)), 1e-300))


@quick
@given(COUNTS)
def test_ends_solve_the_equation_of_the_method(counts):
    low, high = score_interval(*counts)
    for end, inwards in ((low, 1e-8), (high, -1e-8)):
        assert statistic(counts, end + inwards) < Z
        if abs(end) < 1 - 1e-8:
            assert statistic(counts, end - inwards) > Z


def likeliest_detractors(counts, delta):
    """p_D that makes the counts likeliest where p_P − p_D is delta: root of the falling derivative."""
    d, n, p = counts
    low, high = max(0.0, -delta), (1 - delta) / 2
    for _ in range(200):
        q = (low + high) / 2
        rises = p / (q + delta) + d / q > 2 * n / (1 - 2 * q - delta)
        low, high = (q, high) if rises else (low, q)
    return (low + high) / 2


@each("counts", [(10, 20, 70), (75, 675, 250), (1, 2, 3), (5, 1, 2), (40, 3, 2)])
def test_ends_by_maximum_likelihood(counts):
    d, passives, p = counts
    n = d + passives + p
    for end in score_interval(*counts):
        q = likeliest_detractors(counts, end)
        variance = (q + end) + q - end**2
        assert abs(p - d - n * end) == pytest.approx(Z * sqrt(n * variance), rel=1e-7)


@quick
@given(COUNTS)
def test_interval_holds_the_score_and_lies_in_range(counts):
    result = nps_from_counts(*counts)
    assert -1 <= result.low <= result.value <= result.high <= 1
    assert result.low < result.high
    low, high = adjusted_wald_interval(*counts)
    assert -1 <= low < high <= 1


@quick
@given(COUNTS)
def test_mirrored_answers_mirror_the_interval(counts):
    for interval in (score_interval, adjusted_wald_interval):
        low, high = interval(*counts)
        assert interval(*counts[::-1]) == pytest.approx((-high, -low), abs=1e-9)


@quick
@given(COUNTS, st.floats(0.5, 0.98))
def test_more_confidence_is_wider(counts, confidence):
    low, high = score_interval(*counts, confidence=confidence)
    wide_low, wide_high = score_interval(*counts, confidence=confidence + 0.01)
    assert wide_low <= low + 1e-9 and high - 1e-9 <= wide_high and wide_high - wide_low > high - low


@quick
@given(COUNTS, st.integers(1, 1000))
def test_known_population_is_narrower(counts, silent):
    plain, known = nps_from_counts(*counts), nps_from_counts(*counts, population=sum(counts) + silent)
    assume(sum(counts) > 1)  # one answer alone: (N − 1)/(N − 1)
    assert known.high - known.low < plain.high - plain.low
    assert known.low - 1e-9 <= known.value <= known.high + 1e-9


def test_huge_population_changes_nothing():
    plain, known = nps_from_counts(10, 20, 70), nps_from_counts(10, 20, 70, population=10**12)
    assert (known.low, known.high) == pytest.approx((plain.low, plain.high), abs=1e-9)


def covered(intervals, truth, times):
    return sum(n for (low, high), n in zip(intervals, times, strict=True) if low <= truth <= high) / sum(times)


def independent_interval(d, n, p):
    """What comes out where the shares of promoters and detractors are taken as independent: wrong."""
    total = d + n + p
    half = Z * sqrt(p / total * (1 - p / total) / total + d / total * (1 - d / total) / total)
    return (p - d) / total - half, (p - d) / total + half


@pytest.mark.parametrize("shares", [(0.3, 0.3, 0.4), (0.25, 0.35, 0.4), (0.1, 0.3, 0.6)])
def test_simulated_coverage(shares):
    draws = np.random.default_rng(1).multinomial(50, shares, size=2000)
    counts, times = np.unique(draws, axis=0, return_counts=True)
    truth = shares[2] - shares[0]
    assert 0.93 <= covered([score_interval(*row) for row in counts.tolist()], truth, times) <= 0.975
    assert covered([independent_interval(*row) for row in counts.tolist()], truth, times) < 0.93


@quick
@given(st.tuples(st.integers(1, 300), st.integers(0, 300), st.integers(1, 300)))
def test_independent_shares_would_be_too_narrow(counts):
    d, n, p = counts
    result = nps_from_counts(d, n, p)
    low, high = independent_interval(d, n, p)
    # what independence leaves out is 2 p_P p_D
    left_out = 2 * (p / result.n) * (d / result.n)
    assert ((high - low) / 2 / Z) ** 2 * result.n == pytest.approx(result.variance - left_out, abs=1e-9)
    assert high - low < 2 * Z * result.standard_error


@pytest.mark.parametrize("population", [1, 5])
def test_population_under_the_answers_names_the_parameter(population):
    with pytest.raises(KitError, match=r"E-PARAMETER population: .* smaller than the 6 answers") as caught:
        nps_from_counts(1, 2, 3, population=population)
    assert f"{population} は回答数（6件）より小さい値です" in caught.value.said("ja")
