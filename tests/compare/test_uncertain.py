"""Which segments are told to have uncertain intervals: few customers, or money mostly with few of them."""

import numpy as np
import pytest

from helpers.compare.gaps import is_uncertain


def spending(n, buyers, each=100.0):
    """n customers of whom the first few bought for the same amount: sd/mean = √((n − k)/k)."""
    return np.where(np.arange(n) < buyers, each, 0.0)


@pytest.mark.parametrize(
    ("spent", "expected"),
    [
        (np.full(49, 100.0), True),  # fewer than 50, however even
        (np.full(50, 100.0), False),
        (spending(500, 101), False),  # √(399/101) = 1.99
        (spending(500, 100), False),  # √(400/100) = 2: not more than twice
        (spending(500, 99), True),  # √(401/99) = 2.01
        (spending(999, 99), True),
        (spending(1000, 99), False),  # enough of them
        (np.zeros(100), False),
        (np.tile([-100.0, 50.0], 50), True),  # a mean below zero
    ],
)
def test_by_number_and_scatter(spent, expected):
    assert is_uncertain(spent) is expected
