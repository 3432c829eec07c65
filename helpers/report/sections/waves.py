"""The waves: what changed since the last one, who moved, and what the movers bring beside those who stayed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import nan
from typing import Any

import pandas as pd

from helpers.base.results import SEGMENTS, Estimate, is_hidden
from helpers.collect.waves import Change, Wave, Waves
from helpers.compare.transitions import Move, Moves, against_stayed
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import direction, told_ends

_DATED = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True)
class WaveRow(ChartRow):
    """NPS of a wave."""

    charts = ("nps_by_wave",)
    decimals = 1  # of a point
    wave: int
    answers: int
    estimate: float
    low: float
    high: float


@section
def waves(report: Context, scores: Waves | None) -> Iterable[Part | None]:
    """Score of each wave, how it changed, who moved; one sentence where there is one wave."""
    if scores is None:
        yield report.text(report.say("waves_one"))
        return
    names = [_name(report, wave.name, number) for number, wave in enumerate(scores.waves, 1)]
    yield report.text(*_notes(report, scores, names))
    yield _chart(report, scores, names)
    yield _scores(report, scores, names)
    if scores.both:
        yield _transitions(report, scores, names)


@section
def moves(report: Context, moved: Moves | None) -> Iterable[Part | None]:
    """Mean LTV before and after of those who moved from one segment to another, or stayed."""
    if not moved or not moved.anybody():
        yield report.text(report.say("moves_none"))
        return
    against = against_stayed(moved, report.settings.confidence)
    yield report.text(report.say("moves_note"), _against_stayed(report, against), report.say("moves_regression"))
    rows = [_move(report, move, against.get(move.cell)) for move in moved.moves]
    heads = ("before", "after", "customers", "ltv_before", "ltv_after", "ltv_change", "against_stayed", "low", "high")
    yield report.table(heads, rows, report.say("moves_caption"), texts=2)


def _against_stayed(report: Context, against: Mapping[str, Estimate | None]) -> str | None:
    """In how many of the moves that can be compared LTV changed otherwise than among those who stayed, and in which."""
    compared = {cell: gap for cell, gap in against.items() if gap}
    apart = [cell for cell, gap in compared.items() if direction(gap) != "unclear"]
    if not compared:
        return report.say("moves_uncompared")
    if not apart:
        return report.say("moves_alike", of=len(compared))
    names = [report.say("moves_name", **_ends_of(report, cell)) for cell in apart]
    return report.say("moves_apart", n=len(apart), of=len(compared), names=report.say("list_separator").join(names))


def _ends_of(report: Context, cell: str) -> dict[str, str]:
    before, after = cell.split()
    return {"before": report.say(f"plural_{before}"), "after": report.say(f"plural_{after}")}


def _move(report: Context, move: Move, against: Estimate | None) -> list[str]:
    names = [report.say(f"segment_{segment}") for segment in (move.before, move.after)]
    change = float(move.change.mean) if move.change else None
    money = map(report.words.money, (move.ltv_before, move.ltv_after, change))
    beside = [""] * 3 if move.before == move.after else map(report.words.money, told_ends(against))
    return [*names, report.words.count(move.n), *money, *beside]


def _name(report: Context, name: str, number: int) -> str:
    """Name of a wave: year and month, or as the settings have it; else its number, since cells may hold anything."""
    named = {*report.settings.waves, report.settings.wave_name}
    return name if name in named or _DATED.fullmatch(name) else report.say("wave_number", n=number)


def _notes(report: Context, scores: Waves, names: list[str]) -> Iterator[str]:
    """What changed from the wave before to the last one."""
    change, ends = scores.changes[-1], {"before": names[-2], "after": names[-1]}
    if change.estimate is None:
        yield report.say("waves_few", **ends)
    else:
        key = "waves_alike" if not change.distinguishable else "waves_up" if change.estimate > 0 else "waves_down"
        yield report.say(key, **ends, estimate=change.estimate, low=change.low, high=change.high)
    key = "waves_both_few" if is_hidden(scores.both) else "waves_both" if scores.both else "waves_both_none"
    yield report.say(key, n=scores.both)
    if scores.undecided:
        yield report.say("waves_undecided", n=scores.undecided)
    yield report.say("waves_score")


def _chart(report: Context, scores: Waves, names: list[str]) -> Exhibit | None:
    """Score of each wave with its interval over time; nothing where their days are not all known and different."""
    days = [wave.first_day for wave in scores.waves]
    frame = pd.DataFrame([_wave_row(report, *numbered) for numbered in enumerate(scores.waves, 1)]).assign(name=names)
    seen = frame[frame["estimate"].notna()]
    if None in days or len(set(days)) < len(days) or len(seen) < 2:
        return None
    first, last = seen.iloc[0], seen.iloc[-1]
    spans = {"start": report.words.day(first["as_of"]), "end": report.words.day(last["as_of"])}
    text = report.chart_text(
        report.say("trend_nps", first=first["label"], last=last["label"], **spans),
        report.say("waves_subtitle"),
        format_value=lambda points: report.words.points(points / 100),
    )
    return report.chart("nps_by_wave", WaveRow, frame, drawing.trend(frame, text), text, read=seen)


def _wave_row(report: Context, number: int, wave: Wave) -> dict[str, Any]:
    score = wave.nps
    ends = (score.value, score.low, score.high) if score else (nan, nan, nan)
    figures = {name: 100 * value for name, value in zip(("estimate", "low", "high"), ends, strict=True)}
    label = report.words.points(score.value if score else None)
    return {"wave": number, "as_of": wave.first_day, "answers": wave.n, **figures, "label": label}


def _scores(report: Context, scores: Waves, names: list[str]) -> Grid | None:
    """Answers, score and interval of each wave, and how it changed from the one before."""
    rows = [
        [name, *_wave(report, wave, change)]
        for name, wave, change in zip(names, scores.waves, [None, *scores.changes], strict=True)
    ]
    changes = ("answered_both", "change_nps", "change_low", "change_high")
    heads = ("wave", "first_day", "answers", "nps", "low", "high", *changes)
    return report.table(heads, rows, report.say("waves_caption"), texts=2, few=None)


def _wave(report: Context, wave: Wave, change: Change | None) -> list[str]:
    score = (wave.nps.value, wave.nps.low, wave.nps.high) if wave.nps else (None, None, None)
    both, *changed = (change.both, change.estimate, change.low, change.high) if change else (None, None, None, None)
    words = report.words
    sizes = [words.day(wave.first_day), words.count(wave.n)]
    return [*sizes, *map(words.points, score), words.count(both), *map(words.points, changed)]


def _transitions(report: Context, scores: Waves, names: list[str]) -> Grid | None:
    """Persons by their segment in the last but one wave (rows) and in the last (columns)."""
    persons = {(part.before, part.after): report.words.count(part.persons) for part in scores.transitions}
    segments = [f"segment_{segment}" for segment in SEGMENTS]
    rows = [[report.say(f"segment_{before}"), *(persons[before, after] for after in SEGMENTS)] for before in SEGMENTS]
    caption = report.say("transitions_caption", before=names[-2], after=names[-1])
    return report.table(("before", *segments), rows, caption)
