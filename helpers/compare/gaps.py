"""Promoters, passives and detractors compared by LTV, LRV and customer value, each with its interval (METHOD §5)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.disclosure import ALL, hidden_groups, too_few, unsafe_money
from helpers.base.parameters import Settings
from helpers.collect.nps import SEGMENTS

from .figures import MEASURES, PAIRS, figures
from .intervals import interval_ends
from .referral import Cap, Sums, conversion_in_force, features, lrv, recommendation_cap
from .tails import is_uncertain
from .value import hidden_ltv, ltv

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
    persons, settings = _persons(rows, answers), conversion_in_force(rows, settings)
    cap = recommendation_cap(persons["recommended_count"], settings)
    own = ltv(rows, settings)
    worth, hidden = own.set_axis(range(len(rows))).reindex(persons.index), hidden_ltv(rows, own, settings)
    table = features(persons, worth, cap, settings)
    point = _floats(figures(dict(table.sum()), settings))
    ends = interval_ends(persons, table, settings)
    shown = _shown(persons.assign(ltv=worth), table, hidden, settings)
    net = persons["net_amount"] / 10**settings.minor_digits
    persons = persons.assign(ltv=worth, lrv=lrv(persons, cap, point, settings), net=net)
    return Comparison(
        {segment: _segment(persons, segment, point, ends, shown) for segment in GROUPS},
        {pair: _gap(pair, point, ends, shown) for pair in PAIRS},
        _referral(point, cap, table, shown, settings),
        _customers(persons[persons["in_crm"]], shown),
        tuple(name for name in SEGMENTS if f"ltv_{name}" in shown and is_uncertain(_spent(persons, name))),
    )


def _spent(persons: pd.DataFrame, segment: str) -> np.ndarray:
    mine = persons["in_crm"] & (persons["segment"] == segment).fillna(False)
    return persons.loc[mine, "net"].to_numpy()


def _persons(rows: pd.DataFrame, answers: pd.DataFrame | None) -> pd.DataFrame:
    """Customers, and below them the respondents whom the CRM does not know."""
    known = rows.assign(in_crm=True).reset_index(drop=True)
    if answers is None:
        return known
    person, known_persons = (table["person"].astype(object) for table in (answers, rows))  # as text: much slower
    unknown = answers[~person.isin(known_persons)]
    columns = ["person", "segment", "recommended_count", "influence", "warned_count"]
    strangers = unknown[columns].astype(rows[columns].dtypes).assign(in_crm=False)
    return pd.concat([known, strangers], ignore_index=True) if len(strangers) else known


def _floats(values: Sums) -> dict[str, float]:
    return {name: float(value) for name, value in values.items()}


def _shown(persons: pd.DataFrame, table: pd.DataFrame, hidden: set[str], settings: Settings) -> set[str]:
    """MEASURE_SEGMENT that may be shown, ``ltv_all`` and ``created`` (LTV of a created customer)."""
    known = persons[persons["in_crm"]]
    worth = {*known["segment"].fillna("none"), *([ALL] if len(known) else [])} - hidden
    shown = {f"ltv_{group}" for group in worth}
    if not _created_shown(known["ltv"], table.loc[known.index, "ltv_base_n"] > 0, ALL in worth, settings):
        return shown
    both = _recommending(known, table, settings) & worth
    return shown | {"created"} | {f"{measure}_{segment}" for measure in ("lrv", "value") for segment in both}


def _created_shown(worth: pd.Series, base: pd.Series, all_shown: bool, settings: Settings) -> bool:
    """Whether L̄ may be: where it is not of all customers, neither those it is of nor the others may be too few."""
    if settings.referred_ltv != "referral":
        return all_shown or not isinstance(settings.referred_ltv, str)
    parts = [worth[part].to_frame() for part in (base, ~base)]
    return not any(unsafe_money(part, settings.min_cell, settings) for part in parts)


def _recommending(known: pd.DataFrame, table: pd.DataFrame, settings: Settings) -> set[str]:
    """Segments whose LRV may be shown; what all of them together recommended is known."""
    segment = known["segment"].dropna()
    columns = {name: [f"{name}_{one}" for one in SEGMENTS] for name in ("counted", "recommended")}
    sums = pd.DataFrame({name: table.loc[segment.index, which].sum(axis=1) for name, which in columns.items()})
    counted = sums[sums["counted"] > 0]
    groups = segment[counted.index]

    def unsafe(some: pd.DataFrame) -> bool:
        return unsafe_money(some[["recommended"]], settings.min_cell, settings)

    enough = {segment for segment, n in groups.value_counts().items() if n >= settings.smallest_group}
    return enough - hidden_groups(counted, groups, unsafe)


def _known(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)


def _segment(persons: pd.DataFrame, segment: str, point: dict, ends: dict, shown: set[str]) -> dict:
    mine = persons["segment"].isna() if segment == "none" else (persons["segment"] == segment).fillna(False)
    matched = persons[mine & persons["in_crm"]]
    blocks = {}
    for measure in MEASURES:
        name = f"{measure}_{segment}"
        values = matched["ltv"] + matched["lrv"] if measure == "value" else matched[measure]
        blocks[measure] = _mean(values, name, point, ends) if name in shown else None
    private = f"ltv_{segment}" not in shown
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


def _gap(pair: str, point: dict, ends: dict, shown: set[str]) -> dict:
    first, second = PAIRS[pair]
    found: dict[str, dict | None] = {}
    for measure in MEASURES:
        name, both = f"{measure}_{pair}", {f"{measure}_{first}", f"{measure}_{second}"}
        if not both <= shown or _known(point[name]) is None:
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


def _referral(point: dict, cap: Cap, table: pd.DataFrame, shown: set[str], settings: Settings) -> dict:
    claims = ("influence_mean", "conversion", "created_claimed", "recommended_total")
    told = _claims_shown(table, settings)
    source = settings.conversion if isinstance(settings.conversion, str) else "given"
    return {
        **{name: _known(point[name]) if told else None for name in claims},
        "ltv_per_customer": _known(point["ltv_per_customer"]) if "created" in shown else None,
        "conversion_source": source,
        "acquired_by_referral": int(point["acquired_by_referral"]),
        **_cap_shown(cap, settings),
    }


def _claims_shown(table: pd.DataFrame, settings: Settings) -> bool:
    """Whether enough persons stand behind what all customers are said to recommend."""
    counted = int(table[[f"counted_{segment}" for segment in SEGMENTS]].sum().sum())
    return not any(too_few(n, settings.min_cell) for n in (counted, int(table["influence_n"].sum())))


def _cap_shown(cap: Cap, settings: Settings) -> dict[str, float | int | None]:
    """The cap and how many lie above it; a percentile with few or none above it is nearly the largest answer."""
    few = too_few(cap.counts_above, settings.min_cell)
    told = settings.max_recommendations is not None or max(cap.counts_above, 1) >= settings.min_cell
    return {"cap": _known(cap.limit) if told else None, "counts_above_cap": None if few else cap.counts_above}


def _customers(known: pd.DataFrame, shown: set[str]) -> dict:
    enough = f"ltv_{ALL}" in shown
    return {
        "n": len(known),
        "ltv_mean": float(known["ltv"].mean()) if enough else None,
        "ltv_total": float(known["ltv"].sum()) if enough else None,
        "net_amount_total": float(known["net"].sum()) if enough else None,
    }
