"""LRV: customers created by word of mouth × LTV of a customer (METHOD §4)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.resampling import ratio
from helpers.collect.nps import SEGMENTS
from helpers.merge.customers import is_new, is_referred


@dataclass(frozen=True)
class Cap:
    """Largest count of recommendations that is used as it is, and how many counts lie above it."""

    limit: float
    counts_above: int


def recommendation_cap(counts: pd.Series, settings: Settings) -> Cap:
    """Cap on answered counts: ``max_recommendations``, by default their 99th percentile.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> recommendation_cap(pd.Series([1.0, 2.0, 50.0]), checked({"as_of": "2026-04-01", "max_recommendations": 10}))
    Cap(limit=10.0, counts_above=1)
    """
    answered = counts.dropna()
    limit = settings.max_recommendations
    if limit is None:
        limit = float(answered.quantile(0.99)) if len(answered) else float("inf")
    return Cap(float(limit), int((answered > limit).sum()))


def features(rows: pd.DataFrame, ltv: pd.Series, cap: Cap, settings: Settings) -> pd.DataFrame:
    """What each person adds to the sums that all figures are made of.

    Parameters
    ----------
    rows : DataFrame
        One row a person: customers of the CRM, and respondents whom the CRM does not know
        (``in_crm`` false). segment, recommended_count, influence (0…1), warned_count, acquired_on,
        [acquisition_channel].
    ltv : Series of float
        Of each row; anything where ``in_crm`` is false.

    Returns
    -------
    DataFrame of float
        customers, ltv, referred (R), ltv_base_n and ltv_base (customers whose LTV makes L̄),
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
    return pd.DataFrame(columns, index=rows.index).astype("float64").fillna(0.0)


def acquired_by_referral(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Whether each customer was acquired in the 365 days before ``as_of`` through a referral (R counts them)."""
    year_ago = pd.Timestamp(settings.as_of) - pd.Timedelta(days=365)
    return is_referred(rows, settings) & (rows["acquired_on"] >= year_ago)


def _referred_in_window(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Those acquired by referral in the window; nobody is in a window after ``as_of``: then the year before it."""
    if settings.window == "after":
        return acquired_by_referral(rows, settings)
    return is_referred(rows, settings) & is_new(rows, settings)


def _recommended(rows: pd.DataFrame, cap: Cap, settings: Settings) -> pd.Series:
    """n − ν × people warned off, × own influence under ``own``; a blank warning takes nothing off."""
    counts = rows["recommended_count"].clip(upper=cap.limit) - settings.warned_weight * rows["warned_count"].fillna(0)
    return (counts * rows["influence"]).mask(counts == 0, 0.0) if settings.influence_rule == "own" else counts


Sums = dict[str, np.ndarray]


@dataclass(frozen=True)
class ReferralFigures:
    """What LRV is made of: numbers, or arrays with one value a resample.

    Attributes
    ----------
    influence_mean
        ā.
    influence_factor
        ā, or 1 under ``own``, where influence is in the counts already.
    conversion
        k.
    ltv_per_customer
        L̄.
    created_claimed
        Σ w n a with k = 1.
    acquired_by_referral
        R.
    recommended_total
        Σ w n; NaN under ``own``.
    """

    influence_mean: Any
    influence_factor: Any
    conversion: Any
    ltv_per_customer: Any
    created_claimed: Any
    acquired_by_referral: Any
    recommended_total: Any


def referral_figures(sums: Sums, settings: Settings) -> ReferralFigures:
    """ā, k, L̄, R and the customers claimed, from sums of `features` (scalars or one value a resample)."""
    counted = sum(sums[f"counted_{segment}"] for segment in SEGMENTS)
    recommended = ratio(sum(sums[f"recommended_{segment}"] for segment in SEGMENTS), counted)
    influence = ratio(sums["influence"], sums["influence_n"])
    own = settings.influence_rule == "own"
    factor = np.ones_like(influence) if own else _common_factor(influence, settings)
    claimed = sums["customers"] * recommended * factor
    return ReferralFigures(
        influence,
        factor,
        _conversion(sums["referred"], claimed, settings),
        _ltv_per_customer(sums, settings),
        claimed,
        sums["referred"],
        np.full_like(claimed, np.nan) if own else sums["customers"] * recommended,
    )


def _common_factor(influence: np.ndarray, settings: Settings) -> np.ndarray:
    """ā; where nobody answered it, 1 under ``crm``: there it cancels, for k makes up for it."""
    return np.where(np.isnan(influence), 1.0, influence) if settings.conversion == "crm" else influence


def _conversion(referred: np.ndarray, claimed: np.ndarray, settings: Settings) -> np.ndarray:
    if settings.conversion == "crm":  # where warnings outweigh recommendations nothing can be converted
        return np.where(claimed > 0, ratio(referred, claimed), np.nan)
    return np.full_like(claimed, 1.0 if settings.conversion == "none" else float(settings.conversion))


def _ltv_per_customer(sums: Sums, settings: Settings) -> np.ndarray:
    if isinstance(settings.referred_ltv, str):
        return ratio(sums["ltv_base"], sums["ltv_base_n"])
    return np.full_like(sums["customers"], settings.referred_ltv)


def conversion_in_force(rows: pd.DataFrame, settings: Settings) -> Settings:
    """Settings with ``conversion`` set to ``none`` where ``crm`` has nothing to go by (no channel, R = 0)."""
    if settings.conversion == "crm" and not acquired_by_referral(rows, settings).any():
        return settings.model_copy(update={"conversion": "none"})
    return settings


def lrv(rows: pd.DataFrame, cap: Cap, referral: ReferralFigures, settings: Settings) -> pd.Series:
    """LRV of each row: θ × k × n × a × L̄; missing where the count was not answered."""
    created = referral.conversion * _recommended(rows, cap, settings) * referral.influence_factor
    return settings.incremental_share * created * referral.ltv_per_customer
