"""Intervals by formula: by hand, against references, their properties, and how often they hold the truth."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import optimize, stats

from helpers.base.intervals import (
    Moments,
    hall_interval,
    moments,
    student_interval,
    studentised_interval,
    welch_freedom,
    welch_interval,
)
from tests.each import each

amounts = st.lists(st.integers(-100, 10_000), min_size=2, max_size=40).map(lambda values: np.array(values, float))
skewed = [0.0, 0, 0, 0, 0, 10, 20, 20, 50, 400]


def ends(found):
    return pytest.approx([float(end) for end in found], rel=1e-9, abs=1e-6)


def test_moments_by_hand():
    # mean 2; squares 4 + 4 + 4 + 36 = 48, over 3 and over 4; cubes −8 × 3 + 216 = 192, over 4 = 48
    found = moments(np.array([0.0, 0, 0, 8]))
    assert (found.n, found.mean, found.variance) == (4, 2, 16)
    assert found.skewness == pytest.approx(48 / 12**1.5)


def test_moments_of_each_row_are_those_of_the_row():
    values = np.random.default_rng(1).exponential(size=(3, 20))
    together, alone = moments(values), [moments(row) for row in values]
    for name in ("mean", "variance", "skewness"):
        assert getattr(together, name) == pytest.approx([float(getattr(one, name)) for one in alone])


def test_skewness_is_scipy_s():
    assert moments(np.array(skewed)).skewness == pytest.approx(stats.skew(skewed))


@pytest.mark.parametrize("values", [[], [5.0]])
def test_below_two_values_there_is_no_interval(values):
    one, two = moments(np.array(values)), moments(np.array([1.0, 2.0]))
    found = (*hall_interval(one, 0.95), *welch_interval(one, two, 0.95), *welch_interval(two, one, 0.95))
    assert np.isnan(found).all()


def test_values_all_alike_have_an_interval_without_width():
    same = moments(np.full(7, 0.1))
    assert ends(hall_interval(same, 0.95)) == [0.1, 0.1]
    assert ends(welch_interval(same, moments(np.full(3, 0.3)), 0.95)) == [-0.2, -0.2]


def by_root_finding(values, confidence):
    """Where Hall's g of the t statistic, written as in the paper (a = 1/3, b = 1/6), meets the quantiles."""
    n, mean, error = len(values), np.mean(values), np.std(values, ddof=1) / sqrt(len(values))
    skewness = stats.skew(values)

    def g(t):
        return t + skewness * (t**2 / 3 + 1 / 6) / sqrt(n) + skewness**2 * t**3 / (27 * n)

    def meets(y):
        return optimize.brentq(lambda t: g(t) - y, -1e4, 1e4, xtol=1e-12)

    z = stats.t.ppf(0.5 + confidence / 2, n - 1)
    return mean - error * meets(z), mean - error * meets(-z)


@each("confidence", [0.8, 0.95, 0.99])
@each("values", [skewed, [-value for value in skewed], [1, 2, 2, 3, 9]])
def test_hall_s_interval_is_where_his_transformation_meets_the_quantiles(values, confidence):
    assert ends(hall_interval(moments(np.array(values, float)), confidence)) == by_root_finding(values, confidence)


def test_without_skewness_hall_s_interval_is_student_s():
    values = np.array([1.0, 2, 3, 4, 5])
    expected = stats.t.interval(0.95, 4, loc=3, scale=stats.sem(values))
    assert ends(hall_interval(moments(values), 0.95)) == expected


@given(amounts, st.integers(-5000, 5000), st.sampled_from([0.01, 0.5, 3.0, 120.0]))
def test_hall_s_interval_moves_and_grows_with_the_values(values, shift, scale):
    assume(values.std() > 0)
    low, high = hall_interval(moments(values), 0.95)
    assert ends(hall_interval(moments(scale * values + shift), 0.95)) == [scale * low + shift, scale * high + shift]


@given(amounts)
def test_hall_s_interval_of_what_is_turned_over_is_turned_over(values):
    low, high = hall_interval(moments(values), 0.95)
    assert ends(hall_interval(moments(-values), 0.95)) == [-high, -low]


