"""What the segments write: the words that lean to each, with those who wrote them and their money."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp, floor, log, log10, nan
from typing import Annotated, Any

import pandas as pd

from helpers.base.results import SEGMENTS, Estimate, is_hidden, is_seen
from helpers.compare.words import Leaning, SegmentWords
from helpers.report import drawing
from helpers.report.context import Context, section
from helpers.report.parts import ChartRow, Exhibit, Grid, Part
from helpers.report.phrasing import persons_in_words
from helpers.report.style import drawable

MOST_DRAWN, MOST_TOLD, MOST_NAMED = 4, 12, 3  # words of a segment in the chart, in the table, in a sentence
_DOUBLED = log(2)


@dataclass(frozen=True)
class WordRow(ChartRow):
    """A word or pair that leans to a segment: who used it, and the log-odds ratio against the other segments."""

    charts = ("words",)
    decimals = 2
    segment: Annotated[str, SEGMENTS]
    word: str
    persons: int
    of_segment: int
    estimate: float
    low: float
    high: float


@section
def words(report: Context, written: SegmentWords) -> Iterable[Part | None]:
    """The words that lean to a segment, how they were looked for, and what they do not say."""
    if not any(written.leanings.values()):
        wrote = [_writers(report, written)] if _has_writers(written) else []
        yield report.text(words_line(report, written), *wrote, kind="missing")
        return
    yield _chart(report, written)
    yield report.text(*_how(report, written))
    yield _table(report, written)


def words_line(report: Context, written: SegmentWords) -> str:
    """What sets the segments apart in one sentence; or that nothing does, or that too few wrote, or nobody."""
    if not _has_writers(written):
        return report.say("words_nobody" if written.writers else "words_unread")
    if not written.looked_at:
        return report.say("words_few", least=written.least)
    said = _named(report, written)
    if not said:
        return report.say("words_alike", n=written.looked_at, least=written.least)
    return report.say("words_apart", words=said)


def _has_writers(written: SegmentWords) -> bool:
    return any(n or is_hidden(n) for n in written.writers.values())


def _named(report: Context, written: SegmentWords) -> str:
    """The surest words of each segment."""
    parts = []
    for segment in SEGMENTS:
        quoted = [report.say("words_quoted", word=word) for word in [*written.leanings[segment]][:MOST_NAMED]]
        if quoted:
            names = {"segment": report.say(f"plural_{segment}"), "words": report.say("words_separator").join(quoted)}
            parts.append(report.say("words_of_segment", **names))
    return report.say("list_separator").join(parts)


def _how(report: Context, written: SegmentWords) -> Iterator[str]:
    told, least = sum(map(len, written.leanings.values())), written.least
    chance = report.words.percent(1 - report.settings.confidence, digits=0)
    yield _writers(report, written)
    yield report.say("words_how", n=written.looked_at, told=told, least=least, chance=chance)
    yield report.say("words_association")
    if any(leaning.at_least for part in written.leanings.values() for leaning in part.values()):
        yield report.say("words_at_least", least=report.settings.min_cell)


def _writers(report: Context, written: SegmentWords) -> str:
    counts = [
        report.say("words_writers_of", segment=report.say(f"plural_{name}"), n=persons_in_words(n, report))
        for name, n in written.writers.items()
    ]
    return report.say("words_writers", counts=report.say("list_separator").join(counts))


def _chart(report: Context, written: SegmentWords) -> Exhibit | None:
    rows = [
        _drawn(report, segment, word, leaning)
        for segment in SEGMENTS
        for word, leaning in [pair for pair in written.leanings[segment].items() if _can_be_drawn(*pair)][:MOST_DRAWN]
    ]
    if not rows:
        return None
    frame = pd.DataFrame(rows)
    tops = {row["segment"]: row["word"] for row in rows[::-1]}
    named = [
        report.say(
            "words_of_segment", segment=report.say(f"plural_{name}"), words=report.say("words_quoted", word=tops[name])
        )
        for name in SEGMENTS
        if name in tops
    ]
    title = report.say("words_chart", words=report.say("list_separator").join(named))
    subtitle = report.say("words_subtitle", level=report.words.percent(written.level, digits=1))
    text = report.chart_text(title, subtitle, x=report.say("words_axis"), format_value=lambda x: _times(report, x))
    doubled = frame.assign(**{end: frame[end] / _DOUBLED for end in ("estimate", "low", "high")})
    return report.chart("words", WordRow, frame, drawing.leaning_rows(doubled, text), text)


def _can_be_drawn(word: str, leaning: Leaning) -> bool:
    return bool(is_seen(leaning.lean)) and drawable(word)


def _times(report: Context, doublings: float) -> str:
    return report.say("words_times", times=report.words.decimal(2**doublings))


def _drawn(report: Context, segment: str, word: str, leaning: Leaning) -> dict[str, Any]:
    lean = leaning.lean
    assert lean
    times = dict(zip(("times", "low", "high"), _as_times(report, lean), strict=True))
    return {
        "segment": segment,
        "panel": report.say("words_panel", segment=report.say(f"segment_{segment}")),
        "word": word,
        "name": word,
        "note": report.say("n_persons", n=leaning.persons),
        "persons": leaning.persons,
        "of_segment": leaning.of_segment if is_seen(leaning.of_segment) else nan,
        "estimate": lean.estimate,
        "low": lean.low,
        "high": lean.high,
        "label": report.say("words_label_least" if leaning.at_least else "words_label", **times),
    }


def _as_times(report: Context, lean: Estimate | None) -> list[str]:
    """A lean as how many times the odds of the others are those of the segment, and the ends of its interval."""
    ends = (lean.estimate, lean.low, lean.high) if lean else (None, None, None)
    return [_multiple(report, None if end is None else exp(end)) for end in ends]


def _multiple(report: Context, times: float | None) -> str:
    """A multiple to two digits, as such intervals bear no more; near 1 to as many as tell it from 1."""
    if times is None or times == 1:
        return report.words.decimal(times)
    digits = max(2, (times > 1) - floor(log10(abs(times - 1))))
    return report.words.decimal(times, digits)


def _table(report: Context, written: SegmentWords) -> Grid | None:
    heads = ("segment", "word", "word_persons", "word_of_segment", "word_times", "word_times low", "word_times high",
             "word_total", "word_mean", "word_others")  # fmt: skip
    rows = [
        _line(report, segment, word, leaning)
        for segment in SEGMENTS
        for word, leaning in [*written.leanings[segment].items()][:MOST_TOLD]
    ]
    return report.table(heads, rows, report.say("words_caption"), texts=2)


def _line(report: Context, segment: str, word: str, leaning: Leaning) -> list[str]:
    counts = map(report.words.count, (leaning.persons, leaning.of_segment))
    money = map(report.words.money, (leaning.ltv_total, leaning.ltv_mean, leaning.ltv_mean_others))
    lean = None if is_hidden(leaning.lean) else leaning.lean
    return [report.say(f"segment_{segment}"), word, *counts, *_as_times(report, lean), *money]
