"""Groups of customers by an attribute: the score, and the gap of LTV in each, plain and drawn together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import nan
from typing import Any

from helpers.base.pooling import FEWEST
from helpers.base.results import is_seen
from helpers.compare.groups import Cut, GroupGap, GroupGaps, group_gaps
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import direction, gap_rows, told_ends


@dataclass(frozen=True)
class AttributeRow(ChartRow):
    """The gap in a group of an attribute: drawn together, and plain; the first is empty with fewer than three."""

    charts = ("by_attribute",)
    group: str
    customers: int
    answers: int
    estimate: float
    low: float
    high: float
    plain: float
    plain_low: float
    plain_high: float


@section
def groups(report: Context, cut: Cut | None) -> Iterable[Part | None]:
    """The gap of each group, drawn together and plain, and how the groups were compared; the scores."""
    gaps = group_gaps(cut, report.settings)
    if gaps is None or not gaps.compared:
        yield report.text(report.say("cut_few" if gaps else "cut_none"), kind="missing")
    else:
        yield _chart(report, gaps)
        yield _gaps(report, gaps)
        yield report.text(*_comparison(report, gaps))
    yield _scores(report, gaps) if gaps else None


def _comparison(report: Context, gaps: GroupGaps) -> Iterator[str]:
    """How the groups were compared, how much of their spread is chance, and that the plain intervals hold together."""
    if gaps.compared < 2:
        yield report.say("cut_single")
        return
    if gaps.spread is None:
        yield report.say("cut_unranked", least=FEWEST)
    else:
        yield report.say("cut_spread" if gaps.spread else "cut_no_spread", spread=gaps.spread)
    yield report.say("cut_note", n=gaps.compared, each=report.words.percent(gaps.confidence, digits=1))


def _chart(report: Context, gaps: GroupGaps) -> Exhibit:
    told = [(_group_row(report, group), _told(group, gaps)) for group in gaps.ranked()]
    frame = gap_rows(told, report)
    together = gaps.spread is not None
    subtitle = report.say("cut_subtitle" if together else "cut_subtitle_plain", attribute=gaps.attribute)
    text = report.chart_text(_title(report, gaps), subtitle)
    drawn = drawing.forest(frame, text)
    saved = frame if together else frame.assign(**dict.fromkeys(("estimate", "low", "high"), nan))
    return report.chart("by_attribute", AttributeRow, saved, drawn, text, read=frame)


def _told(group: GroupGap, gaps: GroupGaps) -> Any:
    """The gap that the report rests on: drawn together, or plain where the groups are too few for it."""
    return group.gap if gaps.spread is None else group.drawn


def _group_row(report: Context, group: GroupGap) -> dict[str, Any]:
    plain = (nan if end is None else end for end in told_ends(group.gap))
    return {
        "group": group.name or "",
        "customers": group.customers if is_seen(group.customers) else nan,
        "answers": group.matched if is_seen(group.matched) else nan,
        **dict(zip(("plain", "plain_low", "plain_high"), plain, strict=True)),
        "name": group.name or report.say("cut_rest"),
        "note": report.say("group_n", n=group.matched),
        "strong": direction(group.drawn) != "unclear",
    }


def _title(report: Context, gaps: GroupGaps) -> str:
    """What the gaps drawn together allow to say; nothing of groups that are too few for it."""
    if gaps.spread is None:
        return report.say("cut_chart_few", of=gaps.compared)
    directions = [direction(group.drawn) for group in gaps.groups if group.drawn]
    more, less, of = directions.count("more"), directions.count("less"), len(directions)
    if more and less:
        return report.say("cut_chart_both", more=more, less=less, of=of)
    if not more and not less:
        return report.say("cut_chart_unclear", of=of)
    return report.say("cut_chart_more" if more else "cut_chart_less", n=more or less, of=of)


def _gaps(report: Context, gaps: GroupGaps) -> Grid | None:
    """Each group's gap, drawn together and plain, with what the former says (or else the latter)."""
    together = ("drawn", "drawn low", "drawn high") if gaps.spread is not None else ()
    heads = ("group", "verdict", *together, "plain_gap", "plain_gap low", "plain_gap high")
    rows = [_gap_line(report, group, gaps) for group in gaps.ranked()]
    return report.table(heads, rows, report.say("cut_ranked") if gaps.spread else "", texts=2)


def _gap_line(report: Context, group: GroupGap, gaps: GroupGaps) -> list[str]:
    told = _told(group, gaps)
    verdict = report.say(f"verdict_{direction(told)}" if told else "verdict_few")
    drawn = report.words.with_ends("money", *told_ends(group.drawn)) if gaps.spread is not None else ()
    plain = report.words.with_ends("money", *told_ends(group.gap))
    return [group.name or report.say("cut_rest"), verdict, *drawn, *plain]


def _scores(report: Context, gaps: GroupGaps) -> Grid | None:
    """Each group's score, in the order of the groups' names: they are not ranked by it."""
    rows = [_score_line(report, group) for group in gaps.groups]
    heads = ("group", "customers", "answers", "nps", "nps low", "nps high")
    return report.table(heads, rows, report.say("cut_scores"))


def _score_line(report: Context, group: GroupGap) -> list[str]:
    score = (group.nps.value, group.nps.low, group.nps.high) if group.nps else (None, None, None)
    sizes = map(report.words.count, (group.customers, group.matched))
    return [group.name or report.say("cut_rest"), *sizes, *map(report.words.points, score)]
