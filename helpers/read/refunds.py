"""Refunds among the rows of purchases: told by a kind or a negative amount, whatever sign a file gives them."""

from dataclasses import replace

import pandas as pd

from helpers.base.errors import KitError
from helpers.read.orders import NEAR, order_ids
from helpers.read.typed_table import Table, Warned


def with_signs_turned(table: Table) -> Table:
    """Refunds that reduce the net: rows of the kind ``refund`` negative, ``refund_amount`` positive.

    They are turned, with a warning, only where the file writes all of them the other way round.
    """
    frame = table.frame
    rows = frame["kind"] == "refund" if "kind" in frame else pd.Series(False, index=frame.index)
    table = _turned(table, "amount", frame["amount"].where(rows))
    return _turned(table, "refund_amount", -frame["refund_amount"]) if "refund_amount" in frame else table


def _turned(table: Table, column: str, money: pd.Series) -> Table:
    """Table with the signs of a column turned where `money`, which should not be above 0, is nowhere below."""
    wrong = (money > 0).fillna(False).astype(bool)
    if not wrong.any() or (money < 0).any():
        return table
    turned = table.frame[column].where(~wrong, -table.frame[column])
    note = Warned("W-REFUND-SIGN", {"file": table.file, "column": column, "n": int(wrong.sum())})
    return replace(table, frame=table.frame.assign(**{column: turned})).warned(note)


def with_negative_rows(table: Table, order_total: str | None) -> Table:
    """Negative rows as refunds of the date that they have.

    Where amounts are parts of an order (`order_total` ``sum``), a negative one, such as a discount, is a part too if
    another row of the order, less than a day away, is not negative.
    """
    negative = _negative_orders(table.frame)
    return _as_refunds(table, negative & ~_parts(table.frame, negative) if order_total == "sum" else negative)


def with_negative_orders(table: Table, told: pd.Series) -> Table:
    """Orders that come to less than 0 as refunds, with a warning of all that neither a kind nor `told` calls so.

    `told` has the rows (index) whose kind said refund in the file.

    Raises
    ------
    KitError
        ``E-AMOUNT-SIGNS`` where more rows are negative than positive.
    """
    table = _as_refunds(table, _negative_orders(table.frame))
    if "kind" not in table.frame:
        return table
    refunds = table.frame["kind"] == "refund"
    found = table.frame.index[refunds & ~table.frame.index.isin(told)]
    if len(found) > int((~refunds & (table.frame["amount"] > 0)).sum()):
        raise KitError("E-AMOUNT-SIGNS", rows=table.rows_named(found))
    return table.warned(Warned("W-NEGATIVE", {"file": table.file, "n": len(found)})) if len(found) else table


def told_refunds(frame: pd.DataFrame) -> pd.Index:
    """Rows whose kind says refund."""
    return frame.index[frame["kind"] == "refund"] if "kind" in frame else frame.index[:0]


def _negative_orders(frame: pd.DataFrame) -> pd.Series:
    negative = (frame["amount"] < 0).fillna(False).astype(bool)
    return negative & (frame["kind"] != "refund") if "kind" in frame else negative


def _parts(frame: pd.DataFrame, negative: pd.Series) -> pd.Series:
    """Which negative rows are parts of an order: its other rows are not all dated a day or more away."""
    ids, dates = order_ids(frame), frame["ordered_at"]
    others = dates[~negative & ids.notna()].groupby(ids)
    here = ids[negative]
    first, last = (edge.reindex(here).set_axis(here.index) for edge in (others.min(), others.max()))
    apart = (dates[negative] - last >= NEAR) | (first - dates[negative] >= NEAR)
    return (here.isin(others.groups.keys()) & ~apart).reindex(frame.index, fill_value=False)


def _as_refunds(table: Table, rows: pd.Series) -> Table:
    if not rows.any():
        return table
    kind = table.frame["kind"] if "kind" in table.frame else pd.Series("order", index=table.frame.index, dtype="str")
    return replace(table, frame=table.frame.assign(kind=kind.mask(rows, "refund")))
