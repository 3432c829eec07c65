"""What is at stake with detractors and passives in the next year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import nan
from typing import Annotated

import pandas as pd

from helpers.base.results import ALL, is_seen
from helpers.compare.forecast.foreseen import AT_STAKE, RULE_OF_THUMB, YEAR, AtStake, Forecast, GroupStake
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import direction, rounder, told_ends, told_gap
from helpers.report.sections.next_year import held_line, margin_basis


@dataclass(frozen=True)
class StakeRow(ChartRow):
    """What a segment is expected to bring, and how much more as promoters, with the interval of the latter."""

    charts = ("at_stake",)
    segment: Annotated[str, AT_STAKE]
    customers: int
    expected: float
    at_stake: float
    low: float
    high: float


@section
def at_stake(report: Context, found: AtStake, foreseen: Forecast) -> Iterable[Part | None]:
    """What is at stake in all and by segment, how much of it chance makes, and the trade's rule of thumb."""
    if found.reason:
        yield report.text(at_stake_line(report, found), kind="missing")
        return
    both, line = found.groups[ALL], at_stake_line(report, found)
    beside = (held_line(report, foreseen), report.say("stake_late")) if both.difference else ()
    yield report.text(report.join(*filter(None, (line, *beside, _rule(report, both)))))
    yield _chart(report, found)
    yield _table(report, found)
    yield report.text(*_how(report, found))


def at_stake_line(report: Context, found: AtStake) -> str:
    """What detractors and passives are expected to bring, and how much more promoters who were alike would."""
    if found.reason:
        return report.say(f"stake_{found.reason}")
    both = found.groups[ALL]
    if not both.difference or not is_seen(both.expected):
        return report.say("stake_hidden")
    rounded = rounder([both.expected, both.difference.estimate])
    figures = told_gap(both.difference, rounded) | {"expected": rounded(both.expected), "basis": margin_basis(report)}
    return report.say(f"stake_line_{direction(both.difference)}", n=both.n, days=YEAR, **figures)


def _chart(report: Context, found: AtStake) -> Exhibit | None:
    """Expected purchases, and beside them what is at stake."""
    groups = {name: found.groups[name] for name in AT_STAKE}
    frame = pd.DataFrame([_row(report, name, group) for name, group in groups.items() if group.n])
    if frame["expected"].isna().all():
        return None
    subtitle = report.say("stake_subtitle", days=YEAR, margin=report.settings.gross_margin_rate)
    parts = {"lower_part": report.say("stake_expected"), "upper_part": report.say("stake_more")}
    text = report.chart_text(_title(report, found.groups[ALL]), subtitle, **parts)
    ends = {end: frame["expected"] + frame[end] for end in ("low", "high")}
    drawn = frame.assign(
        lower=frame["expected"], upper=frame["at_stake"], value=frame["expected"] + frame["at_stake"], **ends
    )
    return report.chart("at_stake", StakeRow, frame, drawing.stacked_bars(drawn, text), text)


def _title(report: Context, both: GroupStake) -> str:
    """What they are expected to bring, and what is at stake, where both may be shown and something surely is."""
    if not both.at_stake or not is_seen(both.expected) or direction(both.difference) != "more":
        return report.say("stake_chart")
    rounded = rounder([both.expected, both.at_stake.estimate])
    return report.say("stake_chart_seen", expected=rounded(both.expected), stake=rounded(both.at_stake.estimate))


def _row(report: Context, name: str, group: GroupStake) -> dict[str, object]:
    stake, low, high = (nan if end is None else end for end in told_ends(group.at_stake or None))
    expected = group.expected if is_seen(group.expected) else nan
    rounded = rounder([expected, stake])
    money = {"expected": rounded(expected), "stake": rounded(stake)} if expected == expected else {}
    return {
        "segment": name,
        "name": report.say(f"segment_{name}"),
        "customers": group.n,
        "note": report.say("group_n", n=group.n),
        "expected": expected,
        "at_stake": stake,
        "low": low,
        "high": high,
        "label": report.say("stake_label", **money) if money else "",
    }


def _table(report: Context, found: AtStake) -> Grid | None:
    rows = [
        [
            report.say("stake_both" if name == ALL else f"segment_{name}"),
            report.words.count(group.n),
            report.words.money(group.expected),
            *report.words.with_ends("money", *told_ends(group.difference or None)),
            report.words.money(group.at_stake.estimate if group.at_stake else None),
            *map(report.words.money, (group.rule_of_thumb, group.shortfall, group.by_chance)),
        ]
        for name, group in found.groups.items()
        if group.n
    ]
    heads = ("segment", "customers", "expected_money", "as_promoters", "low", "high", "at_stake", "rule_of_thumb",
             "shortfall", "by_chance")  # fmt: skip
    return report.table(heads, rows, report.say("stake_caption", days=YEAR))


def _rule(report: Context, both: GroupStake) -> str | None:
    """The trade's, beside it."""
    if not is_seen(both.rule_of_thumb):
        return None
    return report.say("stake_rule", rule=both.rule_of_thumb, **RULE_OF_THUMB)


def _how(report: Context, found: AtStake) -> Iterator[str]:
    both = found.groups[ALL]
    if is_seen(both.shortfall) and is_seen(both.by_chance):
        yield report.say("stake_shortfall", shortfall=both.shortfall, chance=both.by_chance)
    yield report.say("stake_meaning", n=found.promoters)
