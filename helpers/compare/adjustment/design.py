"""Covariates and their pairs as columns of mean 0 and standard deviation 1, made a slice at a time."""

from dataclasses import dataclass

import numpy as np

from helpers.compare.adjustment.covariates import LEAST_SIDE, Covariates

_SLICE = 4096


@dataclass(frozen=True)
class Design:
    """Columns of the customers of two segments; those of a pair are products of two of the covariates'."""

    values: np.ndarray  # of float32, shape (customers, columns)
    pairs: np.ndarray  # of int, shape (pairs, 2): columns that are multiplied
    middle: np.ndarray
    spread: np.ndarray
    sources: tuple[str, ...]  # of each column; of a pair's both

    @classmethod
    def empty(cls) -> "Design":
        """Without columns."""
        return cls(np.empty((0, 0)), np.empty((0, 2), int), np.empty(0), np.empty(0), ())

    def rows(self, places: np.ndarray) -> np.ndarray:
        """All columns of some customers."""
        return (_columns(self.values[places], self.pairs) - self.middle) / self.spread

    def times(self, places: np.ndarray, slopes: np.ndarray) -> np.ndarray:
        """Columns of some customers × slopes."""
        parts = [self.rows(places[start : start + _SLICE]) @ slopes for start in range(0, len(places), _SLICE)]
        return np.concatenate(parts) if parts else np.empty((0, *slopes.shape[1:]))


def _columns(values: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    own = values.astype(float)
    return np.hstack([own, own[:, pairs[:, 0]] * own[:, pairs[:, 1]]])


def design_of(covariates: Covariates, mine: np.ndarray) -> Design:
    """Covariates of the customers of two segments, with pairs of those of different kinds."""
    values = covariates.values[mine]
    varied = values.max(axis=0) > values.min(axis=0)
    values = values[:, varied]
    sources, kinds = (np.array(names, dtype=object)[varied] for names in (covariates.sources, covariates.kinds))
    pairs = _pairs(values, kinds)
    middle, spread = _moments(values, pairs)
    paired = [" × ".join(sources[pair]) for pair in pairs]
    return Design(values, pairs, middle, spread, (*sources, *paired))


def _pairs(values: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """Pairs of columns of different kinds whose product says something that neither does by itself."""
    some = values[:: -(-len(values) // _SLICE)]
    first, second = np.triu_indices(len(kinds), 1)
    apart = (kinds[first] != kinds[second]) & (kinds[first] != "") & (kinds[second] != "")
    first, second = first[apart], second[apart]
    products = some[:, first] * some[:, second]
    there = (products != 0).mean(axis=0)
    own = np.minimum((some[:, first] != 0).mean(axis=0), (some[:, second] != 0).mean(axis=0))
    says = (there >= LEAST_SIDE) & ((there < own) | (products != some[:, first]).any(axis=0) & (products != some[:, second]).any(axis=0))
    return np.column_stack([first[says], second[says]])


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
