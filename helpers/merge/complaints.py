"""Complaints of the window, by customer and by severity."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.read.ledger import Table

SEVERITIES = ("major", "minor", "near_miss")
LADDER = {"major": 1, "minor": 29, "near_miss": 300}


def of_window(complaints: Table, known: pd.Series, settings: Settings) -> Table:
    """Complaints received in the window from the report's customers, each once."""
    table = complaints.without(complaints.frame.duplicated(), "duplicate_row")
    received = table.frame["received_at"]
    outside = received >= pd.Timestamp(settings.window_end)
    if settings.window_start:
        outside |= received < pd.Timestamp(settings.window_start)
    table = table.without(outside, "outside_period")
    reason = "filtered" if settings.where else "unknown_customer"
    return table.without(~table.frame["customer_id"].isin(known), reason)


def by_customer(complaints: pd.DataFrame, orders_of_window: pd.Series) -> pd.DataFrame:
    """Complaints of each customer who complained.

    Parameters
    ----------
    complaints : DataFrame
        customer_id, severity, [order_id].
    orders_of_window : Series of str
        order_id of the orders that count in the window.

    Returns
    -------
    DataFrame
        customer_id; complaints_major, complaints_minor, complaints_near_miss; complained_orders
        (distinct orders of the window complained about; missing where complaints carry no order).
    """
    counts = pd.crosstab(complaints["customer_id"], complaints["severity"])
    counts = counts.reindex(columns=SEVERITIES, fill_value=0).add_prefix("complaints_")
    if "order_id" not in complaints:
        return counts.assign(complained_orders=pd.NA).reset_index()
    about = complaints[complaints["order_id"].isin(orders_of_window)]
    orders = about.groupby("customer_id")["order_id"].nunique().reindex(counts.index, fill_value=0)
    return counts.assign(complained_orders=orders).reset_index()


def heinrich(seen: dict[str, int]) -> pd.DataFrame:
    """Heinrich's ladder 1 : 29 : 300: complaints seen beside what the major ones lead one to expect.

    A heuristic that points at under-reporting, no statistics (METHOD §6).

    Returns
    -------
    DataFrame
        severity, seen, expected, gap (expected − seen).

    Examples
    --------
    >>> heinrich({"major": 2, "minor": 30, "near_miss": 100})["gap"].tolist()
    [0, 28, 500]
    """
    ladder = pd.DataFrame({"severity": SEVERITIES, "seen": [seen[severity] for severity in SEVERITIES]})
    ladder["expected"] = [LADDER[severity] * seen["major"] for severity in SEVERITIES]
    return ladder.assign(gap=ladder["expected"] - ladder["seen"])
