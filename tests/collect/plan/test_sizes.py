"""How many answers a survey needs: by hand, from tables, and by simulation."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.collect.nps import nps_from_counts
from helpers.collect.plan.sizes import answers_for_gap, answers_for_margin, asks_for, gap_of, margin_of, variance_of
from tests.each import each

quick = example_settings(deadline=None, max_examples=80)
Z = 1.959964  # of a table of the normal distribution: 97.5 %
SHARES = {"promoter": 0.45, "detractor": 0.24}
SPREADS = {"promoter": 18_000.0, "detractor": 12_000.0}


def test_variances_of_the_method():
    # METHOD section 1: counts (1,2,3) → 5/9, (1,0,1) → 1, (0,1,1) → 0.25, (1,1,1) → 2/3
    assert variance_of({"detractor": 1 / 6, "promoter": 3 / 6}) == pytest.approx(5 / 9)
    assert variance_of({"detractor": 0.5, "promoter": 0.5}) == 1
    assert variance_of({"detractor": 0, "promoter": 0.5}) == 0.25
    assert variance_of({"detractor": 1 / 3, "promoter": 1 / 3}) == pytest.approx(2 / 3)


@each(
    ("margin", "variance", "answers"),
    [
        (10, 1.0, 385),  # 3.8415 / 0.01 = 384.15
        (5, 1.0, 1537),  # 3.8415 / 0.0025 = 1536.58
        (5, 5 / 9, 854),  # 1536.58 × 5/9 = 853.66
        (100, 0.25, 1),
    ],
)
def test_answers_for_a_margin(margin, variance, answers):
    assert answers_for_margin(margin, variance=variance) == answers


@each(("population", "answers"), [(2000, 870), (10_000, 1333), (1, 1), (20, 20)])
def test_answers_of_a_known_population(population, answers):
    # 1536.58 × 2000 / (1999 + 1536.58) = 869.21; × 10,000 / (9999 + 1536.58) = 1332.03; of 20: 20 × 1536.58 / 1555.58
    assert answers_for_margin(5, population=population) == answers


def test_the_margin_is_that_of_the_methods_error_in_a_known_population():
    # METHOD section 1: n becomes n (N − 1)/(N − n) in the formulas
    n, population = 400, 1000
    assert margin_of(n, population=population) == pytest.approx(100 * Z / sqrt(n * (population - 1) / (population - n)))


@pytest.mark.parametrize("answers", [1, 20])
def test_everybody_answered(answers):
    assert margin_of(answers, population=answers) == 0


@pytest.mark.parametrize(
    ("gap", "answers"),
    [
        (5000, 415),  # 7.8489 × (18000²/0.45 + 12000²/0.24) / 5000² = 7.8489 × 1.32e9 / 2.5e7 = 414.4
        (1000, 10361),  # 7.8489 × 1320 = 10360.5
    ],
)
def test_answers_for_a_gap(gap, answers):
    assert answers_for_gap(gap, spreads=SPREADS, shares=SHARES) == answers


def test_the_textbooks_two_samples():
    # a difference of half a standard deviation, two equal groups, 80 %: 63 or 64 each with the normal quantiles: 62.79
    alike = {"promoter": 1.0, "detractor": 1.0}
    half = {"promoter": 0.5, "detractor": 0.5}
    assert answers_for_gap(0.5, spreads=alike, shares=half) == 126  # 2 × 62.79 = 125.58


def test_no_gap_without_one_of_the_segments():
    nobody = {"promoter": 0.6, "detractor": 0.0}
    assert answers_for_gap(5000, spreads=SPREADS, shares=nobody) is None
    assert gap_of(400, spreads=SPREADS, shares=nobody) is None


@each(("answers", "rate", "ask"), [(385, 0.2, 1925), (1, 1.0, 1), (10, 0.3, 34), (3, 0.3, 10)])
def test_asks(answers, rate, ask):
    assert asks_for(answers, rate) == ask


@given(st.floats(0.5, 50), st.floats(0.05, 1), st.integers(2, 10**6))
@quick
def test_so_many_answers_reach_the_margin_and_one_less_does_not(margin, variance, population):
    n = answers_for_margin(margin, variance=variance, population=population)
    assert 1 <= n <= population
    assert margin_of(n, variance=variance, population=population) <= margin * (1 + 1e-9)
    if n > 1:
        assert margin_of(n - 1, variance=variance, population=population) > margin * (1 - 1e-6)


@given(st.floats(1, 1e5), st.floats(0.5, 0.99))
@quick
def test_so_many_answers_find_the_gap_and_one_less_does_not(gap, power):
    n = answers_for_gap(gap, spreads=SPREADS, shares=SHARES, power=power)
    assert gap_of(n, spreads=SPREADS, shares=SHARES, power=power) <= gap * (1 + 1e-9)
    if n > 2:
        assert gap_of(n - 1, spreads=SPREADS, shares=SHARES, power=power) > gap * (1 - 1e-6)


def test_simulated_scores_lie_within_the_margin():
    # as many answers as a margin of 5 points needs: 95 of 100 scores lie within it (3 standard errors of 2,000 draws)
    shares = [0.25, 0.35, 0.40]
    n = answers_for_margin(5, variance=variance_of({"detractor": 0.25, "promoter": 0.40}))
    counts = np.random.default_rng(7).multinomial(n, shares, size=2000)
    off = np.abs((counts[:, 2] - counts[:, 0]) / n - 0.15)
    assert abs((off <= 0.05).mean() - 0.95) < 3 * sqrt(0.95 * 0.05 / 2000)
    widths = [nps_from_counts(*map(int, count)) for count in counts[:20]]
    assert np.mean([50 * (one.high - one.low) for one in widths]) == pytest.approx(5, rel=0.01)


def test_simulated_draws_from_a_known_population_lie_within_the_margin():
    population = np.repeat([-1, 0, 1], [250, 350, 400])
    n = answers_for_margin(5, variance=variance_of({"detractor": 0.25, "promoter": 0.40}), population=1000)
    rng = np.random.default_rng(8)
    found = np.array([rng.choice(population, n, replace=False).mean() for _ in range(2000)])
    assert abs((np.abs(found - 0.15) <= 0.05).mean() - 0.95) < 3 * sqrt(0.95 * 0.05 / 2000)


def test_simulated_gaps_are_found_with_the_power():
    n = answers_for_gap(5000, spreads=SPREADS, shares=SHARES)
    rng = np.random.default_rng(9)
    found = 0
    for _ in range(2000):
        _, promoters, detractors = rng.multinomial(n, [0.31, 0.45, 0.24])
        first, second = rng.normal(15_000, 18_000, promoters), rng.normal(10_000, 12_000, detractors)
        error = sqrt(first.var(ddof=1) / promoters + second.var(ddof=1) / detractors)
        found += (first.mean() - second.mean()) / error > Z
    assert abs(found / 2000 - 0.8) < 3 * sqrt(0.8 * 0.2 / 2000)
