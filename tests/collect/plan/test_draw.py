"""The draw: proportional, by chance, and the same whoever draws."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.collect.plan.draw import allocation, drawn, lots
from tests.each import each

quick = example_settings(deadline=None, max_examples=60)


def customers(n, stratum=lambda i: ""):
    ids = [f"C{i:05}" for i in range(n)]
    return pd.DataFrame({"customer_id": pd.Series(ids, dtype="str"), "stratum": [stratum(i) for i in range(n)]})


def ids(frame):
    return frame["customer_id"].tolist()


def test_a_lot_is_the_hash_that_anybody_can_work_out():
    # printf '1\0002026-04\000C1' | sha256sum
    assert lots(["C1"], seed=1, wave="2026-04") == ["01a42e93a60d53746d69d18d75e05985032d245dc95baf0387537fc00d789ef6"]


def test_nothing_runs_together():
    # seed 1 and wave "12", seed 11 and wave "2"
    assert lots(["C"], seed=1, wave="12") != lots(["C"], seed=11, wave="2")


@each(
    ("sizes", "n", "places"),
    [
        ({"a": 50, "b": 30, "c": 20}, 10, {"a": 5, "b": 3, "c": 2}),
        ({"a": 50, "b": 30, "c": 20}, 7, {"a": 4, "b": 2, "c": 1}),  # 3.5, 2.1, 1.4: the one left goes to a
        ({"a": 1, "b": 1, "c": 1}, 2, {"a": 1, "b": 1, "c": 0}),  # all 2/3: by name
        ({"a": 5, "b": 15}, 2, {"a": 0, "b": 2}),  # 0.5 and 1.5: to the larger
        ({"a": 3}, 0, {"a": 0}),
        ({"a": 3, "b": 4}, 7, {"a": 3, "b": 4}),
        ({}, 0, {}),
    ],
)
def test_places_by_largest_remainders(sizes, n, places):
    assert allocation(sizes, n) == places


@pytest.mark.parametrize("n", [-1, 4])
def test_more_than_there_are(n):
    with pytest.raises(ValueError):
        allocation({"a": 3}, n)


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 10**6), min_size=1, max_size=8), st.data())
@quick
def test_places_are_the_quotas_to_one_and_make_up_the_whole(sizes, data):
    total = sum(sizes.values())
    n = data.draw(st.integers(0, total))
    places = allocation(sizes, n)
    assert sum(places.values()) == n
    assert all(abs(places[name] * total - n * size) < total and places[name] <= size for name, size in sizes.items())


@given(st.permutations(range(40)))
@quick
def test_the_order_of_rows_changes_nothing(order):
    frame = customers(40, lambda i: "ab"[i % 2])
    assert ids(drawn(frame.iloc[order], 11, seed=3, wave="w")) == ids(drawn(frame, 11, seed=3, wave="w"))


def test_other_seeds_and_waves_draw_others():
    frame = customers(200)
    one = ids(drawn(frame, 50, seed=1, wave="w"))
    assert len(set(one)) == 50
    for other in (drawn(frame, 50, seed=2, wave="w"), drawn(frame, 50, seed=1, wave="v")):
        assert len(set(one) & set(ids(other))) < 30  # 12.5 by chance


def test_more_are_drawn_after_the_same_first_ones():
    frame = customers(200)
    assert ids(drawn(frame, 80, seed=1, wave="w"))[:50] == ids(drawn(frame, 50, seed=1, wave="w"))


def test_customers_who_come_change_little():
    # every one of the 50 stays among the first 50, but for those whom a new one's smaller lot pushes out
    few, more = (ids(drawn(customers(n), 50, seed=1, wave="w")) for n in (200, 210))
    new = [one for one in more if one not in ids(customers(200))]
    assert set(few) - set(more) == set(few[50 - len(new) :])


def test_strata_get_their_share():
    frame = customers(100, lambda i: "a" if i < 70 else "b")
    assert Counter(drawn(frame, 20, seed=1, wave="w")["stratum"]) == {"a": 14, "b": 6}


def test_everybody_is_drawn_as_often_as_anybody():
    # 600 seeds, 10 of 30: each is drawn 200 times, with a standard deviation of 11.5
    frame = customers(30)
    times = Counter(one for seed in range(600) for one in ids(drawn(frame, 10, seed=seed, wave="w")))
    counts = np.array([times[one] for one in ids(frame)])
    chi = ((counts - 200) ** 2 / (200 * 2 / 3)).sum() * 29 / 30
    assert chi < 58.3  # the 99.9 % quantile of chi square with 29 degrees of freedom
