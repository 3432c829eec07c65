"""Complaints of the window, by customer and by severity."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.base.results import public
from helpers.base.texts import is_one_of
from helpers.merge.customers import Shop
from helpers.merge.purchases import of_known
from helpers.merge.settings import MergeSettings
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
        """Severity with the largest gap."""
        rungs = self.rungs()
        return max(rungs, key=lambda severity: rungs[severity].gap)


def of_window(complaints: Table, customers: pd.Series, settings: MergeSettings, *, later: pd.Series) -> Table:
    """Complaints received in the window from the report's customers, each once; for `later` see `of_known`."""
    check_one_row_each(complaints, ["complaint_id"], "E-COMPLAINT-CONFLICT")
    received = complaints.frame["received_at"]
    outside = received >= pd.Timestamp(settings.window_end)
    if settings.window_start:
        outside |= received < pd.Timestamp(settings.window_start)
    inside = complaints.without(outside, "outside_period")
    return of_known(inside, customers, where_used=bool(settings.where), later=later)


def by_customer(complaints: pd.DataFrame, orders_of_window: pd.Series) -> pd.DataFrame:
    """Complaints of each customer who complained.

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
    about = complaints[is_one_of(complaints["order_id"], orders_of_window)]
    orders = about.groupby("customer_id")["order_id"].nunique().reindex(counts.index, fill_value=0)
    return counts.assign(complained_orders=orders).reset_index()


def complaints_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Whether each customer complained (numerator) and is known to have or not (denominator): 0, 1 or missing."""
    is_known = rows["complaints_major"].notna()
    complained = (rows[_COLUMNS].sum(axis=1, min_count=3) > 0).where(is_known)
    return pd.DataFrame({"numerator": complained, "denominator": is_known}).astype("Float64")


def heinrich(shop: Shop) -> Ladder | None:
    """Heinrich's ladder 1 : 29 : 300: complaints seen beside what the major ones lead one to expect.

    A heuristic that points at under-reporting, no statistics (METHOD §6); ``None`` without a complaints file.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> rows = pd.DataFrame({"complaints_major": [2], "complaints_minor": [30], "complaints_near_miss": [100]})
    >>> heinrich(Shop(rows, checked({"as_of": "2026-04-01"}))).near_miss
    Rung(seen=100, expected=600, gap=500)
    """
    rows = shop.rows
    if rows[_COLUMNS].isna().all(axis=None):
        return None
    seen = {severity: int(rows[column].sum()) for severity, column in zip(SEVERITIES, _COLUMNS, strict=True)}
    expected = {severity: factor * seen["major"] for severity, factor in _EXPECTED.items()}
    return Ladder(*(Rung(seen[name], expected[name], expected[name] - seen[name]) for name in SEVERITIES))
