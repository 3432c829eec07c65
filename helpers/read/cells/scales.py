"""The scale that scores and influence were asked on, as a whole column tells it.

`counts` has all texts of the column and in how many cells each stands; the header may name the scale.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from helpers.base.errors import KitError, Place
from helpers.base.letters import unquoted
from helpers.read.cells.answers import (
    AnswerScale,
    Labels,
    label_in,
    label_table,
    labels_of_question,
    named_scales,
    polarity,
)
from helpers.read.cells.declined import codes_of_no_answer
from helpers.read.cells.tallies import Answers, answers_of

_MOST_LABELS, _LONGEST = 30, 60  # labels that are named, and their letters


class ScaleAsked(NamedTuple):
    """How a question was asked: its scale, whether the user declared that, and the numbers of its labels.

    `least`: cells in which a text must stand to be named, as labels may be.
    """

    scale: Sequence[float]
    declared: bool
    labels: Labels
    least: int = 10

    @property
    def is_open(self) -> bool:
        """Whether it is 0–10 because nobody said otherwise."""
        return not self.declared and tuple(self.scale) == (0, 10)


def with_codes(counts: Mapping[str, int], asked: ScaleAsked) -> ScaleAsked:
    """The same with a label that answers nothing for every code of no answer, such as 99, that a column holds.

    Examples
    --------
    >>> with_codes({"9": 60, "10": 30, "99": 10}, ScaleAsked((0, 10), False, {})).labels
    {'99': None}
    """
    numbers = answers_of(counts, asked.labels, lambda text: {}).numbers
    codes = codes_of_no_answer(numbers, max(asked.scale), declared=not asked.is_open)
    return asked._replace(labels={f"{code:g}": None for code in sorted(codes)} | dict(asked.labels))


def check_score_scale(counts: Mapping[str, int], asked: ScaleAsked, place: Place, header: str = "") -> tuple[str, ...]:
    """Stop where a column of scores may be meant on another scale than 0–10, unless the user said which.

    Returns
    -------
    tuple of str
        Warnings: ``W-SCALE-1-10`` (asked from 1 on, it seems), ``W-SCALE-LOW`` (many, none above 7).

    Raises
    ------
    KitError
        ``E-SCORE-LABELS``, ``E-SCORE-REVERSED``, ``E-SCORE-SCALE``, each with the line to write.

    Examples
    --------
    >>> check_score_scale({"9": 60, "10": 30, "1": 10}, ScaleAsked((0, 10), False, {}), str)
    ('W-SCALE-1-10',)
    """
    answers = answers_of(counts, asked.labels, place)
    _ask_for_labels(answers, asked, "E-SCORE-LABELS", "score_labels", 0.2)
    if not asked.is_open or not answers.cells:
        return ()
    _ask_about_percents(answers)
    _ask_if_reversed(answers, header, "E-SCORE-REVERSED")
    tells_ten = any(score is not None and not 1 <= score <= 5 for score in asked.labels.values())
    if other := _other_scale(answers, header, tells_ten):
        _ask_which(answers, other, "E-SCORE-SCALE")
    return _warnings(answers, header)


def check_influence_scale(
    counts: Mapping[str, int], asked: ScaleAsked, place: Place, header: str = ""
) -> tuple[str, ...]:
    """The same for answers on influence, with ``W-INFLUENCE-REVERSED`` where labels run against the declared scale.

    Raises
    ------
    KitError
        ``E-INFLUENCE-LABELS``, ``E-INFLUENCE-MIXED``, ``E-INFLUENCE-REVERSED``, ``E-INFLUENCE-SCALE``.
    """
    table = label_table(asked.labels)
    others = {text: cells for text, cells in counts.items() if label_in(unquoted(text)[0], table) is None}
    answers = answers_of(others, {}, place)
    if not answers.cells:
        return ()
    if not asked.is_open:
        return ("W-INFLUENCE-REVERSED",) if _is_reversed(answers, header) else ()
    if not any(share is not None for share in table.values()):
        _ask_for_labels(answers, asked, "E-INFLUENCE-LABELS", "influence_labels", 0.8)
    _ask_if_reversed(answers, header, "E-INFLUENCE-REVERSED")
    plain = answers.total - answers.numbers[0]  # 0 is the same with and without %
    if answers.percents and plain:
        percents, cells = answers.percents, answers.cells
        raise KitError("E-INFLUENCE-MIXED", place=answers.place, percents=percents, cells=cells, plain=plain)
    if _are_shares(answers):
        _ask_which(answers, (0, 1), "E-INFLUENCE-SCALE")
    if other := _other_scale(answers, header, False):
        _ask_which(answers, other, "E-INFLUENCE-SCALE")
    return ()


def _are_shares(answers: Answers) -> bool:
    """Whether the numbers look like shares from 0 to 1: fractions, or ten and more of 0 and 1 alone."""
    is_fine = any(number % 1 for number in answers.numbers)
    return _within(answers, (0, 1)) and (
        is_fine or (answers.total >= 10 and answers.numbers[1] > 0 and answers.among(0, 1))
    )


def _ask_for_labels(answers: Answers, asked: ScaleAsked, code: str, setting: str, most: float) -> None:
    """Ask where nearly all answers are words, or more than a share of them repeat what is no number, as a list does."""
    others = answers.words + answers.unread
    often = {text: n for text, n in others.most_common(_MOST_LABELS) if n >= asked.least and len(text) <= _LONGEST}
    is_list = others.total() >= max(20, 3 * len(others)) and others.total() > most * answers.cells
    if answers.cells >= 3 and (is_list or answers.wordy >= 0.8 * answers.cells):
        line = _label_line(setting, asked.labels, often, len(others) - len(often))
        raise KitError(code, place=answers.place, wordy=others.total(), cells=answers.cells, lines=line)


def _label_line(setting: str, given: Labels, often: Mapping[str, int], rarer: int) -> str:
    """Line with the user's labels and further ones whose numbers are to be written; how many more there are."""
    number = "SCORE" if setting == "score_labels" else "SHARE"
    numbers = {label: json.dumps(value) for label, value in given.items()}
    numbers |= dict.fromkeys(often or ["YOUR LABEL"], number)
    pairs = ", ".join(f"{json.dumps(label, ensure_ascii=False)}: {value}" for label, value in numbers.items())
    return f"{setting}: {{{pairs}}}" + f"  # … (+{rarer})" * (rarer > 0)


