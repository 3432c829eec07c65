"""The day that a text begins with, in any of the forms that exports use."""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

Order = Literal["dmy", "mdy"] | None


class WrittenDay(NamedTuple):
    """Year, month and day as written (they need not exist), where the rest of the text begins, and the fix."""

    year: int
    month: int
    day: int
    end: int
    fixed: str


_ERAS = {  # first and last day of each
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (date(2019, 5, 1), date.max),
}
_ERA_LETTERS = {"S": "昭和", "H": "平成", "R": "令和"}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
MONTH_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\ )?"

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0\Z)?")
_JAPANESE = re.compile(
    r"(令和|平成|昭和|[RHS])?\ ?([0-9]{1,4}|元)(?:年\ ?([0-9]{1,2})月\ ?([0-9]{1,2})日"
    r"|([-/.])([0-9]{1,2})\5([0-9]{1,2})(?![0-9]))"
)
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])")
_NAMED = [
    re.compile(rf"{WEEKDAY}{form}(?P<year>[0-9]{{4}})(?![0-9])", re.IGNORECASE)
    for form in (rf"{MONTH_NAME}\ {MONTH_DAY},?\ ", rf"{MONTH_DAY}(?P<gap>[-\ ]){MONTH_NAME},?(?P=gap)")
]


def day_of(text: str, order: Order) -> WrittenDay | None:
    """Day that a cleaned text begins with; None if there is none, or if `order` can't tell day from month.

    Examples
    --------
    >>> day_of("令和7年4月1日 10:16", None)
    WrittenDay(year=2025, month=4, day=1, end=8, fixed='era')
    >>> day_of("9/6/2018", "mdy")
    WrittenDay(year=2018, month=9, day=6, end=8, fixed='date_form')
    """
    return next((day for form in _FORMS if (day := form(text, order))), None)


def _year_first(text: str, order: Order) -> WrittenDay | None:
    if not (match := _YEAR_FIRST.match(text)):
        return None
    year, mark, month, day = match.groups()
    plain = mark == "-" and len(month) == len(day) == 2
    return WrittenDay(int(year), int(month), int(day), match.end(), "" if plain else "date_form")


def _compact(text: str, order: Order) -> WrittenDay | None:
    match = _COMPACT.match(text)
    return WrittenDay(int(match[1]), int(match[2]), int(match[3]), match.end(), "date_form") if match else None


def _japanese(text: str, order: Order) -> WrittenDay | None:
    if not (match := _JAPANESE.match(text)):
        return None
    era, year, month, day = match[1], match[2], int(match[3] or match[6]), int(match[4] or match[7])
    if not era:  # a year of two digits has no century, and 元 no meaning
        return WrittenDay(int(year), month, day, match.end(), "date_form") if match[3] and len(year) == 4 else None
    began, ended = _ERAS[_ERA_LETTERS.get(era, era)]
    whole_year = began.year - 1 + (1 if year == "元" else int(year))
    within = (began.year, began.month, began.day) <= (whole_year, month, day) <= (ended.year, ended.month, ended.day)
    return WrittenDay(whole_year, month, day, match.end(), "era") if within else None


def _day_and_month(text: str, order: Order) -> WrittenDay | None:
    if not (match := _DAY_AND_MONTH.match(text)):
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == ".":  # 01.04.2025 is written with the day first
        order = None if order == "mdy" else "dmy"
    if order is None:
        return None
    month, day = (second, first) if order == "dmy" else (first, second)
    return WrittenDay(year, month, day, match.end(), "date_form")


def _named_month(text: str, order: Order) -> WrittenDay | None:
    match = next((match for form in _NAMED if (match := form.match(text))), None)
    if not match:
        return None
    month = MONTHS.index(match["name"][:3].lower()) + 1
    return WrittenDay(int(match["year"]), month, int(match["day"]), match.end(), "date_form")


_FORMS: list[Callable[[str, Order], WrittenDay | None]] = [
    _year_first,
    _compact,
    _japanese,
    _day_and_month,
    _named_month,
]


def order_shown(text: str) -> Literal["dmy", "mdy", "either", "same", ""]:
    """Order of day and month that a cleaned text shows; "" if its day isn't written so, or doesn't exist.

    "either": 01/02/2026; "same": 02/02/2026, which both orders read alike.

    Examples
    --------
    >>> [order_shown(text) for text in ("13/02/2026", "02/13/2026", "01/02/2026", "01.02.2026", "2026-02-01")]
    ['dmy', 'mdy', 'either', 'dmy', '']
    """
    if not (match := _DAY_AND_MONTH.match(text)):
        return ""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day_first, month_first = exists(year, second, first), exists(year, first, second)
    if day_first and month_first and match[2] != ".":
        return "same" if first == second else "either"
    if day_first:
        return "dmy"
    return "mdy" if month_first else ""


def exists(year: int, month: int, day: int) -> bool:
    """Whether there is such a day.

    Examples
    --------
    >>> exists(2024, 2, 29), exists(2025, 2, 29)
    (True, False)
    """
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
