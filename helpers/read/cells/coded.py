"""Segments that stand where scores should: −1, 0, 1 and the like, or the words promoter, passive, detractor."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from helpers.base.errors import KitError
from helpers.read.cells.tallies import Answers
from helpers.read.signs import sign

_SEGMENTS = {"segment_detractor": 0, "segment_passive": 8, "segment_promoter": 10}


class CutScale(NamedTuple):
    """A scale and its cut-offs."""

    low: int
    high: int
    passive: int
    promoter: int


class Code(NamedTuple):
    """Codes of segments, worst first, with those that must be there; `scale`: what else they may be, None if nothing.

    From `fewest` answers on these numbers alone are no chance.
    """

    numbers: tuple[int, ...]
    must: tuple[int, ...]
    fewest: int
    scale: CutScale | None = None


_CODES = (
    Code((-1, 0, 1), (-1,), 3),
    Code((-100, 0, 100), (-100,), 3),
    Code((0, 1), (0, 1), 10, CutScale(0, 10, 7, 9)),
    Code((0, 100), (0, 100), 10, CutScale(0, 100, 70, 90)),
    Code((0, 1, 2), (2, 0), 10, CutScale(0, 10, 7, 9)),
    Code((1, 2, 3), (1, 3), 20, CutScale(1, 5, 4, 5)),
)


def check_coded(answers: Answers, beside: Callable[[], Sequence[str]], *, declared: bool) -> None:
    """Stop where a column holds segments; of a declared scale only where they can't be scores at all.

    Parameters
    ----------
    beside : callable
        Headers of other columns of the file that may hold the scores.

    Raises
    ------
    KitError
        ``E-SCORE-CODED``, with the lines to write.
    """
    named = _named(answers.words)
    cells = sum(cells for word, cells in answers.words.items() if word.casefold() in named)
    if named and cells >= max(3, 0.8 * answers.cells):
        raise _question(answers, named, beside(), cells, None)
    for code in _CODES:
        if _fits(answers, code) and not (declared and code.scale):
            scores = (0, 10) if len(code.numbers) == 2 else (0, 8, 10)
            labels = {str(number): score for number, score in zip(code.numbers, scores, strict=True)}
            raise _question(answers, labels, beside(), answers.total, code.scale)


def _named(words: Mapping[str, int]) -> dict[str, int]:
    """Words for segments with a score for each, worst first; none unless one is for promoters or detractors."""
    there = sorted({word.casefold() for word in words})
    found = {word: score for name, score in _SEGMENTS.items() for word in there if sign(name).fullmatch(word)}
    return found if {0, 10} & set(found.values()) else {}


def _fits(answers: Answers, code: Code) -> bool:
    is_there = all(answers.numbers[number] for number in code.must)
    return is_there and answers.total >= code.fewest and answers.among(*code.numbers)


def _question(
    answers: Answers, labels: Mapping[str, int], beside: Sequence[str], cells: int, scale: CutScale | None
) -> KitError:
    best_first = dict(sorted(labels.items(), key=lambda label: -label[1]))
    said: dict[str, Any] = {
        "place": answers.place,
        "inside": cells,
        "cells": answers.cells,
        "held": ", ".join(labels),
        "column": _either(beside) if beside else "YOUR HEADER",
        "labels": json.dumps(best_first, ensure_ascii=False),
    }
    if scale is None:
        return KitError("E-SCORE-CODED", **said)
    return KitError("E-SCORE-CODED.scale", **said, **scale._asdict())


def _either(headers: Sequence[str]) -> str:
    first, *others = [json.dumps(header, ensure_ascii=False) for header in headers]
    return f"{first}  # or {', '.join(others)}" if others else first
