"""KPIs of a mail-order shop by segment, each with its counts and interval (METHOD §6, §7)."""

from collections.abc import Set

import numpy as np
import pandas as pd

from helpers.base.disclosure import hidden_groups, too_few, unsafe_money
from helpers.base.parameters import Settings
from helpers.base.proportions import HIDDEN, Rate, wilson_rate
from helpers.base.resampling import interval, ratio, resampled_sums, value_cells
from helpers.merge.customers import is_new, is_referred
from helpers.merge.disclosed import hidden_buyers, hidden_net, segment_of

CUSTOMER_RATES = ("repeat_rate", "complaint_rate", "churn_rate")
MONEY_RATE = "return_rate_money"
RESAMPLED_RATES = ("return_rate", "return_rate_money", "complaint_rate_orders")
KPIS = (
    "repeat_rate",
    "return_rate",
    "return_rate_money",
    "complaint_rate",
    "complaint_rate_orders",
    "churn_rate",
)
GROUPS = ("detractor", "passive", "promoter", "none", "all")
SHOWN_GROUPS = ("detractor", "passive", "promoter", "all")


def kpis(rows: pd.DataFrame, settings: Settings, *, window_before_covered: bool) -> dict[str, dict[str, Rate]]:
    """KPI → group → rate, for the three segments, those without an answer, and all customers.

    Parameters
    ----------
    rows : DataFrame
        One row a customer, as made by `helpers.merge.customers.customer_rows`.
    window_before_covered : bool
        Whether the purchases cover the window before; without it, and without subscriptions, there
        is no churn rate.

    Returns
    -------
    dict
        Rates 0…1. Customer rates carry Wilson intervals; those of orders and money are resampled by
        customer. A rate whose data are missing or whose denominator is zero is ``None``; where a count
        is of 1 … ``min_cell`` − 1 customers, or of all but so few, everything is (see `_unsafe`), and
        with it what would let one work it out. Money in units of the currency.
    """
    parts = _parts(rows, settings, window_before_covered)
    members = {group: _members(rows, group) for group in GROUPS}
    sums, draws = _sums(parts, members), _draws(parts, members, settings)
    table = {kpi: {group: _rate(kpi, sums[group], draws[group], settings) for group in GROUPS} for kpi in KPIS}
    hidden = _hidden(parts, rows, settings)
    return {
        kpi: {group: HIDDEN if group in hidden[kpi] else rate for group, rate in rates.items()}
        for kpi, rates in table.items()
    }


def _hidden(parts: dict[str, pd.DataFrame], rows: pd.DataFrame, settings: Settings) -> dict[str, set[str]]:
    """KPI → groups that are not shown; those of which nothing about buyers is shown elsewhere are among them."""
    buyers = hidden_buyers(rows, settings)
    already = dict.fromkeys(("repeat_rate", "return_rate", "complaint_rate_orders"), buyers)
    already |= {MONEY_RATE: hidden_net(rows, settings)}
    return {kpi: _hidden_of(kpi, part, rows, settings, already.get(kpi, set())) for kpi, part in parts.items()}


def _hidden_of(
    kpi: str, part: pd.DataFrame, rows: pd.DataFrame, settings: Settings, already: Set[str] = frozenset()
) -> set[str]:
    return hidden_groups(part, segment_of(rows), lambda some: _unsafe(some, kpi, settings), already)


def hidden_complaints(rows: pd.DataFrame, settings: Settings) -> set[str]:
    """Groups (and ``all``) of which it is not shown how many customers complained."""
    return _hidden_of("complaint_rate", complaints_of(rows), rows, settings)


def _unsafe(part: pd.DataFrame, kpi: str, settings: Settings) -> bool:
    """Whether some customers' rate tells of single ones.

    It does where a count is of 1 … ``min_cell`` − 1 customers: all, those in the denominator, those
    behind the numerator, those behind the rest of the denominator, and of rates of customers those
    outside it. Money besides where the customers are fewer than ``min_group_size``, or where one
    makes more than half.
    """
    filled = part.fillna(0)
    base, top = filled["base"], filled["top"]
    counts = [len(part), (base != 0).sum(), (top != 0).sum(), (base != top).sum()]
    counts += [(base == 0).sum()] if kpi in CUSTOMER_RATES else []
    few = any(too_few(int(n), settings.min_cell) for n in counts)
    return few or (kpi == MONEY_RATE and unsafe_money(filled, settings.smallest_group, settings))


