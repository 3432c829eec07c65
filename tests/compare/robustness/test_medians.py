"""Medians of resamples against resamples that are really drawn."""

import numpy as np
import pytest

from helpers.base.middles import middle_mean
from helpers.compare.robustness.methods import median_gap_interval, resampled_medians


@pytest.mark.parametrize(
    ("values", "least", "taken"),
    [
        ([1.0, 4.0], 1, 2),
        ([0.0, 0.0, 5.0], 1, 1),
        ([3.0, 1.0, 2.0, 9.0], 1, 2),
        ([3.0, 1.0, 2.0, 9.0, 4.0], 2, 3),
        ([3.0, 1.0, 2.0, 9.0, 4.0, 4.0], 3, 4),
    ],
)
def test_medians_are_those_that_resamples_have(values, least, taken):
    """All nⁿ resamples, each equally likely, against the frequencies of 200,000 draws."""
    n, draws = len(values), 200_000
    resamples = np.sort(np.array(values)[np.indices([n] * n).reshape(n, -1)], axis=0)
    every = resamples[(n - taken) // 2 :][:taken].mean(axis=0).round(9)
    drawn = resampled_medians(np.array(values), least, draws, np.random.default_rng(1)).round(9)
    for value in np.unique(every):
        share = (every == value).mean()
        assert (drawn == value).mean() == pytest.approx(share, abs=4.5 * np.sqrt(share * (1 - share) / draws) + 1e-12)
    assert set(drawn) <= set(every)


def test_large_samples_agree_with_naive_draws():
    random = np.random.default_rng(3)
    for n in (200, 201):
        values = random.lognormal(size=n)
        naive = [middle_mean(resample, 10) for resample in random.choice(values, (20_000, n))]
        drawn = resampled_medians(values, 10, 20_000, np.random.default_rng(4))
        assert np.quantile(drawn, [0.025, 0.5, 0.975]) == pytest.approx(
            np.quantile(naive, [0.025, 0.5, 0.975]), rel=0.03
        )


def test_the_order_of_values_does_not_matter(settings):
    first, second = np.arange(30.0), np.arange(40.0) / 2
    assert median_gap_interval(first, second, settings()) == median_gap_interval(first[::-1], second[::-1], settings())


def test_the_interval_turns_round_with_the_groups(settings):
    low, high = median_gap_interval(np.full(9, 5.0), np.full(9, 2.0), settings())
    assert (low, high) == (3.0, 3.0)


def test_without_values_there_is_no_interval(settings):
    assert median_gap_interval(np.array([]), np.ones(9), settings()) == (None, None)
    assert median_gap_interval(np.ones(3), np.ones(9), settings()) == (None, None)
    assert median_gap_interval(np.ones(4), np.ones(9), settings()) == (0.0, 0.0)
