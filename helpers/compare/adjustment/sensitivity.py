"""How strong a difference that nobody recorded would have to be to carry the gap to zero (METHOD §5)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import optimize

from helpers.base.results import Estimate, public, told_by

SHOWN, MOST = (1, 2, 3), 1000.0  # multiples of the strongest recorded difference
_NEARLY_ALL = 0.999


class Strength(NamedTuple):
    """Of a recorded difference: its partial R² with who is of which segment, and with worth, given all others."""

    segment: float
    worth: float


@dataclass(frozen=True)
class Sensitivity:
    """What an unrecorded difference would do that is so many times as strong as the strongest recorded one."""

    source: str = public()  # column of the strongest
    to_zero: float | None = told_by("gap")  # times as strong carries the gap to zero; ``None`` above `MOST`
    to_unclear: float | None = told_by("gap")  # … the nearer end of its interval; ``None`` where it holds zero
    left: tuple[Estimate, ...] = told_by("gap")  # the gap were there one 1, 2, 3 times as strong


def unrecorded(times: float, recorded: Strength) -> Strength:
    """Strength of a difference that moves segment and worth so many times as much as a recorded one.

    Cinelli and Hazlett (2020), Making sense of sensitivity, Journal of the Royal Statistical Society B 82,
    section 4.4: at most this, with worth given the segment.

    Examples
    --------
    >>> [round(part, 4) for part in unrecorded(1, Strength(0.0091, 0.1092))]  # theirs: 0.0092 and 0.125
    [0.0092, 0.125]
    """
    with_segment = times * recorded.segment / (1 - recorded.segment)
    if with_segment >= _NEARLY_ALL:
        return Strength(_NEARLY_ALL, 1.0)
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
    3.24
    """
    distance = abs(distance)

    def missing(times: float) -> float:
        return bias(scale, unrecorded(times, recorded)) - distance

    return float(optimize.brentq(missing, 0.0, MOST)) if missing(MOST) > 0 else None


def sensitivity_of(gap: Estimate, scale: float, recorded: dict[str, Strength]) -> Sensitivity | None:
    """By the strongest of the recorded differences, which is that as strong as which moves the gap furthest."""
    moves = {name: bias(scale, unrecorded(1, strength)) for name, strength in recorded.items()}
    source = max(sorted(moves), key=moves.__getitem__, default=None)
    if source is None or not moves[source] or gap.low is None or gap.high is None or gap.estimate is None:
        return None
    strength, sure = recorded[source], gap.low > 0 or gap.high < 0
    nearer = min(abs(gap.low), abs(gap.high))
    return Sensitivity(
        source,
        carried(gap.estimate, scale, strength),
        carried(nearer, scale, strength) if sure else None,
        tuple(_moved(gap, -np.sign(gap.estimate) * bias(scale, unrecorded(times, strength))) for times in SHOWN),
    )


def _moved(gap: Estimate, by: float) -> Estimate:
    return Estimate(*(end + by if end is not None else None for end in (gap.estimate, gap.low, gap.high)))
