"""A forecast checked out of time: made of what was known before, held against what came."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import pandas as pd

from helpers.base.results import Support, behind, public, told_by
from helpers.compare.basis import Basis
from helpers.compare.forecast.expected import Model
from helpers.compare.forecast.known import YEAR, came_since, known_at_check, was_there

WAYS = ("model", "last_year", "mean")  # of telling what comes: as the model says, as much as lately, for all their mean


@dataclass(frozen=True)
class WayChecked:
    """How well a way told what came; money in units of the currency, times the margin."""

    total: float | None = told_by("check")  # of all customers, told before
    error: float | None = told_by("check")  # root of the mean squared error by customer: the expectation's has least
    absolute: float | None = told_by("check")  # mean absolute error by customer


@dataclass(frozen=True)
class OutOfTime:
    """What was told of those who were customers when the check began, and what came in so many days since."""

    reason: str = public()  # why there was no forecast to check, as of a `Forecast`, or ""
    n: int = public()
    days: int = public()
    came: float | None = told_by("check")
    ways: Annotated[Mapping[str, WayChecked], WAYS] = public()
    support: Support | None = (
        behind()
    )  # ``there`` and ``later``, those acquired since: what came of each, and what had lately

    def better(self) -> str:
        """The model where it errs less than both plain ways, or nothing was checked; else the one that errs least."""
        errors = {way: checked.error for way, checked in self.ways.items() if checked.error is not None}
        return min(errors, key=lambda way: (errors[way], way == "model")) if errors else "model"


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
