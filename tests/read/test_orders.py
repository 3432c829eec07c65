"""One row an order: the total counts once."""

from collections import defaultdict

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.ledger import ledger
from helpers.read.orders import one_row_an_order
from tests.each import each

MODES = (None, "first", "every", "sum")


@pytest.fixture(scope="session")
def orders(table):
    """Purchases from (order_id, amount, further cells by name); rows are numbered from 2."""

    def build(*rows):
        cells = [
            {"order_id": who, "amount": amount} | (further[0] if further else {}) for who, amount, *further in rows
        ]
        names = dict.fromkeys(["order_id", "amount", *(name for row in cells for name in row)])
        made = table("purchases", **{name: [row.get(name) for row in cells] for name in names})
        numbers = {name: "Int64" for name in ("refund_amount",) if name in names}
        dates = {name: "datetime64[us]" for name in ("ordered_at",) if name in names}
        return made if not numbers | dates else _typed(made, numbers | dates)

    return build


def _typed(made, types):
    made.frame[list(types)] = made.frame[list(types)].astype(types)
    return made


def used(table, *columns):
    """Row → the order and its cells."""
    cells = table.frame[["order_id", *(columns or ["amount"])]].astype(object)
    return {row: tuple(None if pd.isna(cell) else cell for cell in line) for row, *line in cells.itertuples()}


def error_of(table, order_total=None):
    with pytest.raises(KitError) as caught:
        one_row_an_order(table, order_total)
    return caught.value


@pytest.mark.parametrize("order_total", MODES)
def test_no_order_and_one_order_each(orders, order_total):
    assert used(one_row_an_order(orders(), order_total)) == {}
    some = one_row_an_order(orders(("A", 5), ("B", None), (None, 7), (None, 7)), order_total)
    assert used(some) == {2: ("A", 5), 3: ("B", None), 4: (None, 7), 5: (None, 7)}
    assert some.aside.empty


@each("order_total", MODES)
@each("amounts", [(5, None, None), (None, 5, None), (None, None, 5)])
def test_one_amount_and_blank_rows(orders, order_total, amounts):
    found = one_row_an_order(orders(*[("A", amount) for amount in amounts], ("B", 1)), order_total)
    assert used(found) == {2: ("A", 5), 5: ("B", 1)}
    assert found.aside[["row", "reason"]].to_dict("list") == {"row": [3, 4], "reason": ["order_line"] * 2}
    assert found.aside["amount"].isna().all()
    assert ledger(found)["rows_in"] == 4


def test_several_amounts_ask(orders):
    error = error_of(orders(("B", 1), ("A", 5), ("A", None), ("A", 5), ("C", 7), ("C", 8)))
    assert error.code == "E-ORDER-TOTAL"
    assert error.fields["rows"]["en"] == "shop.csv row 3, 4, 5 … (5 in all)"
    assert error.said("ja").startswith("E-ORDER-TOTAL shop.csv 3、4、5行目など計5行: 1つの注文が")
    assert all(f"order_total: {name}  # " in str(error) for name in ("first", "every", "sum"))


@pytest.mark.parametrize("order_total", ["first", "every"])
def test_a_total_on_several_rows_counts_once(orders, order_total):
    found = one_row_an_order(orders(("A", 5), ("B", 1), ("A", 5), ("A", None)), order_total)
    assert used(found) == {2: ("A", 5), 3: ("B", 1)}
    assert found.frame["amount"].sum() + found.aside["amount"].fillna(0).sum() == 6


@pytest.mark.parametrize("order_total", ["first", "every"])
def test_totals_that_differ_stop(orders, order_total):
    error = error_of(orders(("B", 1), ("A", 5), ("A", 6)), order_total)
    assert str(error).startswith("E-ORDER-CONFLICT shop.csv row 3, 4 (2 in all): ")
    assert error.fields["column"] == "amount"


def test_parts_are_summed(orders):
    rows = [("A", 5), ("B", 1), ("A", 6, {"refund_amount": 2}), ("A", 0, {"refund_amount": 1}), ("B", -1)]
    found = one_row_an_order(orders(*rows), "sum")
    assert used(found, "amount", "refund_amount") == {2: ("A", 11, 3), 3: ("B", 0, None)}
    assert found.frame.dtypes[["amount", "refund_amount"]].tolist() == ["Int64", "Int64"]


@pytest.mark.parametrize("order_total", MODES)
def test_what_other_rows_tell_comes_to_the_first(orders, order_total):
    told = {"customer_id": "C", "email": "c@x.jp", "status": "paid", "ordered_at": "2026-01-01T09:00"}
    rows = [("A", None, {}), ("A", 5, {"customer_id": "C", "status": "paid"}), ("A", None, told), ("B", 1, {})]
    found = one_row_an_order(orders(*rows), order_total)
    assert used(found, "amount", *told) == {
        2: ("A", 5, "C", "c@x.jp", "paid", pd.Timestamp("2026-01-01 09:00")), 5: ("B", 1, None, None, None, None),
    }  # fmt: skip
    assert str(found.frame["ordered_at"].dtype) == "datetime64[us]"


@each("order_total", ["first", "every", "sum"])
@each(
    ("column", "cells"),
    [("customer_id", ("C1", "C2")), ("email", ("a@x", "b@x")), ("status", ("paid", "Paid")),
     ("ordered_at", ("2026-01-01", "2026-01-02")), ("currency", ("JPY", "USD"))],
)  # fmt: skip
def test_rows_that_disagree_stop(orders, order_total, column, cells):
    rows = [("A", 5, {column: cells[0]}), ("A", 5, {}), ("B", 1, {column: cells[0]}), ("A", 5, {column: cells[1]})]
    error = error_of(orders(*rows), order_total)
    assert str(error).startswith("E-ORDER-CONFLICT shop.csv row 2, 5 (2 in all)")
    assert error.fields["column"] == column
    assert ("a day or more" in str(error)) == (column == "ordered_at")


