"""Exhibits of the shop's service: KPIs by segment and Heinrich's ladder."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.proportions import Rate
from helpers.base.words import Words
from helpers.merge.kpis import SHOWN_GROUPS
from helpers.report import drawing
from helpers.report.exhibits.common import alternative_text, figures_alone, interval_line
from helpers.report.show import Exhibit
from helpers.report.style import ChartText

_RATE = ("rate", "low", "high")


def kpis(rates: dict[str, dict[str, Rate]], words: Words, settings: Settings) -> Exhibit | str:
    """KPIs by segment with intervals; those without any data are left out."""
    known = {kpi: groups for kpi, groups in rates.items() if groups["all"].rate is not None}
    if not known:
        return words.say("kpi_unknown")
    rows = [_kpi_row(kpi, group, known[kpi][group], words) for kpi in known for group in SHOWN_GROUPS]
    frame = pd.DataFrame(rows)
    subtitle = words.say("kpi_subtitle", lines=interval_line(words, settings))
    text = ChartText(_kpi_title(rates, words), subtitle, settings.note, format_value=words.percent)
    names = frame["kpi_label"] + " · " + frame["segment_label"]
    alternative = alternative_text(text, frame["label"], names, words)
    return Exhibit("kpis", drawing.kpis(frame, text), figures_alone(frame), alternative)


def _kpi_row(kpi: str, group: str, rate: Rate, words: Words) -> dict:
    numbers = {name: float("nan") if getattr(rate, name) is None else getattr(rate, name) for name in _RATE}
    return {
        "kpi": kpi,
        "kpi_label": words.say(f"kpi_{kpi}"),
        "segment": group,
        "segment_label": words.say(f"segment_{group}"),
        **numbers,
        "label": words.percent(rate.rate),
    }


def _kpi_title(rates: dict[str, dict[str, Rate]], words: Words) -> str:
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


def _compared(groups: dict[str, Rate]) -> bool:
    return None not in (groups["promoter"].rate, groups["detractor"].rate)


def _clear_gap(one: Rate, other: Rate) -> float:
    """How far two rates lie apart; 0 where their intervals meet or are not known."""
    ends = (one.rate, one.low, one.high, other.rate, other.low, other.high)
    if any(end is None for end in ends):
        return 0.0
    rate, low, high, other_rate, other_low, other_high = (float(end or 0) for end in ends)
    return abs(rate - other_rate) if high < other_low or other_high < low else 0.0


def heinrich(ladder: pd.DataFrame | None, words: Words, settings: Settings) -> Exhibit | str:
    """Complaints by severity, seen against what the major ones lead one to expect."""
    if ladder is None:
        return words.say("missing_complaints")
    frame = ladder.assign(
        severity_label=[words.say(f"severity_{severity}") for severity in ladder["severity"]],
        seen_label=[words.say("seen_label", n=n) for n in ladder["seen"]],
        expected_label=[words.say("expected_label", n=n) for n in ladder["expected"]],
    )
    note = " · ".join(filter(None, (words.say("heinrich_note"), settings.note)))
    text = ChartText(_heinrich_title(ladder, words), words.say("heinrich_subtitle"), note, format_value=words.count)
    alternative = alternative_text(
        text, frame["seen_label"] + " / " + frame["expected_label"], frame["severity_label"], words
    )
    return Exhibit("heinrich", drawing.heinrich(frame, text), figures_alone(frame), alternative)


def _heinrich_title(ladder: pd.DataFrame, words: Words) -> str:
    """What is missing on record; without a major complaint the ladder has nothing to say."""
    if not ladder["expected"].any():
        return words.say("heinrich_chart_none")
    widest = ladder.loc[ladder["gap"].idxmax()]
    if widest["gap"] <= 0:
        return words.say("heinrich_chart_fine")
    name = words.say(f"severities_{widest['severity']}")
    return words.say("heinrich_chart_under", missing=int(widest["gap"]), name=name)
