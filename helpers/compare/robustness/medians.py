"""Difference of two medians and how sure it is."""

import numpy as np

from helpers.base.parameters import Settings
from helpers.base.resampling import interval


def median_gap_interval(
    first: np.ndarray, second: np.ndarray, settings: Settings
) -> tuple[float, float] | tuple[None, None]:
    """Percentile interval of the difference of two medians; none where a group is empty.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> median_gap_interval(np.full(20, 5.0), np.full(20, 3.0), checked({"as_of": "2026-04-01"}))
    (2.0, 2.0)
    """
    if not len(first) or not len(second):
        return None, None
    draws = [
        resampled_medians(values, settings.resamples, np.random.default_rng([settings.seed, number]))
        for number, values in enumerate((first, second))
    ]
    return interval(draws[0] - draws[1], settings.confidence)


def resampled_medians(values: np.ndarray, resamples: int, rng: np.random.Generator) -> np.ndarray:
    """Median of each resample of the values, without drawing them.

    A resample's k-th smallest value is the one at place ⌊n U⌋ of the sorted values, U the k-th smallest
    of n uniform numbers, which is beta distributed; the next one lies above it by the smallest of the
    n − k that are left.

    Parameters
    ----------
    values : ndarray
    resamples : int
    rng : numpy Generator

    Returns
    -------
    ndarray, shape (resamples,)
    """
    n, ordered = len(values), np.sort(values)
    k = (n + 1) // 2
    lower = rng.beta(k, n - k + 1, resamples)
    if n % 2:
        return ordered[(n * lower).astype(int)]
    upper = lower + (1 - lower) * rng.beta(1, n - k, resamples)
    places = (np.minimum((n * side).astype(int), n - 1) for side in (lower, upper))
    return np.mean([ordered[place] for place in places], axis=0)