@each("order_total", MODES)
def test_rows_less_than_a_day_apart_have_the_earliest_time(orders, order_total):
    times = ["2026-01-02T08:59:59", None, "2026-01-01T09:00"]
    rows = [("A", 5 if place == 1 else None, {"ordered_at": when}) for place, when in enumerate(times)]
    found = one_row_an_order(orders(*rows, ("B", 1, {"ordered_at": times[0]}), ("B", None, {})), order_total)
    assert used(found, "ordered_at") == {2: ("A", pd.Timestamp(times[2])), 5: ("B", pd.Timestamp(times[0]))}
    assert [(code, fields["n"]) for code, fields in found.warnings] == [("W-ORDER-TIMES", 1)]


@pytest.mark.parametrize("order_total", [None, "first", "every"])
def test_refunds_that_disagree_stop_unless_they_are_parts(orders, order_total):
    rows = [("A", 5, {"refund_amount": 1}), ("A", None, {"refund_amount": 2})]
    assert error_of(orders(*rows), order_total).fields["column"] == "refund_amount"
    assert used(one_row_an_order(orders(*rows), "sum"), "refund_amount") == {2: ("A", 3)}


@pytest.mark.parametrize("order_total", MODES)
def test_refund_rows_stay_as_they_are(orders, order_total):
    refund = {"kind": "refund", "ordered_at": "2026-02-02"}
    sale = {"kind": "order", "ordered_at": "2026-01-01"}
    rows = [
        ("A", 9, sale),
        ("A", -2, refund),
        ("A", -2, refund),
        ("A", None, sale),
        ("R", -1, refund),
        ("R", -1, refund),
    ]
    found = one_row_an_order(orders(*rows), order_total)
    assert used(found) == {2: ("A", 9), 3: ("A", -2), 4: ("A", -2), 6: ("R", -1), 7: ("R", -1)}


@pytest.mark.parametrize("order_total", MODES)
def test_orders_without_any_amount_stay_as_they_are(orders, order_total):
    found = one_row_an_order(orders(("A", None), ("A", None), ("B", 1), ("B", None)), order_total)
    assert used(found) == {2: ("A", None), 3: ("A", None), 4: ("B", 1)}


def test_input_stays_as_it_was(orders):
    table = orders(("A", 5), ("A", None))
    before = table.frame.copy()
    one_row_an_order(table, None)
    pd.testing.assert_frame_equal(table.frame, before)


# Properties

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "AB", None]),
        st.none() | st.integers(-3, 9),
        st.fixed_dictionaries({
            "customer_id": st.sampled_from(["C", "C", "C", None, "D"]),
            "refund_amount": st.none() | st.integers(0, 1),
            "kind": st.sampled_from(["order", "order", "order", "refund"]),
        }),
    ),
    max_size=8,
)  # fmt: skip


def naive(rows, order_total):
    """(order, amount, refund, customer) of each row that stays, or the code of the stop, by a plain loop."""
    groups, alone = defaultdict(list), []
    for who, amount, cells in rows:
        whole = (who, amount, cells["refund_amount"], cells["customer_id"])
        (groups[who] if who and cells["kind"] == "order" else alone).append(whole)
    kept = list(alone)
    many = {who: lines for who, lines in groups.items() if len(lines) > 1}
    if order_total is None and any(sum(line[1] is not None for line in lines) > 1 for lines in many.values()):
        return "E-ORDER-TOTAL"
    for who, lines in groups.items():
        amounts, refunds, owners = ([line[i] for line in lines if line[i] is not None] for i in (1, 2, 3))
        told = [owners] if order_total == "sum" else [owners, amounts, refunds]
        if len(lines) > 1 and any(len(set(values)) > 1 for values in told):
            return "E-ORDER-CONFLICT"
        if len(lines) == 1 or not amounts:
            kept += lines
        elif order_total == "sum":
            kept.append((who, sum(amounts), sum(refunds) if refunds else None, *owners[:1], *[None] * (not owners)))
        else:
            kept.append((who, amounts[0], *(values[0] if values else None for values in (refunds, owners))))
    return kept


def collapsed(table, order_total):
    """The same of the code."""
    try:
        found = one_row_an_order(table, order_total)
    except KitError as error:
        return error.code
    ledger(found)
    amounts = found.aside["amount"]
    assert set(found.aside["reason"]) <= {"order_line"} and amounts.isna().all()
    return list(used(found, "amount", "refund_amount", "customer_id").values())


def in_order(found):
    return found if isinstance(found, str) else sorted(found, key=str)


@pytest.mark.parametrize("order_total", MODES)
@given(ROWS, st.randoms(use_true_random=False))
@example_settings(deadline=None, max_examples=25)
def test_orders_as_by_a_plain_loop_in_whatever_order_the_rows_stand(orders, order_total, rows, random):
    expected = in_order(naive(rows, order_total))
    for some in (rows, random.sample(rows, len(rows))):
        table = orders(("Z", 1, {"customer_id": "C", "refund_amount": None, "kind": "order"}), *some)
        found = collapsed(table, order_total)
        assert in_order(found if isinstance(found, str) else found[1:]) == expected
