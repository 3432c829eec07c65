"""Tables of the survey itself: who was left out, how many are needed, the draw, the waves."""

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.nps import SEGMENTS
from helpers.collect.plan.needs import Need
from helpers.collect.plan.sampling import JOINT, Plan
from helpers.collect.plan.sizes import POWER
from helpers.collect.waves import Change, Wave, Waves
from helpers.compare.transitions import Moves
from helpers.report.sentences.response_sentences import band_name, wave_name
from helpers.report.show import Grid
from helpers.report.tables.common_tables import few_note, grid


def left_out_table(plan: Plan | None, words: Words) -> Grid | None:
    """Why customers are not asked, and who is left: the counts close."""
    if plan is None:
        return None
    rows = [[words.say(f"reason_{row.reason}"), words.count(row.customers)] for row in plan.left_out.itertuples()]
    rows += [
        [words.say("plan_row_eligible"), words.count(plan.eligible)],
        [words.say("total"), words.count(plan.rows_in)],
    ]
    return grid(rows, ("plan_reason", "customers"), words, words.say("plan_left_caption"))


def needs_table(plan: Plan | None, words: Words) -> Grid | None:
    """Answers and customers that each wish needs, and what the answers expected give."""
    if plan is None or not plan.needs.lines:
        return None
    rows = [_need_line(line, words) for line in plan.needs.lines]
    caption = words.say("plan_needs_caption", answers=plan.needs.answers)
    return grid(rows, ("wish", "wanted", "answers_needed", "to_ask", "reached"), words, caption)


def _need_line(line: Need, words: Words) -> list[str]:
    said = words.money if line.wish == "gap" else lambda points: words.say("plus_minus", points=points)
    sizes = ["—" if value is None else said(value) for value in (line.wanted, line.reached)]
    name = words.say("wish_gap", power=POWER) if line.wish == "gap" else words.say(f"wish_{line.wish}")
    return [name, sizes[0], words.count(line.answers), words.count(line.ask), sizes[1]]


def strata_table(plan: Plan | None, words: Words, settings: Settings) -> Grid | None:
    """Customers who may be asked and who are asked, by stratum."""
    if plan is None or not settings.stratify_by or plan.strata.empty:
        return None
    rows = [
        [_stratum(row.stratum, words, settings), *map(words.count, (row.eligible, row.asked))]
        for row in plan.strata.itertuples()
    ]
    caption = " · ".join(filter(None, (words.say("strata_caption"), few_note(rows, words))))
    return grid(rows, ("stratum", "eligible", "asked"), words, caption)


def _stratum(name: str, words: Words, settings: Settings) -> str:
    """Bands of a stratum in words."""
    kinds, parts = tuple(dict.fromkeys(settings.stratify_by)), name.split(JOINT)
    if len(kinds) != len(parts):  # a channel whose name, as the settings have it, holds the joint
        return name
    return JOINT.join(band_name(kind, part, words) for kind, part in zip(kinds, parts, strict=True))


def waves_table(waves: Waves | None, words: Words, settings: Settings) -> Grid | None:
    """Answers, score and interval of each wave, and how it changed from the one before."""
    if waves is None:
        return None
    rows = [
        _wave_line(number, wave, change, words, settings)
        for number, (wave, change) in enumerate(zip(waves.waves, [None, *waves.changes], strict=True), 1)
    ]
    heads = ("wave", "first_day", "answers", "nps", "low", "high", "change_nps", "change_low", "change_high")
    return grid(rows, heads, words, words.say("waves_caption"), texts=2)


def _wave_line(number: int, wave: Wave, change: Change | None, words: Words, settings: Settings) -> list[str]:
    score = (wave.nps.value, wave.nps.low, wave.nps.high) if wave.nps else (None, None, None)
    moved = (change.estimate, change.low, change.high) if change else (None, None, None)
    name = wave_name(wave.name, number, words, settings)
    return [name, words.day(wave.first_day), words.count(wave.n), *map(words.points, (*score, *moved))]


def transitions_table(waves: Waves | None, words: Words, settings: Settings) -> Grid | None:
    """Persons by their segment in the last but one wave (rows) and in the last (columns)."""
    if waves is None or not waves.both:
        return None
    persons = {(part.before, part.after): words.count(part.persons) for part in waves.transitions}
    rows = [[words.say(f"segment_{before}"), *(persons[before, after] for after in SEGMENTS)] for before in SEGMENTS]
    last = len(waves.waves)
    names = {
        "before": wave_name(waves.waves[-2].name, last - 1, words, settings),
        "after": wave_name(waves.waves[-1].name, last, words, settings),
    }
    caption = " · ".join(filter(None, (words.say("transitions_caption", **names), few_note(rows, words))))
    heads = [words.say("head_before"), *(words.say(f"segment_{segment}") for segment in SEGMENTS)]
    return Grid(pd.DataFrame(rows, columns=heads), caption)


def moves_table(moved: Moves | None, words: Words) -> Grid | None:
    """Mean LTV before and after of those who moved from one segment to another, or stayed."""
    if not moved or not moved.anybody():
        return None
    rows = [
        [
            words.say(f"segment_{move.before}"),
            words.say(f"segment_{move.after}"),
            words.count(move.n),
            *map(words.money, (move.ltv_before, move.ltv_after)),
        ]
        for move in moved.moves
    ]
    caption = " · ".join(filter(None, (words.say("moves_caption"), few_note(rows, words))))
    return grid(rows, ("before", "after", "customers", "ltv_before", "ltv_after"), words, caption, texts=2)
