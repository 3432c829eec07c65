"""Promoters, passives and detractors compared by LTV, LRV and customer value, each with its interval (METHOD §5)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.disclosure import hidden_groups
from helpers.base.parameters import Settings
from helpers.base.resampling import interval, ratio, stratified_sums
from helpers.collect.nps import SEGMENTS

from .referral import (
    Cap,
    Sums,
    conversion_in_force,
    features,
    lrv,
    recommendation_cap,
    referral_figures,
)
from .value import ltv

MEASURES = ("ltv", "lrv", "value")
GROUPS = (*SEGMENTS, "none")
PAIRS = {
    "promoter_detractor": ("promoter", "detractor"),
    "promoter_passive": ("promoter", "passive"),
    "passive_detractor": ("passive", "detractor"),
}


@dataclass(frozen=True)
class Comparison:
    """What the segments are worth, as plain figures.

    Attributes
    ----------
    segments : dict
        Segment (and ``none``) → n, matched, buyers, ltv, lrv, value {n, mean, low, high, median},
        ltv_total, net_amount_total. Money in units of the currency; ``None`` where the group is too
        small or the figure does not exist.
    gaps : dict
        Pair → measure → estimate, low, high, ratio {estimate, low, high}.
    referral : dict
        influence_mean, conversion, conversion_source, ltv_per_customer, created_claimed,
        acquired_by_referral, cap, counts_above_cap, recommended_total.
    customers : dict
        n, ltv_mean, ltv_total, net_amount_total of all customers.
    """

    segments: dict
    gaps: dict
    referral: dict
    customers: dict


def comparison(rows: pd.DataFrame, answers: pd.DataFrame | None, settings: Settings) -> Comparison:
    """Compare the segments.

    Parameters
    ----------
    rows : DataFrame
        One row a customer, as made by `helpers.merge.customers.customer_rows`.
    answers : DataFrame or None
        All valid answers, one a person; those that no customer gave add to n, to ā and to the cap.

    Notes
    -----
    Every figure is made of column sums over persons; its interval comes from the same sums over
    resampled persons (customers who answered, those who did not, and unknown respondents apart), so
    ā, k, L̄ and R are worked out again in each resample.
    """
    persons, settings = _persons(rows, answers), conversion_in_force(rows, settings)
    cap = recommendation_cap(persons["recommended_count"], settings)
    worth = ltv(rows, settings).set_axis(range(len(rows))).reindex(persons.index)
    table = features(persons, worth, cap, settings)
    point = _floats(figures(_named(table.to_numpy().sum(axis=0), table), settings))
    draws = figures(_named(_resampled(persons, table, settings), table), settings)
    ends = {name: interval(values, settings.confidence) for name, values in draws.items()}
    shown = _sizes(persons, table, settings)
    net = persons["net_amount"] / 10**settings.minor_digits
    persons = persons.assign(ltv=worth, lrv=lrv(persons, cap, point, settings), net=net)
    return Comparison(
        {segment: _segment(persons, segment, point, ends, shown) for segment in GROUPS},
        {pair: _gap(pair, point, ends, shown) for pair in PAIRS},
        _referral(point, cap, settings),
        _customers(persons[persons["in_crm"]], settings),
    )


def _persons(rows: pd.DataFrame, answers: pd.DataFrame | None) -> pd.DataFrame:
    """Customers, and below them the respondents whom the CRM does not know."""
    known = rows.assign(in_crm=True).reset_index(drop=True)
    if answers is None:
        return known
    unknown = answers[~answers["person"].isin(rows["person"])]
    columns = ["person", "segment", "recommended_count", "influence", "warned_count"]
    strangers = unknown[columns].astype(rows[columns].dtypes).assign(in_crm=False)
    return pd.concat([known, strangers], ignore_index=True) if len(strangers) else known


def _resampled(persons: pd.DataFrame, table: pd.DataFrame, settings: Settings) -> np.ndarray:
    stratum = np.select([~persons["in_crm"], persons["segment"].notna()], ["stranger", "answered"], "silent")
    order = persons["person"].fillna("").argsort(kind="stable")
    rows, stratum = table.to_numpy()[order], stratum[order]
    strata = [(rows[stratum == name], name == "silent") for name in ("answered", "silent", "stranger")]
    return stratified_sums(strata, settings.resamples, settings.seed).T


def _named(sums: np.ndarray, table: pd.DataFrame) -> Sums:
    return dict(zip(table.columns, sums, strict=True))


def _floats(values: Sums) -> dict[str, float]:
    return {name: float(value) for name, value in values.items()}


def figures(sums: Sums, settings: Settings) -> Sums:
    """All figures of the comparison, from sums of `features` (scalars, or one value a resample).

    Returns
    -------
    dict of ndarray
        Those of `referral_figures`; MEASURE_SEGMENT means; MEASURE_PAIR gaps;
        ratio_MEASURE_PAIR.
    """
    found = referral_figures(sums, settings)
    created = found["conversion"] * found["influence_factor"] * settings.incremental_share
    for segment in SEGMENTS:
        recommended = ratio(sums[f"recommended_{segment}"], sums[f"counted_{segment}"])
        found[f"ltv_{segment}"] = ratio(sums[f"ltv_{segment}"], sums[f"matched_{segment}"])
        found[f"lrv_{segment}"] = recommended * created * found["ltv_per_customer"]
        found[f"value_{segment}"] = _value(found[f"ltv_{segment}"], found[f"lrv_{segment}"], settings)
    silent_ltv = sums["ltv"] - sum(sums[f"ltv_{segment}"] for segment in SEGMENTS)
    silent = sums["customers"] - sum(sums[f"matched_{segment}"] for segment in SEGMENTS)
    found["ltv_none"] = ratio(silent_ltv, silent)
    for measure in MEASURES:
        for pair, (first, second) in PAIRS.items():
            above, below = found[f"{measure}_{first}"], found[f"{measure}_{second}"]
            found[f"{measure}_{pair}"] = above - below
            found[f"ratio_{measure}_{pair}"] = ratio(above, below)
    return found


def _value(ltv: np.ndarray, lrv: np.ndarray, settings: Settings) -> np.ndarray:
    """LTV + LRV; over the whole history they are of different periods and aren't added."""
    return ltv + lrv if settings.window_days else np.full_like(ltv, np.nan)


