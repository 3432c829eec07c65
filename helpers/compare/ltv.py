"""LTV: what each customer brought in the window, less what it cost to win and keep her (METHOD §3)."""

from math import nan

import pandas as pd

from helpers.base.errors import KitError
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import is_new


def ltv(rows: pd.DataFrame, settings: CompareSettings) -> pd.Series:
    """LTV of each customer, in units of the currency: m × net amount − acquisition cost − retention cost.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> rows = pd.DataFrame({"net_amount": [50_000], "acquired_on": pd.to_datetime(["2020-01-01"])})
    >>> settings = checked({"as_of": "2026-04-01", "window_days": 0, "acquisition_cost": 20000})
    >>> ltv(rows, settings).tolist()
    [30000.0]
    """
    margin = settings.gross_margin_rate * rows["net_amount"] / 10**settings.minor_digits
    return margin - acquisition_cost_due(rows, settings) - retention_cost(rows, settings)


def acquisition_cost_due(rows: pd.DataFrame, settings: CompareSettings) -> pd.Series:
    """What each customer is charged for having been won, by ``acquisition_cost_rule``."""
    if settings.acquisition_cost_rule == "ignore":
        return pd.Series(0.0, index=rows.index)
    new = rows[is_new(rows, settings)]
    return _acquisition_cost(new, settings).reindex(rows.index, fill_value=0.0)


def _acquisition_cost(rows: pd.DataFrame, settings: CompareSettings) -> pd.Series:
    cost = settings.acquisition_cost
    if "acquisition_cost" in rows:
        if cost:
            raise KitError("E-ACQUISITION-COST.twice")
        return rows["acquisition_cost"].astype("Float64").fillna(0).astype(float) / 10**settings.minor_digits
    return _by_channel(rows, cost) if isinstance(cost, dict) else pd.Series(float(cost), index=rows.index)


def _by_channel(rows: pd.DataFrame, costs: dict[str, float]) -> pd.Series:
    """Cost of each customer's channel; ``other`` stands for blank channels and those not named."""
    if "acquisition_channel" not in rows:
        raise KitError("E-ACQUISITION-COST.column")
    cost = rows["acquisition_channel"].map(costs).astype(float).fillna(costs.get("other", nan))
    if cost.isna().any():
        raise KitError("E-ACQUISITION-COST.channels", n=int(cost.isna().sum()), known=", ".join(costs))
    return cost


def retention_cost(rows: pd.DataFrame, settings: CompareSettings) -> pd.Series:
    """Yearly cost × days of the window in which they were customers / 365."""
    return settings.retention_cost * days_as_customer(rows, settings) / 365


def days_as_customer(rows: pd.DataFrame, settings: CompareSettings) -> pd.Series:
    """Days of the window in which each was a customer; without a day of acquisition all of it."""
    start = rows["acquired_on"]
    if settings.window_start:
        start = start.fillna(pd.Timestamp(settings.window_start)).clip(lower=pd.Timestamp(settings.window_start))
    return (pd.Timestamp(settings.window_end) - start.dt.normalize()).dt.days.fillna(0).clip(lower=0)
