"""What the purchases cover: the report's window, and the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.problems import Problems
from helpers.merge.settings import MergeSettings


@dataclass(frozen=True)
class Coverage:
    """First and last order of the file, and whether the window before the window is covered."""

    first_order: date
    last_order: date
    window_before: bool


HISTORY_START = date(1900, 1, 1)  # where a window begins that has no begin
UNKNOWN = Coverage(date.min, date.min, window_before=False)  # where the purchases leave open what they cover


def coverage(ordered_at: pd.Series, acquired_on: pd.Series | None, settings: MergeSettings) -> Coverage:
    """What all orders in the file, whatever their status, cover; stops where they don't the window (METHOD §3).

    Raises
    ------
    KitError
        ``E-COVERAGE-START`` or ``E-COVERAGE-END``, naming the parameter that settles it.
    """
    problems = Problems()
    problems.found += _confirmed_too_little(settings)
    if ordered_at.isna().all():
        problems.keep(KitError("E-COVERAGE-END.undated"))
        problems.stop()
    days = pd.Series(sorted(ordered_at.dropna().dt.normalize().unique()))
    first, last = days.iloc[0].date(), days.iloc[-1].date()
    tolerance = _tolerance(days)
    problems.tried(partial(_check_start, first, tolerance, acquired_on, settings))
    inside = days[days < pd.Timestamp(settings.window_end)]
    latest = inside.iloc[-1].date() if len(inside) else None
    problems.tried(partial(_check_end, latest, tolerance, settings))
    problems.stop()
    return Coverage(first, last, _reaches_before(first, tolerance, settings))


def _tolerance(days: pd.Series) -> timedelta:
    """How long a shop may be without an order: five times what usually lies between its order days, at least a week."""
    gap = days.diff().dt.days.median()
    return timedelta(days=float(max(7, 5 * (0 if pd.isna(gap) else gap))))


def _reaches_before(first: date, tolerance: timedelta, settings: MergeSettings) -> bool:
    """Whether the window before is covered: as confirmed, else where its first order comes as soon as may be.

    Of a short window no more than a tenth may be without an order.
    """
    start = settings.before_start
    if start is None:
        return False
    if settings.purchases_from:
        return settings.purchases_from <= start
    return first <= start + min(tolerance, timedelta(days=settings.window_days / 10))


def _confirmed_too_little(settings: MergeSettings) -> Iterator[KitError]:
    """What the user says that the purchases cover is less than the window."""
    start, end = settings.window_start, settings.window_end
    since, until = settings.purchases_from, settings.purchases_until
    if since and start and since > start:
        yield KitError("E-COVERAGE-START.late", confirmed=since, start=start)
    if until and until < end - timedelta(days=1):
        yield KitError("E-COVERAGE-END.early", confirmed=until, end=end)


def _check_start(first: date, tolerance: timedelta, acquired_on: pd.Series | None, settings: MergeSettings) -> None:
    """The whole history begins with the first customer."""
    if settings.purchases_from or acquired_on is None or acquired_on.isna().all():
        return
    earliest = acquired_on.min().date()
    start = settings.window_start or earliest
    if first > start + tolerance and earliest < first:
        covered = (settings.window_end - first).days
        days = (first - start).days
        raise KitError("E-COVERAGE-START.unsure", first=first, start=start, days=days, covered=covered)


def _check_end(last: date | None, tolerance: timedelta, settings: MergeSettings) -> None:
    """`last` is the last order before the window's end: later ones say nothing about the window."""
    end = settings.window_end
    until = end - timedelta(days=1)
    if settings.purchases_until:
        return
    if last is None:
        raise KitError("E-COVERAGE-END.none", end=end, until=until)
    if last < end - tolerance:
        raise KitError("E-COVERAGE-END.unsure", days=tolerance.days, end=end, last=last, until=until)


def windows(customer_ids: pd.Series, settings: MergeSettings, listed_on: date | None = None) -> pd.DataFrame:
    """Window (half open) of each: customer_id, before_start, window_start, window_end, check_start, call_start.

    `listed_on` is the day of the latest call list; without one nothing is bought since.
    """
    bounds = {
        "before_start": settings.before_start or HISTORY_START,
        "window_start": settings.window_start or HISTORY_START,
        "window_end": settings.window_end,
        "check_start": settings.check_start,
        "call_start": listed_on or settings.window_end,
    }
    return pd.DataFrame({"customer_id": customer_ids, **{name: pd.Timestamp(day) for name, day in bounds.items()}})