def _sizes(persons: pd.DataFrame, table: pd.DataFrame, settings: Settings) -> dict[str, int]:
    """MEASURE_SEGMENT → customers behind it, 0 where they may not be shown."""
    matched = {segment: int(table[f"matched_{segment}"].sum()) for segment in SEGMENTS}
    matched["none"] = int((persons["in_crm"] & persons["segment"].isna()).sum())
    hidden = hidden_groups(matched, settings.smallest_group)
    sizes = {f"ltv_{group}": 0 if group in hidden else n for group, n in matched.items()}
    for segment in SEGMENTS:
        counted = 0 if segment in hidden else int(table[f"counted_{segment}"].sum())
        sizes |= {f"lrv_{segment}": counted, f"value_{segment}": counted}
    return {name: size if size >= settings.smallest_group else 0 for name, size in sizes.items()}


def _known(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)


def _segment(persons: pd.DataFrame, segment: str, point: dict, ends: dict, shown: dict) -> dict:
    mine = persons["segment"].isna() if segment == "none" else (persons["segment"] == segment).fillna(False)
    matched = persons[mine & persons["in_crm"]]
    blocks = {}
    for measure in MEASURES:
        name = f"{measure}_{segment}"
        values = matched["ltv"] + matched["lrv"] if measure == "value" else matched[measure]
        blocks[measure] = _mean(values, name, point, ends) if shown.get(name) else None
    private = not shown[f"ltv_{segment}"]
    return {
        "n": int(mine.sum()),
        "matched": len(matched),
        "buyers": None if private else int((matched["orders"] >= 1).sum()),
        **blocks,
        "ltv_total": None if private else float(matched["ltv"].sum()),
        "net_amount_total": None if private else float(matched["net"].sum()),
    }


def _mean(values: pd.Series, name: str, point: dict, ends: dict) -> dict | None:
    if _known(point[name]) is None:
        return None
    low, high = ends[name]
    n, median = int(values.notna().sum()), float(values.median())
    return {"n": n, "mean": point[name], "low": low, "high": high, "median": median}


def _gap(pair: str, point: dict, ends: dict, shown: dict) -> dict:
    first, second = PAIRS[pair]
    found: dict[str, dict | None] = {}
    for measure in MEASURES:
        name, enough = f"{measure}_{pair}", shown[f"{measure}_{first}"] and shown[f"{measure}_{second}"]
        if not enough or _known(point[name]) is None:
            found[measure] = None
            continue
        low, high = ends[name]
        below = ends[f"{measure}_{second}"][0]
        positive = below is not None and below > 0
        ratio = _ratio(f"ratio_{name}", point, ends) if positive else None
        found[measure] = {"estimate": point[name], "low": low, "high": high, "ratio": ratio}
    return found


def _ratio(name: str, point: dict, ends: dict) -> dict:
    return {"estimate": _known(point[name]), "low": ends[name][0], "high": ends[name][1]}


def _referral(point: dict, cap: Cap, settings: Settings) -> dict:
    names = ("influence_mean", "conversion", "ltv_per_customer", "created_claimed", "recommended_total")
    source = settings.conversion if isinstance(settings.conversion, str) else "given"
    return {
        **{name: _known(point[name]) for name in names},
        "conversion_source": source,
        "acquired_by_referral": int(point["acquired_by_referral"]),
        "cap": _known(cap.limit),
        "counts_above_cap": cap.counts_above,
    }


def _customers(known: pd.DataFrame, settings: Settings) -> dict:
    enough = len(known) >= settings.smallest_group
    return {
        "n": len(known),
        "ltv_mean": float(known["ltv"].mean()) if enough else None,
        "ltv_total": float(known["ltv"].sum()) if enough else None,
        "net_amount_total": float(known["net"].sum()) if enough else None,
    }
