"""Charts of a batch over time: NPS, and the gap between promoters and detractors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import nan

import pandas as pd

from helpers.base.results import Estimate
from helpers.base.words import Words
from helpers.report import drawing
from helpers.report.context import Context
from helpers.report.parts import ChartRow, Exhibit
from helpers.report.phrasing import direction
from helpers.run.batch.entries import Entry, Worded, common_measure, points_worded
from helpers.run.batch.findings import changed

_MOVED = {"nps": "index_nps_trend", "gap": "index_gap_trend"}
_FLAT = {"nps": "index_nps_flat", "gap": "index_gap_flat"}


@dataclass(frozen=True)
class TrendRow(ChartRow):
    """NPS in points, or the gap, at a date; none of a report's own charts."""

    charts = ()
    as_of: date
    n: int
    estimate: float
    low: float
    high: float


def trends(entries: Sequence[Entry], words: Words) -> list[Exhibit]:
    """NPS and gap of reports in order of their dates; one that is known at fewer than two dates is left out."""
    report, measure = entries[0].report(words), common_measure(entries)
    scores = pd.DataFrame([_row(entry, entry.nps, points_worded(words)) for entry in entries])
    gaps = pd.DataFrame([_row(entry, entry.gap(measure), words.money) for entry in entries])
    told = report.say("trend_nps_subtitle"), report.say("trend_gap_subtitle", measure=report.say(f"measure_{measure}"))
    titles = (
        _title("nps", entries, points_worded(words), report),
        _title("gap", entries, words.money, report),
    )
    exhibits = (
        _trend(report, "trend_nps", (titles[0], told[0]), scores, points_worded(words)),
        _trend(report, "trend_gap", (titles[1], told[1]), gaps, words.money),
    )
    return [exhibit for exhibit in exhibits if exhibit]


def _title(name: str, entries: Sequence[Entry], worded: Worded, report: Context) -> str:
    """The change from the first date to the last, or that it can't be told; empty where no two dates are known."""
    found = changed(name, entries)
    if found is None:
        return ""
    (first, last), _, moved = found
    key = _FLAT[name] if direction(moved) == "unclear" else _MOVED[name]
    ends = {"change": worded(moved.estimate), "low": worded(moved.low), "high": worded(moved.high)}
    return report.say(key, start=first.settings.as_of, end=last.settings.as_of, **ends)


def _row(entry: Entry, figure: Estimate, worded: Worded) -> dict[str, object]:
    ends = {"estimate": figure.estimate, "low": figure.low, "high": figure.high}
    numbers = {name: nan if value is None else value for name, value in ends.items()}
    return {"as_of": entry.settings.as_of, "n": entry.answers, **numbers, "label": worded(figure.estimate)}


def _trend(report: Context, name: str, texts: tuple[str, str], frame: pd.DataFrame, worded: Worded) -> Exhibit | None:
    title, subtitle = texts
    drawn = frame[frame["estimate"].notna()]
    if not title:
        return None
    text = report.chart_text(title, subtitle, format_value=worded)
    labels = [report.say("trend_label", label=row.label, low=worded(row.low), high=worded(row.high)) for row in
              drawn.itertuples()]  # fmt: skip
    read = pd.DataFrame({"name": drawn["as_of"].map(report.words.day), "label": labels})
    return report.chart(name, TrendRow, frame, drawing.trend(frame, text), text, read=read)
