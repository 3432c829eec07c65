"""Groups drawn together: published values, a second implementation, coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.pooling import drawn_together


def test_two_groups_are_not_drawn_together():
    assert drawn_together([1.0, 2.0], [1.0, 1.0], 0.95) is None


def test_the_eight_schools():
    """Rubin (1981): effects of coaching; REML finds no spread, and all stand at the weighted mean of 7.69."""
    effects = [28, 8, -3, 7, -1, 1, 18, 12]
    errors = [15, 10, 16, 11, 9, 11, 10, 18]
    pooled = drawn_together(effects, errors, 0.95)
    assert pooled.spread == 0.0
    assert pooled.mean == pytest.approx(7.686, abs=5e-4)  # Gelman et al., Bayesian Data Analysis, table 5.2: 7.7
    assert {group.estimate for group in pooled.groups} == {pooled.mean}


def test_equal_errors_have_a_solution_by_hand():
    """With equal noise V REML's spread is S² − V, and a figure keeps 1 − V/S² of its distance to the mean."""
    figures, noise = np.array([0.0, 10.0, 20.0, 50.0]), 25.0
    variance = figures.var(ddof=1)
    pooled = drawn_together(figures, [5.0] * 4, 0.95)
    assert pooled.spread**2 == pytest.approx(variance - noise, rel=1e-5)
    expected = 20 + (1 - noise / variance) * (figures - 20)
    assert [group.estimate for group in pooled.groups] == pytest.approx(expected, rel=1e-5)


groups = st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(1.0, 1e4)), min_size=3, max_size=8)


@given(groups)
def test_no_group_is_drawn_past_the_mean(given_groups):
    figures, errors = zip(*given_groups, strict=True)
    pooled = drawn_together(figures, errors, 0.95)
    for figure, group in zip(figures, pooled.groups, strict=True):
        nearer = sorted((figure, pooled.mean))
        assert nearer[0] - 1e-6 <= group.estimate <= nearer[1] + 1e-6
        assert group.low <= group.estimate <= group.high and group.low < group.high


@given(groups, st.randoms(use_true_random=False))
def test_the_order_of_the_groups_is_of_no_matter(given_groups, random):
    mixed = random.sample(given_groups, len(given_groups))
    first, second = (drawn_together(*zip(*some, strict=True), 0.95) for some in (given_groups, mixed))
    assert (first.mean, first.spread) == (second.mean, second.spread)
    assert sorted(group.estimate for group in first.groups) == sorted(group.estimate for group in second.groups)


def test_intervals_cover_where_groups_differ_and_where_they_do_not():
    """Of 100 × 6 intervals, those of one survey hanging together: 92 % at the least (94.2 in many more)."""
    random, held = np.random.default_rng(3), {}
    errors = np.array([2.0, 3.0, 3.0, 4.0, 6.0, 8.0])
    for spread in (0.0, 3.0, 12.0):
        hits = 0
        for _ in range(100):
            true = random.normal(5.0, spread, 6)
            pooled = drawn_together(random.normal(true, errors), errors, 0.95)
            hits += sum(group.low <= value <= group.high for group, value in zip(pooled.groups, true, strict=True))
        held[spread] = hits / 600
    assert all(share > 0.92 for share in held.values()), held
