"""Draws that hang on a name alone."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.named_draws import named_counts, numbers_of

NAMES = numbers_of(pd.Series([f"C{i}" for i in range(3000)]))


def test_counts_are_poisson_of_mean_one_and_go_with_nobody_elses():
    counts = named_counts(NAMES, 400, seed=1)
    assert counts.mean() == pytest.approx(1, abs=0.004) and counts.var() == pytest.approx(1, abs=0.01)
    shares = np.bincount(counts.astype(int).ravel(), minlength=4)[:4] / counts.size
    assert shares == pytest.approx(np.exp(-1) / np.array([1, 1, 2, 6]), abs=0.002)
    assert counts.sum(axis=1).var() == pytest.approx(len(NAMES), rel=0.25)  # as of independent persons
    assert np.abs(np.corrcoef(counts[:12])[np.triu_indices(12, 1)]).max() < 0.08


def test_a_seed_of_its_own_draws_others():
    first, second = (named_counts(NAMES[:500], 40, seed) for seed in (1, 2))
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.03
