"""Scores, and answers on influence: one strict parser each."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pyarrow as pa

from helpers.base.letters import joined_digits, unquoted
from helpers.read.cells.answers import Answer, Labels, label_in, label_table, numbered, percent
from helpers.read.cells.declined import declines, is_nothing
from helpers.read.cells.lanes import Parsed, Parser, with_lane
from helpers.read.cells.texts import fixed

MOST_RATED = 10  # greatest answer to a further rating question
_NO_LABELS: Mapping[str, float | None] = MappingProxyType({})


def score(scale: Sequence[int] = (0, 10), labels: Labels = _NO_LABELS) -> Parser:
    """Parser of a whole number on a scale, alone, with a unit or with its label; on one to 100 also with %.

    Blank: ``score_blank``; a word for no answer, or a label without a score: ``score_declined``; a number that is not
    whole or not on the scale: ``score_range``; all else: ``score_text``. ``(10, 0)`` is a reversed scale: its answers
    are mirrored, but not the scores that `labels` stand for.

    Examples
    --------
    >>> score()("10 - Extremely likely"), score()("9").value, score((10, 0))("9").value, score()("わからない").reason
    (Parsed(value=10, reason='', fixed='label'), 9, 1, 'score_declined')
    """
    low, high = sorted(scale)
    table, is_reversed = label_table(labels), scale[0] > scale[1]

    def parse(cell: str) -> Parsed:
        text, fixes = unquoted(cell)
        key = None if joined_digits(cell) else label_in(text, table)
        if key is not None:
            return _labelled_score(table[key], (low, high), fixes)
        if not text or is_nothing(text):
            return Parsed(None, "score_blank")
        if high == 100 and percent(text) is not None:
            text, fixes = re.sub(r"[^-−0-9.]", "", text), (*fixes, "percent")
        answer = None if joined_digits(cell) else numbered(text)
        if _is_declined(text, answer, low, high):
            return Parsed(None, "score_declined")
        if answer is None or re.search(r"\.[0-9]*[1-9]0+\Z", answer.number):  # 9.10 is rather a date
            return Parsed(None, "score_text")
        whole, _, decimals = answer.number.partition(".")
        if decimals.strip("0") or whole not in on_scale:
            return Parsed(None, "score_range")
        fixes = (*fixes, *answer.fixes, *["decimal_zero"] * bool(decimals), *["reversed"] * is_reversed)
        return fixed(on_scale[whole], *fixes)

    on_scale = {str(answer): low + high - answer if is_reversed else answer for answer in range(low, high + 1)}
    plain = [answer for answer in on_scale if answer not in table and not is_reversed]
    return with_lane("|".join(plain), lambda texts: texts.cast(pa.int64()))(parse) if plain else parse


def _labelled_score(value: float | None, scale: tuple[int, int], fixes: Sequence[str]) -> Parsed:
    if value is None:
        return Parsed(None, "score_declined")
    return fixed(int(value), *fixes, "label") if scale[0] <= value <= scale[1] else Parsed(None, "score_range")


def _is_declined(text: str, answer: Answer | None, low: float, high: float) -> bool:
    """Whether a cell declines to answer; a number within the scale stays one: ``5 - Not sure``."""
    if answer is None:
        return declines(text)
    return declines(answer.label) and not low < float(answer.number) < high


def influence(scale: Sequence[float] = (0, 10), labels: Labels = _NO_LABELS) -> Parser:
    """Parser of an answer on a scale lo…hi, in percent, or by its label, to 0…1 (METHOD §4).

    A word for no answer is blank; all else: ``influence_invalid``.

    Examples
    --------
    >>> parse = influence([0, 10], {"a lot": 0.9})
    >>> parse("5").value, parse("7 - quite").value, parse("a lot").value, parse("80 %").value
    (0.5, 0.7, 0.9, 0.8)
    """
    low, high = scale
    table = label_table(labels)

    def parse(cell: str) -> Parsed:
        text, fixes = unquoted(cell)
        is_typed = not joined_digits(cell)
        key = label_in(text, table) if is_typed else None
        if key is not None and table[key] is not None:
            return fixed(table[key], *fixes, "label")
        if not text:
            return Parsed(None)
        answer = numbered(text) if is_typed else None
        if key is not None or is_nothing(text) or _is_declined(text, answer, low, high):
            return Parsed(None, "", "no_answer")
        share = percent(text) if is_typed else None
        if share is not None:
            return fixed(share / 100, *fixes, "percent") if 0 <= share <= 100 else Parsed(None, "influence_invalid")
        number = float(answer.number) if answer else float("nan")
        if answer is None or not low <= number <= high:
            return Parsed(None, "influence_invalid")
        return fixed((number - low) / (high - low), *fixes, *answer.fixes)

    return parse


def rating(cell: str) -> Parsed:
    """Whole number that an answer to a further rating question is, alone, with a unit or with its label.

    Blank, or a word for no answer: no value; all else: ``rating_invalid``.

    Examples
    --------
    >>> rating("4 - Good"), rating("4.0").value, rating("N/A").value, rating("good").reason
    (Parsed(value=4, reason='', fixed='label'), 4, None, 'rating_invalid')
    """
    text, fixes = unquoted(cell)
    answer = numbered(text) if not joined_digits(cell) else None
    if not text or is_nothing(text) or (answer is None and declines(text)):
        return Parsed(None)
    whole, _, decimals = answer.number.partition(".") if answer else ("", "", "")
    if answer is None or decimals.strip("0") or not 0 <= int(whole) <= MOST_RATED:
        return Parsed(None, "rating_invalid")
    return fixed(int(whole), *fixes, *answer.fixes, *["decimal_zero"] * bool(decimals))
