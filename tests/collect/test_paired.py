"""Waves that share people: against a naive computation, at the ends, and by simulation."""

import numpy as np
import pandas as pd
import pytest

from helpers.collect.nps import nps_from_counts
from helpers.collect.paired import VALUES, shared_covariance

NAMES = np.array(list(VALUES))


def test_the_same_people_with_the_same_answers_leave_no_error():
    """Var(A − A) = 0: twice the variance of a score less twice the covariance."""
    both = pd.DataFrame({"before": ["promoter"] * 5 + ["passive"] * 3 + ["detractor"] * 2}).assign(
        after=lambda rows: rows["before"]
    )
    nps = nps_from_counts(2, 3, 5)
    assert shared_covariance(both, 10, 10) == pytest.approx(nps.variance / 10)


def test_nobody_in_both_shares_nothing():
    assert shared_covariance(pd.DataFrame({"before": [], "after": []}), 10, 20) == 0.0


def test_the_error_of_a_difference_is_that_of_many_surveys():
    """300 of a fixed crowd answer each wave, 200 of them both; half keep their answer."""
    random = np.random.default_rng(2)
    gaps, errors = [], []
    for _ in range(400):
        first = random.choice(3, 300, p=[0.3, 0.3, 0.4])
        second = np.concatenate([first[100:], random.choice(3, 100, p=[0.3, 0.3, 0.4])])
        moved = (random.random(300) < 0.5) & (np.arange(300) < 200)
        second[moved] = random.choice(3, moved.sum(), p=[0.3, 0.3, 0.4])
        before, after = (nps_from_counts(*np.bincount(wave, minlength=3)) for wave in (first, second))
        both = pd.DataFrame({"before": NAMES[first[100:]], "after": NAMES[second[:200]]})
        gaps.append(after.value - before.value)
        shared = shared_covariance(both, 300, 300)
        errors.append((before.standard_error**2 + after.standard_error**2 - 2 * shared) ** 0.5)
    assert np.mean(errors) == pytest.approx(np.std(gaps), rel=0.11)  # 400 surveys: 3 × 1/√800
