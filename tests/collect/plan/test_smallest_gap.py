"""The smallest gap that a survey tells apart: by hand, and by simulation."""

import numpy as np
import pytest
from scipy import stats

from helpers.collect.plan.sizes import smallest_gap


def test_by_hand():
    # 1.959964 + 0.841621, and 1.644854 + 0.841621
    assert smallest_gap(10.0, 0.95) == pytest.approx(28.01585, abs=1e-4)
    assert smallest_gap(10.0, 0.9) == pytest.approx(24.86475, abs=1e-4)


def test_so_large_a_gap_is_told_apart_in_four_of_five_surveys():
    """Two normal groups of 200, the spread known to be 1, one of them so far above the other."""
    error, random = np.sqrt(2 / 200), np.random.default_rng(1)
    first, second = (random.normal(mean, 1, (4000, 200)) for mean in (smallest_gap(error, 0.95), 0.0))
    told = (stats.ttest_ind(first, second, axis=1, equal_var=False).pvalue < 0.05).mean()
    assert told == pytest.approx(0.8, abs=3.5 * np.sqrt(0.8 * 0.2 / 4000))
