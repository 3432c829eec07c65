"""The time of day that follows a day in a text, with its weekday and its offset from UTC."""

import re
from datetime import timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

_WEEKDAYS = "月火水木金土日"
_KANJI = re.compile(r"([0-9]{1,2})時(?:([0-9]{1,2})分(?:([0-9]{1,2})秒)?)?")
_COMPACT = re.compile(r"\A([0-9]{8})[T ]?([0-9]{2})([0-9]{2})([0-9]{2})")
_NOON = r"午前|午後|[AaPp]\.?[Mm]\.?"
_REST = re.compile(
    rf"""
    (?:\ ?(?:\((?P<weekday>[{_WEEKDAYS}])(?:曜日?)?\)|(?P<bare_weekday>[{_WEEKDAYS}])曜日?))?
    (?:
        (?P<gap>T|,?\ {{1,2}}|(?<=[日曜)]))(?P<noon_before>午前|午後)?\ ?
        (?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}})(?:[.,](?P<fraction>[0-9]{{1,9}}))?)?
        (?:\ ?(?P<noon>{_NOON}))?
        (?:\ ?(?P<zone>Z|UTC|GMT|JST|(?:GMT|UTC)?[+-][0-9]{{2}}(?::?[0-9]{{2}})?|(?:GMT|UTC)[+-][0-9](?::[0-9]{{2}})?))?
    )?
    """,
    re.VERBOSE,
)


class TimeOfDay(NamedTuple):
    """Time since the day's midnight (None: the text has none), offset from UTC, weekday (0 = Monday), fixes."""

    time: timedelta | None
    offset: timezone | None
    weekday: int | None
    fixed: tuple[str, ...]


def with_colons(text: str) -> str:
    """Text whose clock is written with colons, whether it was in kanji or in digits alone.

    Examples
    --------
    >>> with_colons("2025年4月1日10時6分"), with_colons("20250401101635")
    ('2025年4月1日10:06:00', '20250401 10:16:35')
    """
    if "時" in text:
        return _KANJI.sub(lambda clock: f"{clock[1]}:{int(clock[2] or 0):02}:{int(clock[3] or 0):02}", text)
    return _COMPACT.sub(r"\1 \2:\3:\4", text)


def clock_after(text: str, day_ends: int) -> TimeOfDay | None:
    """Clock that fills a text after its day; None if anything else is there.

    Examples
    --------
    >>> clock = clock_after("2025/07/11 10:16:35 午後 GMT+9", 10)
    >>> str(clock.time), str(clock.offset), clock.fixed
    ('22:16:35', 'UTC+09:00', ('clock',))
    """
    if day_ends == len(text):
        return TimeOfDay(None, None, None, ())
    if not (match := _REST.fullmatch(text, day_ends)):
        return None
    weekday = match["weekday"] or match["bare_weekday"]
    number = _WEEKDAYS.index(weekday) if weekday else None
    kinds = ("date_form",) if weekday else ()
    if not match["hour"]:
        return TimeOfDay(None, None, number, kinds)
    time, offset = _time(match), _offset(match["zone"]) if match["zone"] else None
    if time is None or (match["zone"] and offset is None):
        return None
    noon = match["noon_before"] or match["noon"]
    usual = not noon and len(match["hour"]) == 2 and match["hour"] != "24" and match["gap"] in ("T", " ")
    return TimeOfDay(time, offset, number, kinds if usual else (*kinds, "clock"))


def _time(match: re.Match[str]) -> timedelta | None:
    """Time of day; 24:00 is the midnight that ends the day, 午前12 and 12 AM the one that begins it."""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    microsecond = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    if (match["noon_before"] and match["noon"]) or minute > 59 or second > 59:
        return None
    if noon := match["noon_before"] or match["noon"]:
        if hour > 12:
            return None
        hour = hour % 12 + (12 if noon == "午後" or noon[0] in "Pp" else 0)
    time = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=microsecond)
    return time if hour < 24 or time == timedelta(days=1) else None


@lru_cache(256)
def _offset(zone: str) -> timezone | None:
    """Offset such as Z, JST, +0900, GMT+9; None if there is no such place on earth."""
    digits = re.sub(r"[^0-9]", "", zone)
    if not digits:
        return timezone(timedelta(hours=9 if zone == "JST" else 0))
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    size = timedelta(hours=int(hours), minutes=int(minutes))
    east = -size if "-" in zone else size
    return timezone(east) if int(minutes) < 60 and timedelta(hours=-12) <= east <= timedelta(hours=14) else None
