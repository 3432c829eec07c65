"""Bins of a group: by hand, against a naive count, and never of few."""

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.spreads import Bin, round_step, spread_of

AMOUNTS = st.lists(st.floats(-1e5, 1e6), max_size=300)


@pytest.mark.parametrize(
    ("mean", "step"), [(4, 1), (7.9, 1), (8, 2), (20, 5), (39.9, 5), (40, 10), (0.3, 0.05), (0, None), (-5, None)]
)
def test_steps_are_1_2_or_5(mean, step):
    assert round_step(mean) == (step if step is None else pytest.approx(step))


def test_no_mean_has_no_steps():
    assert round_step(float("nan")) is None and spread_of([1, 2, 3], None, 1) == ()


def test_bins_by_hand():
    """Those above 160 are one bin; 30, 31 and 159 make up two and more only together; below zero is one bin."""
    spread = spread_of([-50, -1, 0, 9.99, 10, 11, 30, 31, 159, 160, 9e9], 10, 2)
    assert spread == (
        Bin(-inf, 0, pytest.approx(2 / 11)),
        Bin(0, 10, pytest.approx(2 / 11)),
        Bin(10, 30, pytest.approx(2 / 11)),
        Bin(30, 160, pytest.approx(3 / 11)),
        Bin(160, inf, pytest.approx(2 / 11)),
    )


def test_few_at_the_lower_end_are_part_of_the_bin_above():
    assert [bin.low for bin in spread_of([-1, 1, 2, 11, 12, 21, 22, 31, 32], 10, 2)] == [-inf, 10, 20, 30]


@given(AMOUNTS, st.sampled_from([1.0, 2e3, 5e4]), st.integers(1, 12))
def test_every_bin_has_enough_and_all_are_in_one(values, step, least):
    spread = spread_of(values, step, least)
    assert not spread or (spread[0].low, spread[-1].high) == (-inf, inf) or spread[0].low >= 0
    for bin, after in pairwise(spread):
        assert bin.high == after.low
    counts = [sum(bin.low <= value < bin.high for value in values) for bin in spread]
    assert [bin.share for bin in spread] == pytest.approx([n / len(values) for n in counts])
    assert sum(counts) in (0, len(values)) and all(n >= least for n in counts)


@given(AMOUNTS)
def test_whose_is_whose_does_not_matter(values):
    assert spread_of(values, 2e3, 5) == spread_of(values[::-1], 2e3, 5)


def test_where_nobody_is_below_zero_the_first_bin_begins_there():
    assert spread_of([1, 2, 11, 12, 21, 22], 10, 2)[0].low == 0
