"""Dates of several tables beside each other: acquired after the first order, all on one day, answers long ago."""

from dataclasses import replace

import pandas as pd

from helpers.base.errors import KitError
from helpers.collect.periods import times
from helpers.merge.customers import first_order_days
from helpers.merge.settings import MergeSettings
from helpers.read.typed_table import Table, Warned

WARN, ASK = 0.01, 0.10  # shares of those whose two dates are known
MOVED = 20  # customers on one day from which it may be the day of a migration
_PEAK = 5  # times what a day usually has
_LONG_AGO = pd.DateOffset(years=1)  # before the window


def with_first_orders(customers: Table, purchases: pd.DataFrame, settings: MergeSettings) -> Table:
    """Customers acquired at their first order where that is earlier, or no day is told, if the settings say so."""
    frame = customers.frame
    if settings.acquired_on != "first_order" or "acquired_on" not in frame:
        return customers
    first = frame["customer_id"].map(first_order_days(purchases)).astype("datetime64[us]")
    later = frame["acquired_on"].isna() | (first < frame["acquired_on"])
    return replace(customers, frame=frame.assign(acquired_on=frame["acquired_on"].mask(later & first.notna(), first)))


def date_conflicts(
    customers: Table, purchases: pd.DataFrame, answers: pd.DataFrame | None, settings: MergeSettings
) -> list[Warned]:
    """Warnings of dates that can't all be right; asks where more than a tenth of the customers or answers are earlier.

    Parameters
    ----------
    customers : Table
        All customers of the file, in the report or not, as it has them.
    answers : DataFrame or None
        customer_id, responded_at.

    Raises
    ------
    KitError
        ``E-ACQUIRED-LATER``, naming `acquired_on`, which settles it.
    """
    if "acquired_on" not in customers.frame:
        return _long_ago(answers, settings)
    acquired = _acquired(customers)
    orders = _earlier(first_order_days(purchases), acquired)
    now = _acquired(with_first_orders(customers, purchases, settings))
    given = _earlier(_answered(answers), now)
    if settings.acquired_on is None:
        _ask(customers, orders, given)
    named = {"file": customers.file}
    code = "W-ACQUIRED-FIRST" if settings.acquired_on == "first_order" else "W-ACQUIRED-LATER"
    found = {code: orders, "W-ANSWERED-EARLIER": given}
    warned = [Warned(code, {**named, "n": n, "total": total}) for code, (n, total) in found.items() if n > WARN * total]
    return [*warned, *_one_day(now, named), *_long_ago(answers, settings)]


def _acquired(customers: Table) -> pd.Series:
    """Day on which each was acquired, where it is known."""
    return customers.frame.groupby("customer_id", sort=False)["acquired_on"].min().dropna().dt.normalize()


def _answered(answers: pd.DataFrame | None) -> pd.Series:
    """Day of each answer, by its sender."""
    if answers is None:
        return pd.Series(dtype="datetime64[us]")
    return times(answers, "responded_at").dt.normalize().set_axis(answers["customer_id"])


def _earlier(days: pd.Series, acquired: pd.Series) -> tuple[int, int]:
    """How many of the days, by customer_id, lie before the customer was acquired, of those whose two days are known."""
    both = pd.DataFrame({"day": days.array, "acquired": acquired.reindex(days.index).array}).dropna()
    return int((both["day"] < both["acquired"]).sum()), len(both)


def _ask(customers: Table, orders: tuple[int, int], given: tuple[int, int]) -> None:
    for code, (n, total) in {"E-ACQUIRED-LATER.orders": orders, "E-ACQUIRED-LATER.answers": given}.items():
        if n > ASK * total:
            raise KitError(code, file=customers.file, n=n, total=total)


def _one_day(acquired: pd.Series, named: dict[str, str]) -> list[Warned]:
    """Warning of a day on which many more were acquired than on another, as where customers moved to a new system.

    Where days are those of months alone, such as each first, no month stands out so far.
    """
    sizes = acquired.value_counts()
    if sizes.empty or sizes.iloc[0] < MOVED or sizes.iloc[0] <= ASK * len(acquired):
        return []
    if len(sizes) > 1 and sizes.iloc[0] < _PEAK * sizes.iloc[1:].median():
        return []
    day = sizes.index[0].date().isoformat()
    return [Warned("W-ACQUIRED-ONE-DAY", {**named, "n": int(sizes.iloc[0]), "total": len(acquired), "day": day})]


def _long_ago(answers: pd.DataFrame | None, settings: MergeSettings) -> list[Warned]:
    """Warning of answers more than a year older than the window."""
    if answers is None or settings.window_start is None:
        return []
    before = pd.Timestamp(settings.window_start) - _LONG_AGO
    days = times(answers, "responded_at").dropna()
    n = int((days < before).sum())
    named = {"n": n, "total": len(days), "before": before.date().isoformat()}
    return [Warned("W-ANSWERS-OLD", named)] if n > WARN * len(days) else []
