"""Promoters, passives and detractors compared by LTV, LRV and customer value, each with its interval (METHOD §5)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.disclosure import ALL, too_few
from helpers.base.parameters import Settings
from helpers.collect.nps import SEGMENTS
from helpers.compare.basis import Basis, basis_of, known
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.intervals import interval_ends
from helpers.compare.lrv import Cap
from helpers.compare.tails import is_uncertain

GROUPS = (*SEGMENTS, "none")


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
    unsure : tuple of str
        Segments shown whose intervals hold the truth less often than they say: see `is_uncertain`.
    """

    segments: dict
    gaps: dict
    referral: dict
    customers: dict
    unsure: tuple[str, ...] = ()


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
    Every figure is made of column sums over persons; how its interval is made: `interval_ends`.
    """
    return compared(basis_of(rows, answers, settings))


def compared(base: Basis) -> Comparison:
    """Compare the segments of a basis."""
    ends = interval_ends(base.persons, base.table, base.settings, base.order)
    return Comparison(
        {segment: _segment(base, segment, ends) for segment in GROUPS},
        {pair: _gap(pair, base, ends) for pair in PAIRS},
        _referral(base),
        _customers(base),
        tuple(name for name in SEGMENTS if f"ltv_{name}" in base.shown and is_uncertain(_spent(base, name))),
    )


def _spent(base: Basis, segment: str) -> np.ndarray:
    mine = base.persons["in_crm"] & (base.persons["segment"] == segment).fillna(False)
    return base.persons.loc[mine, "net"].to_numpy()


def _segment(base: Basis, segment: str, ends: dict) -> dict:
    persons = base.persons
    mine = persons["segment"].isna() if segment == "none" else (persons["segment"] == segment).fillna(False)
    matched = persons[mine & persons["in_crm"]]
    blocks = {}
    for measure in MEASURES:
        name = f"{measure}_{segment}"
        values = matched["ltv"] + matched["lrv"] if measure == "value" else matched[measure]
        blocks[measure] = _mean(values, base.point[name], ends[name]) if name in base.shown else None
    private = f"ltv_{segment}" not in base.shown
    return {
        "n": int(mine.sum()),
        "matched": len(matched),
        "buyers": None if private else int((matched["orders"] >= 1).sum()),
        **blocks,
        "ltv_total": None if private else float(matched["ltv"].sum()),
        "net_amount_total": None if private else float(matched["net"].sum()),
    }


def _mean(values: pd.Series, mean: float, ends: tuple) -> dict | None:
    if known(mean) is None:
        return None
    low, high = ends
    return {"n": int(values.notna().sum()), "mean": mean, "low": low, "high": high, "median": float(values.median())}


def _gap(pair: str, base: Basis, ends: dict) -> dict:
    second = PAIRS[pair][1]
    found: dict[str, dict | None] = {}
    for measure in MEASURES:
        name = f"{measure}_{pair}"
        gap = gap_shown(measure, pair, base, ends[name])
        below = ends[f"{measure}_{second}"][0]
        positive = below is not None and below > 0
        found[measure] = gap and gap | {"ratio": _ratio(f"ratio_{name}", base.point, ends) if positive else None}
    return found


def gap_shown(measure: str, pair: str, base: Basis, ends: tuple) -> dict | None:
    """Estimate, low and high of a gap; ``None`` where it may not be shown or does not exist."""
    estimate = known(base.point[f"{measure}_{pair}"])
    if estimate is None or not {f"{measure}_{segment}" for segment in PAIRS[pair]} <= base.shown:
        return None
    return {"estimate": estimate, "low": ends[0], "high": ends[1]}


def _ratio(name: str, point: dict, ends: dict) -> dict:
    return {"estimate": known(point[name]), "low": ends[name][0], "high": ends[name][1]}


def _referral(base: Basis) -> dict:
    claims = ("influence_mean", "conversion", "created_claimed", "recommended_total")
    told, point, conversion = _claims_shown(base), base.point, base.settings.conversion
    return {
        **{name: known(point[name]) if told else None for name in claims},
        "ltv_per_customer": known(point["ltv_per_customer"]) if "created" in base.shown else None,
        "conversion_source": conversion if isinstance(conversion, str) else "given",
        "acquired_by_referral": int(point["acquired_by_referral"]),
        **_cap_shown(base.cap, base.settings),
    }


def _claims_shown(base: Basis) -> bool:
    """Whether enough persons stand behind what all customers are said to recommend."""
    counted = int(base.table[[f"counted_{segment}" for segment in SEGMENTS]].sum().sum())
    influenced = int(base.table["influence_n"].sum())
    return not any(too_few(n, base.settings.min_cell) for n in (counted, influenced))


def _cap_shown(cap: Cap, settings: Settings) -> dict[str, float | int | None]:
    """The cap and how many lie above it; a percentile with few or none above it is nearly the largest answer."""
    few = too_few(cap.counts_above, settings.min_cell)
    told = settings.max_recommendations is not None or max(cap.counts_above, 1) >= settings.min_cell
    return {"cap": known(cap.limit) if told else None, "counts_above_cap": None if few else cap.counts_above}


def _customers(base: Basis) -> dict:
    customers, enough = base.persons[base.persons["in_crm"]], f"ltv_{ALL}" in base.shown
    return {
        "n": len(customers),
        "ltv_mean": float(customers["ltv"].mean()) if enough else None,
        "ltv_total": float(customers["ltv"].sum()) if enough else None,
        "net_amount_total": float(customers["net"].sum()) if enough else None,
    }
