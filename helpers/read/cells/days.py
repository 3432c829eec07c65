"""The day that a text begins with, in any of the forms that exports use; years of two digits need the user's word."""

import re
from datetime import date
from typing import Literal, NamedTuple

from helpers.base.errors import KitError, Place
from helpers.base.letters import cleaned

Order = Literal["dmy", "mdy"] | None
ShortOrder = Literal["dmy", "mdy", "ymd"] | None


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
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_MONTH_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\ )?"

_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])")
_DAY_FIRST = rf"{_WEEKDAY}{_MONTH_DAY}(?P<gap>[-\ ]){_MONTH_NAME},?(?P=gap)"
_CLEAR = [  # forms that leave no doubt which is the year, the month and the day
    re.compile(r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9])"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:\.0\Z)?"),
    re.compile(r"(?P<year>[0-9]{4})年\ ?(?P<month>[0-9]{1,2})月\ ?(?P<day>[0-9]{1,2})日"),
    re.compile(rf"{_WEEKDAY}{_MONTH_NAME}\ {_MONTH_DAY},?\ (?P<year>[0-9]{{4}})(?![0-9])", re.IGNORECASE),
    re.compile(rf"{_DAY_FIRST}(?P<year>[0-9]{{4}})(?![0-9])", re.IGNORECASE),
]
_OF_ERA = re.compile(
    r"(令和|平成|昭和|[RHS])\ ?([0-9]{1,4}|元)(?:年\ ?([0-9]{1,2})月\ ?([0-9]{1,2})日"
    r"|([-/.])([0-9]{1,2})\5([0-9]{1,2})(?![0-9]))"
)
_SHORT = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_SHORT_NAMED = re.compile(rf"{_DAY_FIRST}(?P<year>[0-9]{{2}})(?![0-9])", re.IGNORECASE)


def day_of(text: str, order: Order) -> WrittenDay | None:
    """Day that a cleaned text begins with; None if there is none, or if `order` can't tell day from month.

    Examples
    --------
    >>> day_of("令和7年4月1日 10:16", None)
    WrittenDay(year=2025, month=4, day=1, end=8, fixed='era')
    >>> day_of("9/6/2018", "mdy")
    WrittenDay(year=2018, month=9, day=6, end=8, fixed='date_form')
    """
    match = next(filter(None, (form.match(text) for form in _CLEAR)), None)
    if match is None:
        return _of_era(text) or _day_and_month(text, order)
    part = match.groupdict()
    month = int(part["month"]) if "month" in part else _MONTHS.index(part["name"][:3].lower()) + 1
    is_plain = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", match[0])
    return WrittenDay(int(part["year"]), month, int(part["day"]), match.end(), "" if is_plain else "date_form")


def _of_era(text: str) -> WrittenDay | None:
    if not (match := _OF_ERA.match(text)):
        return None
    era, year, month, day = match[1], match[2], int(match[3] or match[6]), int(match[4] or match[7])
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


def short_day(text: str, order: ShortOrder) -> WrittenDay | None:
    """Day that a cleaned text begins with, whose year has two digits and is of this century.

    Without an order there is none. The name of a month tells it from the day, but not the day from
    the year: it is read with the day first, and not at all in the order ``ymd``.

    Examples
    --------
    >>> short_day("01/31/25", "mdy")
    WrittenDay(year=2025, month=1, day=31, end=8, fixed='short_year')
    """
    if order is None:
        return None
    if match := _SHORT.match(text):
        part = dict(zip(order, match.group(1, 3, 4), strict=True))
        return _of_century(part["y"], int(part["m"]), int(part["d"]), match.end())
    match = _SHORT_NAMED.match(text)
    if not match or order == "ymd":
        return None
    return _of_century(match["year"], _MONTHS.index(match["name"][:3].lower()) + 1, int(match["day"]), match.end())


def _of_century(year: str, month: int, day: int, end: int) -> WrittenDay | None:
    there_is = len(year) == 2 and exists(2000 + int(year), month, day)
    return WrittenDay(2000 + int(year), month, day, end, "short_year") if there_is else None


def check_years(texts: list[str], setting: ShortOrder, place: Place, plain: int = 0) -> None:
    """Ask for `date_order` where more than a fifth of a column's texts have a year of two digits, and it isn't set.

    Raises
    ------
    KitError
        ``E-DATE-YEAR``

    Examples
    --------
    >>> check_years(["2025/4/1", "2025/4/2", "2025/4/3", "2025/4/4", "31/01/25"], None, str)
    """
    if setting:
        return
    short = [text for text in texts if any(short_day(cleaned(text), order) for order in ("dmy", "mdy"))]
    if short and 5 * len(short) > plain + sum(bool(cleaned(text)) for text in texts):
        raise KitError("E-DATE-YEAR", place=place(short[0]))
