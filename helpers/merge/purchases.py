"""Purchases: which of them count, and what each customer bought."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.engines import arrow_table, engine
from helpers.base.errors import KitError, in_column
from helpers.base.problems import Problems
from helpers.base.sums import in_minor_units, in_parts, is_fine, summed
from helpers.base.texts import as_texts, is_one_of
from helpers.merge.customers import BOUGHT, MOMENTS
from helpers.merge.returned import linked, with_returned
from helpers.merge.settings import MergeSettings
from helpers.merge.statuses import by_status
from helpers.read.cells.currencies import currencies_meant, currency_question
from helpers.read.typed_table import Table, Warned

STATEMENT = Path(__file__).with_name("purchases.sql").read_text(encoding="utf-8")
BUYING = [
    "order_id", "customer_id", "ordered_at", "amount", "refund_amount", "kind", "refunds_order_id", "returned",
]  # fmt: skip
BUYING_MONEY = ("amount", "refund_amount")
_SUMS = (
    "ordered_amount",
    "refunded_amount",
    "net_amount",
    "net_amount_before",
    "net_amount_earlier",
    "net_amount_since_call",
)
_FOLDED = {"customer_id": pa.string(), "ordered_at": pa.timestamp("us"), "last_at": pa.timestamp("us")}
_FOLDED |= dict.fromkeys(("n", "amount", "refund_amount", "refunded"), pa.int64())
_NONE_FOLDED = pa.schema(_FOLDED).empty_table()
_TOGETHER = """
CREATE TEMP VIEW purchases AS
SELECT *, NULL AS n, NULL AS refunded, NULL AS last_at FROM rows_alone
UNION ALL BY NAME SELECT *, 'order' AS kind FROM rows_folded
"""
_ABSENT = {"refund_amount": "Int64", "kind": "str", "refunds_order_id": "str"}


def counted(purchases: Table, settings: MergeSettings) -> Table:
    """Purchases that count: of a used status, once each, before the report's period ends.

    Raises
    ------
    KitError
        ``E-CURRENCY``, ``E-CURRENCY-MIXED``, ``E-STATUS``.
    """
    problems = Problems()
    problems.tried(partial(_check_currency, purchases, settings))
    table = problems.tried(partial(by_status, completed(purchases), settings)) or purchases
    problems.stop()
    table = table.without((table.frame["kind"] == "refund") & (table.frame["amount"] > 0), "refund_positive")
    table = table.without(table.frame["refund_amount"].fillna(0) < 0, "refund_negative")
    if larger := larger_refunds(table.frame):
        table = table.warned(Warned("W-REFUND-LARGER", {"file": table.file, "n": larger}))
    table = table.without(table.frame["ordered_at"] >= pd.Timestamp(settings.window_end), "after_period")
    table = with_returned(table, settings)
    return replace(table, frame=table.frame.drop(columns="status", errors="ignore"))  # it has said what it has to


def _check_currency(table: Table, settings: MergeSettings) -> None:
    if "currency" not in table.frame:
        return
    currency = table.frame["currency"]
    words = currency.dropna().unique()
    question = currency_question(words, settings.currency)
    if question is None:
        return
    code, common = question
    meant = {text: currencies_meant(text) for text in words}
    right = [text for text, codes in meant.items() if settings.currency in codes]
    first = right or [text for text, codes in meant.items() if not common and codes & next(iter(meant.values()))]
    other = currency.notna() & ~currency.isin(first)
    place = in_column(table.rows_named(table.frame.index[other]), "currency")
    raise KitError(code, place=place, currency=settings.currency, choices=common)


def completed(table: Table) -> Table:
    """Purchases with the columns that tell of refunds, and refunds linked to their orders as far as it is known."""
    absent = {
        column: pd.Series("order" if column == "kind" else pd.NA, index=table.frame.index, dtype=kind)
        for column, kind in _ABSENT.items()
        if column not in table.frame
    }
    return linked(replace(table, frame=table.frame.assign(**absent, returned=False)))


def returns_known(purchases: pd.DataFrame, columns: pd.Index, settings: MergeSettings) -> tuple[bool, bool]:
    """Whether it is known which orders were returned, and what was refunded.

    By the file's columns and the purchases that count, among them the orders that a status calls returned.
    """
    refunds, by_state = purchases[purchases["kind"] == "refund"], bool(purchases["returned"].any())
    tells_refunds = bool({"refund_amount", "kind"} & set(columns)) or (by_state and settings.returned_orders == "none")
    tells_returns = (tells_refunds or by_state) and bool(refunds["refunds_order_id"].notna().all())
    return tells_returns, tells_refunds


def of_known(rows: Table, customers: pd.Series, *, where_used: bool, later: pd.Series) -> Table:
    """Rows of the report's customers (customer_id); `later` are those acquired after the report's date.

    Where ``where`` narrowed the roster others are filtered out, not defective.
    """
    owner = rows.frame["customer_id"]
    strangers = owner[~is_one_of(owner, customers)]
    after = is_one_of(strangers, later)
    unknown = "filtered" if where_used else "unknown_customer"
    reasons = pd.Series(unknown, index=strangers.index, dtype="str").mask(after, "customer_after_report")
    return rows.without_some(reasons)


def orders_of_window(purchases: pd.DataFrame, settings: MergeSettings) -> pd.Series:
    """order_id of the orders that the window holds, or that come after it."""
    orders = purchases.loc[purchases["kind"] == "order", ["order_id", "ordered_at"]]
    if settings.window_start:
        orders = orders[orders["ordered_at"] >= pd.Timestamp(settings.window_start)]
    return orders["order_id"]


def larger_refunds(purchases: pd.DataFrame) -> int:
    """Number of orders whose refunds are larger than the order: used as they are, with a warning."""
    refunds = purchases[purchases["kind"] == "refund"]
    refunded = purchases["refund_amount"].fillna(0) != 0
    if len(refunds):
        refunded |= is_one_of(purchases["order_id"], refunds["refunds_order_id"].dropna())
    orders = purchases.loc[refunded & (purchases["kind"] == "order"), ["order_id", "amount", "refund_amount"]]
    refund = orders["refund_amount"].fillna(0)
    by_row = -summed(refunds["amount"], refunds["refunds_order_id"])
    refund += by_row.reindex(orders["order_id"], fill_value=0).to_numpy()
    return int(((refund > orders["amount"]) & (refund > 0)).sum())


def bought(purchases: pd.DataFrame, windows: pd.DataFrame) -> pd.DataFrame:
    """What each customer bought: one row for each row of `windows`, in its order.

    Returns
    -------
    DataFrame
        customer_id; orders, returned_orders, orders_before, orders_earlier (numbers); ordered_amount,
        refunded_amount, net_amount, net_amount_before, net_amount_earlier, net_amount_since_call (minor
        units, int64, or float64 where some amounts are finer; 0 without purchases); first_order_at,
        last_order_at, last_earlier_order_at. *Before* is the window before, *earlier* all before the
        check's start.
    """
    return sums_of(purchases, windows, fine=any(is_fine(purchases[column]) for column in BUYING_MONEY))


def sums_of(
    purchases: pd.DataFrame, windows: pd.DataFrame, *, fine: bool, folded: pa.Table | None = None
) -> pd.DataFrame:
    """What the statement gives, as `bought`; `fine` sums are made in parts of a minor unit.

    Parameters
    ----------
    folded : Table, optional
        Rows that stand for several orders each (see the statement), in parts of a minor unit where `fine`.
    """
    assert windows["customer_id"].is_unique, "one window a customer"
    finest = {column: in_parts(purchases[column]) for column in BUYING_MONEY if fine}
    with engine() as connection:
        connection.register("rows_alone", arrow_table(purchases[BUYING].assign(**finest)))
        connection.register("rows_folded", _NONE_FOLDED if folded is None else folded)
        connection.register("windows", windows)
        connection.execute(_TOGETHER)
        sums = connection.sql(STATEMENT).to_arrow_table()
    places = pc.index_in(as_texts(windows["customer_id"]), sums["customer_id"])
    found = sums.drop_columns("customer_id").take(places)
    figures = {column: pc.fill_null(found[column], 0).to_pandas() for column in BOUGHT}
    moments = {column: found[column].to_pandas() for column in MOMENTS}
    rows = windows[["customer_id"]].reset_index(drop=True).assign(**figures, **moments)
    rows = rows.assign(**{column: in_minor_units(rows[column]) for column in _SUMS if fine})
    return rows.astype(dict.fromkeys(MOMENTS, "datetime64[us]"))
