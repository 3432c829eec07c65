"""The middle of a group: by hand, and between which figures it lies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.middles import middle_mean


@pytest.mark.parametrize(
    ("n", "taken"),
    [(20, 10), (21, 11), (199, 11), (200, 10), (220, 12), (221, 13), (1000, 50)],  # 221/20 = 11.05: 12, odd: 13
)
def test_how_many_are_taken(n, taken):
    start = (n - taken) // 2
    values = np.concatenate([-np.ones(start), np.zeros(taken), np.ones(n - taken - start)])
    assert middle_mean(values, 10) == 0.0
    values[start], values[-1] = -0.5, 1.0  # one of the middle ones moves the mean by its share
    assert middle_mean(values, 10) == pytest.approx(-0.5 / taken)


def test_a_small_group_has_none():
    assert middle_mean(range(19), 10) is None and middle_mean([], 10) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=20, max_size=200))
def test_it_lies_among_the_middle_and_knows_no_order(values):
    middle = middle_mean(values, 10)
    assert min(values) <= middle + 1e-6 and middle - 1e-6 <= max(values)
    assert middle_mean(values[::-1], 10) == middle
    assert middle_mean([value + 1 for value in values], 10) == pytest.approx(middle + 1, abs=1e-6)
