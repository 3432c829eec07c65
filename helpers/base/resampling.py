"""Intervals by resampling whole customers (bootstrap), by counts of how often each is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

EXACT_BELOW = 100
CELLS_FROM = 5_000
CELLS = 100
_CHUNK = 4_000_000


@dataclass(frozen=True)
class Cells:
    """Rows that are drawn together: how many, their mean, and the means of products of two columns."""

    copies: np.ndarray
    means: np.ndarray
    pairs: tuple[np.ndarray, np.ndarray]
    products: np.ndarray
    alike: bool = True


class Stratum(NamedTuple):
    """Customers drawn among themselves: what each adds to the sums, and by what they are put into cells."""

    features: np.ndarray
    grouped: bool = True
    cell: np.ndarray | None = None


class Draws(NamedTuple):
    """Sums in each resample, and the covariance that each resample gives its own sums."""

    sums: np.ndarray
    covariances: np.ndarray


def resampled_sums(
    features: np.ndarray,
    resamples: int,
    rng: np.random.Generator,
    *,
    grouped: bool = True,
    cell: np.ndarray | None = None,
) -> np.ndarray:
    """Column sums of `features` in each resample of its rows.

    Rows are drawn by counts: exactly (multinomial) below 100 rows, else with Poisson(1) counts whose
    total is scaled back to the number of rows, so that every resample stands for as many customers.
    From 5,000 rows on those of a cell are drawn together and stand for their mean; how they differ
    within the cells is added as a normal draw of the same covariance.

    Parameters
    ----------
    features : ndarray, shape (customers, figures)
    resamples : int
    rng : numpy Generator
    grouped : bool
        Draw equal rows together, which is faster; else each row for itself in the order given, so that
        the draws depend on nothing but that order.
    cell : ndarray of int, optional
        Each row's cell, see `value_cells`.

    Returns
    -------
    ndarray, shape (resamples, figures)

    Examples
    --------
    >>> sums = resampled_sums(np.ones((50, 1)), 3, np.random.default_rng(1)); sums.ravel().tolist()
    [50.0, 50.0, 50.0]
    """
    cells = _cells(Stratum(features, grouped, cell))
    root = _within(cells)
    none = np.zeros((resamples if not len(features) else 0, features.shape[1]))
    return np.vstack([none, *(_sums(cells, root, counts, rng) for counts in _counts(cells.copies, resamples, rng))])


def resampled(stratum: Stratum, resamples: int, rng: np.random.Generator) -> Draws:
    """As `resampled_sums`, with the covariance of the sums that each resample gives by itself."""
    cells, k = _cells(stratum), stratum.features.shape[1]
    root, chunks = _within(cells), _counts(cells.copies, resamples, rng)
    draws = [(_sums(cells, root, counts, rng), _covariances(cells, counts)) for counts in chunks]
    if not draws:
        return Draws(np.zeros((resamples, k)), np.zeros((resamples, k, k)))
    return Draws(*(np.concatenate(parts) for parts in zip(*draws, strict=True)))


def resampled_parts(
    stratum: Stratum, part: np.ndarray, parts: int, resamples: int, rng: np.random.Generator
) -> np.ndarray:
    """Column sums within each part of a stratum: the whole is drawn, so how many of a part are drawn varies.

    Parameters
    ----------
    stratum : Stratum
        A cell, where given, lies in one part.
    part : ndarray of int
        Part of each row, 0 … parts − 1.

    Returns
    -------
    ndarray, shape (resamples, parts, figures)

    Examples
    --------
    >>> rng, part = np.random.default_rng(1), np.arange(50) % 2
    >>> sums = resampled_parts(Stratum(np.ones((50, 1))), part, 2, 3, rng); sums.sum(axis=1).ravel().tolist()
    [50.0, 50.0, 50.0]
    """
    labelled = np.column_stack([stratum.features, part])
    cells = _cells(stratum._replace(features=labelled))
    sums = np.zeros((resamples, parts, labelled.shape[1]))
    place, start = cells.means[:, -1].round().astype(int), 0
    inside = [(part, _of(cells, place == part)) for part in np.unique(place)]
    roots = [_within(own) for _, own in inside]
    for counts in _counts(cells.copies, resamples, rng):
        for (part, own), root in zip(inside, roots, strict=True):
            sums[start : start + len(counts), part] = _sums(own, root, counts[:, place == part], rng)
        start += len(counts)
    return sums[..., :-1]


def _of(cells: Cells, chosen: np.ndarray) -> Cells:
    return replace(cells, copies=cells.copies[chosen], means=cells.means[chosen], products=cells.products[chosen])


def observed(stratum: Stratum) -> Draws:
    """The sums as they are, with their covariance: as if every row were drawn once."""
    cells = _cells(stratum)
    return Draws(stratum.features.sum(axis=0, keepdims=True), _covariances(cells, cells.copies[None, :]))


def stratified(strata: Sequence[Stratum], resamples: int, seed: int) -> Draws:
    """Sum over the strata of `resampled`, each drawn from a stream of its own."""
    return total([resampled(stratum, resamples, rng) for stratum, rng in _with_streams(strata, seed)])


def stratified_sums(strata: Sequence[Stratum], resamples: int, seed: int) -> np.ndarray:
    """The sums of `stratified` alone, which is faster."""
    drawn = [
        resampled_sums(stratum.features, resamples, rng, grouped=stratum.grouped, cell=stratum.cell)
        for stratum, rng in _with_streams(strata, seed)
    ]
    return np.sum(drawn, axis=0)


def _with_streams(strata: Sequence[Stratum], seed: int) -> Iterator[tuple[Stratum, np.random.Generator]]:
    return ((stratum, np.random.default_rng([seed, number])) for number, stratum in enumerate(strata))


def total(parts: Sequence[Draws]) -> Draws:
    """Sums and covariances of independent strata together."""
    return Draws(*(np.sum(each, axis=0) for each in zip(*parts, strict=True)))


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


def _cells(stratum: Stratum) -> Cells:
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
    """Means of rows and products by cell."""
    _, place, sizes = np.unique(cell, return_inverse=True, return_counts=True)
    order, copies = np.argsort(place, kind="stable"), sizes.astype(float)
    first, second = _pairs(rows)
    products, means = np.empty((len(sizes), len(first))), np.empty((len(sizes), rows.shape[1]))
    for number, of_cell in enumerate(np.split(order, np.cumsum(sizes)[:-1])):
        part = rows[of_cell]
        products[number], means[number] = (part.T @ part)[first, second], part.mean(axis=0)
    return Cells(copies, means, (first, second), products / copies[:, None], alike=False)


def _counts(copies: np.ndarray, resamples: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """How often each cell is drawn, in chunks of shape (some resamples, cells)."""
    n = int(copies.sum())
    if n == 0:
        return
    step = max(1, _CHUNK // len(copies))
    for start in range(0, resamples, step):
        size = min(step, resamples - start)
        if n < EXACT_BELOW:
            yield rng.multinomial(n, copies / n, size=size).astype(float)
        else:
            counts = rng.poisson(copies, size=(size, len(copies))).astype(float)
            yield counts * (n / counts.sum(axis=1, keepdims=True))


def _sums(cells: Cells, root: np.ndarray | None, counts: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    sums = counts @ cells.means
    return sums if root is None else sums + rng.standard_normal((len(counts), len(root))) @ root


def _within(cells: Cells) -> np.ndarray | None:
    """Root of the covariance of the sums that lies within the cells; ``None`` where each holds equal rows."""
    if cells.alike:
        return None
    spread = _square(cells.copies @ cells.products, cells) - cells.means.T @ (cells.copies[:, None] * cells.means)
    size = np.sqrt(np.diag(spread).clip(min=0))
    values, vectors = np.linalg.eigh(ratio(spread, np.outer(size, size), empty=0.0))
    values = np.where(values > 1e-10, values, 0.0)
    return (vectors * np.sqrt(values)) @ vectors.T * size  # the symmetric root: the same whatever the order of rows


def _covariances(cells: Cells, counts: np.ndarray) -> np.ndarray:
    """Covariance of the sums of as many independent rows as `counts` hold, shape (resamples, figures, figures)."""
    n, sums = np.maximum(counts.sum(axis=1), 1)[:, None, None], counts @ cells.means
    apart = _square(counts @ cells.products, cells) - sums[:, :, None] * sums[:, None, :] / n
    return apart * n / np.maximum(n - 1, 1)


def _square(values: np.ndarray, cells: Cells) -> np.ndarray:
    """Values of the pairs as symmetric matrices."""
    (first, second), k = cells.pairs, cells.means.shape[1]
    full = np.zeros((*values.shape[:-1], k, k))
    full[..., first, second] = values
    full[..., second, first] = values
    return full


def interval(draws: np.ndarray, confidence: float) -> tuple[float, float] | tuple[None, None]:
    """Percentile interval of a figure's resampled values: the one place where intervals are made.

    Resamples in which the figure does not exist are left out; if that is more than 1 in 20, there is
    no interval.

    Examples
    --------
    >>> interval(np.arange(101.0), 0.5)
    (25.0, 75.0)
    """
    finite = draws[np.isfinite(draws)]
    if len(finite) < 0.95 * len(draws):
        return None, None
    low, high = np.quantile(finite, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)


def ratio(numerator: np.ndarray | float, denominator: np.ndarray | float, *, empty: float = np.nan) -> np.ndarray:
    """Quotient, NaN (or `empty`) where the denominator is zero.

    Examples
    --------
    >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    numerator, denominator = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    return np.divide(numerator, denominator, out=np.full(numerator.shape, empty), where=denominator != 0)