def _members(rows: pd.DataFrame, group: str) -> pd.Series:
    if group == "all":
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
    found = {kpi: pd.DataFrame({"top": top, "base": base}).astype("Float64") for kpi, (top, base) in pairs.items()}
    return found | {"complaint_rate": complaints_of(rows)}


def complaints_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Whether each customer complained (top) and is known to have or not (base): 0, 1 or missing."""
    complaints = rows[["complaints_major", "complaints_minor", "complaints_near_miss"]]
    known = rows["complaints_major"].notna()
    complained = (complaints.sum(axis=1, min_count=3) > 0).where(known)
    return pd.DataFrame({"top": complained, "base": known}).astype("Float64")


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
    return {
        group: {kpi: (int(part.loc[who, "top"].sum()), int(part.loc[who, "base"].sum())) for kpi, part in parts.items()}
        for group, who in members.items()
    }


Draws = dict[str, dict[str, tuple[np.ndarray, np.ndarray]]]


def _draws(parts: dict[str, pd.DataFrame], members: dict[str, pd.Series], settings: Settings) -> Draws:
    """Group → KPI → resampled numerators and denominators; all customers are the sum of the groups."""
    columns = [parts[kpi][side].fillna(0) for kpi in RESAMPLED_RATES for side in ("top", "base")]
    features = np.column_stack([column.to_numpy(dtype=float) for column in columns])
    seldom = (features[:, ::2] > 0) @ np.array([1, 2, 4])  # those with refunds and complaints in cells of their own
    cell = value_cells(parts[MONEY_RATE]["base"].fillna(0).to_numpy(dtype=float), seldom)
    streams = {group: np.random.default_rng([settings.seed, number]) for number, group in enumerate(GROUPS)}
    drawn = {
        group: resampled_sums(features[who.to_numpy()], settings.resamples, streams[group], cell=cell[who.to_numpy()])
        for group, who in members.items()
        if group != "all"
    }
    drawn["all"] = np.sum(list(drawn.values()), axis=0)
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
    known = np.nanmin(rates) < np.nanmax(rates)  # a rate that no resample moves tells nothing of its uncertainty
    low, high = interval(rates, settings.confidence) if known else (None, None)
    return Rate(top / unit, base / unit, top / base, low, high)


def earned_growth(
    rows: pd.DataFrame, settings: Settings, *, window_before_covered: bool
) -> dict[str, float | None] | None:
    """Earned growth (METHOD §7): revenue kept and earned, against the window before.

    Returns
    -------
    dict or None
        net_revenue_retention, earned_new_customers and rate, as shares of the net amount of the
        window before (rate 0.10 = 10 %); ``None`` where that window is not covered or empty. Each of
        them is ``None`` where it is of fewer than ``min_cell`` customers or one makes more than half,
        or where the net amount of all less it would tell of such customers: of the other new ones too.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> rows = pd.DataFrame({
    ...     "acquired_on": pd.to_datetime(["2024-01-01", "2025-06-01", "2025-06-01"]),
    ...     "acquisition_channel": ["ads", "referral", "ads"],
    ...     "net_amount_before": [100, 0, 0], "net_amount": [85, 25, 20]})
    >>> growth = earned_growth(rows, checked({"as_of": "2026-04-01", "min_cell": 1}), window_before_covered=True)
    >>> round(growth["rate"], 4)
    0.1
    """
    base = int(rows["net_amount_before"].sum())
    if not window_before_covered or base <= 0:
        return None
    new = is_new(rows, settings)
    part = pd.Series(np.select([~new, is_referred(rows, settings)], ["kept", "earned"], "none"), rows.index)
    hidden = hidden_groups(rows, part, lambda some: _unsafe_net(some["net_amount"], settings))
    if _unsafe_net(rows.loc[rows["net_amount_before"] != 0, "net_amount_before"], settings):
        hidden = {"kept", "earned"}
    kept, earned = (
        None if name in hidden else int(rows.loc[part == name, "net_amount"].sum()) / base
        for name in ("kept", "earned")
    )
    rate = None if kept is None or earned is None else kept + earned - 1
    return {"net_revenue_retention": kept, "earned_new_customers": earned, "rate": rate}


def _unsafe_net(amounts: pd.Series, settings: Settings) -> bool:
    return unsafe_money(amounts.to_frame(), settings.min_cell, settings)
