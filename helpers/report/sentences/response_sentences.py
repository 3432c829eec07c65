"""Findings of the survey itself: whom to ask, who answered and when, what changed since the last wave."""

import re

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.monitor import Monitor
from helpers.collect.plan.bands import CHANNELS, OTHER, SPENDS, TENURES, UNKNOWN
from helpers.collect.plan.sampling import JOINT, Plan
from helpers.collect.waves import Waves
from helpers.compare.transitions import Moves

_DATED = re.compile(r"\d{4}(-\d{2}){0,2}")


def plan_notes(plan: Plan | None, words: Words, settings: Settings) -> tuple[str, ...]:
    """Whom to ask, how many, and what to look at; one sentence where there are answers, or no customers."""
    if plan is None:
        return (words.say("plan_over" if settings.responses else "plan_unknown"),)
    left = int(plan.left_out["customers"].sum())
    notes = [words.say("plan_counts", rows=plan.rows_in, left=left, eligible=plan.eligible)]
    if "consent_unknown" in set(plan.left_out["reason"]):
        notes.append(words.say("plan_consent"))
    if plan.opt_outs_unknown:
        notes.append(words.say("plan_strangers", n=plan.opt_outs_unknown))
    if not plan.eligible:
        return (words.say("plan_nobody"), *notes)
    notes = [_ask(plan, words), _expected(plan, words, settings), *notes]
    if any(part in CHANNELS for stratum in plan.strata["stratum"] for part in stratum.split(JOINT)):
        notes.append(words.say("rates_unnamed"))
    if plan.remembered:
        notes.append(words.say("plan_remembered", wave=plan.wave))
    if len(plan.withdrawn):
        notes.append(words.say("plan_withdrawn", n=len(plan.withdrawn)))
    return tuple(notes)


def _ask(plan: Plan, words: Words) -> str:
    needs = plan.needs
    if needs.wished and needs.wished > plan.eligible:
        return words.say("plan_short", wave=plan.wave, wished=needs.wished, eligible=plan.eligible)
    if needs.ask == plan.eligible:
        return words.say("plan_all", wave=plan.wave, eligible=plan.eligible)
    return words.say(f"plan_{needs.because}", wave=plan.wave, ask=needs.ask, eligible=plan.eligible)


def _expected(plan: Plan, words: Words, settings: Settings) -> str:
    margin = next(line.reached for line in plan.needs.lines if line.wish == "margin_worst")
    figures = {"answers": plan.needs.answers, "rate": settings.expected_response_rate}
    return words.say("plan_expected", margin=words.decimal(margin), **figures)


def monitor_notes(monitor: Monitor | None, words: Words) -> tuple[str, ...]:
    """Asked, delivered, opened, answered."""
    if monitor is None:
        return ()
    notes = [words.say("monitor_wave")] if monitor.wave else []
    if monitor.delivered is not None:
        share = monitor.delivered / monitor.invited
        notes.append(words.say("monitor_delivered", n=monitor.delivered, asked=monitor.invited, share=share))
    if monitor.opened is not None:
        notes.append(words.say("monitor_opened", n=monitor.opened, share=monitor.opened / monitor.invited))
    if monitor.undated:
        notes.append(words.say("monitor_undated", n=monitor.undated))
    if any(group.name in CHANNELS for group in monitor.groups):
        notes.append(words.say("rates_unnamed"))
    return tuple(notes)


def silent_groups(monitor: Monitor | None, words: Words) -> tuple[str, ...]:
    """A warning for each group that hardly answered."""
    if monitor is None:
        return ()
    return tuple(
        words.say(
            "monitor_silent",
            kind=words.say(f"by_{group.kind}"),
            name=band_name(group.kind, group.name, words),
            rate=group.rate.rate,
            whole=monitor.rate.rate,
        )
        for group in monitor.groups
        if group.silent
    )


def early_late_sentences(monitor: Monitor | None, words: Words) -> tuple[str, ...]:
    """Whether those who answered late think otherwise than those who answered early."""
    if monitor is None or monitor.thirds is None:
        return ()
    thirds = monitor.thirds
    scores = {"early": thirds.early.value, "late": thirds.late.value, "n": thirds.early.n}
    ends = {"estimate": thirds.estimate, "low": thirds.low, "high": thirds.high}
    key = "thirds_apart" if thirds.distinguishable else "thirds_alike"
    return (words.say(key, **scores, **ends), words.say("thirds_meaning"))


def band_name(kind: str, name: str, words: Words) -> str:
    """Name of a band of customers in words; a channel that the settings name as they name it."""
    if kind == "tenure":
        return words.say(f"tenure_{TENURES[TENURES.index(name)]}")
    if kind == "spend":
        return words.say(f"spend_{SPENDS[SPENDS.index(name)]}")
    if name in CHANNELS:
        return words.say("channel_number", n=CHANNELS.index(name) + 1)
    return words.say(f"channel_{name}") if name in (OTHER, UNKNOWN) else name


def wave_name(name: str, number: int, words: Words, settings: Settings) -> str:
    """Name of a wave: year and month, or as the settings have it; else its number, since cells may hold anything."""
    named = {*settings.waves, settings.wave_name}
    return name if name in named or _DATED.fullmatch(name) else words.say("wave_number", n=number)


def wave_notes(waves: Waves | None, words: Words, settings: Settings) -> tuple[str, ...]:
    """What changed from the wave before to the last one; one sentence where there is one wave."""
    if waves is None:
        return (words.say("waves_one"),)
    notes = [_change(waves, words, settings)]
    notes.append(words.say("waves_both", n=waves.both))
    if waves.undecided:
        notes.append(words.say("waves_undecided", n=waves.undecided))
    return (*notes, words.say("waves_score"))


def moves_note(moved: Moves | None, words: Words) -> str:
    """What the table of moves counts, or why there is none."""
    return words.say("moves_note" if moved and moved.anybody() else "moves_none")


def _change(waves: Waves, words: Words, settings: Settings) -> str:
    change, last = waves.changes[-1], len(waves.waves)
    names = {
        "before": wave_name(change.before, last - 1, words, settings),
        "after": wave_name(change.after, last, words, settings),
    }
    if change.estimate is None:
        return words.say("waves_few", **names)
    key = "waves_alike" if not change.distinguishable else "waves_up" if change.estimate > 0 else "waves_down"
    return words.say(key, **names, estimate=change.estimate, low=change.low, high=change.high)