@given(amounts)
def test_more_confidence_is_a_wider_interval(values):
    assume(values.std() > 0)
    (low, high), (lower, higher) = (hall_interval(moments(values), level) for level in (0.8, 0.95))
    assert lower < low < high < higher


@given(amounts, amounts)
def test_welch_s_interval_is_scipy_s(one, other):
    assume(one.std() > 0 and other.std() > 0)
    expected = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    assert ends(welch_interval(moments(one), moments(other), 0.95)) == list(expected)


@given(amounts, amounts, st.integers(-5000, 5000), st.sampled_from([0.01, 0.5, 3.0]))
def test_welch_s_interval_grows_with_the_values_and_stays_where_both_move(one, other, shift, scale):
    low, high = welch_interval(moments(one), moments(other), 0.95)
    moved = welch_interval(moments(scale * one + shift), moments(scale * other + shift), 0.95)
    assert ends(moved) == [scale * low, scale * high]


def test_degrees_of_freedom_by_hand():
    # (4/10 + 9/5)² / ((4/10)²/9 + (9/5)²/4) = 4.84 / (0.017778 + 0.81)
    assert welch_freedom(Moments(10, 0, 4, 0), Moments(5, 0, 9, 0)) == pytest.approx(5.84698, rel=1e-5)


def test_student_s_interval_by_hand():
    assert ends(student_interval(10.0, 2.0, 10, 0.95)) == [10 - 2 * 2.2281388519649385, 10 + 2 * 2.2281388519649385]


def test_studentised_intervals_by_hand():
    # t = −2, 0, 4: their largest stands at the lower end; |t| = 0, 2, 4
    draws, errors = np.array([8.0, 10.0, 18.0]), np.array([1.0, 1.0, 2.0])
    assert studentised_interval((10.0, 0.5), draws, errors, 1) == (8.0, 11.0)
    assert studentised_interval((10.0, 0.5), draws, errors, 1, symmetric=True) == (8.0, 12.0)


def test_studentised_interval_of_what_never_changes_has_no_width():
    assert studentised_interval((3.0, 0.0), np.full(9, 3.0), np.zeros(9), 0.95) == (3.0, 3.0)


@pytest.mark.parametrize(("without", "known"), [(5, True), (6, False)])
def test_studentised_interval_needs_standard_errors_in_nineteen_of_twenty(without, known):
    draws, errors = np.arange(100.0), np.ones(100)
    errors[:without] = 0
    found = studentised_interval((50.0, 1.0), draws, errors, 0.95)
    assert (found != (None, None)) == known
    assert studentised_interval((50.0, np.nan), draws, np.ones(100), 0.95) == (None, None)


# How often they hold the truth


def spend(n, seed, samples=4000):
    """Heavy spend: 60 % zeros, lognormal σ 1.5; its mean is 0.4 e^(1.5² / 2)."""
    random = np.random.default_rng(seed)
    return (random.random((samples, n)) >= 0.6) * np.exp(1.5 * random.standard_normal((samples, n)))


def covers(interval, truth):
    return float(np.mean((interval[0] <= truth) & (truth <= interval[1])))


def binomial_error(share, samples=4000):
    return sqrt(share * (1 - share) / samples)


@pytest.mark.parametrize(("n", "published"), [(50, 0.911), (200, 0.918), (1000, 0.929)])
def test_hall_s_interval_holds_a_heavy_mean_as_often_as_known(n, published):
    sample, truth = moments(spend(n, seed=n)), 0.4 * np.exp(1.125)
    found = covers(hall_interval(sample, 0.95), truth)
    assert abs(found - published) < 4 * binomial_error(published)
    habit = student_interval(sample.mean, np.sqrt(sample.variance / n), n - 1, 0.95)
    assert found > covers(habit, truth) + 4 * binomial_error(published) * (n < 1000)


@pytest.mark.parametrize("n", [60, 300])
def test_welch_s_interval_holds_a_heavy_gap_nearly_as_often_as_it_says(n):
    interval = welch_interval(moments(spend(n, seed=n)), moments(spend(n // 3, seed=n + 1)), 0.95)
    assert covers(interval, 0.0) > 0.925 - 4 * binomial_error(0.925)
