"""What a customer of each segment is worth: the answer, the chart, the tables, the total."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import pandas as pd

from helpers.base.digits import shares_of_whole
from helpers.base.results import SEGMENTS, Gap, is_seen
from helpers.base.words import ends_beside
from helpers.compare.comparison import Comparison, SegmentValue
from helpers.report import drawing
from helpers.report.chart_text import ChartText
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import (
    alike,
    answer_gap,
    beyond_bound,
    by_what,
    direction,
    group_size,
    measures_shown,
    told_gap,
)


@dataclass(frozen=True)
class ValueRow(ChartRow):
    """What a segment is worth; the interval is the total's."""

    charts = ("value_by_segment",)
    segment: Annotated[str, SEGMENTS]
    customers: int
    ltv: float
    lrv: float
    value: float
    low: float
    high: float


@section
def answer(report: Context, result: Comparison) -> Iterable[Part | None]:
    """The answer, between what has to be known before it and the report's note."""
    yield report.text(beware(report, result), beyond_bound(report, result), kind="note")
    yield report.text(value_headline(report, result), kind="headline")
    yield report.text(report.settings.note, kind="note")


@section
def value(report: Context, result: Comparison) -> Iterable[Part | None]:
    """LTV and LRV of each segment, medians, shares, and the total of all customers."""
    yield _chart(report, result) or report.text(report.say("values_hidden"), kind="missing")
    yield _means(report, result)
    yield _shares(report, result)
    yield report.text(_total(report, result))


def beware(report: Context, result: Comparison) -> str | None:
    """What has to be said before any LRV is shown: a created customer that is worth less than nothing."""
    worth = result.referral.ltv_per_customer
    return report.say("negative_ltv", ltv=worth) if is_seen(worth) and worth < 0 else None


def value_headline(report: Context, result: Comparison) -> str:
    """What a promoter and a detractor are worth, the gap, and how sure it is."""
    if not any(result.segments[segment].n for segment in SEGMENTS):
        return _mean_customer(report, result)
    gap = answer_gap(result)
    return _compared(report, result, gap) if gap else _not_compared(report, result)


def _mean_customer(report: Context, result: Comparison) -> str:
    """What a customer is worth where nobody answered."""
    customers = result.customers
    if is_seen(customers.ltv_mean):
        return report.say("no_answers_headline", mean=customers.ltv_mean, n=customers.n)
    return _too_few(report, customers.n) if customers.n else report.say("no_customers_headline")


def _too_few(report: Context, customers: int) -> str:
    return report.say("total_hidden", n=customers, least=report.settings.smallest_group)


def _not_compared(report: Context, result: Comparison) -> str:
    """Why there is no gap."""
    least = report.settings.smallest_group
    matched = {f"{name}s": result.segments[name].matched for name in ("promoter", "detractor")}
    enough = min(matched.values()) >= least
    return report.say("gap_hidden") if enough else report.say("gap_unknown", least=least, **matched)


def _compared(report: Context, result: Comparison, gap: Gap) -> str:
    measure = result.headline_measure()
    means = {name: result.segments[name].mean(measure) for name in ("promoter", "detractor")}
    rounded = alike(result, measure)
    figures = {name: rounded(mean.mean) for name, mean in means.items() if mean} | told_gap(gap, rounded)
    told = report.say(f"gap_{direction(gap)}", **figures)
    return report.join(told, *filter(None, [by_what(report, result, measure)]))


def _chart(report: Context, result: Comparison) -> Exhibit | None:
    """LTV and LRV stacked by segment with the interval of the whole."""
    frame = value_rows(report, result)
    if frame["value"].isna().all():
        return None
    text = money_text(report, result, _title(report, answer_gap(result)))
    drawn = drawing.stacked_bars(frame.rename(columns={"ltv": "lower", "lrv": "upper"}), text)
    return report.chart("value_by_segment", ValueRow, frame, drawn, text)


