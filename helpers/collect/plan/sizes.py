"""How many answers a survey needs: for a margin of the NPS, and for a gap in money (METHOD §1)."""

from collections.abc import Mapping
from math import ceil, sqrt

from helpers.base.normal import quantile_of_normal

WORST_VARIANCE = 1.0  # half of them promoters, half detractors
POWER = 0.8
BySegment = Mapping[str, float]  # by segment
_ROUNDING = 1e-9  # what floating point may add to a whole number of answers


def variance_of(shares: BySegment) -> float:
    """Variance of one answer, p_P + p_D − (p_P − p_D)², from the shares of promoters and detractors.

    Examples
    --------
    >>> variance_of({"promoter": 0.5, "detractor": 0.5}), round(variance_of({"promoter": 0.4, "detractor": 0.2}), 4)
    (1.0, 0.56)
    """
    promoters, detractors = shares["promoter"], shares["detractor"]
    return promoters + detractors - (promoters - detractors) ** 2


def answers_for_margin(
    margin: float, *, variance: float = WORST_VARIANCE, confidence: float = 0.95, population: int | None = None
) -> int:
    """Answers after which the NPS is known to ± a margin.

    n₀ = z² var/margin²; of a known population of N, where n counts as n(N − 1)/(N − n), n₀N/(N − 1 + n₀).
    The margin is half the width of the interval, in points; the variance that of one answer, on the scale −1…1.

    Examples
    --------
    >>> answers_for_margin(5), answers_for_margin(5, population=2000), answers_for_margin(5, variance=0.56)
    (1537, 870, 861)
    """
    unlimited = quantile_of_normal(confidence) ** 2 * variance / (margin / 100) ** 2
    needed = unlimited if population is None else unlimited * population / (population - 1 + unlimited)
    return max(1, ceil(needed - _ROUNDING))


def margin_of(
    answers: float, *, variance: float = WORST_VARIANCE, confidence: float = 0.95, population: int | None = None
) -> float:
    """Margin of the NPS, in points, after so many answers; 0 where everybody answered.

    Examples
    --------
    >>> round(margin_of(1537), 2), round(margin_of(870, population=2000), 2), margin_of(20, population=20)
    (5.0, 5.0, 0.0)
    """
    spread = 1.0 if population is None else max(population - answers, 0) / max(population - 1, 1)
    return 100 * quantile_of_normal(confidence) * sqrt(variance * spread / answers)


def answers_for_gap(
    gap: float, *, spreads: BySegment, shares: BySegment, confidence: float = 0.95, power: float = POWER
) -> int | None:
    """Answers after which a true gap between promoters and detractors is found, with a probability of `power`.

    Two samples: n = (z₁₋α⸝₂ + z_power)² (s_P²/p_P + s_D²/p_D)/gap² (for example Chow, Shao and Wang 2008,
    Sample Size Calculations in Clinical Research, section 3.2). ``None`` where one of the two shares is 0.

    Parameters
    ----------
    gap : float
        Difference of the means, in units of money.
    spreads, shares : mapping
        By segment: standard deviation of one customer's value; share of the answers.

    Examples
    --------
    >>> half = {"promoter": 0.5, "detractor": 0.5}
    >>> answers_for_gap(5000, spreads={"promoter": 20000, "detractor": 20000}, shares=half)
    503
    """
    one = gap_of(1, spreads=spreads, shares=shares, confidence=confidence, power=power)
    return None if one is None else max(2, ceil((one / gap) ** 2 - _ROUNDING))


def gap_of(
    answers: float, *, spreads: BySegment, shares: BySegment, confidence: float = 0.95, power: float = POWER
) -> float | None:
    """Smallest gap between promoters and detractors, in units of money, that so many answers find.

    Examples
    --------
    >>> half = {"promoter": 0.5, "detractor": 0.5}
    >>> round(gap_of(503, spreads={"promoter": 20000, "detractor": 20000}, shares=half))
    4997
    """
    pair = ("promoter", "detractor")
    if not all(shares[segment] > 0 for segment in pair):
        return None
    variance = sum(spreads[segment] ** 2 / shares[segment] for segment in pair)  # each gets its share of the answers
    return smallest_gap(sqrt(variance / answers), confidence, power)


def smallest_gap(error: float, confidence: float, power: float = POWER) -> float:
    """True gap that is told apart in 80 % of surveys: (z of the confidence + z of the power) × standard error.

    It rests on the survey's size and spread, not on the gap that was observed: power worked out from that says
    nothing beyond the interval (Hoenig & Heisey 2001, The American Statistician 55).

    Examples
    --------
    >>> round(smallest_gap(1.0, 0.95), 4)
    2.8016
    """
    return (quantile_of_normal(confidence) + quantile_of_normal(2 * power - 1)) * error


def asks_for(answers: int, response_rate: float) -> int:
    """Customers to ask, so that so many answers may be expected.

    Examples
    --------
    >>> asks_for(385, 0.2), asks_for(3, 0.3)
    (1925, 10)
    """
    return ceil(answers / response_rate - _ROUNDING)
