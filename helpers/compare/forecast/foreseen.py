"""What is found of the next year: the forecast, its check out of time, and what is at stake."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pandas as pd

from helpers.base.results import ALL, Estimate, Support, behind, public, told_by
from helpers.merge.customers import SEGMENTS_AND_NONE

YEAR = 365
WAYS = ("model", "last_year", "mean")  # of telling what comes: as the model says, as much as lately, for all their mean
FORECAST_GROUPS = (*SEGMENTS_AND_NONE, ALL)
PARAMETERS_FITTED = ("r", "alpha", "a", "b", "p", "q", "gamma")
AT_STAKE = ("detractor", "passive")
STAKE_GROUPS = (*AT_STAKE, ALL)
RULE_OF_THUMB = {"detractor": 0.5, "passive": 0.3}  # the trade's part of a segment's money that is said to be at risk


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


@dataclass(frozen=True)
class GroupForecast:
    """Expected purchases of a segment's customers in 365 days, times the margin; money in units of the currency."""

    n: int = public()
    mean: Estimate | None = told_by("expected")
    total: Estimate | None = told_by("expected")
    last_year: float | None = told_by("expected")  # what they bought lately, in 365 days, times the margin


@dataclass(frozen=True)
class Forecast:
    """What customers are expected to buy in 365 days from the window's end, times the margin; no cost is taken off.

    Attributes
    ----------
    reason : str
        Why there is none: ``short`` (under nine months of purchases), ``few`` (too few bought again), ``alike``
        (their histories hardly differ), ``unfit`` (no model fits), or "".
    used : str
        ``model``, or the plain way that erred less in the check (`OutOfTime.better`).
    model : str
        ``bgnbd`` or ``mbgnbd``.
    parameters : mapping
        Of the models of buying (α in days) and of spending (γ in units of the currency).
    together : float or None
        Rank correlation of how often customers bought again and for how much each time: the models take it as none.
    people : DataFrame
        One row a customer, in the order of the basis: customer_id, segment, expected (units of the currency).
    """

    reason: str = public()
    used: str = public()
    model: str = public()
    parameters: Annotated[Mapping[str, float | None], PARAMETERS_FITTED] = public()
    fitted: int = public()  # buyers that they are fitted to
    together: float | None = public(decimals=2)
    groups: Annotated[Mapping[str, GroupForecast], FORECAST_GROUPS] = public()
    check: OutOfTime | None = public()
    people: pd.DataFrame | None = behind()
    support: Support | None = behind()  # by segment, as `customers_support`, expected, and lately: bought of late


@dataclass(frozen=True)
class GroupStake:
    """What is at stake with a segment in 365 days; money in units of the currency, times the margin, as forecast.

    Attributes
    ----------
    expected : float
        What they are expected to buy as they are.
    difference : Estimate
        What promoters of the same covariates are expected to buy, less that.
    at_stake : Estimate
        The same, no less than nothing in either segment: the sum of what is at stake with each.
    shortfall : float
        Σ max(0, promoters of her covariates − she), customer by customer: what falls short alone.
    by_chance : float
        What such a sum would come to if they differed from promoters by chance alone: its mean among the promoters
        themselves, each told by the others, times their number.
    rule_of_thumb : float
        `RULE_OF_THUMB` of what they are expected to buy.
    """

    n: int = public()
    expected: float | None = told_by("stake")
    difference: Estimate | None = told_by("stake")
    at_stake: Estimate | None = told_by("stake")
    shortfall: float | None = told_by("stake")
    by_chance: float | None = told_by("stake", "promoters")
    rule_of_thumb: float | None = told_by("stake")


@dataclass(frozen=True)
class AtStake:
    """What is at stake with detractors and passives.

    Attributes
    ----------
    reason : str
        Why nothing is told: that of the `Forecast`, ``mean`` (it is the same for everybody), ``promoters`` (too few to
        learn from), ``nobody`` (no detractors and no passives), or "".
    promoters : int
        Whom it was learned from.
    people : DataFrame
        One row a customer of `AT_STAKE`, with the index of the basis' customers: customer_id, segment, expected,
        expected_as_promoter, at_stake (units of the currency, times the margin).
    """

    reason: str = public()
    promoters: int = public()
    groups: Annotated[Mapping[str, GroupStake], STAKE_GROUPS] = public()
    people: pd.DataFrame | None = behind()
    support: Support | None = behind()  # by segment: expected, at_stake, difference, shortfall
    everybody: Support | None = behind()  # that of the forecast
