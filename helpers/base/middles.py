"""The middle of a group without any one person's figure (METHOD §8)."""

from math import ceil

import numpy as np
import numpy.typing as npt


def middle_mean(values: npt.ArrayLike, least: int) -> float | None:
    """Mean of the middle m values: a median that is nobody's own.

    m is the smallest number of n's parity that is at least max(`least`, n/20).

    Returns
    -------
    float or None
        ``None`` under 2 × `least` values.

    Examples
    --------
    >>> middle_mean([0, 1, 2, 3, 4, 50], 2), middle_mean([1, 2, 3], 2)
    (2.5, None)
    """
    ordered = np.sort(np.asarray(values, float))
    n = len(ordered)
    if n < 2 * least:
        return None
    taken = ceil(max(least, n / 20))
    taken += (n - taken) % 2
    start = (n - taken) // 2
    return float(ordered[start : start + taken].mean())
