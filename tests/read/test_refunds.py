"""Refunds among the rows of purchases."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.read.refunds import told_refunds, with_negative_orders, with_negative_rows, with_signs_turned
from tests.each import each


@pytest.fixture(scope="session")
def rows(table):
    """Purchases from columns; amounts and refunds may be missing."""

    def build(**columns):
        made = table("purchases", **columns)
        kinds = {"amount": "Int64", "refund_amount": "Int64", "ordered_at": "datetime64[us]"}
        types = {name: kind for name, kind in kinds.items() if name in columns}
        made.frame[list(types)] = made.frame[list(types)].astype(types)
        return made

    return build


def codes(table):
    assert all("shop.csv" in warning.said(language) for warning in table.warnings for language in ("en", "ja"))
    return [(code, fields["n"]) for code, fields in table.warnings]


ORDER, R = "order", "refund"


@each(
    ("amounts", "kinds", "turned", "n"),
    [([5, 3, 0, None], [ORDER, R, R, R], [5, -3, 0, None], 1), ([5, 3, -1], [ORDER, R, R], [5, 3, -1], 0),
     ([5, -3], [ORDER, R], [5, -3], 0), ([5, -3], [ORDER, ORDER], [5, -3], 0), ([-5, 3], [ORDER, R], [-5, -3], 1)],
)  # fmt: skip
def test_refund_rows_without_a_sign(rows, amounts, kinds, turned, n):
    found = with_signs_turned(rows(amount=amounts, kind=kinds))
    assert found.frame["amount"].astype(object).where(found.frame["amount"].notna(), None).tolist() == turned
    assert codes(found) == [("W-REFUND-SIGN", n)] * bool(n)


@each(
    ("refunds", "turned", "n"), [([-5, 0, None], [5, 0, -1], 1), ([-5, 3, 0], [-5, 3, 0], 0), ([5, 0, 0], [5, 0, 0], 0)]
)
def test_refunds_of_a_column_that_are_all_negative(rows, refunds, turned, n):
    found = with_signs_turned(rows(amount=[9, 9, 9], refund_amount=refunds))
    assert found.frame["refund_amount"].fillna(-1).tolist() == turned
    assert [fields["column"] for _, fields in found.warnings] == ["refund_amount"] * bool(n)


DAY = "2025-04-01 10:00"
PARTS = {  # dates of the negative row and of the other rows of its order: whether it is a part of it
    (DAY, (DAY,)): True, ("2025-04-02 09:59", (DAY,)): True, ("2025-04-02 10:00", (DAY,)): False,
    ("2025-03-31 10:01", (DAY,)): True, ("2025-03-31 10:00", (DAY,)): False, (DAY, ()): False, (None, (DAY,)): True,
    ("2025-04-02 12:00", (DAY, "2025-04-02 11:00")): True,
}  # fmt: skip


@each(("dates", "is_part"), PARTS.items())
def test_a_part_of_an_order_lies_near_its_other_rows(rows, dates, is_part):
    mine, others = dates
    table = rows(order_id=["A", *["A"] * len(others), "B"], amount=[-1, *[5] * len(others), 5],
                 ordered_at=pd.to_datetime([mine, *others, DAY]))  # fmt: skip
    found = with_negative_rows(table, "sum").frame
    assert (found["kind"].iloc[0] if "kind" in found else ORDER) == (ORDER if is_part else R)
    for order_total in (None, "first", "every"):
        assert with_negative_rows(table, order_total).frame["kind"].tolist() == [R, *[ORDER] * (len(others) + 1)]


def test_a_refund_row_is_no_other_row_of_its_order(rows):
    table = rows(order_id=["A", "A"], amount=[-1, -5], kind=[ORDER, R], ordered_at=pd.to_datetime([DAY, DAY]))
    assert with_negative_rows(table, "sum").frame["kind"].tolist() == [R, R]


@each(
    ("amounts", "kinds", "n"),
    [([5, -5], None, 1), ([5, 0], None, 0), ([5, None, -3], [ORDER] * 3, 1), ([-5, 1, -2], [R, ORDER, ORDER], 1),
     ([-5, -6], [R, R], 0)],
)  # fmt: skip
def test_negative_orders_are_refunds_with_a_warning(rows, amounts, kinds, n):
    table = rows(amount=amounts, **({"kind": kinds} if kinds else {}))
    found = with_negative_orders(table, told_refunds(table.frame))
    assert codes(found) == [("W-NEGATIVE", n)] * bool(n)
    assert "kind" not in found.frame or ((found.frame["kind"] == R) == (found.frame["amount"] < 0).fillna(False)).all()


@each("amounts", [[-5, -5, 5], [-5, 0], [-5]])
def test_mostly_negative_rows_stop(rows, amounts):
    table = rows(amount=amounts)
    with pytest.raises(KitError, match=r"^E-AMOUNT-SIGNS shop\.csv row 2") as caught:
        with_negative_orders(table, told_refunds(table.frame))
    assert "マイナス" in caught.value.said("ja")
