"""How the customers of a group spread, in bins that tell nobody's figure (METHOD §8)."""

from collections.abc import Iterator
from math import floor, inf, isfinite, log10
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_STEPS = 16  # of one width from zero on, before the last bin, which is open
_FEWEST = 3  # bins that have a shape


class Bin(NamedTuple):
    """The share of a group from `low` to below `high`; the outermost bins are open (±inf)."""

    low: float
    high: float
    share: float


def round_step(mean: float) -> float | None:
    """Width of the bins for values of about this mean: the largest 1, 2 or 5 × 10^i of at most a quarter of it.

    Examples
    --------
    >>> round_step(11_000), round_step(-3.0)
    (2000.0, None)
    """
    if not isfinite(mean) or mean <= 0:
        return None
    power = 10.0 ** floor(log10(mean / 4))
    return next(times * power for times in (5, 2, 1) if times * power <= mean / 4)


def spread_of(values: npt.ArrayLike, step: float | None, least: int) -> tuple[Bin, ...]:
    """Shares of a group in bins of at least `least` persons; none where fewer than three bins would be left.

    From zero to 16 steps each bin is a step wide; what is below zero is one bin, what is above another. From the top
    down a bin takes in the next ones until it has enough.

    Examples
    --------
    >>> spread_of([-1, 0, 1, 5, 12, 900], 10, 2)
    ()
    >>> [(bin.low, bin.high) for bin in spread_of([-9, -1, 0, 1, 5, 12, 900], 10, 2)]
    [(-inf, 0.0), (0.0, 10.0), (10.0, inf)]
    """
    known = np.asarray(values, float)
    if step is None or not len(known):
        return ()
    edges = [-inf, *(step * np.arange(_STEPS + 1.0)).tolist(), inf]
    places = np.digitize(known, edges[1:-1])
    counts = np.bincount(places, minlength=len(edges) - 1)
    bins = [Bin(low, high, n / len(known)) for low, high, n in _merged(edges, counts.tolist(), least)]
    return tuple(bins) if len(bins) >= _FEWEST else ()


def _merged(edges: list[float], counts: list[int], least: int) -> Iterator[tuple[float, float, int]]:
    """Bins from the lowest on; one that is too small at the lower end is part of the bin above it."""
    closed: list[tuple[float, float, int]] = []
    high, n = inf, 0
    for low, count in zip(reversed(edges[:-1]), reversed(counts), strict=True):
        n += count
        if n >= max(least, 1):
            closed.append((low, high, n))
            high, n = low, 0
    if closed and n:
        _, above, more = closed.pop()
        closed.append((-inf, above, more + n))
    return reversed(closed)
