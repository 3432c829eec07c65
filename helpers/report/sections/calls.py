"""Whom to call: how many, how much is at stake, where the list lies; and what an earlier list did. Never who."""

from collections.abc import Iterable, Iterator

from helpers.base.results import Estimate, is_hidden, is_seen
from helpers.collect.plan.sizes import POWER
from helpers.compare.call_effect import CalledPart, CallEffect
from helpers.compare.call_list import CallList, CallPart
from helpers.report.call_files import CALL_FILES, call_names, is_list_kept
from helpers.report.context import Context, section
from helpers.report.parts import Grid, Part
from helpers.report.phrasing import direction, outward, private_place


@section
def calls(report: Context, listed: CallList | None, effect: CallEffect | None) -> Iterable[Part | None]:
    """The list that was written, then what those of the latest earlier list bought since."""
    if listed is None:
        yield report.text(report.say("calls_unknown"), kind="missing")
    else:
        yield report.text(*_of_list(report, listed))
        yield report.text(*_of_other_lists(report, listed))
        yield _account(report, listed)
    if effect:
        yield report.text(*_of_effect(report, effect))
        yield _followed(report, effect)


def calls_line(report: Context, listed: CallList | None) -> str | None:
    """One line for the brief: how many to call, how much is at stake, where the list lies; nothing where few are."""
    if listed is None or not is_seen(listed.called.customers) or not listed.called.customers:
        return None
    told = {"called": listed.called.customers, "list": _book(report, listed)}
    stake = _stake(listed)
    key = f"calls_line_{listed.ranked_by}" if is_seen(stake) else "calls_line"
    line = report.say(key, stake=stake, **told)
    held = listed.held_out.customers
    return report.join(line, report.say("calls_line_held", held=held)) if is_seen(held) and held else line


def _book(report: Context, listed: CallList) -> str:
    return private_place(report, call_names(listed.listed_on).book)


def _of_other_lists(report: Context, listed: CallList) -> Iterator[str]:
    """Of this day's list, where it was filled in before, and of those that were given and are no earlier ones."""
    if is_list_kept(report.settings):
        yield report.say("calls_kept", list=_book(report, listed))
    for file, day in listed.not_read.items():
        yield report.say("calls_not_read", file=file, day=day)


def _stake(listed: CallList) -> float | None:
    return listed.called.at_stake if listed.ranked_by == "at_stake" else listed.called.plain_rule


def _of_list(report: Context, listed: CallList) -> Iterator[str]:
    called = listed.called.customers
    if is_hidden(called):
        yield report.say("calls_few", least=report.settings.min_cell, list=_book(report, listed))
        return
    if not called:
        yield report.say("calls_nobody")
        return
    yield report.say(f"calls_by_{listed.ranked_by}", called=called)
    if is_seen(stake := _stake(listed)):
        yield report.say(f"calls_money_{listed.ranked_by}", stake=stake)
    told = {"book": _book(report, listed), "list": private_place(report, call_names(listed.listed_on).listed)}
    yield report.say("calls_where", **told, given=private_place(report, CALL_FILES))
    yield from _of_holdout(report, listed)


def _of_holdout(report: Context, listed: CallList) -> Iterator[str]:
    held = listed.held_out.customers
    if held == 0:
        yield report.say("calls_no_holdout", name="holdout_share")
        return
    if is_seen(held):
        yield report.say("calls_holdout", held=held, file=private_place(report, call_names(listed.listed_on).held))
    if is_seen(listed.smallest_effect):
        yield report.say("calls_smallest", effect=listed.smallest_effect, power=POWER)


def _account(report: Context, listed: CallList) -> Grid | None:
    """Detractors and passives whom the CRM knows: to call, held out, or why not; the counts close."""
    money = [name for name in ("at_stake", "plain_rule") if name != "at_stake" or listed.ranked_by == "at_stake"]
    parts = {"calls_part_call": listed.called, "calls_part_holdout": listed.held_out}
    rows = [[report.say(key), *_figures(report, part, money)] for key, part in parts.items()]
    counts = {f"not_called_{reason}": n for reason, n in listed.not_called.items()} | {"total": listed.asked}
    rows += [[report.say(key), report.words.count(n), *[""] * len(money)] for key, n in counts.items()]
    return report.table(("call_part", "customers", *money), rows, report.say("calls_caption"))


def _figures(report: Context, part: CallPart, money: list[str]) -> list[str]:
    return [report.words.count(part.customers), *(report.words.money(getattr(part, name)) for name in money)]


def _of_effect(report: Context, effect: CallEffect) -> Iterator[str]:
    told = {"day": effect.listed_on, "called": effect.called.customers, "held": effect.held_out.customers}
    if not effect.held_out.customers:
        yield report.say("calls_effect_no_holdout", **told)
    elif not effect.is_covered:
        yield report.say("calls_effect_uncovered", **told)
    elif not is_seen(effect.net):
        yield report.say("calls_effect_few", **told)
    else:
        yield report.say(f"calls_effect_{direction(effect.net)}", **told, **outward(effect.net))
        yield report.say("calls_effect_meaning")
    if is_seen(effect.gone) and effect.gone:
        yield report.say("calls_effect_gone", n=effect.gone)
    if is_seen(effect.score):
        yield _of_scores(report, effect, effect.score)


def _of_scores(report: Context, effect: CallEffect, score: Estimate) -> str:
    answered = {"called": effect.called.answered, "held": effect.held_out.answered}
    ends = {"gap": score.estimate, "low": score.low, "high": score.high}
    return report.say("calls_effect_score", **answered, **ends)


def _followed(report: Context, effect: CallEffect) -> Grid | None:
    """What became of both parts of the earlier list."""
    parts = {"calls_part_call": effect.called, "calls_part_holdout": effect.held_out}
    rows = [[report.say(key), *_since(report, part)] for key, part in parts.items() if part.customers]
    heads = ("call_part", "customers", "bought_since", "answered_since", "score_since")
    return report.table(heads, rows, report.say("calls_effect_caption", day=effect.listed_on))


def _since(report: Context, part: CalledPart) -> list[str]:
    words = report.words
    return [
        words.count(part.customers),
        words.money(part.net_mean),
        words.count(part.answered),
        words.decimal(part.score_mean),
    ]
