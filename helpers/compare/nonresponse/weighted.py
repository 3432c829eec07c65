"""The comparison's figures where the respondents stand for all customers, by calibrated weights (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.intervals import Moments, hall_interval, interval, student_interval, welch_freedom
from helpers.base.proportions import ratio
from helpers.base.results import SEGMENTS, Estimate
from helpers.collect.nps import score_interval
from helpers.compare.basis import Basis, finite
from helpers.compare.figures import MEASURES, PAIRS, Figure, Figures, Numbers, Sums, figures
from helpers.compare.nonresponse.raking import effective_number
from helpers.compare.nonresponse.redrawn import observed_sums, redrawn_sums
from helpers.compare.nonresponse.weights import Calibration
from helpers.compare.settings import CompareSettings

OF_ANSWERED = Figure("ltv", "answered")  # of all respondents
MEANS = (OF_ANSWERED, *(Figure(measure, segment) for measure in MEASURES for segment in SEGMENTS))
GAPS = tuple(Figure(measure, pair) for measure in MEASURES for pair in PAIRS)
_Ends = tuple[float | None, float | None]


@dataclass(frozen=True)
class WeightedFigures(Figures):
    """Figures under weights; among the means of LTV that of all who ``answered``."""

    shares: Mapping[str, Numbers]  # segment → share of the respondents

    @property
    def nps(self) -> Numbers:
        """Score −1…1."""
        return self.shares["promoter"] - self.shares["detractor"]


@dataclass(frozen=True)
class WeightedEstimates:
    """Figures under weights, and the interval of each mean, each gap and the NPS."""

    point: WeightedFigures
    ends: Mapping[Figure, _Ends]
    nps_ends: tuple[float, float]

    def of(self, figure: Figure) -> Estimate | None:
        """A mean or a gap with its interval."""
        estimate = finite(self.point.of(figure))
        return None if estimate is None else Estimate(estimate, *self.ends[figure])


def weighted(base: Basis, weights: Calibration) -> WeightedEstimates:
    """The comparison's figures under calibrated weights.

    Sums over the respondents are weighted; those over all customers (N, R, L̄) are what they are;
    respondents whom the CRM does not know have no weight.

    Notes
    -----
    Customers are resampled, those who answered and the silent apart; in every resample the respondents
    are raked to its own customers, and ā, k, L̄ and R are worked out again. Means: Hall's cubic
    transformation with the weighted skewness; gaps: Student's t; both with the resamples' standard
    deviation, or that of the formula where it is larger (`standard_error`); the NPS: score interval for
    as many answers as the resamples' standard deviation is worth (why: ``benchmarks/README.md``).

    Raises
    ------
    ValueError
        Where there are no weights.
    """
    if weights.reason:
        raise ValueError(f"no weights: {weights.reason}")
    settings = base.settings
    customers = base.table.iloc[: len(weights.place)]  # those whom the CRM does not know stand below
    point = weighted_figures(observed_sums(customers, weights), settings)
    draws = weighted_figures(redrawn_sums(base.persons["person"], customers, weights, settings), settings)
    samples = weighted_samples(customers, weights)
    ends = {mean: mean_ends(mean, point.of(mean), draws.of(mean), samples, settings) for mean in MEANS}
    ends |= {gap: weighted_gap_ends(gap, point.of(gap), draws.of(gap), samples, settings) for gap in GAPS}
    return WeightedEstimates(point, ends, nps_ends(point, draws.nps, weights.n_eff, settings))


def weighted_figures(sums: Sums, settings: CompareSettings) -> WeightedFigures:
    """Figures from weighted sums (numbers, or one value a resample)."""
    plainly = figures(sums, settings)
    respondents = sum(sums[f"matched_{segment}"] for segment in SEGMENTS)
    ltv = {segment: plainly.means["ltv"][segment] for segment in SEGMENTS}
    ltv["answered"] = ratio(sum(sums[f"ltv_{segment}"] for segment in SEGMENTS), respondents)
    shares = {segment: ratio(sums[f"matched_{segment}"], respondents) for segment in SEGMENTS}
    return WeightedFigures(plainly.referral, {**plainly.means, "ltv": ltv}, shares)


def weighted_samples(customers: pd.DataFrame, weights: Calibration) -> dict[Figure, Moments]:
    """Weighted moments of what each mean is of, n being the effective number.

    LTV of a segment (V's too: most of its spread is LTV's) and of all who ``answered``; for LRV what
    those recommend who answered the count.
    """
    each = weights.of_respondents
    samples = {OF_ANSWERED: weighted_moments(customers["ltv"], each)}
    for segment in SEGMENTS:
        worth = weighted_moments(customers["ltv"], each * customers[f"matched_{segment}"].to_numpy())
        samples |= {Figure("ltv", segment): worth, Figure("value", segment): worth}
        counted = each * customers[f"counted_{segment}"].to_numpy()
        samples[Figure("lrv", segment)] = weighted_moments(customers[f"recommended_{segment}"], counted)
    return samples


def weighted_moments(values: pd.Series, weights: np.ndarray) -> Moments:
    """Mean, variance and skewness under weights, n being the effective number; rows without weight are left out.

    Examples
    --------
    >>> sample = weighted_moments(pd.Series([0.0, 3.0, 9.0]), np.array([2.0, 1.0, 0.0]))
    >>> float(sample.mean), round(sample.n, 3)
    (1.0, 1.8)
    """
    values, weights = values.to_numpy()[weights > 0], weights[weights > 0]
    n, total = effective_number(weights), weights.sum()
    mean = ratio(weights @ values, total)
    apart = values - mean
    second, third = ratio(weights @ apart**2, total), ratio(weights @ (apart * apart * apart), total)
    return Moments(n, mean, second * ratio(n, n - 1), ratio(third, second**1.5, empty=0.0))


def mean_ends(
    mean: Figure, estimate: float, draws: np.ndarray, samples: Mapping[Figure, Moments], settings: CompareSettings
) -> _Ends:
    """Hall's interval with `standard_error` in place of the sample's."""
    sample = samples[mean]
    if not _resampled(estimate, draws, settings) or not sample.n >= 2:
        return None, None
    error = standard_error(mean, draws, sample)
    like = Moments(sample.n, estimate, error**2 * sample.n, sample.skewness)
    return _ends(*hall_interval(like, settings.confidence))


def weighted_gap_ends(
    gap: Figure, estimate: float, draws: np.ndarray, samples: Mapping[Figure, Moments], settings: CompareSettings
) -> _Ends:
    """Student's t with `standard_error`."""
    first, second = (samples[Figure(gap.measure, segment)] for segment in PAIRS[gap.of])
    if not _resampled(estimate, draws, settings) or not min(first.n, second.n) >= 2:
        return None, None
    error, freedom = standard_error(gap, draws, first, second), welch_freedom(first, second)
    return _ends(*student_interval(estimate, error, freedom, settings.confidence))


