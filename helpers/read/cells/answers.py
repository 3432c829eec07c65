"""What a survey says: an answer's number, the words beside it, whether these are for or against, a question's scale."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from babel.dates import get_day_names, get_month_names

from helpers.base.errors import Place, Said
from helpers.base.letters import cleaned
from helpers.read.cells.texts import unquoted
from helpers.read.signs import sign

AnswerScale = tuple[int, int]
_LANGUAGES = ("en", "en_GB", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb")
_NUMBER = r"(?P<number>[-−]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)(?P<unit> ?(?:点|points?|pts?))?"
_NAMED_SCALE = re.compile(  # in a question: 0〜10, 1 to 5, 0点から10点, 0 (not at all) - 10 (extremely); not Q1-5
    r"(?<![0-9A-Za-z.,/問第-])([01])点?(?: ?\([^)]*\))? ?(?:[-‐–—―−ー~〜]|から|to|\.{2,3}) ?(100|10|[3-9])(?![0-9./])"
)
_FORMS = [
    re.compile(rf"(?P<zero>0(?=[0-9](?![0-9.])))?{_NUMBER}", re.IGNORECASE),  # 09: a number format
    re.compile(rf"[(\[【]?{_NUMBER}(?P<mark>[\s\-‐–—―−ー:=|.・→()\[\]【】「『]+)(?P<label>\D+)", re.IGNORECASE),
    re.compile(rf"(?P<label>\D+?)\s?[(\[【]{_NUMBER}[)\]】]", re.IGNORECASE),
]


class Answer(NamedTuple):
    """Number as text, the label beside it ("" = none), and the kinds of fixes that reading it takes."""

    number: str
    label: str = ""
    fixes: tuple[str, ...] = ()


def numbered(text: str) -> Answer | None:
    """Answer that holds exactly one number, alone or with a label; ``None`` for all else.

    So ``9``, ``10点``, ``10 - Extremely likely``, ``0=勧めない``, ``Promoter (9)``, once cleaned. A label holds no
    digit, no month, and is more than a weekday, a unit or a single letter.

    Examples
    --------
    >>> numbered("10 - Extremely likely")
    Answer(number='10', label='Extremely likely', fixes=('label',))
    """
    match = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if match is None:
        return None
    part = match.groupdict()
    label = part.get("label") or ""
    if label and not _is_label(label, part.get("mark") or ""):
        return None
    number = part["number"].replace("−", "-")
    needed = {
        "leading_zero": part.get("zero"),
        "negative_form": number != part["number"],
        "unit": part["unit"],
        "label": label,
    }
    return Answer(number, label, tuple(kind for kind, is_needed in needed.items() if is_needed))


def _is_label(label: str, mark: str) -> bool:
    """Whether words beside a number are the label of an answer, not a part of a date or an amount."""
    words = re.findall(r"[^\W\d_]+", label.casefold())
    months, weekdays = _calendar()
    if months.intersection(words):
        return False
    if mark and mark in "-‐–—―−ー" and len(label) <= 3 and label.isascii():
        return False  # 10-kwi: how a spreadsheet writes a day of a month in some language
    return not all(word in weekdays or sign("measure").fullmatch(word) for word in words)


@cache
def _calendar() -> tuple[frozenset[str], frozenset[str]]:
    """Names of months, long and short, in the languages of the tools, and of weekdays in two: "so" is one in others."""
    widths: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
    months = [get_month_names(width, locale=code) for width in widths for code in _LANGUAGES]
    days = [get_day_names(width, locale=code) for width in widths for code in ("en", "ja")]
    return _bare(months), _bare(days)


def _bare(names: list[Any]) -> frozenset[str]:
    return frozenset(name.casefold().strip(".") for by_number in names for name in by_number.values())


def named_scales(question: str) -> list[AnswerScale]:
    """Scales that the text of a question names.

    Examples
    --------
    >>> named_scales("お勧めする可能性を０～１０で（Q1-5）")
    [(0, 10)]
    """
    return [(int(low), int(high)) for low, high in _NAMED_SCALE.findall(cleaned(question))]


def polarity(label: str) -> int:
    """1 where a label is for something, −1 where it is against, 0 where it can't be told.

    Examples
    --------
    >>> polarity("Extremely likely"), polarity("Not at all likely"), polarity("全く勧めない"), polarity("普通")
    (1, -1, -1, 0)
    """
    label = label.casefold()
    if sign("answer_neutral").search(label):
        return 0
    rest, affirmations = sign("answer_sure").subn("", label)
    if sign("answer_against").search(rest):
        return -1
    return int(affirmations > 0 or bool(sign("answer_for").search(label)))


class Answers(NamedTuple):
    """Non-blank cells of a column: how often each number, distinct labelled numbers, cells of words alone."""

    numbers: Counter[float]
    labelled: list[tuple[float, str]]
    cells: int
    wordy: int
    place: Said

    @property
    def total(self) -> int:
        """Cells with a number."""
        return self.numbers.total()

    def within(self, low: float, high: float) -> int:
        """Cells with a number from `low` to `high`, both included."""
        return sum(cells for number, cells in self.numbers.items() if low <= number <= high)


def answers_of(counts: Mapping[str, int], labels: Mapping[str, float], place: Place) -> Answers:
    """What a column holds, given how many cells have each text, and the numbers that labels stand for.

    Examples
    --------
    >>> answers_of({"9": 2, "10 - yes": 1, "no idea": 1, "": 5}, {}, str)
    Answers(numbers=Counter({9.0: 2, 10.0: 1}), labelled=[(10.0, 'yes')], cells=4, wordy=1, place='9')
    """
    table = {unquoted(label)[0]: number for label, number in labels.items()}
    filled = {text: cells for text, cells in counts.items() if cleaned(text)}
    numbers: Counter[float] = Counter()
    labelled, wordy = [], 0
    for text, cells in filled.items():
        words = unquoted(text)[0]
        answer = Answer(str(table[words])) if words in table else numbered(words)
        if answer:
            numbers[float(answer.number)] += cells
            labelled += [(float(answer.number), answer.label)] * bool(answer.label)
        elif not re.search(r"\d", words):
            wordy += cells
    return Answers(numbers, labelled, sum(filled.values()), wordy, place(next(iter(filled))) if filled else {})
