"""Purchases: which of them count, and what each customer bought."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd

from helpers.base.errors import KitError, in_column
from helpers.merge.customers import BOUGHT
from helpers.merge.settings import MergeSettings
from helpers.read.cells.texts import among
from helpers.read.orders import status_lists
from helpers.read.typed_table import Table, Warned

_SQL = Path(__file__).with_name("purchases.sql").read_text(encoding="utf-8")
_ABSENT = {"refund_amount": "Int64", "kind": "str", "refunds_order_id": "str"}


def counted(purchases: Table, settings: MergeSettings) -> Table:
    """Purchases that count: of a used status, once each, before the report's period ends.

    Raises
    ------
    KitError
        ``E-CURRENCY``, ``E-STATUS``.
    """
    _check_currency(purchases, settings)
    table = _by_status(_linked(_completed(purchases)), settings)
    table = table.without((table.frame["kind"] == "refund") & (table.frame["amount"] > 0), "refund_positive")
    table = table.without(table.frame["refund_amount"].fillna(0) < 0, "refund_negative")
    if larger := larger_refunds(table.frame):
        table = table.warned(Warned("W-REFUND-LARGER", {"file": table.file, "n": larger}))
    return table.without(table.frame["ordered_at"] >= pd.Timestamp(settings.window_end), "after_period")


def _check_currency(table: Table, settings: MergeSettings) -> None:
    if "currency" not in table.frame:
        return
    currency = table.frame["currency"]
    other = currency.notna() & ~among(currency, frozenset({settings.currency.lower()}))
    if not other.any():
        return
    place = in_column(table.rows_named(table.frame.index[other]), "currency")
    if not other[currency.notna()].all():
        raise KitError("E-CURRENCY-MIXED", place=place)
    raise KitError("E-CURRENCY", place=place, currency=settings.currency)


def _by_status(table: Table, settings: MergeSettings) -> Table:
    """Orders of a used status, and the refunds of those; a refund's own status may be blank."""
    if "status" not in table.frame:
        return table
    refund = table.frame["kind"] == "refund"
    used, unused = (
        among(table.frame["status"], words)
        for words in status_lists(settings, {reading.format for reading in table.readings})
    )
    if refund.any():
        unused |= refund & table.frame["refunds_order_id"].isin(table.frame.loc[unused, "order_id"])
        used |= refund & table.frame["status"].isna()
    unknown = ~unused & ~used
    if unknown.any():
        raise KitError("E-STATUS", rows=table.rows_named(table.frame.index[unknown]))
    return table.without(unused, "status", "status")


def _completed(table: Table) -> Table:
    absent = {
        column: pd.Series("order" if column == "kind" else pd.NA, index=table.frame.index, dtype=kind)
        for column, kind in _ABSENT.items()
        if column not in table.frame
    }
    return replace(table, frame=table.frame.assign(**absent))


def _linked(table: Table) -> Table:
    """Refund rows without a link that carry an order's own id belong to that order."""
    frame = table.frame
    refund = frame["kind"] == "refund"
    if not refund.any():
        return table
    own = refund & frame["refunds_order_id"].isna() & frame["order_id"].isin(frame.loc[~refund, "order_id"])
    return replace(table, frame=frame.assign(refunds_order_id=frame["refunds_order_id"].mask(own, frame["order_id"])))


def returns_known(purchases: pd.DataFrame, columns: pd.Index) -> tuple[bool, bool]:
    """Whether the file, by its columns and the purchases that count, tells which orders were returned, and refunds."""
    refunds = purchases[purchases["kind"] == "refund"]
    tells_refunds = bool({"refund_amount", "kind"} & set(columns))
    return tells_refunds and bool(refunds["refunds_order_id"].notna().all()), tells_refunds


def of_known(rows: Table, customers: pd.Series, *, where_used: bool, later: pd.Series) -> Table:
    """Rows of the report's customers (customer_id); `later` are those acquired after the report's date.

    Where ``where`` narrowed the roster others are filtered out, not defective.
    """
    owner = rows.frame["customer_id"]
    table = rows.without(owner.isin(later) & ~owner.isin(customers), "customer_after_report")
    reason = "filtered" if where_used else "unknown_customer"
    return table.without(~table.frame["customer_id"].isin(customers), reason)


def larger_refunds(purchases: pd.DataFrame) -> int:
    """Number of orders whose refunds are larger than the order: used as they are, with a warning."""
    orders = purchases[purchases["kind"] == "order"]
    refunds = purchases[purchases["kind"] == "refund"]
    refund = orders["refund_amount"].fillna(0)
    by_row = -refunds.groupby("refunds_order_id")["amount"].sum()
    refund += by_row.reindex(orders["order_id"], fill_value=0).to_numpy()
    return int(((refund > orders["amount"]) & (refund > 0)).sum())


def bought(purchases: pd.DataFrame, windows: pd.DataFrame) -> pd.DataFrame:
    """What each customer bought: one row for each row of `windows`, in its order.

    Returns
    -------
    DataFrame
        customer_id; orders, returned_orders, orders_before (numbers); ordered_amount,
        refunded_amount, net_amount, net_amount_before (whole minor units, int64; 0 without
        purchases); first_order_at.
    """
    assert windows["customer_id"].is_unique, "one window a customer"
    columns = ["order_id", "customer_id", "ordered_at", "amount", "refund_amount", "kind", "refunds_order_id"]
    with duckdb.connect() as connection:
        connection.register("purchases", purchases[columns])
        connection.register("windows", windows)
        sums = connection.sql(_SQL).to_arrow_table().to_pandas()
    sums["customer_id"] = sums["customer_id"].astype("str")
    rows = windows[["customer_id"]].merge(sums, on="customer_id", how="left", validate="one_to_one")
    rows[list(BOUGHT)] = rows[list(BOUGHT)].fillna(0).astype("int64")
    return rows.assign(first_order_at=rows["first_order_at"].astype("datetime64[us]"))
