"""How alike two segments are, by hand."""

import numpy as np
import pytest

from helpers.compare.adjustment.aipw import Target
from helpers.compare.adjustment.balance import Balance, balances
from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.design import Design, design_of

NONE = np.empty((0, 2), int)


def plain(values, *sources):
    """Without pairs, as they are."""
    width = np.shape(values)[1]
    return Design(np.asarray(values, float), NONE, np.zeros(width), np.ones(width), tuple((name,) for name in sources))


def test_by_hand():
    first = np.array([True, True, False, False, False])
    columns = [[0, 0], [2, 1], [2, 1], [4, 1], [99, 0.0]]
    kept = np.array([True, True, True, True, False])
    # after, of those kept with weights 1 3 3 1: means 1.5 and 2.5 of the first column, 0.75 and 1 of the second
    target = Target(kept, kept[:4], np.array([1.0, 3, 3, 1]))
    one, other = balances(plain(columns, "age", "region"), first, target)
    spread = np.sqrt((1 + np.var([2, 4, 99])) / 2), np.sqrt((0.25 + 2 / 9) / 2)
    assert (one.before, one.after) == pytest.approx((34 / spread[0], 1 / spread[0]))
    assert (other.before, other.after) == pytest.approx(((2 / 3 - 1 / 2) / spread[1], 0.25 / spread[1]))
    assert (one.columns, one.other) == (("age",), "")


def test_the_largest_of_a_source():
    random = np.random.default_rng(3)
    columns, first = random.normal(size=(50, 3)), np.arange(50) < 20
    target = Target(first | True, first | True, random.random(50))
    each = balances(plain(columns, "a", "b", "c"), first, target)
    both, last = balances(plain(columns, "a", "a", "c"), first, target)
    assert both == Balance("a", "", *(max(getattr(one, name) for one in each[:2]) for name in ("before", "after")))
    assert last == each[2]


def test_segments_that_are_each_alike_and_yet_differ():
    first = np.array([True, True, False, False])
    found = balances(plain([[1], [1], [3], [3]], "age"), first, Target(first | True, first | True, np.ones(4)))
    assert found == (Balance("age", "", 2.0, 2.0),)  # in the column's own deviations


def test_a_pair_that_is_uneven_where_both_columns_are_even():
    # the first segment: old or of the channel, not both; the second: both or neither
    old, channel = np.tile([1, 0, 1, 0], 5), np.tile([0, 1, 1, 0], 5)
    first = old != channel
    values = np.column_stack([old, channel]).astype(np.float32)
    covariates = Covariates(values, ("acquired_on", "channel"), ("tenure", "channel"), {}, True)
    design = design_of(covariates.values, covariates.sources, covariates.kinds, first | True)
    # both columns: half of either segment; both at once: nobody, and half; deviation √((0 + 1/4)/2)
    weight = np.where((old & channel) == 1, 1.0, 3.0)
    one, other, pair = balances(design, first, Target(first | True, first | True, weight))
    assert (one.before, other.before) == pytest.approx((0, 0), abs=1e-6)
    assert pair.columns == ("acquired_on", "channel")
    assert pair.before == pytest.approx(0.5 / np.sqrt(0.125))
    assert pair.after == pytest.approx(0.25 / np.sqrt(0.125))  # 1 in 4, each of them counting a third of the others
