"""A spreadsheet's values as texts: numbers, moments, times of day, durations."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

_CLOCK_NOISE = 1000  # microseconds; serial dates are seldom exact


def number_text(value: float) -> str:
    """As Excel shows it with room enough: 15 significant digits.

    Examples
    --------
    >>> number_text(9.0), number_text(0.1 + 0.2), number_text(0.00001), number_text(1e15)
    ('9', '0.3', '0.00001', '1E+15')
    """
    if not isfinite(value):
        return "#NUM!"
    text = f"{value:.15g}"
    if "e-" in text:
        return f"{Decimal(text):f}"
    return "0" if text == "-0" else text.upper()


def moment_text(value: datetime) -> str:
    """ISO; a date alone at midnight.

    Examples
    --------
    >>> moment_text(datetime(2025, 4, 1, 23, 59, 59, 999500)), moment_text(datetime(2025, 4, 1, 9, 30))
    ('2025-04-02', '2025-04-01 09:30:00')
    """
    return _whole_seconds(value).isoformat(" ").removesuffix(" 00:00:00")


def clock_text(value: time) -> str:
    """ISO.

    Examples
    --------
    >>> clock_text(time(9, 30))
    '09:30:00'
    """
    return _whole_seconds(datetime.combine(date(1900, 1, 1), value)).time().isoformat()


def _whole_seconds(value: datetime) -> datetime:
    """The next whole second, where that is less than a millisecond away; else unchanged."""
    noise = (value.microsecond + 500_000) % 1_000_000 - 500_000
    if abs(noise) > _CLOCK_NOISE or value.year == 9999:  # the last year that there is
        return value
    return value - timedelta(microseconds=noise)


def duration_text(value: timedelta) -> str:
    """ISO 8601, which no reader of dates takes for a date.

    Examples
    --------
    >>> duration_text(timedelta(hours=30, minutes=5))
    'PT30H5M0S'
    """
    seconds = round(abs(value).total_seconds())
    return f"{'-' if value < timedelta(0) else ''}PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"
