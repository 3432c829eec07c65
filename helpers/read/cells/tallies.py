"""What a whole column of answers holds: its numbers and words, but for cells that decline to answer."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from helpers.base.errors import Place, Said
from helpers.base.letters import unquoted
from helpers.read.cells.answers import Labels, label_in, label_table, numbered, percent
from helpers.read.cells.declined import declines, is_nothing


class Answers(NamedTuple):
    """Cells of a column that answer: how often each number and each word, distinct labelled numbers, percentages.

    `unread`: how often each other text with a digit, such as ``9/10``.
    """

    numbers: Counter[float]
    words: Counter[str]
    labelled: list[tuple[float, str]]
    cells: int
    percents: int
    place: Said
    unread: Counter[str]

    @property
    def total(self) -> int:
        """Cells with a number."""
        return self.numbers.total()

    @property
    def wordy(self) -> int:
        """Cells of words alone."""
        return self.words.total()

    def within(self, low: float, high: float) -> int:
        """Cells with a number from `low` to `high`, both included."""
        return sum(cells for number, cells in self.numbers.items() if low <= number <= high)

    def among(self, *numbers: float) -> bool:
        """Whether all numbers are some of these, but for 2 % of slips."""
        return sum(self.numbers[number] for number in numbers) >= 0.98 * self.total


def answers_of(counts: Mapping[str, int], labels: Labels, place: Place) -> Answers:
    """What a column holds, given how many cells have each text, and the numbers that labels stand for.

    Blank cells and those that decline to answer are no part of it.

    Examples
    --------
    >>> answers_of({"9": 2, "10 - yes": 1, "N/A": 1, "good": 1, "": 5}, {}, str)[:5]
    (Counter({9.0: 2, 10.0: 1}), Counter({'good': 1}), [(10.0, 'yes')], 4, 0)
    """
    table = label_table(labels)
    answered = {text: cells for text, cells in counts.items() if not _is_none(unquoted(text)[0], table)}
    place_of_first = place(next(iter(answered))) if answered else {}
    held = Answers(Counter(), Counter(), [], sum(answered.values()), 0, place_of_first, Counter())
    for cell, cells in answered.items():
        held = _with(held, unquoted(cell)[0], cells, table)
    return held


def _with(held: Answers, text: str, cells: int, table: Labels) -> Answers:
    """With some cells of a cleaned text."""
    key = label_in(text, table)
    answer = numbered(text.removeprefix("+")) if key is None else None
    number = table[key] if key is not None else float(answer.number) if answer else None
    if number is not None:
        held.numbers[number] += cells
        held.labelled.extend([(number, answer.label)] if answer and answer.label else [])
    elif percent(text) is not None:
        return held._replace(percents=held.percents + cells)
    elif not re.search(r"\d", text):
        held.words[text] += cells
    else:
        held.unread[text] += cells
    return held


def _is_none(text: str, table: Labels) -> bool:
    """Whether a cleaned text answers nothing."""
    key = label_in(text, table)
    if key is not None:
        return table[key] is None
    answer = numbered(text)
    return not text or is_nothing(text) or declines(answer.label if answer else text)
