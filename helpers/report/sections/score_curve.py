"""What a customer is worth by score, and whether the segments' cut-offs mark a step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import nan
from typing import Annotated

import pandas as pd

from helpers.base.results import SEGMENTS, is_hidden
from helpers.collect.nps import segments
from helpers.compare.score_curve import ScoreCurve, ScoreWorth, Step, cut_off_steps, smooth
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Part
from helpers.report.phrasing import direction, rounder
from helpers.report.sections.score import scale_question


@dataclass(frozen=True)
class ScoreWorthRow(ChartRow):
    """Mean worth of a score with its interval, and the smooth line there; empty where it is not shown."""

    charts = ("score_curve",)
    score: int
    segment: Annotated[str, SEGMENTS]
    estimate: float
    low: float
    high: float
    smooth: float


@section
def score_curve(report: Context, curve: ScoreCurve | None) -> Iterable[Part | None]:
    """Worth by score, the steps at the cut-offs, and which scores are not shown."""
    if curve is None or not any(score.worth for score in curve.scores):
        yield report.text(report.say("values_hidden" if curve else "curve_long"), kind="missing")
        return
    steps = cut_off_steps(curve, report.settings.cut_offs, report.settings.confidence)
    yield _chart(report, curve, steps)
    yield report.text(*_steps(report, curve, steps), _hidden(report, curve))


def _chart(report: Context, curve: ScoreCurve, steps: tuple[Step, ...]) -> Exhibit:
    frame = _rows(report, curve)
    measure = report.say(f"measure_{curve.measure}")
    subtitle = report.say("curve_subtitle", measure=measure)
    text = report.chart_text(_title(report, measure, steps), subtitle, x=scale_question(report))
    drawn = drawing.score_dots(frame, _spans(report, frame), text)
    return report.chart("score_curve", ScoreWorthRow, frame, drawn, text)


def _rows(report: Context, curve: ScoreCurve) -> pd.DataFrame:
    passive_from, promoter_from = report.settings.cut_offs
    line, scores = smooth(curve), pd.Series([score.score for score in curve.scores])
    ends = pd.DataFrame([_ends(score) for score in curve.scores], columns=["estimate", "low", "high"], dtype=float)
    rounded = rounder(ends["estimate"])
    return ends.assign(
        score=scores,
        segment=segments(scores, passive_from=passive_from, promoter_from=promoter_from),
        smooth=[line.get(score, nan) for score in scores],
        name=[report.say("curve_score", score=score) for score in scores],
        label=[report.words.money(rounded(None if pd.isna(mean) else mean)) for mean in ends["estimate"]],
    )


def _ends(score: ScoreWorth) -> tuple[float, float, float]:
    if not score.worth:
        return nan, nan, nan
    low, high = (nan if end is None else end for end in (score.worth.low, score.worth.high))
    return score.worth.mean, low, high


def _spans(report: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """Each segment's name, and its first and last score."""
    spans = frame.groupby("segment", sort=False)["score"].agg(first="min", last="max").reset_index()
    return spans.assign(name=[report.say(f"segment_{segment}") for segment in spans["segment"]])


def _title(report: Context, measure: str, steps: tuple[Step, ...]) -> str:
    """At how many cut-offs neighbours can be told apart."""
    seen = [step for step in steps if step.gap]
    apart = [step for step in seen if direction(step.gap) != "unclear"]
    if not seen:
        return report.say("curve_chart_unknown", measure=measure)
    return report.say("curve_chart_apart" if apart else "curve_chart_unclear", n=len(apart), of=len(seen))


def _steps(report: Context, curve: ScoreCurve, steps: tuple[Step, ...]) -> Iterator[str]:
    """The difference between the neighbours at each cut-off, and what it can and cannot say."""
    measure, seen = report.say(f"measure_{curve.measure}"), [step for step in steps if step.gap]
    if seen:
        told = report.say("list_separator").join(_step(report, step) for step in seen)
        apart = [direction(step.gap) != "unclear" for step in seen]
        key = "curve_steps_apart" if all(apart) else "curve_steps_some" if any(apart) else "curve_steps_unclear"
        yield report.say(key, measure=measure, steps=told)
    for step in steps:
        if not step.gap:
            yield report.say("curve_step_unknown", below=step.score - 1, at=step.score)


def _step(report: Context, step: Step) -> str:
    assert step.gap is not None
    figures = {"estimate": step.gap.estimate, "low": step.gap.low, "high": step.gap.high}
    return report.say("curve_step", below=step.score - 1, at=step.score, **figures)


def _hidden(report: Context, curve: ScoreCurve) -> str | None:
    """Scores that are left out."""
    hidden = [str(score.score) for score in curve.scores if is_hidden(score.worth)]
    return report.say("curve_hidden", scores=", ".join(hidden)) if hidden else None
