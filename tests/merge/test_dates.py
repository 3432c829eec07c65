"""Dates of several tables beside each other: what is warned of, what is asked, and the day that counts."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.merge.dates import date_conflicts, with_first_orders
from tests.each import each

BOTH = ("en", "ja")


@pytest.fixture
def found(table, orders, settings):
    """Warnings, code → its fields, of customers (id → day), orders and answers (each id, time)."""

    def build(acquired, ordered=(), answered=None, **changes):
        customers = table("customers", customer_id=list(acquired), acquired_on=list(acquired.values()))
        purchases = orders(*((who, at, 1) for who, at in ordered), ("guest", "2020-01-01", 1, {"kind": "refund"}))
        answers = None
        if answered is not None:
            who, at = zip(*answered, strict=True)
            answers = table("responses", customer_id=list(who), responded_at=list(at)).frame
        warned = date_conflicts(customers, purchases.frame, answers, settings(**changes))
        assert all(warning.said(language) for warning in warned for language in BOTH)
        return {warning.code: dict(warning.fields) for warning in warned}

    return build


def many(n, day="2024-01-{:02}"):
    return {f"c{place}": day.format(place % 28 + 1) for place in range(n)}


def spread(n):
    return {f"c{place}": str(pd.Timestamp("2024-01-01") + pd.Timedelta(days=place)) for place in range(n)}


def moved(n, of, at="2023-06-01 10:00"):
    """Orders of customers acquired in January 2024: `n` of them before, those `of` which there are on the same day."""
    return [(f"c{place}", at if place < n else f"2024-01-{place % 28 + 1:02} 23:59") for place in range(of)]


@each(
    "n, total, code",
    [(0, 100, None), (1, 100, None), (2, 100, "W-ACQUIRED-LATER"), (10, 100, "W-ACQUIRED-LATER"), (11, 100, "ask")],
)
def test_orders_before_the_customer_was_acquired(found, n, total, code):
    # of 120 customers 20 never ordered: they are no base
    def said(**changes):
        return found(many(120), moved(n, total), **changes)

    if code == "ask":
        with pytest.raises(KitError, match=f"E-ACQUIRED-LATER .* {n} of {total} customers ordered") as asked:
            said()
        for language in BOTH:
            assert "\nacquired_on: first_order  # " in asked.value.said(language)
    elif code:
        assert said() == {code: {"file": "customers.csv", "n": n, "total": total}}
    else:
        assert said() == {}
    confirmed, first = said(acquired_on="confirm"), said(acquired_on="first_order")
    assert list(confirmed) == ["W-ACQUIRED-LATER"] * (n > 1) and list(first) == ["W-ACQUIRED-FIRST"] * (n > 1)


@each(
    "n, setting, code",
    [
        (1, None, None), (2, None, "W-ANSWERED-EARLIER"), (10, None, "W-ANSWERED-EARLIER"), (11, None, "ask"),
        (11, "confirm", "W-ANSWERED-EARLIER"), (11, "first_order", None),
    ],
)  # fmt: skip
def test_answers_before_their_sender_was_acquired(found, n, setting, code):
    # one ordered even before: where the first order counts, nobody answered too early
    answered = [*moved(n, 100, "2023-12-01"), (None, "2023-01-01"), ("stranger", "2023-01-01"), ("c0", None)]
    ordered = moved(10, 100, "2023-11-01") + [("c10", "2023-11-01")] * (setting is not None)
    if code == "ask":
        with pytest.raises(KitError, match=r"E-ACQUIRED-LATER .* 11 of 100 answers") as asked:
            found(many(100), ordered, answered)
        assert "\nacquired_on: first_order  # または confirm" in asked.value.said("ja")
    else:
        warned = found(many(100), ordered, answered, acquired_on=setting)
        assert warned.get("W-ANSWERED-EARLIER") == ({"file": "customers.csv", "n": n, "total": 100} if code else None)


@each(
    "acquired, n",
    [
        ({**spread(180), **{f"m{n}": "2026-01-15 09:00" for n in range(21)}}, 21),  # hours apart, and one day
        ({**spread(180), **{f"m{n}": f"2026-01-15 {n:02}:00" for n in range(21)}}, 21),
        ({**spread(189), **{f"m{n}": "2026-01-15" for n in range(21)}}, None),  # a tenth of all
        ({**many(28), **{f"m{n}": "2026-01-15" for n in range(19)}}, None),  # a small shop
        ({f"m{n}": "2026-01-15" for n in range(20)}, 20),
        ({f"m{n}": f"2025-{n % 12 + 1:02}-01" for n in range(240)}, None),  # months
        ({f"m{n}": f"2025-{n % 6 + 1:02}-01" for n in range(240)} | {f"x{n}": "2025-07-01" for n in range(199)}, None),
        ({f"m{n}": f"2025-{n % 6 + 1:02}-01" for n in range(240)} | {f"x{n}": "2025-07-01" for n in range(200)}, 200),
    ],
)
def test_many_acquired_on_one_day(found, acquired, n):
    warned = found(acquired).get("W-ACQUIRED-ONE-DAY")
    assert (warned and warned["n"]) == n
    if warned:
        assert warned["total"] == len(acquired) and warned["day"] in ("2026-01-15", "2025-07-01")


def test_where_the_first_order_counts_those_left_on_one_day_are_told(found):
    acquired = {f"m{n}": "2026-01-15" for n in range(60)}
    ordered = [(f"m{n}", f"2025-{n % 12 + 1:02}-11") for n in range(35)]
    warned = found(acquired, ordered, acquired_on="first_order")
    assert warned["W-ACQUIRED-ONE-DAY"]["n"] == 25 and warned["W-ACQUIRED-FIRST"]["n"] == 35


@each(
    "n, changes, warned",
    [(1, {}, False), (2, {}, True), (100, {"window_days": 0}, False), (2, {"window": "after"}, True)],
)
def test_answers_of_long_ago(found, n, changes, warned):
    before = "2025-04-01" if changes else "2024-04-01"
    old = pd.Timestamp(before) - pd.Timedelta(minutes=1)
    answered = [*[(f"c{place}", str(old)) for place in range(n)], *[(None, before)] * (100 - n), (None, None)]
    fields = {"n": n, "total": 100, "before": before}
    for acquired in ({"z": "2020-01-01"}, {}):
        assert found(acquired, (), answered, **changes).get("W-ANSWERS-OLD") == (fields if warned else None)


def test_the_first_order_counts_where_it_is_earlier_or_no_day_is_told(table, orders, settings):
    customers = table(
        "customers", customer_id=[*"abcd"], acquired_on=["2026-01-15", None, "2025-05-01 12:00", "2025-01-01"]
    )
    rows = orders(
        ("a", "2025-06-01 10:00", 1, {"kind": "order"}),
        ("b", "2025-07-01", 1),
        ("c", "2025-05-01 10:00", 1),
        ("d", "2025-02-01", 1),
    )
    days = with_first_orders(customers, rows.frame, settings(acquired_on="first_order")).frame["acquired_on"]
    assert days.dt.strftime("%Y-%m-%d").tolist() == ["2025-06-01", "2025-07-01", "2025-05-01", "2025-01-01"]
    assert with_first_orders(customers, rows.frame, settings(acquired_on="confirm")) is customers


def test_without_days_of_acquisition_only_old_answers_are_told(table, orders, settings):
    customers = table("customers", customer_id=["a"])
    answers = table("responses", customer_id=["a"], responded_at=["2020-01-01"]).frame
    rows = orders(("a", "2025-06-01", 1, {"kind": "order"})).frame
    (warned,) = date_conflicts(customers, rows, answers, settings())
    assert warned.code == "W-ANSWERS-OLD"
    assert with_first_orders(customers, rows, settings(acquired_on="first_order")) is customers
