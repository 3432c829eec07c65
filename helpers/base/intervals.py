"""Intervals of means and of differences by formula, and of any figure by studentised resampling (METHOD §5)."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from helpers.base.proportions import ratio


@dataclass(frozen=True)
class Moments:
    """Number, mean, variance (n − 1) and skewness of values; numbers, or arrays with one value a sample."""

    n: float | np.ndarray
    mean: float | np.ndarray
    variance: float | np.ndarray
    skewness: float | np.ndarray


def moments(values: np.ndarray) -> Moments:
    """Moments over the last axis; NaN where they do not exist, skewness 0 where all values are alike.

    Examples
    --------
    >>> found = moments(np.array([0.0, 0.0, 3.0])); float(found.mean), float(found.variance)
    (1.0, 3.0)
    """
    values = np.asarray(values, float)
    n = values.shape[-1]
    if n < 2:
        return Moments(n, values.mean(axis=-1) if n else np.nan, np.nan, np.nan)
    mean = values.mean(axis=-1)
    apart = values - mean[..., None]
    second = (apart**2).mean(axis=-1)
    third = (apart**3).mean(axis=-1)
    alike = values.min(axis=-1) == values.max(axis=-1)
    skewness = np.where(alike, 0.0, ratio(third, second**1.5))
    return Moments(n, mean, np.where(alike, 0.0, second * n / (n - 1)), skewness)


Ends = tuple[np.ndarray | float, np.ndarray | float]


def hall_interval(sample: Moments, confidence: float) -> Ends:
    """Interval of a mean by Hall's cubic transformation, without resampling.

    Hall (1992), On the removal of skewness by transformation, Journal of the Royal Statistical Society
    B 54: with t = √n (x̄ − μ)/s and c = skewness/√n, g(t) = t + c t²/3 + c² t³/27 + c/6 is nearly normal
    and always increasing; the interval is where g(t) lies between the quantiles, here those of
    Student's t with n − 1 degrees of freedom. NaN below two values.

    Examples
    --------
    >>> low, high = hall_interval(Moments(100, 50.0, 400.0, 0.0), 0.95); round(float(low), 2), round(float(high), 2)
    (46.03, 53.97)
    """
    if np.max(sample.n) < 2:
        return np.nan, np.nan
    c = np.asarray(sample.skewness, float) / np.sqrt(sample.n)
    error = np.sqrt(sample.variance / np.asarray(sample.n, float))
    z = student_quantile(np.asarray(sample.n) - 1.0, confidence)
    return sample.mean - error * _untransformed(z, c), sample.mean - error * _untransformed(-z, c)


def _untransformed(y: np.ndarray, c: np.ndarray) -> np.ndarray:
    """The t with g(t) = y: g(t) = ((1 + c t/3)³ − 1)/c + c/6."""
    root = ratio(3 * (np.cbrt(1 + c * (y - c / 6)) - 1), c)
    return np.where(np.abs(c) < 1e-6, y, root)


def welch_interval(first: Moments, second: Moments, confidence: float) -> Ends:
    """Interval of the difference of two independent means (Welch 1947, Biometrika 34); NaN below two values.

    Examples
    --------
    >>> a, b = Moments(10, 5.0, 4.0, 0.0), Moments(10, 3.0, 4.0, 0.0)
    >>> low, high = welch_interval(a, b, 0.95); round(float(low), 3), round(float(high), 3)
    (0.121, 3.879)
    """
    if min(np.min(first.n), np.min(second.n)) < 2:
        return np.nan, np.nan
    error = np.sqrt(np.add(*_squared_errors(first, second)))
    return student_interval(first.mean - second.mean, error, welch_freedom(first, second), confidence)


def welch_freedom(first: Moments, second: Moments) -> np.ndarray:
    """Degrees of freedom of a difference of two means (Welch 1947); those of both together where nothing varies.

    Examples
    --------
    >>> float(welch_freedom(Moments(10, 5.0, 4.0, 0.0), Moments(10, 3.0, 4.0, 0.0)))
    18.0
    """
    first_error, second_error = _squared_errors(first, second)
    freedom = ratio(
        (first_error + second_error) ** 2, first_error**2 / (first.n - 1) + second_error**2 / (second.n - 1)
    )
    return np.where(np.isnan(freedom), np.add(first.n, second.n) - 2.0, freedom)


def _squared_errors(first: Moments, second: Moments) -> tuple[np.ndarray, np.ndarray]:
    return np.asarray(first.variance, float) / first.n, np.asarray(second.variance, float) / second.n


def student_interval(
    estimate: np.ndarray | float, error: np.ndarray | float, freedom: np.ndarray | float, confidence: float
) -> Ends:
    """Estimate ± Student's t × standard error."""
    half = student_quantile(freedom, confidence) * error
    return estimate - half, estimate + half


def student_quantile(freedom: np.ndarray | float, confidence: float) -> np.ndarray:
    """t of a two-sided interval.

    Examples
    --------
    >>> round(float(student_quantile(18, 0.95)), 4)
    2.1009
    """
    return special.stdtrit(freedom, 0.5 + confidence / 2)


def interval(draws: np.ndarray, confidence: float) -> tuple[float, float] | tuple[None, None]:
    """Percentile interval of a figure's resampled values: the one place where these are made.

    Resamples in which the figure does not exist are left out; if that is more than 1 in 20, there is
    no interval.

    Examples
    --------
    >>> interval(np.arange(101.0), 0.5)
    (25.0, 75.0)
    """
    finite = draws[np.isfinite(draws)]
    if len(finite) < 0.95 * len(draws):
        return None, None
    low, high = np.quantile(finite, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)


def studentised_interval(
    point: tuple[float, float],
    draws: np.ndarray,
    errors: np.ndarray,
    confidence: float,
    *,
    symmetric: bool = False,
) -> tuple[float, float] | tuple[None, None]:
    """Bootstrap-t interval: quantiles of t = (draw − estimate)/(the draw's own standard error), turned over.

    Parameters
    ----------
    point : tuple of float
        Estimate and its standard error.
    draws, errors : ndarray
        The figure in each resample and its standard error there.
    symmetric : bool
        Estimate ± quantile of |t| × standard error.

    Examples
    --------
    >>> draws, errors = np.array([8.0, 10.0, 14.0]), np.array([1.0, 1.0, 1.0])  # t = −2, 0, 4
    >>> studentised_interval((10.0, 1.5), draws, errors, 1)
    (4.0, 13.0)
    >>> studentised_interval((10.0, 1.5), draws, errors, 1, symmetric=True)
    (4.0, 16.0)
    """
    estimate, error = point
    tiny = 1e-7 * abs(estimate)
    still = (np.abs(draws - estimate) <= tiny) & (errors <= tiny)
    t = np.where(still, 0.0, ratio(draws - estimate, errors))
    low, high = interval(np.concatenate([t, -t]) if symmetric else t, confidence)
    if low is None or high is None or not np.isfinite(error):
        return None, None
    return float(estimate - high * error), float(estimate - low * error)
