"""What a survey says: an answer's number, the words beside it, whether these are for or against, a question's scale."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from babel.dates import get_day_names, get_month_names

from helpers.base.letters import cleaned, unquoted
from helpers.read.signs import sign

AnswerScale = tuple[int, int]
Labels = Mapping[str, float | None]  # None: no answer
_PERCENT = re.compile(r"([-−]?[0-9]{1,9}(?:\.[0-9]+)?) ?(?:%|percent|パーセント)", re.IGNORECASE)
_LANGUAGES = ("en", "en_GB", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb")
_NUMBER = r"(?P<number>[-−]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)(?P<unit> ?(?:点|points?|pts?))?"
_NAMED_SCALE = re.compile(  # in a question: 0〜10, 1 to 5, 0点から10点, 0 (not at all) - 10 (extremely); not Q1-5
    r"(?<![0-9A-Za-z.,/問第-])([01])点?(?: ?\([^)]*\))? ?(?:[-‐–—―−ー~〜]|から|to|\.{2,3}) ?(100|10|[3-9])(?![0-9./])"
)
_EXPLAINED = re.compile(  # 1 = very likely; 10：勧めない; 0 (not at all) - 10 (extremely likely); 1 means yes
    r"(?<![0-9A-Za-z.,問第-])([0-9]{1,3})(?: ?(?:点|points?))?(?: ?[=:→(が]| ?は、?| (?:is|means?|being|for|-|–|—) )"
    r" ?([^\d=:,;.、。()~〜～/|・]+)",
    re.IGNORECASE,
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


def percent(text: str) -> float | None:
    """Percentage that a cleaned text is, such as ``80 %``.

    Examples
    --------
    >>> percent("80%"), percent("12.5 %"), percent("80")
    (80.0, 12.5, None)
    """
    match = _PERCENT.fullmatch(text)
    return float(match[1].replace("−", "-")) if match else None


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


def labels_of_question(question: str) -> list[tuple[float, str]]:
    """Numbers that the text of a question explains, each with its label.

    Examples
    --------
    >>> labels_of_question("How likely? (1 = very likely, 10 = not at all)")
    [(1.0, 'very likely'), (10.0, 'not at all')]
    """
    found = _EXPLAINED.findall(cleaned(question))
    return [(float(number), label.strip()) for number, label in found if _is_label(label, "")]


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


def label_table(labels: Labels) -> Labels:
    """Labels in the form in which `label_in` looks them up: letters small, numbers plain."""
    return {_as_key(unquoted(label)[0]): value for label, value in labels.items()}


def label_in(text: str, table: Labels) -> str | None:
    """Key under which a cleaned text stands in a `label_table`: its words, or its number, alone or with a label.

    Examples
    --------
    >>> table = label_table({"1": 10, "-1": 0, "good": 9})
    >>> [label_in(text, table) for text in ("1.0", "+1", "−1", "-1 - against", "Good", "10")]
    ['1', '1', '-1', '-1', 'good', None]
    """
    if not table:
        return None
    answer = numbered(text.removeprefix("+"))
    keys = (text.casefold(), _plain(answer.number) if answer else "")
    return next((key for key in keys if key in table), None)


def _as_key(text: str) -> str:
    answer = numbered(text.removeprefix("+"))
    return _plain(answer.number) if answer and not answer.label else text.casefold()


def _plain(number: str) -> str:
    """A number without zeros that say nothing."""
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole.replace("-0", "0")
