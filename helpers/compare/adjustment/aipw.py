"""A doubly robust mean difference between two segments and its interval (METHOD §5)."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from helpers.base.intervals import student_interval


class Target(NamedTuple):
    """Those over whom an effect is averaged, and whom they are compared with."""

    kept: np.ndarray  # who takes part
    mean_of: np.ndarray  # of those kept, over whom the effect is averaged
    weight: np.ndarray  # of those kept: with it each segment looks like those over whom the effect is averaged


class Expected(NamedTuple):
    """What each customer of two segments would be worth in the first, and in the second."""

    as_first: np.ndarray
    as_second: np.ndarray


class Effect(NamedTuple):
    """Estimate, and what each of those kept moves it by; those of a sum of measures add up."""

    estimate: float
    moves: np.ndarray  # of mean 0
    left: np.ndarray  # what the regression of her own segment leaves of her worth; missing where it is not known


def aipw(worth: np.ndarray, first: np.ndarray, expected: Expected, target: Target) -> Effect:
    """Augmented inverse probability weighting, the weights of a segment adding up to one.

    What is expected stands for a worth that is not known.

    Examples
    --------
    >>> first, zero, all_four = np.array([True, False, False, False]), np.zeros(4), np.ones(4, bool)
    >>> everybody = Target(all_four, all_four, zero + 1)
    >>> found = aipw(np.array([8.0, 1.0, 3.0, np.nan]), first, Expected(zero, zero), everybody)
    >>> found.estimate, found.moves.tolist()
    (6.0, [0.0, 2.0, -2.0, 0.0])
    """
    first, worth = first[target.kept], worth[target.kept]
    as_first, as_second = (part[target.kept] for part in expected)
    share = target.mean_of / target.mean_of.sum()
    apart = as_first - as_second
    estimate = float(share @ apart)
    moves = len(share) * share * (apart - estimate)
    for members, sign, told in ((first, 1, as_first), (~first, -1, as_second)):
        mine = members & ~np.isnan(worth)
        share = target.weight[mine] / target.weight[mine].sum()
        left = (worth - told)[mine]
        middle = float(share @ left)
        estimate += sign * middle
        moves[mine] += sign * len(moves) * share * (left - middle)
    return Effect(estimate, moves, worth - np.where(first, as_first, as_second))


def added_up(parts: Iterable[Effect]) -> Effect:
    """Effect on the sum of the measures, customer by customer."""
    parts = list(parts)
    moves, left = (np.sum([getattr(part, name) for part in parts], axis=0) for name in ("moves", "left"))
    return Effect(sum(part.estimate for part in parts), moves, left)


def estimate_and_ends(
    effect: Effect, first: np.ndarray, target: Target, confidence: float
) -> tuple[float, float, float]:
    """Estimate and its interval: Student's t around it, with the standard error of the moves."""
    apart = effect.moves**2
    error = np.sqrt(apart.sum() / (len(apart) * (len(apart) - 1)))
    freedom = _freedom(apart, first[target.kept], target.weight)
    low, high = student_interval(effect.estimate, error, freedom, confidence)
    return effect.estimate, float(low), float(high)


def _freedom(apart: np.ndarray, first: np.ndarray, weight: np.ndarray) -> float:
    """Degrees of freedom as Welch's, each segment with as many customers as its weights are worth (Kish)."""
    shares, parts = [], []
    for members in (first, ~first):
        own = weight[members]
        parts.append(apart[members].sum())
        shares.append(parts[-1] ** 2 / max(own.sum() ** 2 / (own**2).sum() - 1, 1))
    return sum(parts) ** 2 / sum(shares) if sum(shares) else len(apart) - 2.0
