"""How many answers a gap needs: by hand, and by simulation."""

import numpy as np
import pytest
from scipy import stats

from helpers.base.results import Estimate
from helpers.compare.robustness.power import answers_needed


def test_by_hand():
    # (1.959964 + 0.841621)² = 7.848880; an interval of ± 1.959964 has a standard error of 1
    gap = Estimate(0.5, 0.5 - 1.959964, 0.5 + 1.959964)
    assert answers_needed(gap, 100, 0.95) == 3140  # 100 × 7.84888 / 0.25 = 3139.55


def test_nothing_to_go_by():
    assert answers_needed(None, 100, 0.95) is None
    assert answers_needed(Estimate(0.0, -1, 1), 100, 0.95) is None
    assert answers_needed(Estimate(1.0, None, None), 100, 0.95) is None


def test_twice_the_gap_needs_a_quarter():
    one, two = (Estimate(gap, gap - 10, gap + 10) for gap in (1.0, 2.0))
    assert answers_needed(one, 1000, 0.9) == pytest.approx(4 * answers_needed(two, 1000, 0.9), abs=4)


def test_with_so_many_answers_the_gap_is_told_apart_in_four_of_five_surveys():
    """Two normal groups of equal size, one of mean 0.3 above the other, spread 1."""
    error, random = np.sqrt(2 / 50), np.random.default_rng(1)
    z = stats.norm.ppf(0.975)
    n = answers_needed(Estimate(0.3, 0.3 - z * error, 0.3 + z * error), 100, 0.95)
    first, second = (random.normal(mean, 1, (4000, n // 2)) for mean in (0.3, 0.0))
    told = (stats.ttest_ind(first, second, axis=1, equal_var=False).pvalue < 0.05).mean()
    assert told == pytest.approx(0.8, abs=3.5 * np.sqrt(0.8 * 0.2 / 4000))
