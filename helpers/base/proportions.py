"""Rates with their counts and intervals."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Rate:
    """A share of a whole with its interval, all of them 0…1; ``None`` where the whole is empty or hidden."""

    numerator: float | None
    denominator: float | None
    rate: float | None
    low: float | None
    high: float | None


HIDDEN = Rate(None, None, None, None, None)


def quantile_of_normal(confidence: float) -> float:
    """z of a two-sided interval.

    Examples
    --------
    >>> round(quantile_of_normal(0.95), 4)
    1.96
    """
    return NormalDist().inv_cdf(0.5 + confidence / 2)


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
    if not 0 <= numerator <= denominator:
        raise ValueError(f"numerator {numerator} must lie in 0…{denominator}")
    if denominator == 0:
        return Rate(numerator, denominator, None, None, None)
    z, share = quantile_of_normal(confidence), numerator / denominator
    centre = (share + z * z / (2 * denominator)) / (1 + z * z / denominator)
    spread = z * sqrt(share * (1 - share) / denominator + z * z / (4 * denominator**2))
    half = spread / (1 + z * z / denominator)
    low = centre - half if numerator else 0.0
    high = centre + half if numerator < denominator else 1.0
    return Rate(numerator, denominator, share, low, high)
