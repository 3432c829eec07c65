"""What the amount of a row is made of."""

import pandas as pd

from helpers.read.row_amounts import amounts_made
from helpers.read.typed_table import Reading, Table, rows_aside
from tests.each import each

READING = Reading("shop.csv", columns={"order_id": "no", "tax": "税区分"})


def made(kept=None, reasons=None, less=(), **columns):
    """Amounts, their type and their reasons; and the columns that are told of."""
    types = {"quantity": "Float64", "unit_price": "Int64", "amount": "Int64", "tax": "str"}
    kinds = {name: "Float64" if any(isinstance(cell, float) for cell in cells) else types.get(name, "Int64")
             for name, cells in columns.items()}  # fmt: skip
    frame = pd.DataFrame({name: pd.Series(cells, dtype=kinds[name]) for name, cells in columns.items()})
    given = {name: pd.Series((reasons or {}).get(name, {}), dtype="str") for name in columns}
    table = Table("purchases", "shop.csv", frame, len(frame), rows_aside({}), readings=(READING,))
    table = amounts_made(table, less, given, kept)
    assert list(table.frame) == ["amount"] == list(given)
    cells = [None if pd.isna(cell) else cell for cell in table.frame["amount"]]
    return cells, str(table.frame["amount"].dtype), given["amount"].to_dict(), list(table.readings[0].columns)


@each(
    ("quantity", "price", "amounts", "kind"),
    [([6, -1, 0], [255, 2750, 9], [1530, -2750, 0], "Int64"), ([1.5, 2], [333, 100], [499.5, 200], "Float64"),
     ([3], [0.1], [0.3], "Float64"), ([1.5], [2], [3], "Int64"), ([0.333333], [1.000001], [0.333333], "Float64"),
     ([2, -2], [-5, -5], [-10, 10], "Int64"), ([10**7], [10**10], [None], "Int64")],
)  # fmt: skip
def test_quantity_times_unit_price(quantity, price, amounts, kind):
    found = made(quantity=quantity, unit_price=price)
    too_large = {0: "amount_invalid"} if None in amounts else {}
    assert found == (amounts, kind, too_large, ["order_id"])


def test_what_cannot_be_read_in_either_makes_no_amount():
    reasons = {"quantity": {0: "quantity_blank"}, "unit_price": {0: "amount_blank", 1: "amount_invalid"}}
    found = made(quantity=[None, 2, 3], unit_price=[None, None, 5], reasons=reasons)
    assert found[::2] == ([None, None, 15], {0: "quantity_blank", 1: "amount_invalid"})


@each(
    ("tax", "amounts", "gone"),
    [(None, [1, 2, 3, None], []), ("included", [1, None, 3, None], [1]), ("excluded", [None, 2, 3, None], [0])],
)
def test_amounts_of_the_other_tax_have_none(tax, amounts, gone):
    flags = ["included", "excluded", None, "included"]
    cells, _, reasons, columns = made(
        kept=tax, reasons={"amount": {3: "amount_blank"}}, amount=[1, 2, 3, None], tax=flags
    )
    assert (cells, columns) == (amounts, ["order_id", "tax"])
    assert {row for row, reason in reasons.items() if reason == "tax_other"} == set(gone)
    assert reasons[3] == "amount_blank"


def test_discounts_are_taken_off():
    found = made(amount=[100, 200, 300], reasons={"less coupon": {2: "amount_invalid"}}, less=["coupon"],
                 **{"less coupon": [-30, None, None]})  # fmt: skip
    assert found[::2] == ([70, 200, None], {2: "amount_invalid"})


def test_other_tables_are_left_alone():
    table = Table("customers", "shop.csv", pd.DataFrame({"tax": ["x"]}), 1, rows_aside({}))
    assert amounts_made(table, (), {}, None) is table
