"""Exhibits of the shop's service: KPIs by segment and Heinrich's ladder."""

from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.base.results import is_seen
from helpers.base.words import Words
from helpers.merge.complaints import Ladder
from helpers.merge.kpis import SHOWN_GROUPS, Kpis
from helpers.report import drawing
from helpers.report.chart_rows import saved_rows
from helpers.report.exhibits.common_charts import alternative_text, interval_line
from helpers.report.show import Exhibit
from helpers.report.style import ChartText

_RATE = ("rate", "low", "high")


def kpis_chart(result: Kpis, words: Words, settings: Settings) -> Exhibit | str:
    """KPIs by segment with intervals; those without any data are left out."""
    rates = result.rates
    drawn = [kpi for kpi, groups in rates.items() if is_seen(groups["all"].rate)]
    if not drawn:
        return words.say("kpi_unknown")
    frame = pd.DataFrame([_kpi_row(kpi, group, rates[kpi][group], words) for kpi in drawn for group in SHOWN_GROUPS])
    subtitle = words.say("kpi_subtitle", lines=interval_line(words, settings))
    text = ChartText(_kpi_title(rates, words), subtitle, settings.note, format_value=words.percent)
    names = frame["kpi_label"] + " · " + frame["segment_label"]
    alternative = alternative_text(text, frame["label"], names, words)
    return Exhibit("kpis", drawing.rate_panels(frame, text), saved_rows("kpis", frame), alternative)


def _kpi_row(kpi: str, group: str, rate: Rate, words: Words) -> dict:
    numbers = {name: getattr(rate, name) if is_seen(getattr(rate, name)) else float("nan") for name in _RATE}
    return {
        "kpi": kpi,
        "kpi_label": words.say(f"kpi_{kpi}"),
        "segment": group,
        "segment_label": words.say(f"segment_{group}"),
        **numbers,
        "label": words.percent(rate.rate),
    }


def _kpi_title(rates: Mapping[str, Mapping[str, Rate]], words: Words) -> str:
    """The KPI in which promoters and detractors lie widest apart, among those whose intervals don't meet."""
    if not any(_compared(groups) for groups in rates.values()):
        return words.say("gaps_chart_unknown")
    gaps = {kpi: _clear_gap(groups["promoter"], groups["detractor"]) for kpi, groups in rates.items()}
    kpi = max(gaps, key=gaps.__getitem__)
    if not gaps[kpi]:
        return words.say("kpi_chart")
    names = {"first": words.say("segment_detractor"), "second": words.say("segment_promoter")}
    shares = {"first_rate": rates[kpi]["detractor"].rate, "second_rate": rates[kpi]["promoter"].rate}
    return words.say("kpi_chart_highest", kpi=words.say(f"kpi_{kpi}"), **names, **shares)


def _compared(groups: Mapping[str, Rate]) -> bool:
    return is_seen(groups["promoter"].rate) and is_seen(groups["detractor"].rate)


def _clear_gap(first: Rate, second: Rate) -> float:
    """How far two rates lie apart; 0 where their intervals meet or are not known."""
    ends = [getattr(rate, name) for rate in (first, second) for name in _RATE]
    if not all(map(is_seen, ends)):
        return 0.0
    rate, low, high, other_rate, other_low, other_high = ends
    return abs(rate - other_rate) if high < other_low or other_high < low else 0.0


def heinrich_chart(ladder: Ladder | None, words: Words, settings: Settings) -> Exhibit | str:
    """Complaints by severity, seen against what the major ones lead one to expect."""
    if ladder is None:
        return words.say("missing_complaints")
    frame = pd.DataFrame([{"severity": severity, **asdict(rung)} for severity, rung in ladder.rungs().items()])
    frame = frame.assign(
        severity_label=[words.say(f"severity_{severity}") for severity in frame["severity"]],
        seen_label=[words.say("seen_label", n=n) for n in frame["seen"]],
        expected_label=[words.say("expected_label", n=n) for n in frame["expected"]],
    )
    note = " · ".join(filter(None, (words.say("heinrich_note"), settings.note)))
    text = ChartText(_heinrich_title(ladder, words), words.say("heinrich_subtitle"), note, format_value=words.count)
    alternative = alternative_text(
        text, frame["seen_label"] + " / " + frame["expected_label"], frame["severity_label"], words
    )
    return Exhibit("heinrich", drawing.ladder_bars(frame, text), saved_rows("heinrich", frame), alternative)


def _heinrich_title(ladder: Ladder, words: Words) -> str:
    """What is missing on record; without a major complaint the ladder has nothing to say."""
    if not any(rung.expected for rung in ladder.rungs().values()):
        return words.say("heinrich_chart_none")
    severity = ladder.widest()
    missing = ladder.rungs()[severity].gap
    if missing <= 0:
        return words.say("heinrich_chart_fine")
    return words.say("heinrich_chart_under", missing=missing, name=words.say(f"severities_{severity}"))
