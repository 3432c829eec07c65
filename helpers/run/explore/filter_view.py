"""Some customers: what the segments of a filter are worth, as the report's first screen tells it."""

from collections.abc import Iterable
from functools import partial

import pandas as pd

from helpers.base.results import SEGMENTS, is_hidden, is_seen
from helpers.collect.nps import nps_from_counts
from helpers.compare.comparison import Comparison
from helpers.compare.exploring.filtered import filtered
from helpers.compare.exploring.filters import (
    SPEND_NAME,
    TENURE_NAME,
    WAVE_NAME,
    Filter,
    FilterCondition,
    meeting,
    ordered_filter,
)
from helpers.compare.figures import HEADLINE_PAIR
from helpers.compare.groups import REST
from helpers.report import drawing
from helpers.report.context import Context
from helpers.report.phrasing import alike, answer_gap, drawn_ends, valued_answers
from helpers.report.sections.value import money_text, value_headline, value_rows
from helpers.run.explore.study import Study
from helpers.run.explore.view import View

_BANDS = (TENURE_NAME, SPEND_NAME)
_NAMED = ("acquisition_channel", *_BANDS, WAVE_NAME)
_COLUMNS = ["name", "note", "estimate", "low", "high", "label", "segment", "bar"]


def dimension_name(report: Context, name: str) -> str:
    """A dimension in words; a column of the customers has its own name."""
    return report.say(f"explore_name_{name}") if name in _NAMED else name


def condition_value(report: Context, condition: FilterCondition) -> str:
    """A value in words."""
    if condition.value == REST:
        return report.say("band_other")
    return report.say(f"band_{condition.value}") if condition.dimension in _BANDS else condition.value


def filter_result(study: Study, conditions: Iterable[FilterCondition]) -> tuple[Filter, Comparison]:
    """What may be shown of the customers who meet the conditions; of all, the run's own comparison."""
    chosen = ordered_filter(conditions, study.dimensions)
    if not chosen:
        return chosen, study.result
    found = filtered(study.result, study.drawn, study.worths, meeting(chosen, study.dimensions))
    return chosen, study.openings.shown(found, chosen)


def filter_view(study: Study, conditions: Iterable[FilterCondition]) -> View:
    """Sentence, counts and figure of some customers."""
    report, (chosen, result) = study.report, filter_result(study, conditions)
    counts = _counts(report, chosen, result)
    if is_seen(result.segments["promoter"].n) and not valued_answers(result):
        return View((counts,), pd.DataFrame(columns=_COLUMNS), "", None)
    told = _answer(report, result)
    measure = report.say(f"measure_{result.headline_measure()}")
    about = report.say("value_subtitle", measure=measure)
    noted = (report.say("explore_filter_note"),) if chosen and result.headline_measure() == "value" else ()
    frame = value_rows(report, result)
    chart = partial(_chart, report, result, chosen, frame) if frame["value"].notna().any() else None
    return View((told, counts, *noted), _rows(report, result, frame), about, chart)


def who(report: Context, chosen: Filter) -> str:
    """The filter in words."""
    if not chosen:
        return report.say("segment_all")
    parts = (
        report.say("explore_is", name=dimension_name(report, one.dimension), value=condition_value(report, one))
        for one in chosen
    )
    return report.say("explore_and").join(parts)


def _answer(report: Context, result: Comparison) -> str:
    """As the report tells it; where a filter hides the gap, why."""
    if answer_gap(result) or not any(map(is_hidden, (result.gaps[HEADLINE_PAIR].ltv, result.segments["promoter"].n))):
        return value_headline(report, result)
    return report.say("explore_money_hidden", least=report.settings.smallest_group)


def _counts(report: Context, chosen: Filter, result: Comparison) -> str:
    """How many they are, and their score."""
    matched = {f"{name}s": result.segments[name].matched for name in ("promoter", "passive", "detractor")}
    if not all(map(is_seen, matched.values())):
        return report.say("explore_counts_hidden", who=who(report, chosen), least=report.settings.min_cell)
    answered = sum(matched.values())
    if not answered:
        return report.say("explore_nobody", who=who(report, chosen))
    scores = [result.segments[name].n for name in SEGMENTS]  # as the report's: of all answers
    score = nps_from_counts(*scores, confidence=report.settings.confidence)
    figures = {"customers": result.customers.n, "answered": answered, "nps": score.value}
    return report.say("explore_counts", who=who(report, chosen), low=score.low, high=score.high, **figures, **matched)


def _rows(report: Context, result: Comparison, frame: pd.DataFrame) -> pd.DataFrame:
    """Segments as bars, the gap as a dot below."""
    bars = frame.assign(estimate=frame["value"], bar=True)
    gap = answer_gap(result)
    dot = drawn_ends(gap or None, alike(result, result.headline_measure()), report)
    named = {"name": report.say(f"pair_{HEADLINE_PAIR}"), "note": "", "segment": "all", "bar": False}
    return pd.concat([bars[_COLUMNS], pd.DataFrame([named | dot])[_COLUMNS]], ignore_index=True)


def _chart(report: Context, result: Comparison, chosen: Filter, frame: pd.DataFrame):  # type: ignore[no-untyped-def]
    """As on the report's page."""
    text = money_text(report, result, who(report, chosen))
    return drawing.stacked_bars(frame.rename(columns={"ltv": "lower", "lrv": "upper"}), text)
