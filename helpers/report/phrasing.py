"""How figures are told: which way a gap points, money rounded alike, how many customers a figure rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite, nan
from operator import mul
from typing import Any

import pandas as pd

from helpers.base.digits import Placed, money_place
from helpers.base.folders import PRIVATE, output_root, shareable_path
from helpers.base.results import SEGMENTS, Estimate, Gap, derived, is_hidden, is_seen
from helpers.compare.comparison import Comparison, SegmentValue
from helpers.compare.figures import HEADLINE_PAIR, MEASURES, PAIRS
from helpers.report.context import Context

_Ends = tuple[float | None, float | None, float | None]


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


def valued_answers(result: Comparison) -> int:
    """Answers of customers whom the CRM knows."""
    return sum(result.segments[segment].matched for segment in SEGMENTS)


def outward(gap: Estimate) -> dict[str, float | None]:
    """Gap, low and high as a sentence tells them: where the interval lies below zero without their signs."""
    if direction(gap) != "less":
        return {"gap": gap.estimate, "low": gap.low, "high": gap.high}
    low, high = sorted(abs(end) for end in (gap.low, gap.high) if end is not None)
    return {"gap": abs(gap.estimate or 0.0), "low": low, "high": high}


@dataclass(frozen=True)
class Rounder:
    """Rounds money that is read together to one place; what would become nothing keeps its own digits.

    Examples
    --------
    >>> alike = Rounder(2)
    >>> alike(-958.2), alike(13_869.6), alike(20.0), alike.ends(34.0, -251.0, 2_512.0)
    (-1000.0, 13900.0, 20.0, (34.0, -251.0, 2512.0))
    """

    place: int

    def __call__(self, value: float | None) -> float | None:
        """The figure as it is told."""
        if not is_seen(value) or not isfinite(value):
            return value
        return Placed(value, self.place) if round(value, -self.place) else value

    def ends(self, estimate: float | None, low: float | None, high: float | None) -> _Ends:
        """Estimate, low and high; the ends of an estimate of few steps keep three digits, and never fewer than its."""
        told = self(estimate)
        if not is_seen(estimate) or abs(estimate) >= 10.0 ** (self.place + 1):
            return told, self(low), self(high)
        place = told.place if isinstance(told, Placed) else money_place(estimate)
        return told, _with_digits(low, place), _with_digits(high, place)


def _with_digits(end: float | None, place: int) -> float | None:
    """An end by its own digits, or down to a finer place."""
    return Placed(end, min(place, money_place(end))) if is_seen(end) and isfinite(end) else end


def rounder(figures: Iterable[float | None], gaps: Iterable[float | None] = ()) -> Rounder:
    """Rounds money to the place of the third digit of the largest figure, in cents where one is told in cents.

    Parameters
    ----------
    gaps : iterable of float
        Differences of the figures, which are told beside them.

    Examples
    --------
    >>> rounder([13_869.6, None, -958.2]).place, rounder([12.81, 11.81], [1.0]).place
    (2, -3)
    """
    seen, beside = _sizes(figures), _sizes(gaps)
    largest = max(seen, default=0.0)
    return Rounder(money_place(largest if largest >= 100 else min([*seen, *beside], default=0.0)))


def _sizes(figures: Iterable[float | None]) -> list[float]:
    return [abs(figure) for figure in figures if is_seen(figure) and isfinite(figure) and figure]


def alike(result: Comparison, measure: str) -> Rounder:
    """Rounds the means and gaps of a measure to one place, so that they add up as they are read."""
    means = (result.segments[segment].mean(measure) for segment in SEGMENTS)
    gaps = (result.gaps[pair].gap(measure) for pair in PAIRS)
    return rounder((mean.mean for mean in means if mean), (gap.estimate for gap in gaps if gap))


def told_gap(gap: Estimate, rounded: Rounder) -> dict[str, float | None]:
    """Gap, low and high as a sentence tells them, rounded alike."""
    return dict(zip(("gap", "low", "high"), rounded.ends(*outward(gap).values()), strict=True))


def answer_gap(result: Comparison) -> Gap | None:
    """The gap that the report's answer tells: between promoters and detractors, by the headline's measure."""
    return result.gaps[HEADLINE_PAIR].gap(result.headline_measure())


def drawn_ends(gap: Estimate | None, rounded: Rounder, report: Context) -> dict[str, Any]:
    """Estimate and ends as a chart draws them (NaN where there are none), and together in words, rounded alike."""
    ends = dict(zip(("estimate", "low", "high"), told_ends(gap), strict=True))
    figures = dict(zip(ends, rounded.ends(*ends.values()), strict=True))
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


def persons_in_words(n: int, report: Context) -> str:
    """How many persons, or that they are too few to be told."""
    return report.say("few_persons", least=report.settings.min_cell) if is_hidden(n) else report.say("n_persons", n=n)


def is_uncalibrated(result: Comparison) -> bool:
    """Whether LRV counts every influenced person as a customer."""
    return result.referral.conversion_source == "none"


def by_what(report: Context, result: Comparison, measure: str) -> str | None:
    """What has to be said beside a figure: purchases alone, or word of mouth that no record anchors."""
    if measure == "ltv":
        return report.say("by_ltv_only" if result.referral.anchored else "by_ltv_unanchored")
    if result.referral.conversion_source == "given":
        return report.say("given_headline", k=result.referral.conversion)
    return report.say("uncalibrated_headline") if is_uncalibrated(result) else None


def beyond_bound(report: Context, result: Comparison) -> str | None:
    """Warning of a k that the user set and that would create more customers than were acquired."""
    referral = result.referral
    if not referral.above_bound:
        return None
    created = derived(mul, referral.conversion, referral.created_claimed)
    figures = {"k": referral.conversion, "created": created, "acquired": referral.acquired, "bound": referral.bound}
    return report.say("beyond_bound", **figures)


def measures_shown(result: Comparison) -> tuple[str, ...]:
    """Measures that exist for some segment, in the order LTV, LRV, value; LTV alone where nothing anchors k."""
    measures = MEASURES if result.referral.anchored else ("ltv",)
    return tuple(measure for measure in measures if any(result.segments[name].mean(measure) for name in SEGMENTS))


def gap_subtitle(result: Comparison, report: Context) -> str:
    """What a chart of the gap between promoters and detractors shows: measure, period, unit, lines."""
    return report.say("robust_subtitle", measure=report.say(f"measure_{result.headline_measure()}"))


def private_place(report: Context, file: str) -> str:
    """Where a file of the run's private folder lies, as a page may say it."""
    return shareable_path(output_root() / report.settings.report_name / PRIVATE / file)
