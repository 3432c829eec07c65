"""KPIs of service by segment: who buys again, what is sent back, who complains, who leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import nan
from typing import Annotated, Any

import pandas as pd

from helpers.base.proportions import Rate
from helpers.base.results import ALL, is_seen
from helpers.base.words import MISSING
from helpers.merge.kpi_names import KPIS, MONEY_RATE
from helpers.merge.kpis import KPI_GROUPS, SHOWN_GROUPS, Kpis
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Grid, Part


@dataclass(frozen=True)
class KpiRow(ChartRow):
    """A rate of a segment."""

    charts = ("kpis",)
    kpi: Annotated[str, KPIS]
    segment: Annotated[str, KPI_GROUPS]
    rate: float
    low: float
    high: float


@section
def kpis(report: Context, result: Kpis) -> Iterable[Part | None]:
    """Rates with intervals, and what they are made of; those without any data are left out."""
    yield _chart(report, result)
    yield _table(report, result)


def _chart(report: Context, result: Kpis) -> Part | None:
    drawn = [kpi for kpi, groups in result.rates.items() if is_seen(groups[ALL].rate)]
    if not drawn:
        return report.text(report.say("kpi_unknown"), kind="missing")
    rows = [_row(report, kpi, group, result.rates[kpi][group]) for kpi in drawn for group in SHOWN_GROUPS]
    frame = pd.DataFrame(rows)
    title = _title(report, result.rates)
    text = report.chart_text(title, report.say(_subtitle(result)), format_value=report.words.percent)
    figure = drawing.rate_panels(frame.rename(columns={"rate": "estimate"}), text)
    read = frame.assign(name=frame["panel"] + " · " + frame["name"])
    return report.chart("kpis", KpiRow, frame, figure, text, read=read)


def _subtitle(result: Kpis) -> str:
    return "kpi_subtitle_whole" if _came_later(result) else "kpi_subtitle"


def _row(report: Context, kpi: str, group: str, rate: Rate) -> dict[str, Any]:
    names = {"kpi": kpi, "panel": report.say(f"kpi_{kpi}"), "segment": group, "name": _group(report, group)}
    ends = {end: share if is_seen(share) else nan for end, share in _ends(rate).items()}
    return names | ends | {"label": report.words.percent(rate.rate)}


def _group(report: Context, group: str) -> str:
    return report.say("kpi_in_all" if group == ALL else f"segment_{group}")


def _ends(rate: Rate) -> dict[str, float | None]:
    return {"rate": rate.rate, "low": rate.low, "high": rate.high}


def _title(report: Context, rates: Mapping[str, Mapping[str, Rate]]) -> str:
    """The KPI in which promoters and detractors lie widest apart, among those whose intervals don't meet."""
    pairs = {kpi: (groups["detractor"], groups["promoter"]) for kpi, groups in rates.items()}
    if not any(is_seen(first.rate) and is_seen(second.rate) for first, second in pairs.values()):
        return report.say("gaps_chart_unknown")
    gaps = {kpi: _clear_gap(*pair) for kpi, pair in pairs.items()}
    kpi = max(gaps, key=gaps.__getitem__)
    if not gaps[kpi]:
        return report.say("kpi_chart")
    names = {"first": report.say("segment_detractor"), "second": report.say("segment_promoter")}
    shares = {f"{side}_rate": rate.rate for side, rate in zip(names, pairs[kpi], strict=True)}
    return report.say("kpi_chart_highest", kpi=report.say(f"kpi_{kpi}"), **names, **shares)


def _clear_gap(first: Rate, second: Rate) -> float:
    """How far two rates lie apart; 0 where their intervals meet or are not known."""
    ends = [end for rate in (first, second) for end in _ends(rate).values() if is_seen(end)]
    if len(ends) < 6:
        return 0.0
    rate, low, high, other_rate, other_low, other_high = ends
    return abs(rate - other_rate) if high < other_low or other_high < low else 0.0


def _table(report: Context, result: Kpis) -> Grid | None:
    """Numerator, denominator, rate and interval of every KPI by segment."""
    beside = result.all_customers if _came_later(result) else {}
    rows = [
        [report.say(f"kpi_{kpi}"), _group(report, group), *_cells(report, kpi, groups[group])]
        + ([_beside(report, beside[kpi][group]) if kpi in beside else ""] if beside else [])
        for kpi, groups in result.rates.items()
        for group in SHOWN_GROUPS
        if groups[ALL].denominator != 0  # hidden ones show their dashes
    ]
    heads = ("measure", "segment", "numerator", "denominator", "rate", "low", "high")
    caption = report.say("kpi_caption") if beside else ""
    return report.table((*heads, *(["with_new"] if beside else [])), rows, caption, texts=2)


def _came_later(result: Kpis) -> bool:
    """Whether some customers were so for a part of the window alone."""
    return any(groups != result.rates[kpi] for kpi, groups in result.all_customers.items())


def _beside(report: Context, rate: Rate) -> str:
    """Rate of all customers, with its counts."""
    if not is_seen(rate.rate):
        return MISSING
    return report.say("kpi_label", **{part: getattr(rate, part) for part in ("rate", "numerator", "denominator")})


def _cells(report: Context, kpi: str, rate: Rate) -> list[str]:
    written = report.words.money if kpi == MONEY_RATE else report.words.count
    return [
        *map(written, (rate.numerator, rate.denominator)),
        *report.words.with_ends("percent", *_ends(rate).values()),
    ]
