"""Intervals by resampling whole customers (bootstrap)."""

from collections.abc import Sequence

import numpy as np

EXACT_BELOW = 100
_CHUNK = 4_000_000


def resampled_sums(
    features: np.ndarray, resamples: int, rng: np.random.Generator, *, grouped: bool = True
) -> np.ndarray:
    """Column sums of `features` in each resample of its rows.

    Rows are drawn by counts: exactly (multinomial) below 100 rows, else with Poisson(1) counts whose
    total is scaled back to the number of rows, so that every resample stands for as many customers.

    Parameters
    ----------
    features : ndarray, shape (customers, figures)
    resamples : int
    rng : numpy Generator
    grouped : bool
        Draw equal rows together, which is faster; else each row for itself in the order given, so that
        the draws depend on nothing but that order.

    Returns
    -------
    ndarray, shape (resamples, figures)

    Examples
    --------
    >>> sums = resampled_sums(np.ones((50, 1)), 3, np.random.default_rng(1)); sums.ravel().tolist()
    [50.0, 50.0, 50.0]
    """
    n = len(features)
    if n == 0:
        return np.zeros((resamples, features.shape[1]))
    cells, copies = np.unique(features, axis=0, return_counts=True) if grouped else (features, np.ones(n))
    step = max(1, _CHUNK // len(cells))
    sizes = [min(step, resamples - start) for start in range(0, resamples, step)]
    return np.vstack([_draws(copies, n, size, rng) @ cells for size in sizes])


def _draws(copies: np.ndarray, n: int, resamples: int, rng: np.random.Generator) -> np.ndarray:
    """How often each distinct row is drawn, shape (resamples, distinct rows)."""
    if n < EXACT_BELOW:
        return rng.multinomial(n, copies / n, size=resamples).astype(float)
    counts = rng.poisson(copies, size=(resamples, len(copies))).astype(float)
    return counts * (n / counts.sum(axis=1, keepdims=True))


def stratified_sums(strata: Sequence[tuple[np.ndarray, bool]], resamples: int, seed: int) -> np.ndarray:
    """Sum over the strata of `resampled_sums`, each (features, grouped) drawn from a stream of its own."""
    streams = [np.random.default_rng([seed, number]) for number in range(len(strata))]
    draws = zip(strata, streams, strict=True)
    return np.sum([resampled_sums(rows, resamples, rng, grouped=grouped) for (rows, grouped), rng in draws], axis=0)


def interval(draws: np.ndarray, confidence: float) -> tuple[float, float] | tuple[None, None]:
    """Percentile interval of a figure's resampled values: the one place where intervals are made.

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


def ratio(numerator: np.ndarray | float, denominator: np.ndarray | float) -> np.ndarray:
    """Quotient, NaN where the denominator is zero.

    Examples
    --------
    >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    numerator, denominator = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    return np.divide(numerator, denominator, out=np.full(numerator.shape, np.nan), where=denominator != 0)
