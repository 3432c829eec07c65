"""How figures are told: which way a gap points, money rounded alike, how many customers a figure rests on."""

from collections.abc import Callable, Iterable
from math import floor, isfinite, log10, nan
from typing import Any

import pandas as pd

from helpers.base.results import SEGMENTS, Estimate, Gap
from helpers.compare.comparison import Comparison, SegmentValue
from helpers.compare.figures import HEADLINE_PAIR, MEASURES
from helpers.report.context import Context

Rounder = Callable[[float | None], float | None]


def direction(gap: Estimate | None) -> str:
    """``more``, ``less`` or ``unclear``: where the gap's interval lies to zero.

    Examples
    --------
    >>> direction(Estimate(1.5, 1.0, 2.0)), direction(Estimate(0.5, -1.0, 2.0)), direction(None)
    ('more', 'unclear', 'unclear')
    """
    if not gap or gap.low is None or gap.high is None or gap.low <= 0 <= gap.high:
        return "unclear"
    return "more" if gap.low > 0 else "less"


def outward(gap: Estimate) -> dict[str, float | None]:
    """Gap, low and high as a sentence tells them: where the interval lies below zero without their signs."""
    if direction(gap) != "less":
        return {"gap": gap.estimate, "low": gap.low, "high": gap.high}
    low, high = sorted(abs(end) for end in (gap.low, gap.high) if end is not None)
    return {"gap": abs(gap.estimate or 0.0), "low": low, "high": high}


def rounder(figures: Iterable[float | None]) -> Rounder:
    """Rounds money to the step of the third digit of the largest figure; under 10, and to zero, nothing.

    Examples
    --------
    >>> alike = rounder([13_869.6, None, -958.2]); alike(-958.2), alike(13_869.6), alike(20.0)
    (-1000.0, 13900.0, 20.0)
    """
    largest = max((abs(figure) for figure in figures if figure is not None and isfinite(figure)), default=0.0)
    step = max(10.0 ** (floor(log10(largest)) - 2), 1.0) if largest >= 10 else 0.0
    return lambda value: round(value / step) * step or value if step and value and isfinite(value) else value


def alike(result: Comparison, measure: str) -> Rounder:
    """Rounds money to the step of the largest mean's third digit, so that means and gaps add up as they are read.

    Under 10 nothing is rounded, nor anything to zero; what is not known stays so.
    """
    means = (result.segments[segment].mean(measure) for segment in SEGMENTS)
    return rounder(mean.mean for mean in means if mean)


def answer_gap(result: Comparison) -> Gap | None:
    """The gap that the report's answer tells: between promoters and detractors, by value or else by LTV."""
    return result.gaps[HEADLINE_PAIR].gap(result.headline_measure())


def drawn_ends(gap: Estimate | None, rounded: Rounder, report: Context) -> dict[str, Any]:
    """Estimate and ends as a chart draws them (NaN where there are none), and together in words, rounded alike."""
    ends = dict(zip(("estimate", "low", "high"), told_ends(gap), strict=True))
    figures = {name: rounded(end) for name, end in ends.items()}
    label = report.say("gap_label", **figures) if gap else report.say("too_few")
    return {name: nan if end is None else end for name, end in ends.items()} | {"label": label}


def gap_rows(gaps: Iterable[tuple[dict[str, Any], Estimate | None]], report: Context) -> pd.DataFrame:
    """Rows of a chart of gaps: what each row says of itself, its ends and its label, all rounded to one step."""
    rows = list(gaps)
    rounded = rounder(gap.estimate for _, gap in rows if gap)
    return pd.DataFrame([{"note": ""} | row | drawn_ends(gap, rounded, report) for row, gap in rows])


def told_ends(gap: Estimate | None) -> tuple[float | None, float | None, float | None]:
    """Estimate, low and high; three times nothing where there is no gap, or it is hidden."""
    return (gap.estimate, gap.low, gap.high) if gap else (None, None, None)


def group_size(segment: SegmentValue, measure: str, report: Context) -> str:
    """How many customers a segment's figure rests on, and how many of them its LRV."""
    mean = segment.mean(measure)
    counted = mean.n if mean else segment.matched
    if counted == segment.matched:
        return report.say("group_n", n=counted)
    return report.say("group_n_lrv", n=segment.matched, lrv=counted)


def is_uncalibrated(result: Comparison) -> bool:
    """Whether LRV counts every influenced person as a customer."""
    return result.referral.conversion_source == "none"


def measures_shown(result: Comparison) -> tuple[str, ...]:
    """Measures that exist for some segment, in the order LTV, LRV, value."""
    return tuple(measure for measure in MEASURES if any(result.segments[name].mean(measure) for name in SEGMENTS))


def gap_subtitle(result: Comparison, report: Context) -> str:
    """What a chart of the gap between promoters and detractors shows: measure, period, unit, lines."""
    return report.say("robust_subtitle", measure=report.say(f"measure_{result.headline_measure()}"))
