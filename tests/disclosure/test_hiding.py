"""Figures that are hidden, and those hidden with them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.results import ALL, Support
from helpers.disclosure.hiding import dominated, fewer, hidden_cells, unsafe_money
from helpers.run.settings import checked


def by_size(sizes, least, already=frozenset()):
    groups = pd.Series([group for group, n in sizes.items() for _ in range(n)], dtype="str")
    return hidden_cells(Support(groups, groups.to_frame()), fewer(least), already)


def test_large_and_empty_groups_are_no_secret():
    assert by_size({}, 5) == set()
    assert by_size({"a": 0, "b": 5, "none": 0}, 5) == set()


def test_one_small_group_takes_the_silent_ones_along():
    assert by_size({"a": 4, "b": 5, "none": 900}, 5) == {"a", "none"}


def test_without_silent_ones_the_smallest_goes_along():
    assert by_size({"a": 4, "b": 50, "c": 6, "none": 0}, 5) == {"a", "c"}


def test_two_small_groups_that_are_small_together_take_a_third_along():
    assert by_size({"a": 1, "b": 2, "c": 50, "none": 60}, 5) == {"a", "b", "none"}
    assert by_size({"a": 3, "b": 2, "c": 50, "none": 60}, 5) == {"a", "b"}


def test_small_groups_alone_are_hidden_with_their_total():
    assert by_size({"a": 1}, 5) == {"a", ALL}


def test_what_another_table_hides_is_hidden_here_too():
    assert by_size({"a": 9, "b": 9, "none": 9}, 5, already={"b"}) == {"b", "none"}
    assert by_size({"a": 9}, 5, already={"a", ALL}) == {"a", ALL}


@pytest.mark.parametrize(
    ("contributions", "expected"),
    [
        ([], False),
        ([0, 0], False),
        ([1], True),
        ([50, 50], False),  # half is not more than half
        ([50.01, 49.99], True),
        ([10, -6, -5], False),  # 10 of 21, whatever the sum
        ([10, -5, -4], True),
        ([-10, 5, 4], True),
        ([5, float("nan"), 4], True),  # missing adds nothing: 5 of 9
    ],
)
def test_more_than_half(contributions, expected):
    assert dominated(contributions) is expected


def test_where_one_customer_may_be_shown_nobodys_share_is_too_large():
    rows = pd.DataFrame({"net": [99, 1]})
    assert unsafe_money(rows, 2, checked({"as_of": "2026-04-01"}))
    assert not unsafe_money(rows, 2, checked({"as_of": "2026-04-01", "min_cell": 1}))
    assert unsafe_money(rows, 3, checked({"as_of": "2026-04-01", "min_cell": 1}))


def test_any_column_of_money_hides_the_group():
    rows = pd.DataFrame({"net": [9, 1, 1, 1, 1], "ltv": [1, 1, 1, 1, 1]})
    shop = checked({"as_of": "2026-04-01"})
    assert unsafe_money(rows, 5, shop) and not unsafe_money(rows[["ltv"]], 5, shop)


AMOUNTS = st.lists(st.sampled_from([0, 1, 2, 3, 40, 500, -7, -300]), max_size=12)


@example_settings(deadline=None, max_examples=200)
@given(st.fixed_dictionaries(dict.fromkeys(["a", "b", "c", "none"], AMOUNTS)), st.integers(1, 8))
def test_no_unsafe_money_is_shown_or_can_be_worked_out(amounts, least):
    rows = pd.DataFrame([(group, amount) for group, found in amounts.items() for amount in found], columns=["g", "net"])
    cells = {group: np.abs(found) for group, found in amounts.items() if found}

    def unsafe(*groups):
        some = np.concatenate([cells[group] for group in groups])
        return len(some) < least or 2 * some.max() > some.sum()

    hidden = hidden_cells(Support(rows["g"], rows), lambda some: unsafe(*some["g"].unique()) if len(some) else False)
    shown = [group for group in cells if group not in hidden]
    told = [[float(group == one) for one in cells] for group in shown]
    told += [[1.0] * len(cells)] if ALL not in hidden and cells else []
    # a sum of groups can be worked out if adding it to what is told adds nothing new
    for wanted in ([group] for group in cells):
        if unsafe(*wanted):
            assert not follows([float(one in wanted) for one in cells], told)
    rest = [group for group in cells if group in hidden]
    if rest and unsafe(*rest):
        assert not follows([float(one in rest) for one in cells], told)


def follows(sum_of, told):
    return bool(told) and np.linalg.matrix_rank([*told, sum_of]) == np.linalg.matrix_rank(told)
