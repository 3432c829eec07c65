"""Rates with their counts and intervals."""

from dataclasses import dataclass

import numpy as np

from helpers.base.results import told_by


@dataclass(frozen=True)
class Rate:
    """A share of a whole with its interval, all of them 0…1; ``None`` where the whole is empty."""

    numerator: float | None = told_by("rate", exact=True)
    denominator: float | None = told_by("rate", exact=True)
    rate: float | None = told_by("rate", exact=True)  # of the counts shown
    low: float | None = told_by("rate")
    high: float | None = told_by("rate")


def wilson_rate(*, numerator: int, denominator: int, confidence: float = 0.95) -> Rate:
    """Share of individuals with Wilson's score interval (Wilson 1927).

    Parameters
    ----------
    numerator, denominator : int
        How many of how many; ``0 <= numerator <= denominator``.
    confidence : float
        Nominal coverage.

    Returns
    -------
    Rate
        With rate, low and high ``None`` for an empty denominator (never 0 %).

    Raises
    ------
    ValueError
        If the numerator lies outside 0…denominator.

    Examples
    --------
    >>> wilson_rate(numerator=0, denominator=0).rate is None
    True
    >>> r = wilson_rate(numerator=5, denominator=10); round(r.low, 4), round(r.high, 4)
    (0.2366, 0.7634)
    """
    from scipy.stats import binomtest  # here, because importing it takes half a second

    if not 0 <= numerator <= denominator:
        raise ValueError(f"numerator {numerator} must lie in 0…{denominator}")
    if denominator == 0:
        return Rate(numerator, denominator, None, None, None)
    ends = binomtest(numerator, denominator).proportion_ci(confidence, method="wilson")
    return Rate(numerator, denominator, numerator / denominator, float(ends.low), float(ends.high))


def ratio(numerator: np.ndarray | float, denominator: np.ndarray | float, *, empty: float = np.nan) -> np.ndarray:
    """Quotient, NaN (or `empty`) where the denominator is zero.

    Examples
    --------
    >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    numerator, denominator = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    return np.divide(numerator, denominator, out=np.full(numerator.shape, empty), where=denominator != 0)
