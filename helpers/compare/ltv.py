"""LTV: what each customer brought in the window, less what it cost to win and keep her (METHOD §3)."""

from dataclasses import dataclass
from math import nan

import pandas as pd

from helpers.base.disclosure import hidden_groups, unsafe_money
from helpers.base.errors import KitError
from helpers.base.parameters import Settings
from helpers.merge.customers import is_new
from helpers.merge.disclosed import hidden_net, segment_of
from helpers.merge.kpis import complaints_of, hidden_complaints


def ltv(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """LTV of each customer, in units of the currency.

    Parameters
    ----------
    rows : DataFrame
        net_amount (whole minor units), acquired_on, [acquisition_channel, acquisition_cost].

    Returns
    -------
    Series of float
        m × net amount − acquisition cost (by the rule) − retention cost. Without purchases: 0 −
        costs.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> rows = pd.DataFrame({"net_amount": [50_000], "acquired_on": pd.to_datetime(["2020-01-01"])})
    >>> settings = checked({"as_of": "2026-04-01", "window_days": 0, "acquisition_cost": 20000})
    >>> ltv(rows, settings).tolist()
    [30000.0]
    """
    margin = settings.gross_margin_rate * rows["net_amount"] / 10**settings.minor_digits
    return margin - acquisition_cost_due(rows, settings) - retention_cost(rows, settings)


def acquisition_cost_due(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """What each customer is charged for having been won, by ``acquisition_cost_rule``."""
    if settings.acquisition_cost_rule == "ignore":
        return pd.Series(0.0, index=rows.index)
    new = rows[is_new(rows, settings)]
    return _acquisition_cost(new, settings).reindex(rows.index, fill_value=0.0)


def _acquisition_cost(rows: pd.DataFrame, settings: Settings) -> pd.Series:
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
    found = rows["acquisition_channel"].map(costs).astype(float).fillna(costs.get("other", nan))
    if found.isna().any():
        raise KitError("E-ACQUISITION-COST.channels", n=int(found.isna().sum()), known=", ".join(costs))
    return found


def retention_cost(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Yearly cost × days of the window in which they were customers / 365."""
    start = rows["acquired_on"]
    if settings.window_start:
        start = start.fillna(pd.Timestamp(settings.window_start)).clip(lower=pd.Timestamp(settings.window_start))
    days = (pd.Timestamp(settings.window_end) - start.dt.normalize()).dt.days.fillna(0).clip(lower=0)
    return settings.retention_cost * days / 365


def hidden_ltv(rows: pd.DataFrame, worth: pd.Series, settings: Settings) -> set[str]:
    """Segments (and ``all``) whose LTV is not shown; those whose net amount is not are among them.

    The net amount less the LTV is what the customers cost: what a file tells of single ones is money too.
    """
    told = acquisition_cost_due(rows, settings) if "acquisition_cost" in rows else 0.0

    def unsafe(some: pd.DataFrame) -> bool:
        paid = some.loc[some["cost"] != 0, ["cost"]]
        few = unsafe_money(some[["ltv"]], settings.smallest_group, settings)
        return few or unsafe_money(paid, settings.min_cell, settings)

    parts = worth.to_frame("ltv").assign(cost=told)
    return hidden_groups(parts, segment_of(rows), unsafe, hidden_net(rows, settings))


@dataclass(frozen=True)
class SilentDetectors:
    """Detractors without any complaint in the window, and what they are worth (units of the currency)."""

    n: int
    detractors: int
    ltv_mean: float
    ltv_total: float


def silent_detectors(rows: pd.DataFrame, settings: Settings) -> SilentDetectors | None:
    """Detractors who never complained; ``None`` without complaints, or where they are too few to show."""
    worth, complained = ltv(rows, settings), complaints_of(rows)["top"]
    detractors = (rows["segment"] == "detractor").fillna(False)
    silent, others = (worth[detractors & (complained == state).fillna(False)] for state in (0, 1))
    if len(silent) < settings.smallest_group or _may_not_be_told_apart(silent, others, rows, worth, settings):
        return None
    return SilentDetectors(len(silent), int(detractors.sum()), float(silent.mean()), float(silent.sum()))


def _may_not_be_told_apart(
    silent: pd.Series, others: pd.Series, rows: pd.DataFrame, worth: pd.Series, settings: Settings
) -> bool:
    """Whether the silent detectors' LTV, or that of the others beside the detractors' total, tells of single ones."""
    parts = [part.to_frame("ltv") for part in (silent, others)]
    if any(unsafe_money(part, settings.min_cell, settings) for part in parts):
        return True
    return "detractor" in hidden_ltv(rows, worth, settings) | hidden_complaints(rows, settings)
