"""Days whose year has only two digits, which nothing but the user's word tells from day and month."""

import re
from typing import Literal

from helpers.base.errors import KitError, Place
from helpers.base.letters import cleaned
from helpers.read.cells.days import MONTH_DAY, MONTH_NAME, MONTHS, WEEKDAY, WrittenDay, exists

ShortOrder = Literal["dmy", "mdy", "ymd"] | None
_DIGITS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_NAMED = re.compile(
    rf"{WEEKDAY}{MONTH_DAY}(?P<gap>[-\ ]){MONTH_NAME},?(?P=gap)(?P<year>[0-9]{{2}})(?![0-9])", re.IGNORECASE
)
_ORDERS: tuple[Literal["dmy", "mdy", "ymd"], ...] = ("dmy", "mdy", "ymd")


def short_day(text: str, order: ShortOrder) -> WrittenDay | None:
    """Day that a cleaned text begins with, whose year has two digits and is of this century.

    Without an order there is none. The name of a month tells it from the day, but not the day from
    the year: it is read with the day first, and not at all in the order ``ymd``.

    Examples
    --------
    >>> short_day("01/31/25", "mdy")
    WrittenDay(year=2025, month=1, day=31, end=8, fixed='short_year')
    >>> short_day("31-Jan-25", "dmy").year, short_day("01/31/25", None)
    (2025, None)
    """
    if order is None:
        return None
    if match := _DIGITS.match(text):
        part = dict(zip(order, match.group(1, 3, 4), strict=True))
        return _of_century(part["y"], int(part["m"]), int(part["d"]), match.end())
    match = _NAMED.match(text)
    if not match or order == "ymd":
        return None
    return _of_century(match["year"], MONTHS.index(match["name"][:3].lower()) + 1, int(match["day"]), match.end())


def _of_century(year: str, month: int, day: int, end: int) -> WrittenDay | None:
    there_is = len(year) == 2 and exists(2000 + int(year), month, day)
    return WrittenDay(2000 + int(year), month, day, end, "short_year") if there_is else None


def check_years(texts: list[str], setting: ShortOrder, place: Place, plain: int = 0) -> None:
    """Ask for `date_order` where more than a fifth of a column's texts have a year of two digits.

    Parameters
    ----------
    texts : list of str
        The column's distinct texts that are not plain.
    setting : str, optional
        ``date_order``; where the user has set it, nothing is asked.
    place : callable
        Where a text stands first, for messages.
    plain : int
        Number of the column's plain cells.

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
    short = [text for text in texts if any(short_day(cleaned(text), order) for order in _ORDERS)]
    if short and 5 * len(short) > plain + sum(bool(cleaned(text)) for text in texts):
        raise KitError("E-DATE-YEAR", place=place(short[0]))