def _ask_about_percents(answers: Answers) -> None:
    if answers.percents >= max(3, 0.2 * answers.cells):
        percents, cells = answers.percents, answers.cells
        raise KitError("E-SCORE-SCALE.percent", place=answers.place, percents=percents, cells=cells)


def _ask_if_reversed(answers: Answers, header: str, code: str) -> None:
    if _is_reversed(answers, header):
        low, high = _bounds(answers, labels_of_question(header))
        low = 1 if high == 10 and not answers.numbers[0] else low
        raise KitError(code, place=answers.place, low=low, high=high, **_cut_offs(low, high))


def _is_reversed(answers: Answers, header: str) -> bool:
    """Whether labels at the scale's ends, in cells or in the question, say the opposite of their numbers at least as
    often as the same."""
    asked = labels_of_question(header)
    low, high = _bounds(answers, asked)
    return any(_run_against(labels, low, high) for labels in (answers.labelled, asked))


def _run_against(labels: Sequence[tuple[float, str]], low: float, high: float) -> bool:
    ends = [(number - low) / (high - low) for number, _ in labels]
    sides = [(end >= 0.7) - (end <= 0.3) for end in ends]
    agree = Counter(side * polarity(label) for side, (_, label) in zip(sides, labels, strict=True))
    return bool(agree[-1]) and agree[-1] >= agree[1]


def _bounds(answers: Answers, asked: Sequence[tuple[float, str]] = ()) -> AnswerScale:
    """The shortest scale that holds all labelled numbers, and all others but for 2 % of slips."""
    labelled = [number for number, _ in (*answers.labelled, *asked)]
    for low, high in ((1, 5), (0, 10)):
        holds = all(low <= number <= high for number in labelled)
        if holds and answers.within(low, high) >= 0.98 * answers.total:
            return low, high
    return 0, 100


def _within(answers: Answers, scale: AnswerScale) -> bool:
    """Whether the numbers that can be meant on 0–10 (three or more) lie on a shorter scale, but for 2 % of slips."""
    usable = answers.within(0, max(10, scale[1]))
    return usable >= 3 and answers.within(*scale) >= 0.98 * usable


def _other_scale(answers: Answers, header: str, tells_ten: bool) -> AnswerScale | None:
    """Scale that the answers look as if they had been asked on, where that isn't 0–10."""
    numbers, total = answers.numbers, answers.total
    if total >= 20 and not numbers[0] and _within(answers, (1, 11)) and numbers[11] >= max(3, total / 20):
        return (1, 11)  # a survey tool's codes of 0…10
    if total >= 3 and 2 * (answers.within(0, 100) - answers.within(0, 10)) >= total:
        return (0, 100)
    named = named_scales(header)
    if tells_ten or (0, 10) in named:
        return None
    if total >= 30 and numbers[9] and all(numbers[score] for score in range(1, 6)) and answers.among(1, 2, 3, 4, 5, 9):
        return (1, 5)  # and 9 for no answer
    likely = [scale for scale in named if scale != (1, 10)] + [(1, 5)] + [(1, 7)] * (total >= 30)
    return next((scale for scale in likely if _within(answers, scale)), None)


def _ask_which(answers: Answers, scale: AnswerScale, code: str) -> None:
    low, high = scale
    inside = answers.within(low, high) - (answers.within(0, 10) if high == 100 else 0)
    span = "11–100" if high == 100 else f"{low}–{high}"
    counts: dict[str, Any] = {"inside": inside, "total": answers.total}
    raise KitError(code, place=answers.place, span=span, low=low, high=high, **counts, **_cut_offs(low, high))


def _cut_offs(low: int, high: int) -> dict[str, Any]:
    """Cut-offs in use on a scale: those of 0–10 carried over, the two best answers of a short scale."""
    usual = {(0, 100): (70, 90), (1, 11): (8, 10), (0, 10): (7, 9), (1, 10): (7, 9)}
    passive, promoter = usual.get((low, high), (high - 1, high))
    return {"passive": passive, "promoter": promoter}


def _warnings(answers: Answers, header: str) -> tuple[str, ...]:
    numbers = answers.numbers
    # On 0–10 the 0 is about as frequent as the 1: five 1s without a 0 are rare (1 in 32), a single one is not.
    from_one = answers.total >= 100 and numbers[1] >= 5 and numbers[10] > 0 and not numbers[0]
    named = named_scales(header)
    named_from_one = (1, 10) in named and (0, 10) not in named
    low_only = answers.total >= 30 and _within(answers, (0, 7))
    return (*["W-SCALE-1-10"] * bool(from_one or named_from_one), *["W-SCALE-LOW"] * low_only)
