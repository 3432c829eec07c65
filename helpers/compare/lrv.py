"""LRV: customers created by word of mouth × LTV of a customer (METHOD §4)."""

from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import pandas as pd

from helpers.base.results import SEGMENTS
from helpers.collect.counts import Counts, answered_counts
from helpers.compare.figures import UNANCHORED, ReferralFigures
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import Shop, is_new, is_referred


@dataclass(frozen=True)
class Cap:
    """Largest count of recommendations that is used as it is, and how many counts lie above it."""

    limit: float
    counts_above: int


def recommendation_cap(counts: pd.Series, settings: CompareSettings) -> Cap:
    """Cap on answered counts: ``max_recommendations``, by default their 99th percentile, which is nobody's own answer.

    It is rounded up to a whole number; where fewer than ``min_cell`` persons reach that, it is the largest whole
    number that so many reach. None is set where not even so many answered.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> recommendation_cap(pd.Series([1.0, 2.0, 50.0]), checked({"as_of": "2026-04-01", "max_recommendations": 10}))
    Cap(limit=10.0, counts_above=1)
    """
    answered = counts.dropna()
    limit = settings.max_recommendations
    if limit is None:
        limit = _reached(answered, settings.min_cell)
    return Cap(float(limit), int((answered > limit).sum()))


def _reached(answered: pd.Series, least: int) -> float:
    """The 99th percentile rounded up, as far as so many persons reach it."""
    if len(answered) < max(least, 1):
        return float("inf")
    reached = floor(answered.nlargest(max(least, 1)).iloc[-1])
    return float(min(ceil(answered.quantile(0.99)), reached))


def features(rows: pd.DataFrame, ltv: pd.Series, cap: Cap, settings: CompareSettings) -> pd.DataFrame:
    """What each person adds to the sums that all figures are made of.

    Parameters
    ----------
    rows : DataFrame
        One row a person, ``in_crm`` false of respondents whom the CRM does not know (their ltv may be anything).

    Returns
    -------
    DataFrame of float
        customers, ltv, acquired (A), referred (R), ltv_base_n and ltv_base (customers whose LTV makes L̄),
        influence_n, influence; by segment matched_S, ltv_S, counted_S (answered the count) and
        recommended_S (capped count less harmful word of mouth, × own influence under ``own``).
    """
    in_crm = rows["in_crm"].to_numpy()
    recommended = _recommended(rows, cap, settings).where(in_crm)
    referred = in_crm & acquired_by_referral(rows, settings)
    base = in_crm if settings.referred_ltv != "referral" else in_crm & _referred_in_window(rows, settings)
    columns = {
        "customers": in_crm,
        "ltv": ltv.where(in_crm),
        "acquired": in_crm & acquired_in_year(rows, settings),
        "referred": referred,
        "ltv_base_n": base,
        "ltv_base": ltv.where(base),
        "influence_n": rows["influence"].notna(),
        "influence": rows["influence"],
    }
    for segment in SEGMENTS:
        member = in_crm & (rows["segment"] == segment).fillna(False)
        columns |= {
            f"matched_{segment}": member,
            f"ltv_{segment}": ltv.where(member),
            f"counted_{segment}": member & recommended.notna(),
            f"recommended_{segment}": recommended.where(member),
        }
    table = np.empty((len(rows), len(columns)))  # a person's figures side by side: they are drawn together
    for place, values in enumerate(columns.values()):
        figures = np.asarray(values, dtype=float)
        table[:, place] = np.where(np.isnan(figures), 0.0, figures)
    return pd.DataFrame(table, rows.index, list(columns), copy=False)


def acquired_in_year(rows: pd.DataFrame, settings: CompareSettings) -> pd.Series:
    """Whether each customer was acquired in the 365 days before ``as_of`` (A counts them)."""
    return rows["acquired_on"] >= pd.Timestamp(settings.as_of) - pd.Timedelta(days=365)


def acquired_by_referral(rows: pd.DataFrame, settings: CompareSettings) -> pd.Series:
    """Whether each customer was acquired in the 365 days before ``as_of`` through a referral (R counts them)."""
    return is_referred(rows, settings) & acquired_in_year(rows, settings)


def is_recorded(rows: pd.DataFrame, settings: CompareSettings) -> bool:
    """Whether so many were acquired by referral that they can anchor k: R ≥ ``min_group_size``."""
    return int(acquired_by_referral(rows, settings).sum()) >= settings.min_group_size


def _referred_in_window(rows: pd.DataFrame, settings: CompareSettings) -> pd.Series:
    """Those acquired by referral in the window; nobody is in a window after ``as_of``: then the year before it."""
    if settings.window == "after":
        return acquired_by_referral(rows, settings)
    return is_referred(rows, settings) & is_new(rows, settings)


def _recommended(rows: pd.DataFrame, cap: Cap, settings: CompareSettings) -> pd.Series:
    """n − ν × people warned off, × own influence under ``own``; a blank warning takes nothing off."""
    counts = rows["recommended_count"].clip(upper=cap.limit) - settings.warned_weight * rows["warned_count"].fillna(0)
    return (counts * rows["influence"]).mask(counts == 0, 0.0) if settings.influence_rule == "own" else counts


def conversion_in_force(rows: pd.DataFrame, settings: CompareSettings) -> CompareSettings:
    """Settings with ``conversion`` ``unanchored`` where ``crm`` has too little to go by (no channel, a small R)."""
    if settings.conversion == "crm" and not is_recorded(rows, settings):
        return settings.model_copy(update={"conversion": UNANCHORED})
    return settings


def lrv(rows: pd.DataFrame, cap: Cap, referral: ReferralFigures, settings: CompareSettings) -> pd.Series:
    """LRV of each row: θ × k × n × a × L̄; missing where the count was not answered."""
    created = referral.conversion * _recommended(rows, cap, settings) * referral.influence_factor
    return settings.incremental_share * created * referral.ltv_per_customer


def counts(shop: Shop) -> Counts | None:
    """How exactly people count whom they recommended the shop to (`answered_counts`)."""
    return answered_counts(shop.answers, shop.settings)
