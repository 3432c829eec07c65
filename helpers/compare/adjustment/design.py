"""Covariates and their pairs as columns of mean 0 and standard deviation 1, made a slice at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.base.rows import thinned

LEAST_SIDE = 0.04  # share of the customers of whom a step or a product has to tell something
_SLICE = 4096  # customers
_MOST_KEPT = 30_000_000  # figures


@dataclass(frozen=True)
class Design:
    """Columns of the customers of two segments, and after them of others; those of a pair are products of two."""

    values: np.ndarray  # of float32, shape (customers, columns)
    pairs: np.ndarray  # of int, shape (pairs, 2): columns that are multiplied
    middle: np.ndarray
    spread: np.ndarray
    sources: tuple[tuple[str, ...], ...]  # column of the customers file that each is made of; of a pair both

    @classmethod
    def empty(cls) -> "Design":
        """Without columns."""
        return cls(np.empty((0, 0)), np.empty((0, 2), int), np.empty(0), np.empty(0), ())

    def rows(self, places: np.ndarray) -> np.ndarray:
        """All columns of some customers."""
        return self._kept[places] if self._fits else self._made(self.values[places])

    @property
    def _fits(self) -> bool:
        return len(self.values) * len(self.sources) <= _MOST_KEPT

    @cached_property
    def _kept(self) -> np.ndarray:
        return np.ascontiguousarray(self._made(self.values))

    def _made(self, values: np.ndarray) -> np.ndarray:
        columns = _columns(values, self.pairs)
        columns -= self.middle
        columns /= self.spread
        return columns

    def times(self, places: np.ndarray, slopes: np.ndarray) -> np.ndarray:
        """Columns of some customers × slopes."""
        if self._fits:
            return self._kept[places] @ slopes
        raw = (slopes.T / self.spread).T  # of columns as they are, which saves going over them twice more
        parts = [_columns(self.values[part], self.pairs) @ raw for part in _slices(places)]
        return np.concatenate(parts) - self.middle @ raw if parts else np.empty((0, *slopes.shape[1:]))

    def means(self, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means of all columns and of their squares, each customer counting by her share; one row a set of shares."""
        means, squares = (np.zeros((len(shares), len(self.sources))) for _ in range(2))
        for part in _slices(np.arange(shares.shape[1])):
            rows = self.rows(part)
            means += shares[:, part] @ rows
            squares += shares[:, part] @ rows**2
        return means, squares


def _slices(places: np.ndarray) -> Iterator[np.ndarray]:
    return (places[start : start + _SLICE] for start in range(0, len(places), _SLICE))


def _columns(values: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Columns and their products, each column's figures side by side: so they are multiplied fastest."""
    own = np.ascontiguousarray(values.T)
    columns = np.empty((len(own) + len(pairs), len(values)))
    columns[: len(own)] = own
    for product, (left, right) in zip(columns[len(own) :], pairs.tolist(), strict=True):
        np.multiply(own[left], own[right], out=product)
    return columns.T


def design_of(table: np.ndarray, names: Sequence[str], kind: Sequence[str], mine: np.ndarray) -> Design:
    """Columns with pairs of those of different kinds, as they vary in the customers of two segments, `mine`.

    Parameters
    ----------
    names, kind
        Of each column: what it is made of, and its kind; those of kind "" are in no pair.

    Examples
    --------
    >>> table = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    >>> design_of(table, ["age", "region"], ["age", "region"], np.ones(4, bool)).sources
    (('age',), ('region',), ('age', 'region'))
    """
    own = table[mine]
    varied = own.max(axis=0) > own.min(axis=0)
    own = own[:, varied]
    sources, kinds = (np.array(names, dtype=object)[varied] for names in (names, kind))
    pairs = _pairs(own, kinds)
    middle, spread = _moments(own, pairs)
    paired = [tuple(sorted(sources[pair])) for pair in pairs]
    values = np.vstack([own, table[~mine][:, varied]])
    return Design(values, pairs, middle, spread, (*((name,) for name in sources), *paired))


def _pairs(values: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """Pairs of columns of different kinds whose product says something that neither does by itself."""
    some = thinned(values, _SLICE)
    left, right = np.triu_indices(len(kinds), 1)
    paired = (kinds[left] != kinds[right]) & (kinds[left] != "") & (kinds[right] != "")
    left, right = left[paired], right[paired]
    products = some[:, left] * some[:, right]
    says = (products != 0).mean(axis=0) >= LEAST_SIDE
    says &= (products != some[:, left]).any(axis=0) & (products != some[:, right]).any(axis=0)
    return np.column_stack([left[says], right[says]])


def _moments(values: np.ndarray, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each column; 1 for one that does not vary."""
    n, width = len(values), values.shape[1] + len(pairs)
    total, squares = np.zeros(width), np.zeros(width)
    for start in range(0, n, _SLICE):
        columns = _columns(values[start : start + _SLICE], pairs)
        total += columns.sum(axis=0)
        squares += np.einsum("ij,ij->j", columns, columns)
    middle = total / n
    variance = squares / n - middle**2
    return middle, np.sqrt(np.where(variance > 1e-12 * middle**2, variance, 1.0))
