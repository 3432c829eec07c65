"""Groups of customers by an attribute: the score and the gap of LTV in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from helpers.compare.groups import GroupGap, GroupGaps
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import direction, gap_rows, told_ends


@dataclass(frozen=True)
class AttributeRow(ChartRow):
    """The gap in a group of an attribute."""

    charts = ("by_attribute",)
    group: str
    customers: int
    answers: int
    estimate: float
    low: float
    high: float


@section
def groups(report: Context, cut: GroupGaps | None) -> Iterable[Part | None]:
    """The gap of each group with intervals that hold together, and how the groups were compared."""
    how = _comparison(report, cut)
    yield _chart(report, cut) if cut and cut.compared else report.text(how, kind="missing")
    yield _table(report, cut) if cut else None
    yield report.text(how)


def _comparison(report: Context, cut: GroupGaps | None) -> str:
    """How the groups were compared, and that their intervals hold together."""
    if cut is None:
        return report.say("cut_none")
    if cut.compared < 2:
        return report.say("cut_single" if cut.compared else "cut_few")
    return report.say("cut_note", n=cut.compared, each=report.words.percent(cut.confidence, digits=1))


def _chart(report: Context, cut: GroupGaps) -> Exhibit:
    frame = gap_rows(((_group_row(report, group), group.gap) for group in cut.groups), report)
    text = report.chart_text(_title(report, cut), report.say("cut_subtitle", attribute=cut.attribute))
    return report.chart("by_attribute", AttributeRow, frame, drawing.forest(frame, text), text)


def _group_row(report: Context, group: GroupGap) -> dict[str, Any]:
    return {
        "group": group.name or "",
        "customers": group.customers,
        "answers": group.matched,
        "name": group.name or report.say("cut_rest"),
        "note": report.say("group_n", n=group.matched),
        "strong": direction(group.gap) != "unclear",
    }


def _title(report: Context, cut: GroupGaps) -> str:
    directions = [direction(group.gap) for group in cut.groups if group.gap]
    more, less, of = directions.count("more"), directions.count("less"), len(directions)
    if more and less:
        return report.say("cut_chart_both", more=more, less=less, of=of)
    if not more and not less:
        return report.say("cut_chart_unclear", of=of)
    return report.say("cut_chart_more" if more else "cut_chart_less", n=more or less, of=of)


def _table(report: Context, cut: GroupGaps) -> Grid | None:
    heads = ("group", "verdict", "customers", "answers", "nps", "nps low", "nps high", "gap", "gap low", "gap high")
    return report.table(heads, [_line(report, group) for group in cut.groups], texts=2)


def _line(report: Context, group: GroupGap) -> list[str]:
    verdict = report.say(f"verdict_{direction(group.gap)}" if group.gap else "verdict_few")
    score = (group.nps.value, group.nps.low, group.nps.high) if group.nps else (None, None, None)
    sizes = map(report.words.count, (group.customers, group.matched))
    points, money = map(report.words.points, score), map(report.words.money, told_ends(group.gap))
    return [group.name or report.say("cut_rest"), verdict, *sizes, *points, *money]
