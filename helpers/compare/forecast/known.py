"""What is known of each customer on a day: at the window's end, or where the check begins."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.compare.basis import Basis
from helpers.compare.forecast.foreseen import YEAR
from helpers.compare.forecast.likelihoods import Histories

SHORTEST_PACE = 30  # days below which nobody's pace is told


@dataclass(frozen=True, eq=False, repr=False)
class Known:
    """Customers on a day; money in units of the currency."""

    day: pd.Timestamp
    ids: np.ndarray
    orders: np.ndarray  # all until then
    net: np.ndarray
    histories: Histories  # nothing (NaN) of those who never bought
    recent: np.ndarray  # net amount of the last `recent_days`
    recent_days: np.ndarray
    tenure: np.ndarray  # days since each was acquired; NaN where nobody knows
    subscribed: np.ndarray  # days since the subscription began that is alive; NaN without
    once_subscribed: np.ndarray  # whether she has or had one

    @property
    def bought(self) -> np.ndarray:
        """Who ever did."""
        return self.orders > 0

    def part(self, who: np.ndarray) -> "Known":
        """Of some of the customers."""
        parts = {
            name: getattr(self, name)[who]
            for name in ("ids", "orders", "net", "recent", "recent_days", "tenure", "subscribed", "once_subscribed")
        }
        return replace(self, histories=self.histories.part(who), **parts)

    def last_year(self) -> np.ndarray:
        """What each bought lately, in a year."""
        return self.recent * YEAR / self.recent_days


def known_at_end(base: Basis) -> Known:
    """All customers at the window's end."""
    rows, settings = base.customers, base.settings
    orders, net = rows["orders"], rows["net_amount"]
    if settings.window_start:
        orders, net = orders + rows["orders_earlier"], net + rows["net_amount_earlier"]
    lately = (rows["net_amount"], settings.window_days) if settings.window_days else None
    return _known(base, pd.Timestamp(settings.window_end), orders, net, rows["last_order_at"], lately)


def known_at_check(base: Basis) -> Known:
    """All customers where the check begins; those acquired later are for `was_there` to tell."""
    rows, covered = base.customers, base.window_before_covered
    lately = (rows["net_amount_before"], base.settings.window_days) if covered and base.settings.window_days else None
    day, last = pd.Timestamp(base.settings.check_start), rows["last_earlier_order_at"]
    return _known(base, day, rows["orders_earlier"], rows["net_amount_earlier"], last, lately)


def was_there(known: Known) -> np.ndarray:
    """Who was a customer by then; where nobody knows since when, who had bought."""
    return np.where(np.isnan(known.tenure), known.bought, known.tenure > 0)


def came_since(base: Basis) -> np.ndarray:
    """Net amount of each customer since the check began."""
    rows, settings = base.customers, base.settings
    came = rows["net_amount"] if settings.window_start else rows["net_amount"] - rows["net_amount_earlier"]
    return came.to_numpy(float) / 10**settings.minor_digits


def _known(
    base: Basis,
    day: pd.Timestamp,
    orders: pd.Series,
    net: pd.Series,
    last: pd.Series,
    lately: tuple[pd.Series, int] | None,
) -> Known:
    rows, unit = base.customers, 10**base.settings.minor_digits
    first = rows["first_order_at"].where(rows["first_order_at"] < day)
    age, until_last = _days(first, day), _days(first, last.dt.normalize())
    frequency = np.where(until_last > 0, orders.to_numpy(float) - 1, 0.0)  # all on one day are one purchase
    histories = Histories(np.where(np.isnan(age), np.nan, frequency), until_last, age)
    started, ended = subscriptions(rows)
    alive = (started < day) & ~(ended < day)
    recent, days = lately or (net, pd.Series(np.maximum(np.nan_to_num(age, nan=YEAR), YEAR), rows.index))
    return Known(
        day=day,
        ids=rows["customer_id"].to_numpy(dtype=object),
        orders=orders.to_numpy(float),
        net=net.to_numpy(float) / unit,
        histories=histories,
        recent=recent.to_numpy(float) / unit,
        recent_days=np.broadcast_to(np.asarray(days, float), len(rows)),
        tenure=_days(rows["acquired_on"], day),
        subscribed=np.where(alive, _days(started, day), np.nan),
        once_subscribed=(started < day).to_numpy(bool),
    )


def _days(since: pd.Series, until: pd.Timestamp | pd.Series) -> np.ndarray:
    return (until - since.dt.normalize()).dt.days.to_numpy(float)


def subscriptions(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Days on which subscriptions began and ended; missing without."""
    never = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    return rows.get("subscription_started_on", never), rows.get("subscription_ended_on", never)
