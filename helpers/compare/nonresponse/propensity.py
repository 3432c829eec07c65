"""Who answers: rates by what the CRM knows, and what those likely to answer are worth (METHOD §5)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from helpers.base.disclosure import hidden_groups, too_few
from helpers.base.intervals import hall_interval, moments
from helpers.base.parameters import Settings
from helpers.base.proportions import HIDDEN, Rate, wilson_rate
from helpers.base.resampling import ratio
from helpers.compare.adjustment.regressions import propensity
from helpers.compare.ltv import hidden_ltv
from helpers.compare.nonresponse.weights import LEAST, Calibration

FIFTHS = 5
_RIDGE = 1e-3  # keeps the chances finite where all or none of a group answered


@dataclass(frozen=True)
class Fifth:
    """About a fifth of those who could have answered, from the least likely to answer to the most.

    ``response`` is how many did; ``ltv`` the mean LTV of all of them, answered or not: n, mean, low,
    high (units of the currency), ``None`` where it may not be shown.
    """

    response: Rate
    ltv: dict | None


def groups_of(customers: pd.DataFrame, weights: Calibration) -> dict[str, pd.Series]:
    """Variable → group of each customer: bands of tenure and earlier spend as they were weighted, and channel.

    Channels of fewer than 20 customers are ``other``, blank ones ``unknown``.
    """
    found = {}
    for axis, (variable, names) in enumerate(weights.bands.items()):
        if variable == "tenure" or not weights.spend_left_out:
            found[variable] = pd.Series(np.array(names, dtype=object)[weights.place[:, axis]], index=customers.index)
    if "acquisition_channel" in customers:
        channel = customers["acquisition_channel"].astype(object)
        channel = channel.where(channel.notna(), "unknown")
        few = channel.map(channel.value_counts()) < LEAST
        found["channel"] = channel.mask(few, "other")
    return found


def response_rates(
    groups: dict[str, pd.Series], answered: pd.Series, invited: pd.Series, settings: Settings
) -> dict[str, dict[str, Rate]]:
    """Variable → group → share of the invited who answered; nothing is told of fewer than ``min_cell`` customers.

    Parameters
    ----------
    groups : dict of Series
        See `groups_of`.
    answered, invited : Series of bool
        Of all customers; where nobody knows who was invited, all were.
    """
    both = pd.DataFrame({"answered": answered, "invited": invited})
    return {variable: _rates(group, both, settings) for variable, group in groups.items()}


def _rates(group: pd.Series, both: pd.DataFrame, settings: Settings) -> dict[str, Rate]:
    hidden = hidden_bands(group, both, settings)
    asked = both[both["invited"]]
    rates = {name: _rate(asked["answered"][group[asked.index] == name], settings) for name in _in_order(group)}
    return {name: HIDDEN if name in hidden else rate for name, rate in rates.items()}


def _in_order(group: pd.Series) -> list[str]:
    """Groups by size, so that the order tells nothing of the rows'; bands are put in their order by who shows them."""
    sizes = group.value_counts()
    return sorted(sizes.index, key=lambda name: (-sizes[name], name))


def _rate(answered: pd.Series, settings: Settings) -> Rate:
    return wilson_rate(numerator=int(answered.sum()), denominator=len(answered), confidence=settings.confidence)


def hidden_bands(group: pd.Series, both: pd.DataFrame, settings: Settings) -> set[str]:
    """Groups of which it is not shown how many answered: too few did, or did not, invited or not."""

    def unsafe(some: pd.DataFrame) -> bool:
        sizes = some.value_counts(["answered", "invited"])
        return any(too_few(int(n), settings.min_cell) for n in sizes)

    return hidden_groups(both, group, unsafe)


def response_propensity(groups: dict[str, pd.Series], answered: pd.Series) -> pd.Series:
    """Chance of each customer to answer, by logistic regression on the groups of all variables (no interactions).

    Examples
    --------
    >>> band = pd.Series(["new"] * 4 + ["old"] * 4)
    >>> found = response_propensity({"tenure": band}, pd.Series([True] + [False] * 3 + [True] * 3 + [False]))
    >>> found.round(2).unique().tolist()
    [0.25, 0.75]
    """
    columns = pd.get_dummies(pd.DataFrame(groups), drop_first=True).to_numpy(dtype=float)
    columns = ratio(columns - columns.mean(axis=0), columns.std(axis=0), empty=0.0)
    design = np.column_stack([np.ones(len(columns)), columns])
    return pd.Series(propensity(design, answered.to_numpy(dtype=bool), _RIDGE).by_all, index=answered.index)


def by_chance(chances: pd.Series, answered: pd.Series, freedom: int) -> float:
    """How often chance alone would part the customers as far: p of a likelihood-ratio test against one chance for all.

    Examples
    --------
    >>> round(by_chance(pd.Series([0.25] * 4 + [0.75] * 4), pd.Series([1, 0, 0, 0, 1, 1, 1, 0]), 1), 3)
    0.148
    """
    told = answered.to_numpy(dtype=float)
    fitted, common = chances.to_numpy().clip(1e-12, 1 - 1e-12), told.mean()
    likelihoods = [float((told * np.log(one) + (1 - told) * np.log(1 - one)).sum()) for one in (fitted, common)]
    return float(special.chdtrc(freedom, max(0.0, 2 * (likelihoods[0] - likelihoods[1]))))


def fifths_of(chances: pd.Series) -> pd.Series:
    """Number 0…4 of each customer's fifth by rising chance; those of equal chance stay together.

    Examples
    --------
    >>> fifths_of(pd.Series([0.3, 0.1, 0.2, 0.5, 0.4])).tolist()
    [2, 0, 1, 4, 3]
    """
    middle = chances.round(9).rank(method="average") - 0.5
    return np.floor(FIFTHS * middle / len(chances)).astype(int)


def answering_fifths(
    groups: dict[str, pd.Series], customers: pd.DataFrame, invited: pd.Series, settings: Settings
) -> list[Fifth]:
    """What those are worth who are unlikely to answer, and those who are likely; empty where nothing tells them apart.

    Nothing does where chance alone would part them as far in one of twenty surveys (likelihood-ratio test).

    Parameters
    ----------
    customers : DataFrame
        All customers, with their ltv, segment (missing where not answered), and what they bought.
    """
    asked = customers[invited.to_numpy()]
    answered = asked["segment"].notna()
    if not len(asked) or answered.nunique() < 2:
        return []
    there = {name: group[asked.index] for name, group in groups.items()}
    chances = response_propensity(there, answered)
    fifth = fifths_of(chances)
    if fifth.nunique() < 2 or by_chance(chances, answered, sum(group.nunique() - 1 for group in there.values())) > 0.05:
        return []
    named = fifth.astype(str)
    private = hidden_ltv(asked.assign(segment=named), asked["ltv"], settings)
    both = pd.DataFrame({"answered": answered, "invited": True})
    few = hidden_bands(named, both, settings)
    return [
        Fifth(
            HIDDEN if name in few else _rate(answered[named == name], settings),
            None if name in private else mean_ltv(asked.loc[named == name, "ltv"], settings),
        )
        for name in sorted(named.unique())
    ]


def mean_ltv(worth: pd.Series, settings: Settings) -> dict:
    """n, mean, low and high of some customers' LTV (Hall's interval; ``None`` where there is none)."""
    low, high = hall_interval(moments(worth.to_numpy()), settings.confidence)
    ends = (float(low), float(high)) if np.isfinite(low) and np.isfinite(high) else (None, None)
    return {"n": len(worth), "mean": float(worth.mean()), "low": ends[0], "high": ends[1]}
