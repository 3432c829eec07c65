"""KPIs of a mail-order shop by segment, each with its counts and interval (METHOD §6, §7)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.proportions import Rate, wilson_rate
from helpers.base.resampling import interval, ratio, resampled_sums, value_cells
from helpers.base.results import ALL, Support, behind
from helpers.collect.nps import SEGMENTS
from helpers.merge.complaints import complaints_of
from helpers.merge.customers import SEGMENTS_AND_NONE, segment_of
from helpers.merge.totals import buyers_support

CUSTOMER_RATES = ("repeat_rate", "complaint_rate", "churn_rate")
MONEY_RATE = "return_rate_money"
_SIDES = ("numerator", "denominator")
RESAMPLED_RATES = ("return_rate", "return_rate_money", "complaint_rate_orders")
KPIS = (
    "repeat_rate",
    "return_rate",
    "return_rate_money",
    "complaint_rate",
    "complaint_rate_orders",
    "churn_rate",
)
KPI_GROUPS = (*SEGMENTS_AND_NONE, ALL)
SHOWN_GROUPS = (*SEGMENTS, ALL)


@dataclass(frozen=True, repr=False)
class Counted:
    """Whom rates are of.

    Attributes
    ----------
    customers : Support
        As made by `helpers.merge.totals.buyers_support`.
    parts : mapping
        KPI → by segment: numerator, denominator (missing where the data are).
    """

    customers: Support
    parts: Mapping[str, Support]


@dataclass(frozen=True)
class Kpis:
    """KPI → group → rate, and whom they are of."""

    rates: Mapping[str, Mapping[str, Rate]]
    support: Counted | None = behind()


def kpis(rows: pd.DataFrame, settings: Settings, *, window_before_covered: bool) -> Kpis:
    """KPIs of the three segments, those without an answer, and all customers.

    Parameters
    ----------
    rows : DataFrame
        One row a customer, as made by `helpers.merge.customers.customer_rows`.
    window_before_covered : bool
        Whether the purchases cover the window before; without it, and without subscriptions, there
        is no churn rate.

    Returns
    -------
    Kpis
        Rates 0…1. Customer rates carry Wilson intervals; those of orders and money are resampled by
        customer. A rate whose data are missing or whose denominator is zero is ``None``. Money in units
        of the currency.
    """
    parts = _parts(rows, settings, window_before_covered)
    members = {group: _members(rows, group) for group in KPI_GROUPS}
    sums, draws = _sums(parts, members), _draws(parts, members, settings)
    rates = {kpi: {group: _rate(kpi, sums[group], draws[group], settings) for group in KPI_GROUPS} for kpi in KPIS}
    supports = {kpi: Support(segment_of(rows), part) for kpi, part in parts.items()}
    return Kpis(rates, Counted(buyers_support(rows), supports))


def _members(rows: pd.DataFrame, group: str) -> pd.Series:
    if group == ALL:
        return pd.Series(True, index=rows.index)
    return rows["segment"].isna() if group == "none" else (rows["segment"] == group).fillna(False)


def _parts(rows: pd.DataFrame, settings: Settings, covered: bool) -> dict[str, pd.DataFrame]:
    """Numerator and denominator of each KPI by customer; missing where the data are."""
    pairs = {
        "repeat_rate": (rows["orders"] >= 2, rows["orders"] >= 1),
        "return_rate": (rows["returned_orders"], rows["orders"].where(rows["returned_orders"].notna())),
        MONEY_RATE: (rows["refunded_amount"], rows["ordered_amount"].where(rows["refunded_amount"].notna())),
        "complaint_rate_orders": (
            rows["complained_orders"],
            rows["orders"].where(rows["complained_orders"].notna()),
        ),
        "churn_rate": _churn(rows, settings, covered),
    }
    parts = {kpi: pd.DataFrame(dict(zip(_SIDES, pair, strict=True))).astype("Float64") for kpi, pair in pairs.items()}
    return parts | {"complaint_rate": complaints_of(rows)}


def _churn(rows: pd.DataFrame, settings: Settings, covered: bool) -> tuple[pd.Series, pd.Series]:
    """Who left, of whom: subscribers at the window's start, else the buyers of the window before."""
    if "subscription_started_on" in rows and rows["subscription_started_on"].notna().any():
        start = pd.Timestamp(settings.window_start or "1900-01-01")
        ended = rows.get("subscription_ended_on", pd.Series(pd.NaT, index=rows.index))
        alive = (rows["subscription_started_on"] < start) & ~(ended < start)
        return alive & (ended < pd.Timestamp(settings.window_end)), alive
    bought = (rows["orders_before"] >= 1) if covered else pd.Series(False, index=rows.index)
    return bought & (rows["orders"] == 0), bought


def _sums(parts: dict[str, pd.DataFrame], members: dict[str, pd.Series]) -> dict[str, dict[str, tuple[int, int]]]:
    """Group → KPI → numerator and denominator, whole numbers."""
    return {group: {kpi: _whole_sums(part[who]) for kpi, part in parts.items()} for group, who in members.items()}


def _whole_sums(part: pd.DataFrame) -> tuple[int, int]:
    return int(part["numerator"].sum()), int(part["denominator"].sum())


_Draws = dict[str, dict[str, tuple[np.ndarray, np.ndarray]]]


def _draws(parts: dict[str, pd.DataFrame], members: dict[str, pd.Series], settings: Settings) -> _Draws:
    """Group → KPI → resampled numerators and denominators; all customers are the sum of the groups."""
    columns = [parts[kpi][side].fillna(0) for kpi in RESAMPLED_RATES for side in _SIDES]
    features = np.column_stack([column.to_numpy(dtype=float) for column in columns])
    seldom = (features[:, ::2] > 0) @ np.array([1, 2, 4])  # those with refunds and complaints in cells of their own
    cell = value_cells(parts[MONEY_RATE]["denominator"].fillna(0).to_numpy(dtype=float), seldom)
    streams = {group: np.random.default_rng([settings.seed, number]) for number, group in enumerate(KPI_GROUPS)}
    drawn = {
        group: resampled_sums(features[who.to_numpy()], settings.resamples, streams[group], cell=cell[who.to_numpy()])
        for group, who in members.items()
        if group != ALL
    }
    drawn[ALL] = np.sum(list(drawn.values()), axis=0)
    return {
        group: {kpi: (sums[:, 2 * i], sums[:, 2 * i + 1]) for i, kpi in enumerate(RESAMPLED_RATES)}
        for group, sums in drawn.items()
    }


def _rate(
    kpi: str,
    sums: dict[str, tuple[int, int]],
    draws: dict[str, tuple[np.ndarray, np.ndarray]],
    settings: Settings,
) -> Rate:
    """Rate with Wilson's interval for customers, a resampled one for orders and money (in units of the currency)."""
    top, base = sums[kpi]
    if kpi in CUSTOMER_RATES:
        return wilson_rate(numerator=top, denominator=base, confidence=settings.confidence)
    unit = 10**settings.minor_digits if kpi == MONEY_RATE else 1
    if base == 0:
        return Rate(top / unit, base / unit, None, None, None)
    rates = ratio(*draws[kpi])
    moves = np.nanmin(rates) < np.nanmax(rates)  # a rate that no resample moves tells nothing of its uncertainty
    low, high = interval(rates, settings.confidence) if moves else (None, None)
    return Rate(top / unit, base / unit, top / base, low, high)
