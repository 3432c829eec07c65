"""A doubly robust mean difference between two segments and its interval (METHOD §5)."""

from typing import NamedTuple

import numpy as np

from helpers.base.intervals import student_interval
from helpers.compare.adjustment.overlap import Overlap, weights
from helpers.compare.adjustment.regressions import expected_worth


class Influences(NamedTuple):
    """What each customer adds to the estimate, which is the mean of all; those of a sum of measures add up.

    ``by_all`` make the estimate, ``by_others`` (nobody's weight told by her own segment) its error.
    """

    by_all: np.ndarray
    by_others: np.ndarray


def aipw(worth: np.ndarray, sides: Overlap) -> Influences:
    """Influences of the mean difference by augmented inverse probability weighting.

    Where the worth of one of those kept is missing, what is expected of people like her stands for it.
    """
    first, there = sides.first[sides.kept], ~np.isnan(worth)
    expected = tuple(expected_worth(sides.design, worth, members & there) for members in (first, ~first))
    return Influences(*(influences(worth, first, weights(first, chances), *expected) for chances in sides.chances))


def influences(
    worth: np.ndarray, first: np.ndarray, weight: np.ndarray, as_first: np.ndarray, as_second: np.ndarray
) -> np.ndarray:
    """What each customer adds, the weights (in any unit) of a segment adding up to all customers.

    Parameters
    ----------
    as_first, as_second : ndarray
        What each would be worth in the first segment, and in the second.

    Examples
    --------
    >>> first, zero = np.array([True, False, False]), np.zeros(3)
    >>> influences(np.array([8.0, 1.0, 3.0]), first, np.ones(3), zero, zero).tolist()  # 8, less 2 on average
    [24.0, -1.5, -4.5]
    """
    added = as_first - as_second
    for member, sign, expected in ((first, 1, as_first), (~first, -1, as_second)):
        mine = member & ~np.isnan(worth)
        share = weight[mine] / weight[mine].sum()
        added[mine] += sign * len(worth) * share * (worth - expected)[mine]
    return added


def added_up(parts: list[Influences]) -> Influences:
    """Influences of the sum of the measures, customer by customer."""
    by_all, by_others = (np.sum(added, axis=0) for added in zip(*parts, strict=True))
    return Influences(by_all, by_others)


def estimate_and_ends(added: Influences, sides: Overlap, confidence: float) -> tuple[float, float, float]:
    """Mean of the influences and its interval.

    Student's t around the estimate, with the standard error of influences by others: those by all take
    some of everybody's luck for likeness, and their interval holds the true effect one to three points of
    a hundred less often (``benchmarks/README.md``).
    """
    first, estimate = sides.first[sides.kept], float(added.by_all.mean())
    apart = (added.by_others - added.by_others.mean()) ** 2
    error = np.sqrt(apart.sum() / (len(apart) * (len(apart) - 1)))
    freedom = _freedom(apart, first, weights(first, sides.chances.by_others))
    low, high = student_interval(estimate, error, freedom, confidence)
    return estimate, float(low), float(high)


def _freedom(apart: np.ndarray, first: np.ndarray, weight: np.ndarray) -> float:
    """Degrees of freedom as Welch's, each segment with as many customers as its weights are worth (Kish)."""
    shares, parts = [], []
    for members in (first, ~first):
        own = weight[members]
        parts.append(apart[members].sum())
        shares.append(parts[-1] ** 2 / max(own.sum() ** 2 / (own**2).sum() - 1, 1))
    return sum(parts) ** 2 / sum(shares) if sum(shares) else len(apart) - 2.0
