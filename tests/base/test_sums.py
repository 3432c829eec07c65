"""Sums of money that are the same in any order."""

import random
from decimal import Decimal

import pandas as pd
import pytest

from helpers.base.sums import MOST_FINE, PARTS_OF_A_UNIT, in_minor_units, in_parts, is_fine, money_total, summed
from tests.each import each


@each(
    ("amounts", "kind", "whole"),
    [([1, 2, None], "Int64", 3), ([1000.412] * 300, "Float64", 300124), ([0.5], "Float64", 0), ([1.5], "Float64", 2),
     ([0.1] * 5, "Float64", 0), ([0.1] * 15, "Float64", 2), ([-0.4, -0.4], "Float64", -1), ([None], "Float64", 0),
     ([0.000001, 0.5], "Float64", 1), ([MOST_FINE - 0.5, 0.25], "Float64", MOST_FINE)],
)  # fmt: skip
def test_a_total_is_rounded_once(amounts, kind, whole):
    column = pd.Series(amounts, dtype=kind)
    assert (money_total(column), is_fine(column)) == (whole, kind == "Float64")


def test_sums_do_not_depend_on_the_order():
    amounts = [random.Random(7).randrange(-(10**12), 10**12) / PARTS_OF_A_UNIT for _ in range(2000)]
    exact = sum(Decimal(repr(amount)) for amount in amounts)
    for order in (amounts, sorted(amounts), amounts[::-1]):
        (found,) = summed(pd.Series(order), pd.Series("a", index=range(2000)))
        assert Decimal(repr(float(found))) == exact and money_total(pd.Series(order)) == round(exact)


def test_sums_by_group_are_missing_where_nobody_has_any():
    by = pd.Series(["b", "a", "b", "c"])
    found = summed(pd.Series([0.1, 2, 0.2, None], dtype="Float64"), by)
    assert (found.index.tolist(), found.fillna(-1).tolist()) == (["b", "a", "c"], [0.3, 2, -1])
    assert summed(pd.Series([1, 2, 3, None], dtype="Int64"), by).fillna(-1).tolist() == [4, 2, -1]


def test_parts_and_back():
    assert in_parts(pd.Series([1.000001, -2.5])).tolist() == [1000001, -2500000]
    assert in_minor_units(pd.Series([3 * PARTS_OF_A_UNIT, -PARTS_OF_A_UNIT])).dtype.kind == "i"
    assert in_minor_units(pd.Series([3 * PARTS_OF_A_UNIT, 1])).tolist() == [3, 0.000001]
    with pytest.raises(AssertionError):
        in_parts(pd.Series([1e13]))
