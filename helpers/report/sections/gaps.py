"""The gaps between segments: how large, how sure, and how large they have to be for this survey to tell them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf, nan
from typing import Annotated, Any

import pandas as pd

from helpers.base.results import SEGMENTS, Gap
from helpers.collect.plan.sizes import POWER, smallest_gap
from helpers.compare.comparison import Comparison
from helpers.compare.figures import PAIRS
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import (
    alike,
    answer_gap,
    direction,
    drawn_ends,
    measures_shown,
    told_ends,
    told_gap,
    valued_answers,
)
from helpers.report.sections.value import money_text, value_rows


@dataclass(frozen=True)
class GapRow(ChartRow):
    """Mean of a segment, gap of a pair, or the share of a segment's customers from one amount to below another."""

    charts = ("gaps",)
    segment: Annotated[str, SEGMENTS]
    mean: float
    low: float
    high: float
    pair: Annotated[str, tuple(PAIRS)]
    estimate: float
    at_least: float
    below: float
    share: float


@section
def gaps(report: Context, result: Comparison) -> Iterable[Part | None]:
    """Means and gaps with their intervals, and where these are not sure."""
    yield _chart(report, result) or report.text(report.say("values_hidden"), kind="missing")
    yield _table(report, result)
    yield report.text(_tellable(report, result))
    yield report.text(unsure(report, result), kind="note")


def unsure(report: Context, result: Comparison) -> str | None:
    """Where intervals hold the truth less often than they say: a segment with few customers or very uneven spend."""
    uncertain = [f"segment_{name}" for name in SEGMENTS if result.segments[name].uncertain]
    key = "unsure_nine_in_ten" if report.settings.confidence == 0.95 else "unsure"
    return report.say(key, segments=report.names(uncertain)) if uncertain else None


def _chart(report: Context, result: Comparison) -> Exhibit | None:
    """Means of the segments, and under them the gaps with intervals."""
    groups = value_rows(report, result).assign(mean=lambda rows: rows["value"])
    if groups["value"].isna().all():
        return None
    pairs = pd.DataFrame([_gap_row(report, result, pair) for pair in PAIRS])
    spread = _spread(result)
    first = (
        report.say("gaps_spread", least=report.settings.smallest_group) if len(spread) else report.say("gaps_groups")
    )
    text = money_text(report, result, _title(report, result), first_panel=first, second_panel=report.say("gaps_gaps"))
    means = groups[["segment", "mean", "low", "high"]]  # in the file gaps stand below the means, with ends of their own
    frame = pd.concat([means, pairs, spread.replace([-inf, inf], nan)], ignore_index=True)
    read = pd.concat([groups[["name", "label"]], pairs[["name", "label"]]])
    drawn = drawing.means_and_differences(groups.rename(columns={"mean": "estimate"}), pairs, spread, text)
    return report.chart("gaps", GapRow, frame, drawn, text, read=read)


def _spread(result: Comparison) -> pd.DataFrame:
    """The bins of each segment's customers; none where its mean is not shown."""
    means = {name: result.segments[name].mean(result.headline_measure()) for name in SEGMENTS}
    rows = [(name, *step) for name, mean in means.items() if mean for step in mean.spread]
    columns = {"segment": object, "at_least": float, "below": float, "share": float}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _gap_row(report: Context, result: Comparison, pair: str) -> dict[str, Any]:
    measure = result.headline_measure()
    ends = drawn_ends(result.gaps[pair].gap(measure), alike(result, measure), report)
    return {"pair": pair, "name": report.say(f"pair_{pair}"), **ends}


def _title(report: Context, result: Comparison) -> str:
    gap = answer_gap(result)
    if not gap:
        return report.say("gaps_chart_unknown")
    ends = told_gap(gap, alike(result, result.headline_measure()))
    key = {"unclear": "gaps_chart_unclear", "more": "gaps_chart_clear", "less": "gaps_chart_less"}[direction(gap)]
    return report.say(key, low=ends["low"], high=ends["high"])


def _table(report: Context, result: Comparison) -> Grid | None:
    """Each gap with its interval and what it says, and the ratio where it can be told."""
    rows = [
        [report.say(f"measure_{measure}"), report.say(f"pair_{pair}"), *_gap(report, result.gaps[pair].gap(measure))]
        for measure in measures_shown(result)
        for pair in PAIRS
    ]
    ratios = ("ratio", "ratio low", "ratio high")
    return report.table(("measure", "gap", "verdict", "estimate", "low", "high", *ratios), rows, texts=3, few=None)


def _gap(report: Context, gap: Gap | None) -> Iterator[str]:
    yield report.say(f"verdict_{direction(gap)}" if gap else "verdict_few")
    yield from report.words.with_ends("money", *told_ends(gap))
    yield from report.words.with_ends("ratio", *told_ends(gap.ratio if gap else None))


def _tellable(report: Context, result: Comparison) -> str | None:
    """The smallest gap of each pair that so many answers tell apart, whatever gap was observed."""
    measure, confidence = result.headline_measure(), report.settings.confidence
    gaps = {pair: result.gaps[pair].gap(measure) for pair in PAIRS}
    least = {pair: smallest_gap(gap.error, confidence) for pair, gap in gaps.items() if gap and gap.error}
    if not least:
        return None
    named = [report.say("tellable_gap", pair=report.say(f"pair_{pair}"), gap=gap) for pair, gap in least.items()]
    about = {"measure": report.say(f"measure_{measure}"), "gaps": report.say("list_separator").join(named)}
    return report.say("tellable", n=valued_answers(result), power=POWER, **about)