def _title(report: Context, gap: Gap | None) -> str:
    """What the interval of the gap allows to say: a ratio only where its interval says the same."""
    if not gap:
        return report.say("gaps_chart_unknown")
    if direction(gap) == "more" and gap.ratio and (gap.ratio.low or 0) > 1:
        low, high = ends_beside("ratio", gap.ratio.estimate, gap.ratio.low, gap.ratio.high)
        return report.say("value_chart_more", low=low, high=high)
    keys = {"more": "value_chart_above", "less": "value_chart_less", "unclear": "value_chart_unclear"}
    return report.say(keys[direction(gap)])


def money_text(report: Context, result: Comparison, title: str, **panels: str) -> ChartText:
    """Words of a chart of the segments' worth; as it is passed on alone, it says where word of mouth is unchecked."""
    measure = result.headline_measure()
    unchecked = by_what(report, result, measure) if measure == "value" else None
    note = " · ".join(filter(None, (unchecked, report.settings.note)))
    parts = {"lower_part": report.say("measure_ltv"), "upper_part": report.say("measure_lrv")}
    subtitle = report.say("value_subtitle", measure=report.say(f"measure_{measure}"))
    return report.chart_text(title, subtitle, note=note, **parts, **panels)


def value_rows(report: Context, result: Comparison) -> pd.DataFrame:
    """Each segment's worth as numbers (NaN where it is not shown) and in words."""
    rows = pd.DataFrame([_value_row(report, result, segment) for segment in SEGMENTS])
    return rows.astype(dict.fromkeys(("ltv", "lrv", "value", "low", "high"), float))


def _value_row(report: Context, result: Comparison, name: str) -> dict[str, Any]:
    segment, measure = result.segments[name], result.headline_measure()
    total = segment.mean(measure) or None
    return {
        "segment": name,
        "name": report.say(f"segment_{name}"),
        "customers": segment.matched,
        "note": group_size(segment, measure, report),
        "ltv": segment.ltv.mean if segment.ltv else None,
        "lrv": segment.lrv.mean if segment.lrv and measure == "value" else None,
        "value": total and total.mean,
        "low": total and total.low,
        "high": total and total.high,
        "label": report.words.money(alike(result, measure)(total and total.mean)),
    }


def _means(report: Context, result: Comparison) -> Grid | None:
    """LTV, LRV and value of each segment: n, mean, interval, median."""
    rows = [
        [
            report.say(f"measure_{measure}"),
            report.say(f"segment_{name}"),
            *_mean(report, result.segments[name], measure),
        ]
        for measure in measures_shown(result)
        for name in SEGMENTS
    ]
    heads = ("measure", "segment", "customers", "mean", "low", "high", "median")
    return report.table(heads, rows, texts=2, few="means_note")


def _mean(report: Context, segment: SegmentValue, measure: str) -> list[str]:
    n, *money = (getattr(segment.mean(measure) or None, name, None) for name in ("n", "mean", "low", "high", "median"))
    return [report.words.count(n), *report.words.with_ends("money", *money[:3]), report.words.money(money[3])]


def _shares(report: Context, result: Comparison) -> Grid | None:
    """Share of buyers, and of all customers' LTV, of each segment."""
    total, rows = result.customers.ltv_total, []
    parts = [
        part.ltv_total / total if is_seen(part.ltv_total) and is_seen(total) and total else None
        for part in result.segments.values()
    ]
    for (name, segment), part in zip(result.segments.items(), shares_of_whole(parts), strict=True):
        bought = segment.buyers / segment.matched if is_seen(segment.buyers) and segment.matched else None
        shares = map(report.words.percent, (bought, part))
        rows.append([report.say(f"segment_{name}"), report.words.count(segment.matched), *shares])
    return report.table(("segment", "customers", "buyer_share", "ltv_share"), rows)


def _total(report: Context, result: Comparison) -> str:
    """The LTV of all customers, and the net amount that it is made of."""
    customers = result.customers
    if not is_seen(customers.ltv_total):
        return _too_few(report, customers.n)
    money = {"total": customers.ltv_total, "net": customers.net_amount_total}
    return report.say("total_share", n=customers.n, margin=report.settings.gross_margin_rate, **money)
