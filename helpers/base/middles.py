"""The middle of a group without any one person's figure (METHOD §8)."""

from math import ceil

import numpy as np
import numpy.typing as npt


def middle(values: npt.ArrayLike, least: int) -> np.ndarray:
    """The middle m values, in order; none under 2 × `least` values.

    m is the smallest number of n's parity that is at least max(`least`, n/20).

    Examples
    --------
    >>> middle([0, 50, 2, 3, 4, 1], 2).tolist(), middle([1, 2, 3], 2).tolist()
    ([2.0, 3.0], [])
    """
    ordered = np.sort(np.asarray(values, float))
    return ordered[middle_places(len(ordered), least)]


def middle_places(n: int, least: int) -> slice:
    """Places of the middle m among n values in order; none under 2 × `least`.

    Examples
    --------
    >>> middle_places(21, 10), middle_places(19, 10)
    (slice(5, 16, None), slice(0, 0, None))
    """
    if n < 2 * max(least, 1):
        return slice(0, 0)
    taken = ceil(max(least, n / 20))
    taken += (n - taken) % 2
    start = (n - taken) // 2
    return slice(start, start + taken)


def middle_mean(values: npt.ArrayLike, least: int) -> float | None:
    """Mean of the middle m values: a median that is nobody's own.

    Returns
    -------
    float or None
        ``None`` under 2 × `least` values.

    Examples
    --------
    >>> middle_mean([0, 1, 2, 3, 4, 50], 2), middle_mean([1, 2, 3], 2)
    (2.5, None)
    """
    taken = middle(values, least)
    return float(taken.mean()) if len(taken) else None
