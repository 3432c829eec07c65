"""What customers are expected to buy in the next year, and how well such a forecast told what came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import nan
from typing import Annotated

import pandas as pd

from helpers.base.results import ALL, derived, is_seen
from helpers.compare.forecast.foreseen import FORECAST_GROUPS, WAYS, YEAR, Forecast, GroupForecast, OutOfTime
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import rounder, told_ends

TOGETHER = 0.3  # rank correlation from which on the models' independence is doubted


@dataclass(frozen=True)
class ForecastRow(ChartRow):
    """What a customer of a segment is expected to bring in 365 days, with its interval."""

    charts = ("next_year",)
    segment: Annotated[str, FORECAST_GROUPS]
    customers: int
    estimate: float
    low: float
    high: float


@section
def next_year(report: Context, found: Forecast) -> Iterable[Part | None]:
    """The forecast by segment, how it was made, and how well the same one told the time before."""
    if found.reason:
        yield report.text(report.say(f"forecast_{found.reason}"), kind="missing")
        return
    yield report.text(report.join(_total(report, found.groups[ALL]), *_held(report, found)))
    yield _chart(report, found) or report.text(report.say("values_hidden"), kind="missing")
    yield _table(report, found)
    if found.check:
        yield report.text(_checked(report, found.check, found.used))
        yield _ways(report, found.check)
    yield report.text(*_how(report, found))


def _total(report: Context, everybody: GroupForecast) -> str:
    if not everybody.total or not is_seen(everybody.last_year):
        return report.say("forecast_hidden")
    rounded = rounder([everybody.total.estimate, everybody.last_year])
    total, low, high = rounded.ends(*told_ends(everybody.total))
    last = rounded(everybody.last_year)
    told = {"total": total, "low": low, "high": high, "last": last, "basis": margin_basis(report)}
    return report.say("forecast_total", n=everybody.n, days=YEAR, **told)


def margin_basis(report: Context) -> str:
    """That a forecast is of the margin; nothing where that is the whole amount."""
    margin = report.settings.gross_margin_rate
    return "" if margin == 1 else report.say("forecast_basis", margin=margin)


def held_line(report: Context, found: Forecast) -> str | None:
    """How much of what came the way in use would have told; that nobody knows; nothing where it may not be shown."""
    check = found.check
    if check is None or check.reason:
        return report.say("forecast_not_held")
    told = check.ways[found.used].total
    if not is_seen(check.came) or not is_seen(told) or not check.came:
        return None
    return report.say("forecast_held", days=check.days, share=told / check.came)


def _held(report: Context, found: Forecast) -> Iterator[str]:
    line = held_line(report, found)
    if line and is_seen(found.groups[ALL].last_year):
        yield line


def _chart(report: Context, found: Forecast) -> Exhibit | None:
    """The mean of each segment with its interval."""
    frame = pd.DataFrame([_row(report, name, group) for name, group in found.groups.items() if group.n])
    if frame.empty or frame["estimate"].isna().all():
        return None
    rounded = rounder(frame["estimate"])
    labels = [report.words.money(rounded(None if pd.isna(mean) else mean)) for mean in frame["estimate"]]
    frame = frame.assign(label=labels)
    subtitle = report.say("forecast_subtitle", days=YEAR, margin=report.settings.gross_margin_rate)
    text = report.chart_text(_title(report, found), subtitle)
    parts = frame.assign(lower=frame["estimate"], upper=nan, value=frame["estimate"])
    return report.chart("next_year", ForecastRow, frame, drawing.stacked_bars(parts, text), text)


def _title(report: Context, found: Forecast) -> str:
    """What a promoter and a detractor are expected to bring, where both may be shown."""
    means = {name: found.groups[name].mean for name in ("promoter", "detractor")}
    figures = {name: mean.estimate for name, mean in means.items() if mean}
    if len(figures) < len(means):
        return report.say("forecast_chart")
    rounded = rounder(figures.values())
    return report.say("forecast_chart_seen", **{name: rounded(figure) for name, figure in figures.items()})


def _row(report: Context, name: str, group: GroupForecast) -> dict[str, object]:
    ends = (nan if end is None else end for end in told_ends(group.mean or None))
    known = {"segment": name, "name": report.say(f"segment_{name}"), "customers": group.n}
    note = report.say("group_n", n=group.n)
    return known | {"note": note} | dict(zip(("estimate", "low", "high"), ends, strict=True))


def _table(report: Context, found: Forecast) -> Grid | None:
    rows = [
        [
            report.say(f"segment_{name}"),
            report.words.count(group.n),
            *report.words.with_ends("money", *told_ends(group.mean or None)),
            *report.words.with_ends("money", *told_ends(group.total or None)),
            report.words.money(group.last_year),
        ]
        for name, group in found.groups.items()
        if group.n
    ]
    heads = ("segment", "customers", "forecast_mean", "low", "high", "forecast_total", "low", "high", "last_year")
    return report.table(heads, rows, report.say("forecast_caption", days=YEAR))


def _checked(report: Context, check: OutOfTime, used: str) -> str:
    """How the forecast did beside the plain ways, and which is used."""
    day = report.settings.check_start
    if check.reason:
        return report.say("forecast_unchecked", day=day)
    model = check.ways["model"]
    if not is_seen(check.came) or not is_seen(model.total):
        return report.say("forecast_check_hidden", way=report.say(f"way_{used}"))
    share = model.total / check.came if check.came else None
    figures = {"told": model.total, "came": check.came, "share": share, "n": check.n, "days": check.days}
    return report.say(f"forecast_check_{used}", day=day, **figures)


def _ways(report: Context, check: OutOfTime) -> Grid | None:
    """What each way told, as part of what came, and by how much it erred."""
    rows = []
    for name in WAYS:
        if way := check.ways.get(name):
            share = derived(lambda told, came: told / came if came else None, way.total, check.came)
            money = map(report.words.money, (way.total, way.error, way.absolute))
            total, *errors = money
            rows.append([report.say(f"way_{name}"), total, report.words.percent(share), *errors])
    heads = ("way", "told", "of_what_came", "root_error", "absolute_error")
    return report.table(heads, rows, report.say("forecast_ways", n=check.n, days=check.days))


def _how(report: Context, found: Forecast) -> Iterator[str]:
    yield report.say("forecast_how", model=report.say(f"model_{found.model}"), n=found.fitted)
    yield report.say("forecast_meaning")
    if found.check and not found.check.reason:
        yield report.say("forecast_check_meaning")
    if is_seen(found.together) and abs(found.together) >= TOGETHER:
        yield report.say("forecast_together", correlation=found.together)
