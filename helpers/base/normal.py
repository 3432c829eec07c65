"""The normal distribution."""

from statistics import NormalDist


def quantile_of_normal(confidence: float) -> float:
    """z of a two-sided interval.

    Examples
    --------
    >>> round(quantile_of_normal(0.95), 4)
    1.96
    """
    return NormalDist().inv_cdf(0.5 + confidence / 2)
