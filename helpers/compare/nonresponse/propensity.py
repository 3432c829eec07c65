"""Who answers: rates by what the CRM knows, and what those likely to answer are worth (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from helpers.base.intervals import hall_interval, moments
from helpers.base.proportions import Rate, ratio, wilson_rate
from helpers.base.regressions import logistic
from helpers.base.results import Mean, told_by
from helpers.compare.figure_intervals import finite_ends
from helpers.compare.nonresponse.raking import LEAST
from helpers.compare.nonresponse.weights import Calibration
from helpers.compare.settings import CompareSettings

FIFTHS, BY_CHANCE = 5, 0.05
_RIDGE = 1e-3  # keeps the chances finite where all or none of a group answered


@dataclass(frozen=True)
class Fifth:
    """About a fifth of those who could have answered, from the least likely to answer to the most.

    ``response`` is how many did; ``ltv`` the mean LTV of all of them, answered or not, in units of the currency.
    """

    response: Rate = told_by("response")
    ltv: Mean = told_by("ltv")


def groups_of(customers: pd.DataFrame, weights: Calibration) -> dict[str, pd.Series]:
    """Variable → group of each customer: bands of tenure and earlier spend as they were weighted, and channel.

    Channels of fewer than 20 customers are ``other``, blank ones ``unknown``.
    """
    groups = {}
    for axis, (variable, names) in enumerate(weights.bands.items()):
        if variable == "tenure" or not weights.spend_left_out:
            groups[variable] = pd.Series(np.array(names, dtype=object)[weights.place[:, axis]], index=customers.index)
    if "acquisition_channel" in customers:
        channel = customers["acquisition_channel"].astype(object)
        channel = channel.where(channel.notna(), "unknown")
        rare = channel.map(channel.value_counts()) < LEAST
        groups["channel"] = channel.mask(rare, "other")
    return groups


def rates_of(
    groups: Mapping[str, pd.Series], answered: pd.Series, invited: pd.Series, settings: CompareSettings
) -> dict[str, dict[str, Rate]]:
    """Variable → group → share of the invited who answered; where nobody knows who was invited, all were.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> band, asked = pd.Series(["new", "new", "old"]), pd.Series([True] * 3)
    >>> rates = rates_of({"tenure": band}, pd.Series([True, False, True]), asked, checked({"as_of": "2026-04-01"}))
    >>> {name: rate.rate for name, rate in rates["tenure"].items()}
    {'new': 0.5, 'old': 1.0}
    """
    return {
        variable: {name: _rate(answered[invited & (group == name)], settings) for name in _in_order(group)}
        for variable, group in groups.items()
    }


def _in_order(group: pd.Series) -> list[str]:
    """Groups by size, so that the order tells nothing of the rows'; bands are put in their order by who shows them."""
    sizes = group.value_counts()
    return sorted(sizes.index, key=lambda name: (-sizes[name], name))


def _rate(answered: pd.Series, settings: CompareSettings) -> Rate:
    return wilson_rate(numerator=int(answered.sum()), denominator=len(answered), confidence=settings.confidence)


def response_propensity(groups: Mapping[str, pd.Series], answered: pd.Series) -> pd.Series:
    """Chance of each customer to answer, by logistic regression on the groups of all variables (no interactions).

    Examples
    --------
    >>> band = pd.Series(["new"] * 4 + ["old"] * 4)
    >>> chances = response_propensity({"tenure": band}, pd.Series([True] + [False] * 3 + [True] * 3 + [False]))
    >>> chances.round(2).unique().tolist()
    [0.25, 0.75]
    """
    columns = pd.get_dummies(pd.DataFrame(groups), drop_first=True).to_numpy(dtype=float)
    columns = ratio(columns - columns.mean(axis=0), columns.std(axis=0), empty=0.0)
    if not columns.shape[1]:  # all are of one group
        return pd.Series(answered.mean(), index=answered.index)
    model = logistic(C=1 / _RIDGE, solver="newton-cholesky", tol=1e-8)
    chances = model.fit(columns, answered.to_numpy(dtype=bool)).predict_proba(columns)[:, 1]
    return pd.Series(chances, index=answered.index)


def by_chance(chances: pd.Series, answered: pd.Series, freedom: int) -> float:
    """How often chance alone would part the customers as far: p of a likelihood-ratio test against one chance for all.

    Examples
    --------
    >>> round(by_chance(pd.Series([0.25] * 4 + [0.75] * 4), pd.Series([1, 0, 0, 0, 1, 1, 1, 0]), 1), 3)
    0.148
    """
    outcome = answered.to_numpy(dtype=float)
    fitted, common = chances.to_numpy().clip(1e-12, 1 - 1e-12), outcome.mean()
    ours, others = ((outcome * np.log(p) + (1 - outcome) * np.log(1 - p)).sum() for p in (fitted, common))
    return float(special.chdtrc(freedom, max(0.0, 2 * (float(ours) - float(others)))))


def fifths_of(chances: pd.Series) -> pd.Series:
    """Number 0…4 of each customer's fifth by rising chance; those of equal chance stay together.

    Examples
    --------
    >>> fifths_of(pd.Series([0.3, 0.1, 0.2, 0.5, 0.4])).tolist()
    [2, 0, 1, 4, 3]
    """
    middle = chances.round(9).rank(method="average") - 0.5
    return np.floor(FIFTHS * middle / len(chances)).astype(int)


def fifths_apart(groups: Mapping[str, pd.Series], answered: pd.Series) -> pd.Series | None:
    """Fifth of each of those who could have answered, as text; ``None`` where nothing tells them apart.

    Nothing does where chance alone would part them as far in one of twenty surveys (likelihood-ratio test).
    """
    if answered.nunique() < 2:
        return None
    there = {variable: group[answered.index] for variable, group in groups.items()}
    chances = response_propensity(there, answered)
    fifth, freedom = fifths_of(chances), sum(group.nunique() - 1 for group in there.values())
    if fifth.nunique() < 2 or by_chance(chances, answered, freedom) > BY_CHANCE:
        return None
    return fifth.astype(str)


def answering_fifths(fifth: pd.Series | None, customers: pd.DataFrame, settings: CompareSettings) -> tuple[Fifth, ...]:
    """What those unlikely to answer are worth, and those who are likely; none where nothing tells them apart."""
    if fifth is None:
        return ()
    parts = [customers.loc[fifth.index[fifth == name]] for name in sorted(fifth.unique())]
    return tuple(Fifth(_rate(part["segment"].notna(), settings), mean_ltv(part["ltv"], settings)) for part in parts)


def mean_ltv(worth: pd.Series, settings: CompareSettings) -> Mean:
    """Mean of some customers' LTV with Hall's interval."""
    ends = finite_ends(*hall_interval(moments(worth.to_numpy()), settings.confidence))
    return Mean(len(worth), float(worth.mean()), *ends)