def standard_error(figure: Figure, draws: np.ndarray, *samples: Moments) -> float:
    """The resamples' standard deviation; of LTV and V at least what spread and effective number give by formula.

    The resamples count on what raking gains; where few spend most it gains less than they say.
    """
    spread = float(draws[np.isfinite(draws)].std())
    if figure.measure == "lrv":  # its samples are of counts
        return spread
    return max(spread, float(np.sqrt(sum(sample.variance / sample.n for sample in samples))))


def nps_ends(point: WeightedFigures, draws: np.ndarray, n_eff: float, settings: CompareSettings) -> tuple[float, float]:
    """Score interval for as many answers as give the resamples' standard deviation."""
    shares = [point.shares[segment] for segment in SEGMENTS]
    variance = shares[0] + shares[2] - point.nps**2
    n = float(ratio(variance, draws.var(), empty=n_eff))
    return score_interval(*(share * n for share in shares), confidence=settings.confidence)


def _resampled(estimate: float, draws: np.ndarray, settings: CompareSettings) -> bool:
    """Whether the figure exists, here and in nearly all resamples."""
    return finite(estimate) is not None and interval(draws, settings.confidence)[0] is not None


def _ends(low: np.ndarray | float, high: np.ndarray | float) -> _Ends:
    return finite(float(low)), finite(float(high))
