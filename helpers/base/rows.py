"""Rows looked up among many others, without a hash table of all of them, and thinned where they are too many."""

import numpy as np
import pandas as pd


def places_in(index: pd.Index, rows: pd.Index) -> np.ndarray:
    """Place of each row in an index, -1 where it is not there; as ``get_indexer``, which is heavy where rows are many.

    Examples
    --------
    >>> places_in(pd.Index([2, 3, 5]), pd.Index([5, 4, 2])).tolist()
    [2, -1, 0]
    """
    if not index.is_monotonic_increasing or not len(index):
        return index.get_indexer(rows)
    at = np.minimum(index.searchsorted(rows), len(index) - 1)
    return np.where(index.to_numpy()[at] == rows.to_numpy(), at, -1)


def are_in(index: pd.Index, rows: pd.Index) -> np.ndarray:
    """Whether each row is in an index.

    Examples
    --------
    >>> are_in(pd.Index([2, 3, 5]), pd.Index([5, 4, 2])).tolist()
    [True, False, True]
    """
    return places_in(index, rows) >= 0


def are_repeated(numbers: np.ndarray) -> np.ndarray:
    """Which numbers stand more than once; quick where few do.

    Examples
    --------
    >>> are_repeated(np.array([7, 8, 7])).tolist(), are_repeated(np.array([7, 8])).tolist()
    ([True, False, True], [False, False])
    """
    ordered = np.sort(numbers)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    return pd.Series(numbers).isin(repeated).to_numpy() if len(repeated) else np.zeros(len(numbers), dtype=bool)


def thinned(rows: np.ndarray, most: int) -> np.ndarray:
    """Every so many of the rows, so that at most so many are left.

    Examples
    --------
    >>> thinned(np.arange(7), 3).tolist(), thinned(np.arange(3), 3).tolist()
    ([0, 3, 6], [0, 1, 2])
    """
    return rows[:: max(-(-len(rows) // most), 1)]
