"""The monitor: who answered of those asked, and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from math import nan
from typing import Annotated, Any

import pandas as pd

from helpers.base.digits import shares_of_whole
from helpers.base.proportions import Rate
from helpers.collect.monitor import Monitor, ResponseGroup
from helpers.collect.plan.bands import BAND_KINDS, CHANNELS, OTHER, SPENDS, TENURES, UNKNOWN
from helpers.collect.timing import DaySpan, EarlyLate
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Part

_NO_RATE = Rate(None, None, None, None, None)


@dataclass(frozen=True)
class DaysRow(ChartRow):
    """Answers in a span of days."""

    charts = ("answers_by_day",)
    first_day: int
    last_day: int  # nothing of the last span, which is open
    answers: int


@dataclass(frozen=True)
class ResponseRow(ChartRow):
    """Share who answered of a group, beside that of all (`whole`); channels by the names that the settings know."""

    charts = ("response_rates",)
    exact = ("rate", "whole")
    kind: Annotated[str, BAND_KINDS]
    name: Annotated[str, (*CHANNELS, OTHER, *TENURES, *SPENDS)]
    answered: int
    invited: int
    rate: float
    low: float
    high: float
    whole: float


@section
def monitor(report: Context, last: Monitor | None) -> Iterable[Part | None]:
    """Asked, delivered, opened, answered; who hardly answered; whether the late think otherwise than the early."""
    if last is None:
        yield report.text(report.say("monitor_unknown"), kind="missing")
        return
    yield report.text(*_notes(report, last))
    yield _days_chart(report, last.days) if last.days else report.text(report.say("days_unknown"), kind="missing")
    if last.groups and last.rate.rate is not None:
        yield _rates_chart(report, last)
    yield report.text(*(_silent(report, group, last.rate) for group in last.groups if group.silent), kind="warning")
    if last.thirds is not None:
        yield report.text(_early_late(report, last.thirds), report.say("thirds_meaning"))


def band_name(report: Context, kind: str, name: str) -> str:
    """Name of a band of customers in words; a channel that the settings name as they name it."""
    if kind == "tenure":
        return report.say(f"tenure_{TENURES[TENURES.index(name)]}")
    if kind == "spend":
        return report.say(f"spend_{SPENDS[SPENDS.index(name)]}")
    if name in CHANNELS:
        return report.say("channel_number", n=CHANNELS.index(name) + 1)
    return report.say(f"channel_{name}") if name in (OTHER, UNKNOWN) else name


def _notes(report: Context, last: Monitor) -> Iterator[str]:
    if last.wave:
        yield report.say("monitor_wave")
    if last.delivered is not None:
        share = last.delivered / last.invited
        yield report.say("monitor_delivered", n=last.delivered, asked=last.invited, share=share)
    if last.opened is not None:
        yield report.say("monitor_opened", n=last.opened, share=last.opened / last.invited)
    if last.undated:
        yield report.say("monitor_undated", n=last.undated)
    if any(group.name in CHANNELS for group in last.groups):
        yield report.say("rates_unnamed")


def _silent(report: Context, group: ResponseGroup, whole: Rate) -> str:
    """That a group hardly answered."""
    names = {"kind": report.say(f"by_{group.kind}"), "name": band_name(report, group.kind, group.name)}
    return report.say("monitor_silent", **names, rate=group.rate.rate, whole=whole.rate)


def _early_late(report: Context, thirds: EarlyLate) -> str:
    scores = {"early": thirds.early.value, "late": thirds.late.value, "n": thirds.early.n}
    ends = {"estimate": thirds.estimate, "low": thirds.low, "high": thirds.high}
    return report.say("thirds_apart" if thirds.distinguishable else "thirds_alike", **scores, **ends)


def _days_chart(report: Context, spans: tuple[DaySpan, ...]) -> Exhibit:
    """Answers by days since the invitation, as bars."""
    total = sum(span.answers for span in spans)
    shares = shares_of_whole([span.answers / total for span in spans])
    labels = [report.say("day_label", n=span.answers, share=share) for span, share in zip(spans, shares, strict=True)]
    frame = pd.DataFrame(spans).astype({"last_day": "Int64"})
    frame = frame.assign(name=[_days(report, span) for span in spans], label=labels)
    text = report.chart_text(_days_title(report, spans), report.say("days_subtitle", n=total))
    drawn = drawing.step_bars(frame.rename(columns={"answers": "value"}), text)
    return report.chart("answers_by_day", DaysRow, frame, drawn, text)


def _days_title(report: Context, spans: tuple[DaySpan, ...]) -> str:
    """By when half of the answers came; where that is in the open span, how many came before it."""
    total, until, title = sum(span.answers for span in spans), 0, report.say("days_chart_one")
    for span in spans:
        until += span.answers
        if span.last_day is None or 2 * (until - span.answers) >= total:
            break
        title = report.say("days_chart", share=until / total, day=span.last_day + 1)
    return title


def _days(report: Context, span: DaySpan) -> str:
    """Days as people count them: the day of the invitation is the first."""
    if span.last_day is None:
        return report.say("day_open", first=span.first_day + 1)
    if span.first_day == span.last_day:
        return report.say("day_one", day=span.first_day + 1)
    return report.say("day_span", first=span.first_day + 1, last=span.last_day + 1)


def _rates_chart(report: Context, last: Monitor) -> Exhibit:
    """Response rates by channel, tenure and spend with intervals."""
    frame = pd.DataFrame([_group_row(report, group) for group in last.groups]).assign(whole=last.rate.rate)
    subtitle = report.say("rates_subtitle", n=last.invited, rate=last.rate.rate)
    text = report.chart_text(_rates_title(report, last), subtitle, format_value=report.words.percent)
    read = pd.DataFrame({"name": frame["panel"] + " · " + frame["title"], "label": frame["label"]})
    drawn = frame.drop(columns="name").rename(columns={"title": "name", "rate": "estimate"})
    return report.chart("response_rates", ResponseRow, frame, drawing.rate_rows(drawn, text), text, read=read)


def _group_row(report: Context, group: ResponseGroup) -> dict[str, Any]:
    rate = group.rate or _NO_RATE
    counts = {"answered": rate.numerator, "invited": rate.denominator}
    ends = {"rate": rate.rate, "low": rate.low, "high": rate.high}
    return {
        "kind": group.kind,
        "panel": report.say(f"by_{group.kind}"),
        "name": group.name,
        "title": band_name(report, group.kind, group.name),
        **{name: nan if value is None else value for name, value in (counts | ends).items()},
        "label": report.say("rate_label", rate=rate.rate, **counts) if rate.denominator else "",
    }


def _rates_title(report: Context, last: Monitor) -> str:
    """The two groups that lie widest apart, among those of a kind whose intervals don't meet."""
    known = [group for group in last.groups if group.rate and group.rate.rate is not None]
    pairs = [
        (high, low)
        for high, low in permutations(known, 2)
        if high.kind == low.kind and (high.rate.low or 0) > (low.rate.high or 0)
    ]
    if not pairs:
        return report.say("rates_chart_alike")
    high, low = max(pairs, key=lambda pair: (pair[0].rate.rate or 0) - (pair[1].rate.rate or 0))
    names = {"high": band_name(report, high.kind, high.name), "low": band_name(report, low.kind, low.name)}
    return report.say("rates_chart", **names, high_rate=high.rate.rate, low_rate=low.rate.rate)
