"""Customers who are drawn among themselves, and the cells in which equal or like ones are drawn together."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.base.proportions import ratio

CELLS_FROM = 5_000  # rows, from which on those of a cell are drawn together
CELLS = 100


class Stratum(NamedTuple):
    """Customers drawn among themselves: what each adds to the sums, and by what they are put into cells."""

    features: np.ndarray  # shape (customers, figures)
    grouped: bool = True  # draw equal rows together, which is faster; else each for itself in the order given
    cell: np.ndarray | None = None  # see `value_cells`


@dataclass(frozen=True)
class Cells:
    """Rows that are drawn together: how many, their mean, and the means of products of two columns."""

    copies: np.ndarray
    means: np.ndarray
    pairs: tuple[np.ndarray, np.ndarray]
    products: np.ndarray
    alike: bool = True

    def within(self) -> np.ndarray | None:
        """Root of the covariance of the sums that lies within the cells; ``None`` where each holds equal rows."""
        if self.alike:
            return None
        spread = self._square(self.copies @ self.products) - self.means.T @ (self.copies[:, None] * self.means)
        size = np.sqrt(np.diag(spread).clip(min=0))
        values, vectors = np.linalg.eigh(ratio(spread, np.outer(size, size), empty=0.0))
        values = np.where(values > 1e-10, values, 0.0)
        return (vectors * np.sqrt(values)) @ vectors.T * size  # the symmetric root: whatever the order of rows

    def covariances(self, counts: np.ndarray) -> np.ndarray:
        """Covariance of the sums of as many independent rows as `counts` hold, shape (resamples, figures, figures)."""
        n, sums = np.maximum(counts.sum(axis=1), 1)[:, None, None], counts @ self.means
        apart = self._square(counts @ self.products) - sums[:, :, None] * sums[:, None, :] / n
        return apart * n / np.maximum(n - 1, 1)

    def _square(self, values: np.ndarray) -> np.ndarray:
        """Values of the pairs as symmetric matrices."""
        (first, second), k = self.pairs, self.means.shape[1]
        full = np.zeros((*values.shape[:-1], k, k))
        full[..., first, second] = values
        full[..., second, first] = values
        return full


def drawing_order(names: pd.Series) -> np.ndarray:
    """Places of rows in the order of their names: the draws must not hang on that of the rows.

    Examples
    --------
    >>> drawing_order(pd.Series(["b", None, "a"])).tolist()
    [1, 2, 0]
    """
    return names.fillna("").argsort(kind="stable").to_numpy()


def value_cells(values: np.ndarray, groups: np.ndarray, cells: int = CELLS) -> np.ndarray:
    """Number of each row's cell: its group, and its value on a scale that is logarithmic away from zero.

    Examples
    --------
    >>> value_cells(np.array([0.0, 0, 1, 1000]), np.array([0, 1, 0, 0]), cells=6).tolist()
    [0, 3, 0, 2]
    """
    kinds, group = np.unique(groups, return_inverse=True)
    bins = max(1, cells // max(1, len(kinds)))
    away = np.abs(values)
    scale = max(np.median(away[away > 0]) / 10, 1e-12 * away.max(), np.finfo(float).tiny) if away.any() else 1.0
    logs = np.sign(values) * np.log1p(away / scale)
    low, high = logs.min(initial=0.0), logs.max(initial=0.0)
    place = np.minimum((logs - low) / max(high - low, 1e-12) * bins, bins - 1).astype(int)
    return group * bins + place


def cells_of(stratum: Stratum) -> Cells:
    """Cells of a stratum: of like rows where they are many, else of equal ones."""
    rows = stratum.features
    if stratum.cell is not None and len(rows) >= CELLS_FROM:
        return _averaged(rows, stratum.cell)
    copies = np.ones(len(rows))
    if stratum.grouped:
        rows, counts = np.unique(rows, axis=0, return_counts=True)
        copies = counts.astype(float)
    first, second = _pairs(rows)
    return Cells(copies, rows, (first, second), rows[:, first] * rows[:, second])


def _pairs(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of columns that are not zero together in some row, each pair once."""
    filled = (rows != 0).astype(np.float32)
    first, second = np.nonzero(np.triu(filled.T @ filled))
    return first, second


def _averaged(rows: np.ndarray, cell: np.ndarray) -> Cells:
    """Means of rows and products by cell; of products those that are not zero in all cells."""
    sizes = np.bincount(cell)
    order = np.argsort(cell.astype(np.min_scalar_type(len(sizes))), kind="stable")  # of short numbers by counting
    filled, k = np.flatnonzero(sizes), rows.shape[1]
    squares, means = np.empty((len(filled), k, k)), np.empty((len(filled), k))
    for number, of_cell in enumerate(np.split(order, np.cumsum(sizes[filled])[:-1])):
        part = rows[of_cell]
        squares[number], means[number] = part.T @ part, part.mean(axis=0)
    first, second = np.nonzero(np.triu(squares.any(axis=0)))
    copies = sizes[filled].astype(float)
    return Cells(copies, means, (first, second), squares[:, first, second] / copies[:, None], alike=False)
