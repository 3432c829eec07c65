"""The Net Promoter Score and how sure it is (METHOD §1)."""

from dataclasses import dataclass
from math import isnan, nan, sqrt
from typing import Any

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.normal import quantile_of_normal
from helpers.base.results import SEGMENTS


@dataclass(frozen=True)
class Nps:
    """Score −1…1 with its interval and the counts behind it; NaN where nobody answered."""

    detractors: int
    passives: int
    promoters: int
    value: float
    variance: float
    low: float
    high: float

    @property
    def n(self) -> int:
        """Number of valid answers."""
        return self.detractors + self.passives + self.promoters

    @property
    def standard_error(self) -> float:
        """Standard error of the score, on the scale −1…1; NaN where nobody answered."""
        return sqrt(self.variance / self.n) if self.n else nan


def segments(scores: pd.Series, *, passive_from: int = 7, promoter_from: int = 9) -> pd.Series:
    """Segment of each score: detractor, passive or promoter; missing stays missing.

    Examples
    --------
    >>> segments(pd.Series([6, 7, 9])).tolist()
    ['detractor', 'passive', 'promoter']
    """
    named = pd.Series("detractor", index=scores.index, dtype="str")
    named = named.mask((scores >= passive_from).fillna(False), "passive")
    return named.mask((scores >= promoter_from).fillna(False), "promoter").where(scores.notna())


def nps_from_scores(
    scores: pd.Series,
    *,
    passive_from: int = 7,
    promoter_from: int = 9,
    confidence: float = 0.95,
    population: int | None = None,
) -> Nps:
    """NPS of raw scores 0–10, missing ones left out; the rest as in `nps_from_counts`.

    Examples
    --------
    >>> round(nps_from_scores(pd.Series([0, 7, 7, 9, 9, 9])).value, 4)
    0.3333
    """
    counts = segments(scores, passive_from=passive_from, promoter_from=promoter_from).value_counts()
    detractors, passives, promoters = (int(counts.get(segment, 0)) for segment in SEGMENTS)
    return nps_from_counts(detractors, passives, promoters, confidence=confidence, population=population)


def nps_from_counts(
    detractors: int, passives: int, promoters: int, *, confidence: float = 0.95, population: int | None = None
) -> Nps:
    """NPS of segment counts with the score interval.

    Parameters
    ----------
    confidence : float
        Nominal coverage of the interval.
    population : int or None
        Size of a known finite population; narrows the interval.

    Raises
    ------
    KitError
        ``E-PARAMETER`` where the population is smaller than the number of answers.

    Examples
    --------
    >>> r = nps_from_counts(10, 20, 70); round(r.value, 4), round(r.low, 4), round(r.high, 4)
    (0.6, 0.4522, 0.7128)
    """
    n = detractors + passives + promoters
    if n == 0:
        return Nps(0, 0, 0, nan, nan, nan, nan)
    value = (promoters - detractors) / n
    variance = (promoters + detractors) / n - value**2
    if population == n:
        return Nps(detractors, passives, promoters, value, variance, value, value)  # everybody was asked
    weight = _finite_population_factor(n, population)
    low, high = score_interval(detractors * weight, passives * weight, promoters * weight, confidence=confidence)
    return Nps(detractors, passives, promoters, value, variance, low, high)


def _finite_population_factor(n: int, population: int | None) -> float:
    """What n is multiplied by in the formulas: (N − 1)/(N − n)."""
    if population is None:
        return 1.0
    if population < n:
        raise KitError("E-PARAMETER.below_answers", population=population, answers=n)
    return (population - 1) / (population - n)


def score_interval(
    detractors: float, passives: float, promoters: float, *, confidence: float = 0.95
) -> tuple[float, float]:
    """Ends (−1…1) of the score interval for a difference of two dependent shares (Tango 1998, Stat. in Medicine 17).

    Examples
    --------
    >>> tuple(round(end, 4) for end in score_interval(1, 2, 3))
    (-0.3111, 0.754)
    """
    from scipy.optimize import brentq  # here, because importing it takes half a second

    n, z = detractors + passives + promoters, quantile_of_normal(confidence)
    value = (promoters - detractors) / n

    def distance(delta: float) -> float:
        return promoters - detractors - n * delta - z * side * _score_error(detractors, promoters, n, delta)

    ends = []
    for side, edge in ((1, -1.0), (-1, 1.0)):
        inside = value - side * 1e-9  # where nobody disagrees, value itself is a root too, but not the interval's end
        beyond = side * distance(edge) <= 0 or side * inside <= side * edge
        ends.append(edge if beyond else brentq(distance, edge, inside, xtol=1e-12))
    return ends[0], ends[1]


def _score_error(detractors: float, promoters: float, n: float, delta: float) -> float:
    """Standard error of P − D where the true difference is delta."""
    a = 2 * n
    b = -promoters - detractors + (2 * n - promoters + detractors) * delta
    c = -detractors * delta * (1 - delta)
    q = (sqrt(max(b * b - 4 * a * c, 0.0)) - b) / (2 * a)
    return sqrt(max(n * (2 * q + delta * (1 - delta)), 0.0))


def adjusted_wald_interval(
    detractors: float, passives: float, promoters: float, *, confidence: float = 0.95
) -> tuple[float, float]:
    """Wald's interval after adding 0.75, 1.5 and 0.75 answers, clipped to −1…1; for comparison.

    Examples
    --------
    >>> tuple(round(end, 4) for end in adjusted_wald_interval(0, 0, 10))
    (0.475, 1.0)
    """
    d, p = detractors + 0.75, promoters + 0.75
    n = d + passives + 1.5 + p
    value = (p - d) / n
    half = quantile_of_normal(confidence) * sqrt(((p + d) / n - value**2) / n)
    return max(-1.0, value - half), min(1.0, value + half)


def difference(second: Nps, first: Nps, *, confidence: float = 0.95, covariance: float = 0.0) -> dict[str, Any]:
    """Difference of two waves' or groups' scores: estimate, low, high (−2…2); ``distinguishable``: zero lies outside.

    NaN and false where one of them has no answers.

    Parameters
    ----------
    covariance : float
        Of the two scores (`helpers.collect.paired.shared_covariance`); 0 where different people gave them.

    Examples
    --------
    >>> difference(nps_from_counts(1, 0, 1), nps_from_counts(1, 2, 3))["distinguishable"]
    False
    """
    estimate = second.value - first.value
    variance = first.standard_error**2 + second.standard_error**2 - 2 * covariance
    half = quantile_of_normal(confidence) * sqrt(variance if variance > 0 or isnan(variance) else 0.0)
    low, high = estimate - half, estimate + half
    return {"estimate": estimate, "low": low, "high": high, "distinguishable": low > 0 or high < 0}
