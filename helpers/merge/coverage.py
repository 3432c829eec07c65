"""What the purchases cover: the report's window, and the one before it."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from helpers.base.errors import KitError
from helpers.merge.settings import MergeSettings


@dataclass(frozen=True)
class Coverage:
    """First and last order of the file, and whether the window before the window is covered."""

    first_order: date
    last_order: date
    window_before: bool


def coverage(ordered_at: pd.Series, acquired_on: pd.Series | None, settings: MergeSettings) -> Coverage:
    """What all orders in the file, whatever their status, cover; stops where they don't the window (METHOD §3).

    Raises
    ------
    KitError
        ``E-COVERAGE-START`` or ``E-COVERAGE-END``, naming the parameter that settles it.
    """
    if ordered_at.isna().all():
        raise KitError("E-COVERAGE-END.undated")
    days = pd.Series(sorted(ordered_at.dropna().dt.normalize().unique()))
    first, last = days.iloc[0].date(), days.iloc[-1].date()
    _check_start(first, acquired_on, settings)
    gap = days.diff().dt.days.median()
    inside = days[days < pd.Timestamp(settings.window_end)]
    latest = inside.iloc[-1].date() if len(inside) else None
    _check_end(latest, timedelta(days=float(max(7, 5 * (0 if pd.isna(gap) else gap)))), settings)
    start = settings.purchases_from or first
    before = settings.before_start
    return Coverage(first, last, before is not None and start <= before)


def _check_start(first: date, acquired_on: pd.Series | None, settings: MergeSettings) -> None:
    start, confirmed = settings.window_start, settings.purchases_from
    if confirmed and start and confirmed > start:
        raise KitError("E-COVERAGE-START.late", confirmed=confirmed, start=start)
    earlier = acquired_on is not None and (acquired_on.dt.date < first).any()
    if earlier and confirmed is None:
        raise KitError("E-COVERAGE-START.unsure", first=first)


def _check_end(last: date | None, tolerance: timedelta, settings: MergeSettings) -> None:
    """`last` is the last order before the window's end: later ones say nothing about the window."""
    end, confirmed = settings.window_end, settings.purchases_until
    if confirmed and confirmed < end - timedelta(days=1):
        raise KitError("E-COVERAGE-END.early", confirmed=confirmed, end=end)
    if confirmed:
        return
    if last is None:
        raise KitError("E-COVERAGE-END.none", end=end)
    if last < end - tolerance:
        raise KitError("E-COVERAGE-END.unsure", days=tolerance.days, end=end, last=last)


def windows(customer_ids: pd.Series, settings: MergeSettings) -> pd.DataFrame:
    """Window of each customer: customer_id, before_start, window_start, window_end (local time, half open)."""
    earliest = date(1900, 1, 1)
    bounds = {
        "before_start": settings.before_start or earliest,
        "window_start": settings.window_start or earliest,
        "window_end": settings.window_end,
    }
    return pd.DataFrame({"customer_id": customer_ids, **{name: pd.Timestamp(day) for name, day in bounds.items()}})
