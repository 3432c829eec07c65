"""What the reports of a batch give away side by side: the few customers by whom they differ (METHOD §8)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from helpers.report.settings import ReportSettings

CustomerNumbers = npt.NDArray[np.uint64]
_WHOLE = 1e-9  # from here on a part of a figure is none


def same_money(settings: ReportSettings) -> tuple[Any, ...]:
    """What two reports share whose money is of the same purchases: file and window, however these are valued."""
    return settings.purchases, settings.window_start, settings.window_end


def gives_away(customers: CustomerNumbers, shown: Sequence[CustomerNumbers], least: int) -> list[int]:
    """Which reports shown let one work out, with a further one, the figures of fewer than `least` customers.

    Two reports do so whose customers differ by at least one and fewer than `least`. Several do where their totals,
    added and subtracted, leave so few: all customers less those of each region. Looked for are rests of at most
    two groups, a group being the customers that are in the same reports. A report of fewer than `least` customers
    shows no money, so that it takes part in pairs alone.

    Parameters
    ----------
    customers : array
        Of the further report: numbers of persons, each once.
    shown : sequence of array
        The same of each report that is shown; what they give away by themselves is not looked at.

    Returns
    -------
    list of int
        Places in `shown`: one of a pair, else all that have a part in it; empty where nothing is given away.

    Examples
    --------
    >>> everybody = np.arange(100, dtype=np.uint64)
    >>> gives_away(everybody[:97], [everybody], 10), gives_away(everybody[:90], [everybody], 10)
    ([0], [])
    >>> gives_away(everybody, [everybody[:40], everybody[60:], everybody[40:57]], 10)
    [0, 1, 2]
    """
    pair = [place for place, other in enumerate(shown) if 0 < len(np.setxor1d(customers, other)) < least]
    if pair or len(customers) < least:
        return pair[:1]
    large = [place for place, other in enumerate(shown) if len(other) >= least]
    return [large[place] for place in _parts([customers, *(shown[place] for place in large)], least)]


def _parts(reports: Sequence[CustomerNumbers], least: int) -> list[int]:
    """Reports, less the first, of a sum with the first in it that leaves at most two groups of few customers."""
    within, sizes = _groups(reports)
    for one, two in _rests(within, sizes, least):
        share = _sum_that_leaves(within, one, two)
        if abs(share[0]) > _WHOLE:
            return [place for place, part in enumerate(share[1:]) if abs(part) > _WHOLE]
    return []


def _rests(within: np.ndarray, sizes: np.ndarray, least: int) -> np.ndarray:
    """Pairs of groups, or one twice, of fewer than `least` customers of which alone some sum of totals tells."""
    small = np.flatnonzero(sizes < least)
    untold = (np.eye(len(within)) - within @ np.linalg.pinv(within))[np.ix_(small, small)]
    alone = np.diag(untold)
    area = np.outer(alone, alone) - untold**2  # 0: something of the two is told
    np.fill_diagonal(area, alone)
    together = np.add.outer(sizes[small], sizes[small])
    np.fill_diagonal(together, sizes[small])
    return small[np.argwhere(np.triu((area < _WHOLE) & (together < least)))]


def _groups(reports: Sequence[CustomerNumbers]) -> tuple[np.ndarray, np.ndarray]:
    """Groups of customers that are in the same reports: one row a group, 1 for each report; and their sizes."""
    everybody = np.unique(np.concatenate(reports))
    group = np.zeros(len(everybody), dtype=np.int64)
    for report in reports:
        group = np.unique(2 * group + np.isin(everybody, report), return_inverse=True)[1]
    _, first, sizes = np.unique(group, return_index=True, return_counts=True)
    within = np.column_stack([np.isin(everybody[first], report) for report in reports]).astype(float)
    return within, sizes


def _sum_that_leaves(within: np.ndarray, one: int, two: int) -> np.ndarray:
    """Share of each report in a sum that is zero for all other groups."""
    others = np.delete(within, [one, two], axis=0)
    null = np.linalg.svd(others)[2][np.linalg.matrix_rank(others) :] if others.size else np.eye(within.shape[1])
    told = np.abs(within[[one, two]] @ null.T).max(axis=0)
    return np.asarray(null[np.argmax(told)])
