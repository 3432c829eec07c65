"""Complaints of the window, by customer and by severity."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import public
from helpers.read.ledger import check_one_row_each
from helpers.read.typed_table import Table

SEVERITIES = ("major", "minor", "near_miss")
_COLUMNS = [f"complaints_{severity}" for severity in SEVERITIES]
_EXPECTED = {"major": 1, "minor": 29, "near_miss": 300}


@dataclass(frozen=True)
class Rung:
    """Complaints of a severity: seen, expected from the major ones, and how many of these are missing (gap)."""

    seen: int = public()
    expected: int = public()
    gap: int = public()


@dataclass(frozen=True)
class Ladder:
    """Heinrich's ladder, severity by severity."""

    major: Rung
    minor: Rung
    near_miss: Rung

    def rungs(self) -> Mapping[str, Rung]:
        """Severity → rung."""
        return {severity: getattr(self, severity) for severity in SEVERITIES}

    def widest(self) -> str:
        """Severity with the largest gap.

        Examples
        --------
        >>> Ladder(Rung(2, 2, 0), Rung(30, 58, 28), Rung(100, 600, 500)).widest()
        'near_miss'
        """
        rungs = self.rungs()
        return max(rungs, key=lambda severity: rungs[severity].gap)


def of_window(complaints: Table, customers: pd.Series, settings: Settings, *, later: pd.Series) -> Table:
    """Complaints received in the window from the report's customers, each once.

    Parameters
    ----------
    customers, later : Series of str
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
    table = table.without(owner.isin(later) & ~owner.isin(customers), "customer_after_report")
    reason = "filtered" if settings.where else "unknown_customer"
    return table.without(~table.frame["customer_id"].isin(customers), reason)


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


def complaints_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Whether each customer complained (numerator) and is known to have or not (denominator): 0, 1 or missing."""
    is_known = rows["complaints_major"].notna()
    complained = (rows[_COLUMNS].sum(axis=1, min_count=3) > 0).where(is_known)
    return pd.DataFrame({"numerator": complained, "denominator": is_known}).astype("Float64")


def heinrich(rows: pd.DataFrame) -> Ladder | None:
    """Heinrich's ladder 1 : 29 : 300: complaints seen beside what the major ones lead one to expect.

    A heuristic that points at under-reporting, no statistics (METHOD §6).

    Parameters
    ----------
    rows : DataFrame
        One row a customer with complaints_major, complaints_minor, complaints_near_miss.

    Returns
    -------
    Ladder or None
        ``None`` without a complaints file.

    Examples
    --------
    >>> rows = pd.DataFrame({"complaints_major": [2], "complaints_minor": [30], "complaints_near_miss": [100]})
    >>> heinrich(rows).near_miss
    Rung(seen=100, expected=600, gap=500)
    """
    if rows[_COLUMNS].isna().all(axis=None):
        return None
    seen = {severity: int(rows[column].sum()) for severity, column in zip(SEVERITIES, _COLUMNS, strict=True)}
    expected = {severity: factor * seen["major"] for severity, factor in _EXPECTED.items()}
    return Ladder(*(Rung(seen[name], expected[name], expected[name] - seen[name]) for name in SEVERITIES))
