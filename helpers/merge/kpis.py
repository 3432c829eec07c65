"""KPIs of a mail-order shop by segment, each with its counts and interval (METHOD §6, §7)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.intervals import interval
from helpers.base.proportions import Rate, ratio, wilson_rate
from helpers.base.resampling import resampled_sums
from helpers.base.results import ALL, SEGMENTS, Support, behind
from helpers.base.strata import value_cells
from helpers.base.sums import money_total
from helpers.merge.complaints import complaints_of
from helpers.merge.customers import SEGMENTS_AND_NONE, Shop, of_whole_window, segment_of
from helpers.merge.kpi_names import CUSTOMER_RATES, KPIS, MONEY_RATE, RESAMPLED_RATES
from helpers.merge.settings import MergeSettings
from helpers.merge.totals import buyers_support

KPI_GROUPS = (*SEGMENTS_AND_NONE, ALL)
SHOWN_GROUPS = (*SEGMENTS, ALL)


Rates = Mapping[str, Mapping[str, Rate]]  # KPI → group → rate


@dataclass(frozen=True, repr=False)
class Counted:
    """Whom rates are of."""

    customers: Support  # as made by `helpers.merge.totals.buyers_support`
    parts: Mapping[str, Support]  # KPI → by segment: numerator, denominator (missing where the data are)
    whole: pd.Series  # whether each was a customer for all of the window


@dataclass(frozen=True)
class Kpis:
    """KPIs, and whom they are of.

    Attributes
    ----------
    rates : mapping
        Rates of customers are of those of the whole window, so that all had the same time.
    all_customers : mapping
        Rates of customers once more, of all: those included who came during the window.
    """

    rates: Rates
    all_customers: Rates
    support: Counted | None = behind()


def kpis(shop: Shop) -> Kpis:
    """KPIs of the three segments, those without an answer, and all customers.

    Rates 0…1, those of customers with Wilson's interval; those of orders and money, of all customers, resampled by
    customer. A rate whose data are missing or whose denominator is zero is ``None``; so is churn without
    subscriptions where the purchases don't cover the window before.
    """
    parts, segment, whole = _parts(shop), segment_of(shop.rows), of_whole_window(shop.rows, shop.settings)
    members = {group: segment == group for group in SEGMENTS_AND_NONE} | {ALL: segment.notna()}
    everybody = _customer_rates(parts, members, shop.settings)
    rates = _customer_rates(parts, {group: who & whole for group, who in members.items()}, shop.settings)
    rates |= _resampled_rates(parts, members, shop.settings)
    supports = {kpi: Support(segment, part) for kpi, part in parts.items()}
    return Kpis({kpi: rates[kpi] for kpi in KPIS}, everybody, Counted(buyers_support(shop.rows), supports, whole))


def _parts(shop: Shop) -> dict[str, pd.DataFrame]:
    """Numerator and denominator of each KPI by customer; missing where the data are."""
    rows = shop.rows
    of_orders = {"return_rate": "returned_orders", "complaint_rate_orders": "complained_orders"}
    pairs = {kpi: (rows[top], rows["orders"].where(rows[top].notna())) for kpi, top in of_orders.items()}
    pairs |= {
        "repeat_rate": (rows["orders"] >= 2, rows["orders"] >= 1),
        MONEY_RATE: (rows["refunded_amount"], rows["ordered_amount"].where(rows["refunded_amount"].notna())),
        "churn_rate": _churn(shop),
    }
    parts = {kpi: pd.DataFrame({"numerator": top, "denominator": base}) for kpi, (top, base) in pairs.items()}
    return {kpi: part.astype("Float64") for kpi, part in parts.items()} | {"complaint_rate": complaints_of(rows)}


def _churn(shop: Shop) -> tuple[pd.Series, pd.Series]:
    """Who left, of whom: subscribers at the window's start, else the buyers of the window before."""
    rows, settings = shop.rows, shop.settings
    if "subscription_started_on" in rows and rows["subscription_started_on"].notna().any():
        start = pd.Timestamp(settings.window_start or "1900-01-01")
        ended = rows.get("subscription_ended_on", pd.Series(pd.NaT, index=rows.index))
        alive = (rows["subscription_started_on"] < start) & ~(ended < start)
        return alive & (ended < pd.Timestamp(settings.window_end)), alive
    bought = (rows["orders_before"] >= 1) if shop.window_before_covered else pd.Series(False, index=rows.index)
    return bought & (rows["orders"] == 0), bought


def _customer_rates(
    parts: Mapping[str, pd.DataFrame], members: Mapping[str, pd.Series], settings: MergeSettings
) -> dict[str, dict[str, Rate]]:
    """Rates of customers with Wilson's interval."""

    def rate(some: pd.DataFrame) -> Rate:
        counts = {side: int(total) for side, total in some.sum().items()}
        return wilson_rate(**counts, confidence=settings.confidence)

    return {kpi: {group: rate(parts[kpi][who]) for group, who in members.items()} for kpi in CUSTOMER_RATES}


def _resampled_rates(
    parts: Mapping[str, pd.DataFrame], members: Mapping[str, pd.Series], settings: MergeSettings
) -> dict[str, dict[str, Rate]]:
    """Rates of orders and money with intervals resampled by customer."""
    draws = _draws(parts, members, settings)
    return {
        kpi: {group: _resampled_rate(kpi, parts[kpi][who], draws[group], settings) for group, who in members.items()}
        for kpi in RESAMPLED_RATES
    }


def _draws(
    parts: Mapping[str, pd.DataFrame], members: Mapping[str, pd.Series], settings: MergeSettings
) -> dict[str, np.ndarray]:
    """Group → resampled sides of the `RESAMPLED_RATES`; all customers are the sum of the groups."""
    columns = [parts[kpi][side].fillna(0) for kpi in RESAMPLED_RATES for side in ("numerator", "denominator")]
    features = np.column_stack([column.to_numpy(dtype=float) for column in columns])
    seldom = (features[:, ::2] > 0) @ np.array([1, 2, 4])  # those with refunds and complaints in cells of their own
    cell, drawn = value_cells(features[:, 3], seldom), {}
    for number, group in enumerate(SEGMENTS_AND_NONE):
        who = members[group].to_numpy()
        drawn[group] = resampled_sums(features[who], settings.resamples, settings.random(number), cell=cell[who])
    return drawn | {ALL: np.sum(list(drawn.values()), axis=0)}


def _resampled_rate(kpi: str, part: pd.DataFrame, draws: np.ndarray, settings: MergeSettings) -> Rate:
    """Rate of orders, or of money in units of the currency."""
    top, base = money_total(part["numerator"]), money_total(part["denominator"])
    unit = 10**settings.minor_digits if kpi == MONEY_RATE else 1
    if base == 0:
        return Rate(top / unit, base / unit, None, None, None)
    place = 2 * RESAMPLED_RATES.index(kpi)
    rates = ratio(draws[:, place], draws[:, place + 1])
    moves = np.nanmin(rates) < np.nanmax(rates)  # a rate that no resample moves tells nothing of its uncertainty
    low, high = interval(rates, settings.confidence) if moves else (None, None)
    return Rate(top / unit, base / unit, top / base, low, high)
