"""The same comparison under other choices: does its conclusion hold in each of them (METHOD §4, §5)?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.disclosure import too_few, unsafe_money
from helpers.base.parameters import Settings
from helpers.collect.nps import SEGMENTS, segments
from helpers.compare.basis import Basis, known, with_referral, with_segments
from helpers.compare.figures import PAIRS
from helpers.compare.gaps import gap_shown
from helpers.compare.intervals import gap_ends
from helpers.compare.lrv import acquired_by_referral
from helpers.compare.robustness.medians import median_gap_interval

PAIR = "promoter_detractor"
SCENARIOS = (
    *("reported", "conversion_none", "conversion_crm", "influence_own", "influence_common", "uncapped"),
    *("half_incremental", "referred_ltv_referral", "referred_ltv_all", "ltv_alone", "median", "trimmed"),
    *("cut_offs_lower", "cut_offs_higher", "weighted", "adjusted"),
)
TRIMMED_SHARE = 0.01


@dataclass(frozen=True)
class Scenario:
    """What comes out under one other choice; money in units of the currency, ``None`` where it may not be shown.

    Attributes
    ----------
    name : str
        The choice, such as ``uncapped``; ``reported`` is the report's own.
    created : float or None
        Customers created by word of mouth in a year: θ × k × Σ w n a.
    lrv, value : dict
        Segment → mean.
    gap : dict or None
        Promoter − detractor of value (of LTV where value is not added): estimate, low, high.
    """

    name: str
    created: float | None
    lrv: Mapping[str, float | None]
    value: Mapping[str, float | None]
    gap: Mapping[str, float | None] | None


def all_scenarios(
    ways: Sequence[Scenario], gaps: Mapping[str, Mapping[str, float | None] | None], others: Sequence[Scenario]
) -> tuple[Scenario, ...]:
    """The report's own, then every other way of counting.

    Parameters
    ----------
    ways : sequence of Scenario
        Of `referral_scenarios`; left out, but for the report's own, where values are not compared: LTV
        is the same in all of them.
    gaps : mapping
        Gaps that were counted elsewhere, such as ``weighted``.
    others : sequence of Scenario
        Of `method_scenarios`.
    """
    by_value = any(value is not None for value in ways[0].value.values())
    return (ways[0], *gap_scenarios(gaps), *others, *(ways[1:] if by_value else ()))


def gap_scenarios(gaps: Mapping[str, Mapping[str, float | None] | None]) -> tuple[Scenario, ...]:
    """Scenarios of gaps that were counted elsewhere, such as ``weighted``; those that exist.

    Examples
    --------
    >>> [one.name for one in gap_scenarios({"weighted": {"estimate": 1.0, "low": 0.0, "high": 2.0}, "adjusted": None})]
    ['weighted']
    """
    return tuple(Scenario(name, None, {}, {}, gap) for name, gap in gaps.items() if gap and name in SCENARIOS)


def referral_scenarios(base: Basis) -> tuple[Scenario, ...]:
    """The report's own choices of LRV, and each of them made the other way.

    Where fewer counts than may be shown lie above the cap, what they make without it is not told.
    """
    measure = measure_of(base)
    found = {"reported": _scenario("reported", base, measure)}
    for name, chosen in _other_choices(base.persons[base.persons["in_crm"]], base.settings).items():
        found[name] = _scenario(name, with_referral(base, chosen), measure)
    if too_few(base.cap.counts_above, base.settings.min_cell):
        found["uncapped"] = _hidden("uncapped")
    return tuple(found.values())


def _other_choices(rows: pd.DataFrame, settings: Settings) -> dict[str, Settings]:
    recorded = bool(acquired_by_referral(rows, settings).any())
    changes: dict[str, dict[str, Any]] = {}
    if settings.conversion != "none" and recorded:
        changes["conversion_none"] = {"conversion": "none"}
    if settings.conversion != "crm" and recorded:
        changes["conversion_crm"] = {"conversion": "crm"}
    own = settings.influence_rule == "own"
    changes["influence_common" if own else "influence_own"] = {"influence_rule": "common" if own else "own"}
    changes["uncapped"] = {"max_recommendations": float("inf")}
    changes["half_incremental"] = {"incremental_share": settings.incremental_share / 2}
    if recorded and isinstance(settings.referred_ltv, str):
        other = "referral" if settings.referred_ltv == "all" else "all"
        changes[f"referred_ltv_{other}"] = {"referred_ltv": other}
    return {name: settings.model_copy(update=change) for name, change in changes.items()}


def _hidden(name: str) -> Scenario:
    return Scenario(name, None, dict.fromkeys(SEGMENTS), dict.fromkeys(SEGMENTS), None)


def measure_of(base: Basis) -> str:
    """``value`` where promoters and detractors can be compared by it, else ``ltv``: what scenarios are compared by."""
    both = {f"value_{segment}" for segment in PAIRS[PAIR]} <= base.shown
    return "value" if both and known(base.point[f"value_{PAIR}"]) is not None else "ltv"


def _scenario(name: str, base: Basis, measure: str) -> Scenario:
    point = base.point
    created = point["created_claimed"] * point["conversion"] * base.settings.incremental_share

    def means(measure: str) -> dict[str, float | None]:
        names = {segment: f"{measure}_{segment}" for segment in SEGMENTS}
        return {segment: known(point[key]) if key in base.shown else None for segment, key in names.items()}

    ends = gap_ends(base.persons, base.table, base.point, base.order, base.settings)
    gap = gap_shown(measure, PAIR, base, ends[f"{measure}_{PAIR}"])
    told = "created" in base.shown
    return Scenario(name, known(created) if told else None, means("lrv"), means("value"), gap)


def method_scenarios(base: Basis) -> tuple[Scenario, ...]:
    """The comparison by other means than means: LTV alone, medians, without the largest, other cut-offs.

    Where a choice moves fewer customers than may be shown, or one of them makes more than half of what
    is moved, the gap is ``None``: beside the report's own it would tell of them.
    """
    alone = [_scenario("ltv_alone", base, "ltv")] if measure_of(base) == "value" else []
    return (*alone, _of_medians(base), _trimmed(base), *_other_cut_offs(base))


def _of_medians(base: Basis) -> Scenario:
    """Median of each person's own value, promoter − detractor."""
    people, first, second = base.persons[base.persons["in_crm"]], *PAIRS[PAIR]
    measure = measure_of(base)
    worth = people["ltv"] + people["lrv"] if measure == "value" else people["ltv"]
    above, below = (worth[(people["segment"] == name).fillna(False)].dropna().to_numpy() for name in (first, second))
    if not {f"{measure}_{name}" for name in (first, second)} <= base.shown:
        return Scenario("median", None, {}, {}, None)
    low, high = median_gap_interval(above, below, base.settings)
    gap = {"estimate": float(np.median(above) - np.median(below)), "low": low, "high": high}
    return Scenario("median", None, {}, {}, gap)


