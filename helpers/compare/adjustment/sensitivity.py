"""How strong a difference that nobody recorded would have to be to carry the gap to zero (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.base.results import Estimate, public, told_by
from helpers.compare.adjustment.aipw import Effect, Target
from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.held import partial_shares

MOST = 1000.0  # times as strong as the strongest recorded difference
MOST_ROWS = 50_000  # customers by whom strength is told
_NEARLY_ALL = 0.999
_ONE = {"orders_before": "net_amount_before", "acquisition_cost": "acquisition_channel"}


class Strength(NamedTuple):
    """Of a recorded difference: its partial R² with who is of which segment, and with worth, given all others."""

    segment: float
    worth: float


@dataclass(frozen=True)
class Sensitivity:
    """What a difference that nobody recorded would do, beside the recorded ones."""

    source: str = public()  # column of the strongest
    to_zero: float | None = told_by("gap")  # times as strong carries the gap to zero; ``None`` above `MOST`
    to_unclear: float | None = told_by("gap")  # … the nearer end of its interval; ``None`` where it holds zero
    left: Mapping[str, Estimate] = told_by("gap")  # recorded difference → the gap were there another as strong


def unrecorded(times: float, recorded: Strength) -> Strength:
    """Strength of a difference that moves segment and worth so many times as much as a recorded one.

    Cinelli and Hazlett (2020), Making sense of sensitivity, Journal of the Royal Statistical Society B 82,
    section 4.4: at most this, with worth given the segment.

    Examples
    --------
    >>> [round(part, 4) for part in unrecorded(1, Strength(0.00908, 0.10903))]  # as theirs, once “female”
    [0.0092, 0.1246]
    """
    with_segment = times * recorded.segment / (1 - recorded.segment)
    if with_segment >= _NEARLY_ALL:
        return Strength(_NEARLY_ALL, 1.0 if recorded.worth else 0.0)
    shared = times * recorded.segment**2 / ((1 - times * recorded.segment) * (1 - recorded.segment))
    more = (np.sqrt(times) + np.sqrt(shared)) / np.sqrt(1 - shared) if shared < 1 else np.inf
    return Strength(with_segment, float(min(1.0, more**2 * recorded.worth / (1 - recorded.worth))))


def bias(scale: float, strength: Strength) -> float:
    """How far a difference of this strength can move an estimate.

    Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis (2022), Long story short: omitted variable bias in causal
    machine learning: scale × √(R² with worth × R² with the segment / (1 − R² with the segment)), scale the root of
    the mean squares of what the regressions leave of worth × of the weights. Of a linear regression scale is the
    standard error × √(degrees of freedom).

    Examples
    --------
    >>> round(bias(10.0, Strength(0.5, 0.25)), 3)
    5.0
    """
    return float(scale * np.sqrt(strength.worth * strength.segment / (1 - strength.segment)))


def carried(distance: float, scale: float, recorded: Strength) -> float | None:
    """Times as strong as a recorded one at which an unrecorded difference moves an estimate so far.

    Examples
    --------
    >>> round(carried(5.0, 10.0, Strength(0.1, 0.1)), 2)
    3.14
    """
    distance = abs(distance)

    def missing(times: float) -> float:
        return bias(scale, unrecorded(times, recorded)) - distance

    from scipy import optimize  # here, because importing it takes longer than all else that a settings file needs

    return float(optimize.brentq(missing, 0.0, MOST)) if missing(MOST) > 0 else None


def sensitivity(
    gap: Estimate, effect: Effect, worth: np.ndarray, columns: Covariates, first: np.ndarray, target: Target
) -> Sensitivity | None:
    """Of the gap in those kept; ``None`` where no recorded difference moves it."""
    first, left = first[target.kept], effect.left
    shares = [len(first) * target.weight * who / (target.weight * who).sum() for who in (first, ~first)]
    scale = float(np.sqrt(np.nanmean(left**2) * np.mean(np.sum(shares, axis=0) ** 2)))
    return of_strongest(gap, scale, recorded(columns.of(target.kept), first, worth[target.kept]))


def recorded(columns: Covariates, first: np.ndarray, worth: np.ndarray) -> dict[str, Strength]:
    """Source → strength, of the customers whose worth is known; each by what no other source tells.

    Orders count as earlier spend, an acquisition cost as the channel.
    """
    known = ~np.isnan(worth)
    known &= np.arange(len(worth)) % -(-len(worth) // MOST_ROWS) == 0
    owners = np.array([_ONE.get(name, name) for name in columns.sources], dtype=object)
    sources = sorted(set(owners))
    values, blocks = columns.values[known], [owners == name for name in sources]
    segment = partial_shares(values, first[known].astype(float), blocks)
    given = np.column_stack([first[known], values])
    of_worth = partial_shares(given, worth[known], [np.r_[False, block] for block in blocks])
    return {
        name: Strength(one.share, other.share)
        for name, one, other in zip(sources, segment, of_worth, strict=True)
        if one and other
    }


def of_strongest(gap: Estimate, scale: float, strengths: Mapping[str, Strength]) -> Sensitivity | None:
    """By that of the recorded differences as strong as which moves the gap furthest.

    Examples
    --------
    >>> strengths = {"age": Strength(0.01, 0.01), "tenure": Strength(0.2, 0.2)}
    >>> found = of_strongest(Estimate(2.0, 1.0, 3.0), 10.0, strengths); found.source, round(found.to_zero, 2)
    ('tenure', 0.59)
    >>> {name: round(left.estimate, 2) for name, left in found.left.items()}
    {'age': 1.9, 'tenure': -1.73}
    """
    moves = {name: bias(scale, unrecorded(1, strength)) for name, strength in strengths.items()}
    weakest_first = sorted((name for name in moves if moves[name] > 0), key=lambda name: (moves[name], name))
    if not weakest_first or gap.low is None or gap.high is None or gap.estimate is None:
        return None
    strongest, nearer = strengths[weakest_first[-1]], min(abs(gap.low), abs(gap.high))
    return Sensitivity(
        weakest_first[-1],
        carried(gap.estimate, scale, strongest),
        carried(nearer, scale, strongest) if gap.low > 0 or gap.high < 0 else None,
        {name: _moved(gap, -np.sign(gap.estimate) * moves[name]) for name in weakest_first},
    )


def _moved(gap: Estimate, by: float) -> Estimate:
    return Estimate(*(float(end + by) if end is not None else None for end in (gap.estimate, gap.low, gap.high)))
