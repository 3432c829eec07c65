"""What each customer is expected to buy in so many days, by what is known of her on a day."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.compare.basis import Basis
from helpers.compare.forecast.buying import Buying, buying, some_of
from helpers.compare.forecast.known import Known, known_at_check, known_at_end, subscriptions, was_there
from helpers.compare.forecast.newcomers import first_purchases
from helpers.compare.forecast.spending import Spending, spending
from helpers.compare.forecast.subscribers import FEWEST_ENDS, Staying, staying, subscribers_money

LEAST_DAYS = 273  # nine months: 39 weeks
LEAST_REPEAT = 50  # customers who bought again
LEAST_HISTORIES = 10  # that differ
MOST_SPENDING = 5_000  # customers that the model of spending is fitted to


class WentOn(NamedTuple):
    """How it went on at an earlier time, a day, for those whose own history says nothing of it."""

    never: tuple[np.ndarray, np.ndarray] = (np.empty(0), np.empty(0))  # who had never bought: see `first_purchases`
    ended: float | None = None  # mean of those whose subscription had ended


_UNKNOWN = WentOn()


@dataclass(frozen=True, eq=False, repr=False)
class Model:
    """All that a forecast is made of; why there is none: ``short``, ``few``, ``alike``, ``unfit``, or ""."""

    reason: str = ""
    buying: Buying | None = None
    spending: Spending | None = None
    staying: Staying | None = None
    earlier: WentOn = _UNKNOWN

    def money(self, known: Known, days: float) -> np.ndarray:
        """Net amount that each is expected to bring, in units of the currency."""
        assert self.buying and self.spending
        buyers, money = self.by_model(known), days * first_purchases(known.tenure, *self.earlier.never)
        mine = known.part(buyers)
        money[buyers] = self.buying.purchases(mine.histories, days) * self.spending.per_purchase(mine.orders, mine.net)
        if self.staying:
            alive = np.isfinite(known.subscribed)
            money[alive] = subscribers_money(known.part(alive), self.staying, days)
            money[known.once_subscribed & ~alive & ~buyers] = days * (self.earlier.ended or 0.0)
        return money

    def moves(self, known: Known, days: float) -> np.ndarray:
        """How that moves with each parameter of buying, shape (customers, 4)."""
        assert self.buying and self.spending
        buyers, moves = self.by_model(known), np.zeros((len(known.orders), 4))
        mine = known.part(buyers)
        per_purchase = self.spending.per_purchase(mine.orders, mine.net)
        moves[buyers] = self.buying.moves(mine.histories, days) * per_purchase[:, None]
        return moves

    def by_model(self, known: Known) -> np.ndarray:
        """Who is forecast by the models of buying and spending: buyers whose purchases are no subscription's."""
        if not self.staying:
            return known.bought
        apart = np.isfinite(known.subscribed) if self.earlier.ended is None else known.once_subscribed
        return known.bought & ~apart


def model_at_end(base: Basis, start: Model | None = None) -> Model:
    """Model by all that is known at the window's end; `start`: that of the check, to begin from."""
    then, now, days = known_at_check(base), known_at_end(base), base.settings.check_days
    came, ended = (now.net - then.net) / days, then.once_subscribed & np.isnan(then.subscribed)
    return _model(base, now, _earlier(then.tenure, was_there(then) & ~then.bought, ended, came), start)


def model_at_check(base: Basis) -> Model:
    """Model by what was known before the check began; how they begin to buy, by the window before it."""
    then, rows, settings = known_at_check(base), base.customers, base.settings
    if not base.window_before_covered or not settings.window_days:
        return _model(base, then, _UNKNOWN, None)
    tenure = then.tenure - settings.window_days
    never = (tenure > 0) & (rows["orders_earlier"] == rows["orders_before"]).to_numpy(bool)
    ended = (subscriptions(rows)[1] < pd.Timestamp(settings.before_start)).to_numpy(bool)
    return _model(base, then, _earlier(tenure, never, ended, then.recent / settings.window_days), None)


def _earlier(tenure: np.ndarray, never: np.ndarray, ended: np.ndarray, came: np.ndarray) -> WentOn:
    after = float(came[ended].mean()) if ended.sum() >= FEWEST_ENDS else None
    return WentOn((tenure[never], came[never]), after)


def _model(base: Basis, known: Known, earlier: WentOn, start: Model | None) -> Model:
    stays = staying(*subscriptions(base.customers), known.day)
    fitted = known.part(known.bought & ~known.once_subscribed if stays else known.bought)
    fitted = fitted.part(some_of(fitted.ids))
    if reason := _refused(fitted):
        return Model(reason)
    begin = start.buying.logs if start and start.buying else None
    bought, some = buying(fitted.histories, begin), fitted.part(some_of(fitted.ids, MOST_SPENDING))
    spent = spending(some.orders, some.net)
    sound = bought.converged and np.isfinite(bought.purchases(fitted.histories, 1.0)).all()
    return Model("", bought, spent, stays, earlier) if sound and spent else Model("unfit")


def _refused(known: Known) -> str:
    """Why no model can be fitted, or ""."""
    histories = known.histories
    if not len(histories.age) or histories.age.max() < LEAST_DAYS:
        return "short"
    if (histories.frequency > 0).sum() < LEAST_REPEAT:
        return "few"
    return "alike" if len(histories.distinct()[1]) < LEAST_HISTORIES else ""
