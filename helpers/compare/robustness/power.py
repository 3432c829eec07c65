"""The smallest gap that a survey tells apart."""

from helpers.base.normal import quantile_of_normal
from helpers.collect.plan.sizes import POWER


def smallest_gap(error: float, confidence: float) -> float:
    """True gap that is told apart in 80 % of surveys: (z of the confidence + z of the power) × standard error.

    It rests on the survey's size and spread, not on the gap that was observed: power worked out from that says
    nothing beyond the interval (Hoenig & Heisey 2001, The American Statistician 55).

    Examples
    --------
    >>> round(smallest_gap(1.0, 0.95), 4)
    2.8016
    """
    return (quantile_of_normal(confidence) + quantile_of_normal(2 * POWER - 1)) * error
