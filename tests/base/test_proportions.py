"""Rates and Wilson's interval."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.normal import quantile_of_normal
from helpers.base.proportions import Rate, wilson_rate
from helpers.base.results import HIDDEN, as_figures
from tests.each import each

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_nothing_of_nothing_is_no_rate():
    assert wilson_rate(numerator=0, denominator=0) == Rate(0, 0, None, None, None)


def test_hidden_says_nothing():
    nulls = dict.fromkeys(("numerator", "denominator", "rate", "low", "high"))
    assert as_figures(Rate(HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)) == nulls


def test_a_rate_keeps_its_counts():
    rate = wilson_rate(numerator=3, denominator=4)
    assert (rate.numerator, rate.denominator, rate.rate) == (3, 4, 0.75)


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 20), (1, 1), (7, 7)])
def test_none_or_all_end_exactly_at_zero_or_one(numerator, denominator):
    rate = wilson_rate(numerator=numerator, denominator=denominator)
    assert (rate.low == 0.0) == (numerator == 0)
    assert (rate.high == 1.0) == (numerator == denominator)


def test_half_of_four_by_hand():
    # z² = 3.8415: centre (0.5 + 3.8415/8) / (1 + 3.8415/4) = 0.5; half z √(0.25/4 + 3.8415/64) / 1.9604 = 0.34996
    rate = wilson_rate(numerator=2, denominator=4)
    assert (round(rate.low, 4), round(rate.high, 4)) == (0.15, 0.85)


@each(
    ("numerator", "denominator", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_intervals(numerator, denominator, low, high):
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3."""
    rate = wilson_rate(numerator=numerator, denominator=denominator)
    assert (round(rate.low, 4), round(rate.high, 4)) == (low, high)


@each(("confidence", "z"), [(0.5, 0.67449), (0.9, 1.64485), (0.95, 1.95996), (0.99, 2.57583)])
def test_tabulated_normal_quantiles(confidence, z):
    assert round(quantile_of_normal(confidence), 5) == z


@given(counts)
@example_settings(deadline=None, max_examples=100)
def test_bounds_hold_the_rate(pair):
    numerator, denominator = pair
    rate = wilson_rate(numerator=numerator, denominator=denominator)
    assert 0 <= rate.low <= rate.rate + 1e-15
    assert rate.rate - 1e-15 <= rate.high <= 1


@given(counts, st.floats(0.5, 0.999))
@example_settings(deadline=None, max_examples=100)
def test_the_ends_solve_the_score_equation(pair, confidence):
    numerator, denominator = pair
    rate = wilson_rate(numerator=numerator, denominator=denominator, confidence=confidence)
    for end in (rate.low, rate.high):
        distance = quantile_of_normal(confidence) * sqrt(end * (1 - end) / denominator)
        assert abs(rate.rate - end) == pytest.approx(distance, abs=1e-7)


@given(counts)
@example_settings(deadline=None, max_examples=60)
def test_the_others_have_the_mirrored_interval(pair):
    numerator, denominator = pair
    these = wilson_rate(numerator=numerator, denominator=denominator)
    others = wilson_rate(numerator=denominator - numerator, denominator=denominator)
    assert (these.low, these.high) == pytest.approx((1 - others.high, 1 - others.low), abs=1e-14)


@given(counts)
@example_settings(deadline=None, max_examples=60)
def test_more_confidence_is_wider(pair):
    numerator, denominator = pair
    narrow, wide = (wilson_rate(numerator=numerator, denominator=denominator, confidence=c) for c in (0.8, 0.99))
    assert wide.high - wide.low > narrow.high - narrow.low


@each(("numerator", "denominator"), [(5, 4), (-1, 4), (1, 0), (0, -1)])
def test_impossible_counts(numerator, denominator):
    with pytest.raises(ValueError, match="must lie in"):
        wilson_rate(numerator=numerator, denominator=denominator)
