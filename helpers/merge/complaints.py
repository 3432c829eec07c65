"""Complaints of the window, by customer and by severity."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.read.ledger import Table, check_one_row_each

SEVERITIES = ("major", "minor", "near_miss")
LADDER = {"major": 1, "minor": 29, "near_miss": 300}


def of_window(complaints: Table, known: pd.Series, settings: Settings, *, later: pd.Series) -> Table:
    """Complaints received in the window from the report's customers, each once.

    Parameters
    ----------
    known, later : Series of str
        customer_id of the report's customers, and of those acquired after the report's date.
    """
    check_one_row_each(complaints, ["complaint_id"], "E-COMPLAINT-CONFLICT")
    table = complaints
    received = table.frame["received_at"]
    outside = received >= pd.Timestamp(settings.window_end)
    if settings.window_start:
        outside |= received < pd.Timestamp(settings.window_start)
    table = table.without(outside, "outside_period")
    owner = table.frame["customer_id"]
    table = table.without(owner.isin(later) & ~owner.isin(known), "customer_after_report")
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
        (distinct orders of the window complained about), but where complaints carry no order_id.
    """
    counts = pd.crosstab(complaints["customer_id"], complaints["severity"])
    counts = counts.reindex(columns=SEVERITIES, fill_value=0).add_prefix("complaints_")
    if "order_id" not in complaints:
        return counts.reset_index()
    about = complaints[complaints["order_id"].isin(orders_of_window)]
    orders = about.groupby("customer_id")["order_id"].nunique().reindex(counts.index, fill_value=0)
    return counts.assign(complained_orders=orders).reset_index()


def heinrich(rows: pd.DataFrame) -> pd.DataFrame | None:
    """Heinrich's ladder 1 : 29 : 300: complaints seen beside what the major ones lead one to expect.

    A heuristic that points at under-reporting, no statistics (METHOD §6).

    Parameters
    ----------
    rows : DataFrame
        One row a customer with complaints_major, complaints_minor, complaints_near_miss.

    Returns
    -------
    DataFrame or None
        severity, seen, expected, gap (expected − seen); ``None`` without a complaints file.

    Examples
    --------
    >>> rows = pd.DataFrame({"complaints_major": [2], "complaints_minor": [30], "complaints_near_miss": [100]})
    >>> heinrich(rows)["gap"].tolist()
    [0, 28, 500]
    """
    columns = [f"complaints_{severity}" for severity in SEVERITIES]
    if rows[columns].isna().all(axis=None):
        return None
    ladder = pd.DataFrame({"severity": SEVERITIES, "seen": rows[columns].sum().to_numpy(dtype=int)})
    ladder["expected"] = [LADDER[severity] * ladder["seen"][0] for severity in SEVERITIES]
    return ladder.assign(gap=ladder["expected"] - ladder["seen"])
