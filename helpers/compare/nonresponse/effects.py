"""What those who did not answer change: in money, by weights, and at the worst and the best (METHOD §5)."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.base.disclosure import ALL, unsafe_money
from helpers.base.intervals import moments
from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.collect.nps import SEGMENTS, nps_from_counts
from helpers.compare.basis import Basis, known
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.gaps import Comparison, gap_shown
from helpers.compare.intervals import welch_gap
from helpers.compare.ltv import hidden_ltv
from helpers.compare.nonresponse.propensity import (
    Fifth,
    answering_fifths,
    groups_of,
    hidden_bands,
    mean_ltv,
    response_rates,
)
from helpers.compare.nonresponse.weighted import Weighted, weighted
from helpers.compare.nonresponse.weights import Calibration, calibration

BOUNDS = ("detractor", "promoter")
GROUPS = ("answered", "silent", "invited", "invited_silent", "all")


@dataclass(frozen=True)
class NonResponse:
    """Those who answered beside those who did not, as plain figures; money in units of the currency.

    Attributes
    ----------
    invited_known : bool
        Whether it is known who was invited; else rates and fifths are of all customers.
    money : dict
        ``answered`` (and in the CRM), ``silent`` (all others), ``invited``, ``invited_silent``, ``all`` →
        n, mean LTV, low, high; ``None`` where it may not be shown or is not known.
    difference : dict or None
        Mean LTV of those who answered less that of the silent: estimate, low, high (Welch).
    rates : dict
        ``tenure``, ``spend``, ``channel`` → band → share who answered.
    fifths : list of Fifth
        From the least likely to answer to the most likely.
    weights : dict
        reason, spend_left_out (see `Calibration`), n, n_eff, trimmed, largest (weight, as a multiple of
        the mean).
    margins : DataFrame
        As `Calibration.margins`; missing where it may not be shown how many answered.
    nps, ltv_answered : dict
        ``plain`` and ``weighted`` → value (NPS −1…1) or mean, low, high.
    segments, gaps : dict
        Segment or pair → ltv, lrv, value → ``plain`` and ``weighted`` → mean or estimate, low, high.
    bounds : dict
        ``detractor`` or ``promoter``, what all silent customers are taken for → nps, ltv (segment →
        mean), gaps (pair → gap of LTV).
    """

    invited_known: bool
    money: dict
    difference: dict | None
    rates: dict[str, dict[str, Rate]]
    fifths: list[Fifth]
    weights: dict
    margins: pd.DataFrame
    nps: dict
    ltv_answered: dict
    segments: dict
    gaps: dict
    bounds: dict


def nonresponse(base: Basis, plain: Comparison, *, window_before_covered: bool) -> NonResponse:
    """What non-response does to the figures of a comparison.

    Parameters
    ----------
    base : Basis
        Persons and sums of the comparison; its customers may tell who was ``invited``.
    plain : Comparison
        The comparison itself: what it hides is hidden here.
    window_before_covered : bool
        Whether the purchases cover the window before.
    """
    customers, settings = base.persons.iloc[: int(base.persons["in_crm"].sum())], base.settings
    weights = calibration(customers, settings, window_before_covered=window_before_covered)
    found = None if weights.reason else weighted(base, weights)
    seen = replace(base, shown=base.shown - _told_by_weights(base, weights))
    answered, invited = customers["segment"].notna(), _invited(customers)
    asked = pd.Series(True, index=customers.index) if invited is None else invited
    groups = groups_of(customers, weights)
    money = _money(customers, answered, invited, base)
    show_fifths = money["all" if invited is None else "invited"] is not None
    return NonResponse(
        invited is not None,
        money,
        _difference(customers, answered, money, settings),
        response_rates(groups, answered, asked, settings),
        answering_fifths(groups, customers, asked, settings) if show_fifths else [],
        _weights(weights),
        _margins(weights, groups, answered, settings),
        {"plain": _plain_nps(plain, settings), "weighted": _one("nps", "value", found)},
        {"plain": money["answered"], "weighted": _weighted_answered(found, money, seen)},
        {segment: _segment(segment, plain, found, seen) for segment in SEGMENTS},
        {pair: _gap(pair, plain, found, seen) for pair in PAIRS},
        {segment: _bound(segment, plain, base) for segment in BOUNDS},
    )


def _invited(customers: pd.DataFrame) -> pd.Series | None:
    """Whether each customer was invited; ``None`` where nobody knows."""
    invited = customers["invited"].astype(bool) if "invited" in customers else None
    return None if invited is None or not invited.any() else invited


def _money(customers: pd.DataFrame, answered: pd.Series, invited: pd.Series | None, base: Basis) -> dict:
    """Mean LTV of the groups that may be shown.

    Those who answered are shown where nothing of the comparison is hidden: else a hidden segment were
    what is left of them. Who was invited splits both them and the silent: nobody's part may be unsafe.
    """
    members = {"answered": answered, "silent": ~answered, "all": pd.Series(True, index=customers.index)}
    there = {*customers["segment"].fillna("none").unique(), ALL}
    shown = {"all"} if f"ltv_{ALL}" in base.shown else set()
    if {f"ltv_{group}" for group in there} <= base.shown:
        shown |= {"answered", "silent"}
    if invited is not None:
        members |= {"invited": invited, "invited_silent": invited & ~answered}
        parts = customers.assign(segment=_part_names(answered, invited))
        if "answered" in shown and not hidden_ltv(parts, customers["ltv"], base.settings):
            shown |= {"invited", "invited_silent"}
    return {
        name: mean_ltv(customers.loc[members[name], "ltv"], base.settings)
        if name in shown and members[name].any()
        else None
        for name in GROUPS
    }


def _part_names(answered: pd.Series, invited: pd.Series) -> pd.Series:
    return answered.map({True: "answered", False: "silent"}) + invited.map({True: ", invited", False: ""})


def _difference(customers: pd.DataFrame, answered: pd.Series, money: dict, settings: Settings) -> dict | None:
    if money["answered"] is None or money["silent"] is None:
        return None
    first, second = (moments(customers.loc[mine, "ltv"].to_numpy()) for mine in (answered, ~answered))
    return welch_gap(first, second, settings.confidence)


def _weights(weights: Calibration) -> dict:
    each = weights.of_respondents[weights.answered]
    return {
        "reason": weights.reason,
        "spend_left_out": weights.spend_left_out,
        "n": len(each),
        "n_eff": known(weights.n_eff),
        "trimmed": weights.trimmed,
        "largest": None if weights.reason else float(each.max() / each.mean()),
    }


def _margins(
    weights: Calibration, groups: dict[str, pd.Series], answered: pd.Series, settings: Settings
) -> pd.DataFrame:
    both = pd.DataFrame({"answered": answered, "invited": True})
    hidden = {(name, band) for name, group in groups.items() for band in hidden_bands(group, both, settings)}
    table = weights.margins
    private = [one in hidden for one in zip(table["variable"], table["band"], strict=True)]
    told = ["respondents", "share_of_respondents"]
    return table.assign(**{column: table[column].astype(float).mask(np.array(private, dtype=bool)) for column in told})


def _told_by_weights(base: Basis, weights: Calibration) -> set[str]:
    """MEASURE_SEGMENT whose plain and weighted means would tell two unsafe parts apart.

    Two means of persons with two different weights are two equations for two sums.
    """
    table = base.table.iloc[: len(weights.place)]
    each, settings = pd.Series(weights.of_respondents, index=table.index).round(9), base.settings
    hidden = set()
    for segment in SEGMENTS:
        worth = table.loc[table[f"matched_{segment}"] > 0, ["ltv"]]
        counts = table.loc[table[f"counted_{segment}"] > 0, [f"recommended_{segment}"]]
        if _two_unsafe(worth, each, settings.smallest_group, settings):
            hidden |= {f"{measure}_{segment}" for measure in MEASURES}
        if _two_unsafe(counts, each, settings.min_cell, settings):
            hidden |= {f"lrv_{segment}", f"value_{segment}"}
    return hidden


def _two_unsafe(rows: pd.DataFrame, weights: pd.Series, least: int, settings: Settings) -> bool:
    parts = [part for _, part in rows.groupby(weights[rows.index])]
    return len(parts) == 2 and any(unsafe_money(part, least, settings) for part in parts)


def _one(name: str, key: str, found: Weighted | None) -> dict | None:
    if found is None or known(found.point[name]) is None:
        return None
    return {key: found.point[name], "low": found.ends[name][0], "high": found.ends[name][1]}


def _plain_nps(plain: Comparison, settings: Settings) -> dict | None:
    counts = [plain.segments[segment]["n"] for segment in SEGMENTS]
    found = nps_from_counts(*counts, confidence=settings.confidence, population=settings.population)
    return {"value": found.value, "low": found.low, "high": found.high} if found.n else None


def _weighted_answered(found: Weighted | None, money: dict, seen: Basis) -> dict | None:
    hidden = money["answered"] is None or any(f"ltv_{segment}" not in seen.shown for segment in _there(seen))
    return None if hidden else _one("ltv_answered", "mean", found)


def _there(seen: Basis) -> set[str]:
    return set(seen.persons.loc[seen.persons["in_crm"], "segment"].dropna().unique())


def _segment(segment: str, plain: Comparison, found: Weighted | None, seen: Basis) -> dict:
    blocks = {}
    for measure in MEASURES:
        name, block = f"{measure}_{segment}", plain.segments[segment][measure]
        kept = block and {key: block[key] for key in ("mean", "low", "high")}
        shown = block is not None and name in seen.shown
        blocks[measure] = {"plain": kept, "weighted": _one(name, "mean", found) if shown else None}
    return blocks


def _gap(pair: str, plain: Comparison, found: Weighted | None, seen: Basis) -> dict:
    blocks = {}
    for measure in MEASURES:
        gap = plain.gaps[pair][measure]
        kept, ours = gap and {key: gap[key] for key in ("estimate", "low", "high")}, None
        if gap is not None and found is not None:
            ours = gap_shown(measure, pair, replace(seen, point=found.point), found.ends[f"{measure}_{pair}"])
        blocks[measure] = {"plain": kept, "weighted": ours}
    return blocks


def _bound(taken_for: str, plain: Comparison, base: Basis) -> dict:
    """NPS, mean LTV and gaps of LTV if all silent customers were of one segment."""
    silent = plain.segments["none"]
    answers = {segment: plain.segments[segment]["n"] for segment in SEGMENTS}
    answers[taken_for] += silent["matched"]
    means = {segment: _bound_mean(segment, taken_for, plain) for segment in SEGMENTS}
    gaps = {}
    for pair, (first, second) in PAIRS.items():
        above, below = means[first], means[second]
        gaps[pair] = None if above is None or below is None else above - below
    n = sum(answers.values())
    score = (answers["promoter"] - answers["detractor"]) / n if n else None
    return {"nps": score, "ltv": means, "gaps": gaps}


def _bound_mean(segment: str, taken_for: str, plain: Comparison) -> float | None:
    """``None`` where one of the parts is hidden, or where there is nobody."""
    parts = [plain.segments[name] for name in ((segment, "none") if segment == taken_for else (segment,))]
    parts = [part for part in parts if part["matched"]]
    if not parts or any(part["ltv"] is None for part in parts):
        return None
    return sum(part["ltv_total"] for part in parts) / sum(part["matched"] for part in parts)
