"""A forecast checked out of time: made of what was known before, held against what came."""

import numpy as np
import pandas as pd

from helpers.base.results import Support
from helpers.compare.basis import Basis
from helpers.compare.forecast.expected import Model
from helpers.compare.forecast.foreseen import WAYS, YEAR, OutOfTime, WayChecked
from helpers.compare.forecast.known import came_since, known_at_check, was_there


def checked_forecast(base: Basis, model: Model) -> OutOfTime:
    """The model made of what was known before, against what came; beside it the two plain ways (`WAYS`).

    By the mean squared error, since a forecast is an expectation, and that error alone is least for it (Gneiting
    2011, Journal of the American Statistical Association 106). The mean absolute error, which favours a forecast of
    nothing where most buy nothing, stands beside it.
    """
    known, margin, days = known_at_check(base), base.settings.gross_margin_rate, base.settings.check_days
    came, there = margin * came_since(base), was_there(known)
    if model.reason:
        return OutOfTime(model.reason, int(there.sum()), days, None, {}, None)
    adds = pd.DataFrame({"came": came, "lately": known.recent}, base.customers.index)
    support = Support(pd.Series(np.where(there, "there", "later"), adds.index), adds)
    known, came = known.part(there), came[there]
    lately = margin * known.last_year() * days / YEAR
    told = {
        "model": margin * model.money(known, days),
        "last_year": lately,
        "mean": np.full(len(lately), lately.mean()),
    }
    ways = {way: _checked(told[way], came) for way in WAYS}
    return OutOfTime("", len(came), days, float(came.sum()), ways, support)


def _checked(told: np.ndarray, came: np.ndarray) -> WayChecked:
    apart = told - came
    return WayChecked(float(told.sum()), float(np.sqrt(np.mean(apart**2))), float(np.abs(apart).mean()))
