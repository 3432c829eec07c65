"""What an earlier call list did: no more than its interval bears, and never who."""

from collections.abc import Iterable, Iterator

from helpers.base.results import Estimate, is_seen
from helpers.compare.call_effect import CalledPart, CallEffect
from helpers.report.context import Context, section
from helpers.report.parts import Grid, Part
from helpers.report.phrasing import direction, outward


@section
def call_effect(report: Context, effect: CallEffect | None) -> Iterable[Part | None]:
    """What those of the latest earlier list bought since."""
    if effect is None:
        yield report.text(report.say("calls_effect_none"), kind="missing")
        return
    yield report.text(*_of_effect(report, effect))
    yield _followed(report, effect)


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