def _trimmed(base: Basis) -> Scenario:
    """Without the 1 % of matched respondents whose LTV is highest."""
    customers = base.persons[base.persons["in_crm"]]
    worth, answered = customers["ltv"].to_numpy(), customers["segment"].notna().to_numpy()
    top = answered & (worth > np.quantile(worth[answered], 1 - TRIMMED_SHARE)) if answered.any() else answered
    return _moved("trimmed", base, customers["segment"].mask(top))


def _other_cut_offs(base: Basis) -> list[Scenario]:
    """Both cut-offs a score lower, and a score higher, as far as the scale goes."""
    settings, (low, high) = base.settings, sorted(base.settings.score_bounds)
    scores, found = base.persons.loc[base.persons["in_crm"], "score"], []
    for name, step in (("cut_offs_lower", -1), ("cut_offs_higher", 1)):
        cut = {"passive_from": settings.passive_from + step, "promoter_from": settings.promoter_from + step}
        if low < cut["passive_from"] < cut["promoter_from"] <= high:
            found.append(_moved(name, base, segments(scores, **cut)))
    return found


def _moved(name: str, base: Basis, segment: pd.Series) -> Scenario:
    """Scenario in which some customers are of another segment, or of none: its gap, where that tells nobody's worth."""
    customers = base.persons[: len(segment)]
    before, after = (part.fillna("none").to_numpy(dtype=object) for part in (customers["segment"], segment))
    if _told_apart(customers["ltv"].to_numpy(), before, after, base.settings):
        return Scenario(name, None, {}, {}, None)
    return Scenario(name, None, {}, {}, _scenario(name, with_segments(base, segment), measure_of(base)).gap)


def _told_apart(worth: np.ndarray, before: np.ndarray, after: np.ndarray, settings: Settings) -> bool:
    """Whether the gap beside the report's own would tell what some of those moved are worth.

    Each part moved from one segment to another that enters the gap is one unknown, unless it is a whole segment;
    one gap tells one unknown: then that part must be safe, else all of them together.
    """
    moved = before != after
    parts = pd.DataFrame({"worth": worth[moved], "part": before[moved] + " " + after[moved]})
    compared = [name for name in parts["part"].unique() if set(name.split()) & set(PAIRS[PAIR])]
    sizes = pd.Series(before).value_counts()
    unknown = [part for part in compared if (parts["part"] == part).sum() < sizes[part.split()[0]]]
    left = parts[parts["part"].isin(unknown)]
    return unsafe_money(left[["worth"]], settings.smallest_group, settings)
