"""Whom to call, as it is told: how many, how much, where the list lies. Never who."""

from collections.abc import Iterable, Iterator

from helpers.base.results import ALL, is_hidden, is_seen
from helpers.collect.plan.sizes import POWER
from helpers.compare.call_list import CallList, CallPart
from helpers.compare.forecast.foreseen import YEAR, AtStake
from helpers.compare.reach import Reach
from helpers.report.call_files import CALL_FILES, call_names, is_list_kept
from helpers.report.context import Context, section
from helpers.report.parts import Grid, Part
from helpers.report.phrasing import direction, private_place


@section
def calls(report: Context, listed: CallList | None, stakes: AtStake | None) -> Iterable[Part | None]:
    """The list that was written; `stakes` tell whether promoters are known to bring more."""
    if listed is None:
        yield report.text(report.say("calls_unknown"), kind="missing")
        return
    by = _told_by(listed, stakes)
    yield report.text(*_of_list(report, listed, by))
    yield report.text(*_of_other_lists(report, listed))
    yield _account(report, listed, by)


def calls_line(report: Context, listed: CallList | None, stakes: AtStake | None) -> str | None:
    """One line for the brief: how many to call, how much is at stake, where the list lies; nothing where few are."""
    if listed is None or not is_seen(listed.called.customers) or not listed.called.customers:
        return None
    told = {"called": listed.called.customers, "list": _book(report, listed)}
    by = _told_by(listed, stakes)
    key = f"calls_order_{listed.ranked_by}" if by == "hidden" else f"calls_line_{by}"
    line = report.say(key, stake=_stake(listed), **told)
    held = listed.held_out.customers
    return report.join(line, report.say("calls_line_held", held=held)) if is_seen(held) and held else line


def _told_by(listed: CallList, stakes: AtStake | None) -> str:
    """What a sum rests on; ``unclear``: promoters are not known to bring more; ``hidden``: it may not be told."""
    difference = stakes.groups[ALL].difference if stakes and stakes.groups else None
    by_forecast = listed.ranked_by == "at_stake"
    if by_forecast and is_seen(difference) and direction(difference) != "more":
        return "unclear"
    is_told = is_seen(_stake(listed)) and (is_seen(difference) or not by_forecast)
    return listed.ranked_by if is_told else "hidden"


def _stake(listed: CallList) -> float | None:
    return listed.called.at_stake if listed.ranked_by == "at_stake" else listed.called.plain_rule


def _book(report: Context, listed: CallList) -> str:
    return private_place(report, call_names(listed.listed_on).book)


def _of_list(report: Context, listed: CallList, by: str) -> Iterator[str]:
    called = listed.called.customers
    if is_hidden(called):
        yield report.say("calls_few", least=report.settings.min_cell, list=_book(report, listed))
        return
    if not called:
        yield report.say("calls_nobody")
        return
    yield report.say(f"calls_by_{listed.ranked_by}", called=called)
    if by != "hidden":
        yield report.say(f"calls_money_{by}", stake=_stake(listed))
    told = {"book": _book(report, listed), "list": private_place(report, call_names(listed.listed_on).listed)}
    columns = report.names(f"calls_told_{name}" for name in ("score", *listed.reach.filled))
    yield report.say("calls_where", **told, columns=columns, given=private_place(report, CALL_FILES))
    yield from _of_reach(report, listed.reach)
    yield from _of_holdout(report, listed, by)


def _of_reach(report: Context, reach: Reach) -> Iterator[str]:
    if is_seen(reach.phones) and is_seen(reach.addresses):
        yield report.say("calls_reach", phones=reach.phones, addresses=reach.addresses)
    if not reach.is_consent_known:
        yield report.say("calls_no_consent")


def _of_other_lists(report: Context, listed: CallList) -> Iterator[str]:
    """Of this day's list, where it was filled in before, and of those that were given and are no earlier ones."""
    if is_list_kept(report.settings):
        yield report.say("calls_kept", list=_book(report, listed))
    for file, day in listed.not_read.items():
        yield report.say("calls_not_read", file=file, day=day)


def _of_holdout(report: Context, listed: CallList, by: str) -> Iterator[str]:
    held = listed.held_out.customers
    if held == 0:
        yield report.say("calls_no_holdout", name="holdout_share")
        return
    if is_seen(held):
        yield report.say("calls_holdout", held=held, file=private_place(report, call_names(listed.listed_on).held))
    if is_seen(effect := listed.smallest_effect):
        each = _each(report, listed, by)
        key = "calls_smallest" if each is None or effect <= each else "calls_smallest_more"
        yield report.say(key, effect=effect, power=POWER, each=each)


def _each(report: Context, listed: CallList, by: str) -> float | None:
    """What is at stake with each to call over as long a time as the window; ``None`` where that is not told."""
    stake, days = _stake(listed), report.settings.window_days
    if by != listed.ranked_by or not is_seen(stake) or (by == "at_stake" and not days):
        return None
    return stake / listed.called.customers * (days / YEAR if by == "at_stake" else 1)


def _account(report: Context, listed: CallList, by: str) -> Grid | None:
    """Detractors and passives whom the CRM knows: to call, held out, or why not; the counts close."""
    money = [name for name in ("at_stake", "plain_rule") if name != "at_stake" or by == "at_stake"]
    parts = {"calls_part_call": listed.called, "calls_part_holdout": listed.held_out}
    rows = [[report.say(key), *_figures(report, part, money)] for key, part in parts.items()]
    counts = {f"not_called_{reason}": n for reason, n in listed.not_called.items()} | {"total": listed.asked}
    rows += [[report.say(key), report.words.count(n), *[""] * len(money)] for key, n in counts.items()]
    return report.table(("call_part", "customers", *money), rows, report.say("calls_caption"))


def _figures(report: Context, part: CallPart, money: list[str]) -> list[str]:
    return [report.words.count(part.customers), *(report.words.money(getattr(part, name)) for name in money)]
