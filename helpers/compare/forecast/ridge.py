"""Ridge regression with the penalty of least error in those left out one at a time, all of it in closed form."""

from typing import NamedTuple

import numpy as np

PENALTIES = np.logspace(-3, 3, 13)  # for each row


class Ridge(NamedTuple):
    """A fitted regression, and what each row would be told by the others."""

    level: float
    middle: np.ndarray
    slopes: np.ndarray
    left_out: np.ndarray  # of each row, what it is told by all the others
    solved: np.ndarray  # inverse of the penalised products of the columns

    def told(self, columns: np.ndarray) -> np.ndarray:
        """What it tells of rows."""
        return self.level + (columns - self.middle) @ self.slopes

    def sum_moves(self, n: int, total: np.ndarray, own: np.ndarray, apart: np.ndarray) -> np.ndarray:
        """By how much each row that it was fitted to moves the sum of what is told of n others.

        Parameters
        ----------
        total : ndarray
            Sums of the others' columns.
        own, apart : ndarray
            Columns of the rows that it was fitted to, and how far each lies from what the others tell of it.
        """
        return (n / len(own) + (own - self.middle) @ (self.solved @ (total - n * self.middle))) * apart


def ridge(columns: np.ndarray, values: np.ndarray) -> Ridge:
    """Regression of values on columns of like size.

    A row left out: y − ŷ₍₋ᵢ₎ = (y − ŷ)/(1 − hᵢ), h the row's part in what it is told (Hastie, Tibshirani & Friedman
    2009, The Elements of Statistical Learning, 7.10).

    Examples
    --------
    >>> x = np.arange(20.0)[:, None]
    >>> ridge(x - 9.5, 3 * x[:, 0] + 1).told(np.array([[10.5]])).round(1).tolist()
    [61.0]
    """
    n, middle, level = len(values), columns.mean(axis=0), float(values.mean())
    apart = columns - middle
    sizes, axes = np.linalg.eigh(apart.T @ apart)
    sizes, turned = sizes.clip(min=0), apart @ axes
    moves, squares = turned.T @ (values - level), turned**2
    best, error = None, np.inf
    for penalty in n * PENALTIES:
        share = 1 / (sizes + penalty)
        part = 1 / n + squares @ share
        rests = (values - level - turned @ (share * moves)) / (1 - part).clip(min=1e-3)
        if (total := float((rests**2).sum())) < error:
            best, error = (share, rests), total
    assert best
    share, rests = best
    return Ridge(level, middle, axes @ (share * moves), values - rests, (axes * share) @ axes.T)
