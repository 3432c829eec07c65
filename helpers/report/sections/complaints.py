"""Complaints: Heinrich's ladder, and detractors who sent none."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import pandas as pd

from helpers.base.results import is_seen
from helpers.compare.silent_detectors import Complaints
from helpers.merge.complaints import SEVERITIES, Ladder, Rung
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part


@dataclass(frozen=True)
class RungRow(ChartRow):
    """Complaints of a severity."""

    charts = ("heinrich",)
    severity: Annotated[str, SEVERITIES]
    seen: int
    expected: int
    gap: int


@section
def complaints(report: Context, received: Complaints) -> Iterable[Part | None]:
    """Complaints by severity, seen against what the major ones lead one to expect; detractors who never complained."""
    ladder, silent = received.ladder, received.silent
    yield _chart(report, ladder) if ladder else report.text(report.say("missing_complaints"), kind="missing")
    yield _table(report, ladder) if ladder else None
    if silent and is_seen(silent.n):
        figures = {"n": silent.n, "detractors": silent.detractors, "mean": silent.ltv_mean, "total": silent.ltv_total}
        yield report.text(report.say("silent_detractors", **figures))


def _chart(report: Context, ladder: Ladder) -> Exhibit:
    frame = pd.DataFrame([_rung(report, severity, rung) for severity, rung in ladder.rungs().items()])
    note = " · ".join(filter(None, (report.say("heinrich_note"), report.settings.note)))
    subtitle = report.say("heinrich_subtitle")
    text = report.chart_text(_title(report, ladder), subtitle, note=note, format_value=report.words.count)
    figure = drawing.dot_pairs(frame.rename(columns={"seen": "value", "expected": "other"}), text)
    return report.chart("heinrich", RungRow, frame, figure, text)


def _rung(report: Context, severity: str, rung: Rung) -> dict[str, Any]:
    seen, expected = report.say("seen_label", n=rung.seen), report.say("expected_label", n=rung.expected)
    figures = {"severity": severity, "seen": rung.seen, "expected": rung.expected, "gap": rung.gap}
    labels = {"value_label": seen, "other_label": expected, "label": f"{seen} / {expected}"}
    return figures | {"name": report.say(f"severity_{severity}")} | labels


def _title(report: Context, ladder: Ladder) -> str:
    """What is missing on record; without a major complaint the ladder has nothing to say."""
    if not any(rung.expected for rung in ladder.rungs().values()):
        return report.say("heinrich_chart_none")
    severity = ladder.widest()
    missing = ladder.rungs()[severity].gap
    if missing <= 0:
        return report.say("heinrich_chart_fine")
    return report.say("heinrich_chart_under", missing=missing, name=report.say(f"severities_{severity}"))


def _table(report: Context, ladder: Ladder) -> Grid | None:
    rows = [
        [report.say(f"severity_{severity}"), *map(report.words.count, (rung.seen, rung.expected, rung.gap))]
        for severity, rung in ladder.rungs().items()
    ]
    return report.table(("severity", "seen", "expected", "gap"), rows)
