"""Next year: what each customer is expected to buy in the 365 days to come, and whether such a forecast held before."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from helpers.base.intervals import student_interval
from helpers.base.results import ALL, Estimate
from helpers.compare.basis import Basis, customers_support
from helpers.compare.forecast.checked import checked_forecast
from helpers.compare.forecast.expected import Model, model_at_check, model_at_end
from helpers.compare.forecast.foreseen import PARAMETERS_FITTED, YEAR, Forecast, GroupForecast
from helpers.compare.forecast.known import Known, known_at_end
from helpers.merge.customers import SEGMENTS_AND_NONE


def forecast(base: Basis) -> Forecast:
    """What each customer is expected to buy in the next 365 days, and by segment with intervals.

    Buyers by BG/NBD or MBG/NBD, whichever is likelier, times gamma-gamma; those with a subscription by what they bring
    while it lives, times how long it is expected to; whose subscription has ended, and who never bought, as others like
    them went on before. Checked out of time; where the model does not err less than both plain ways, the better of
    these is used. The intervals are of means over customers like these: they hold the spread of the customers and the
    uncertainty of the parameters of buying (by their covariance), not the luck of a single year.
    """
    with threadpool_limits(1):  # the same figures with any number of cores
        before = model_at_check(base)
        model, known = model_at_end(base, before), known_at_end(base)
        if model.reason:
            return _refused(model)
        check = checked_forecast(base, before)
        used = check.better()
        money, moves = _money(model, known, used)
    margin, customers = base.settings.gross_margin_rate, customers_support(base.customers, base.settings)
    segment = customers.cell
    adds = pd.DataFrame({"expected": margin * money}, segment.index)
    figures = _Figures(adds["expected"].to_numpy(), margin * known.last_year(), margin * moves, _covariance(model))
    members = {name: (segment == name).to_numpy() for name in SEGMENTS_AND_NONE} | {ALL: np.full(len(segment), True)}
    return Forecast(
        reason="",
        used=used,
        model=model.buying.model if model.buying else "",
        parameters=_parameters(model),
        fitted=len(model.buying.histories.age) if model.buying else 0,
        together=_together(known, model),
        groups={name: figures.of(who, base.settings.confidence) for name, who in members.items()},
        check=check,
        people=adds.assign(customer_id=base.customers["customer_id"], segment=segment),
        support=replace(customers, adds=customers.adds.assign(expected=adds["expected"], lately=figures.lately)),
    )


def _refused(model: Model) -> Forecast:
    return Forecast(model.reason, "", "", {}, 0, None, {}, None)


class _Figures(NamedTuple):
    """What each customer is expected to buy, what she bought lately, and how the former moves with the parameters."""

    money: np.ndarray
    lately: np.ndarray
    moves: np.ndarray
    covariance: np.ndarray

    def of(self, who: np.ndarray, confidence: float) -> GroupForecast:
        """Of some of the customers."""
        n, money = int(who.sum()), self.money[who]
        if not n:
            return GroupForecast(0, None, None, None)
        mean, slope = float(money.mean()), self.moves[who].mean(axis=0)
        ends: tuple[float | None, float | None] = (None, None)
        if n > 1:
            error = np.sqrt(money.var(ddof=1) / n + slope @ self.covariance @ slope)
            low, high = student_interval(mean, error, n - 1, confidence)
            ends = (float(low), float(high))
        told = Estimate(mean, *ends)
        return GroupForecast(n, told, told.times(n), float(self.lately[who].sum()))


def _money(model: Model, known: Known, used: str) -> tuple[np.ndarray, np.ndarray]:
    """Net amount that each is expected to bring by the way in use, and how it moves with the parameters of buying."""
    if used == "model":
        return model.money(known, YEAR), model.moves(known, YEAR)
    lately = known.last_year()
    return (lately if used == "last_year" else np.full(len(lately), lately.mean())), np.zeros((len(lately), 4))


def _covariance(model: Model) -> np.ndarray:
    assert model.buying
    return model.buying.covariance()


def _parameters(model: Model) -> dict[str, float]:
    assert model.buying and model.spending
    return dict(zip(PARAMETERS_FITTED, (*model.buying.parameters, *model.spending), strict=True))


def _together(known: Known, model: Model) -> float | None:
    """Spearman's correlation over those who bought again; ``None`` where either does not vary."""
    who = model.by_model(known) & (known.histories.frequency > 0)
    often, each = pd.Series(known.orders[who]), pd.Series(known.net[who] / known.orders[who])
    if often.nunique() < 2 or each.nunique() < 2:
        return None
    return float(often.rank().corr(each.rank()))
