"""Sums over customers in resamples of them (bootstrap), by counts of how often each is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from helpers.base.strata import Cells, Stratum, cells_of

EXACT_BELOW = 100
_CHUNK = 200_000
_TIMES = (24109, 24109, 12055, 4018, 1005, 201, 33, 5, 1)  # 2^16 × the chance to be drawn 0, 1, … 8 times, Poisson(1)
TIMES_DRAWN = np.repeat(np.arange(len(_TIMES), dtype=float), _TIMES)


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
    """Column sums of `features` in each resample of its rows, shape (resamples, figures); see `Stratum`.

    Rows are drawn by counts: exactly (multinomial) below 100 rows, else with Poisson(1) counts whose
    total is scaled back to the number of rows, so that every resample stands for as many customers.
    From 5,000 rows on those of a cell are drawn together and stand for their mean; how they differ
    within the cells is added as a normal draw of the same covariance.

    Examples
    --------
    >>> sums = resampled_sums(np.ones((50, 1)), 3, np.random.default_rng(1)); sums.ravel().tolist()
    [50.0, 50.0, 50.0]
    """
    cells = cells_of(Stratum(features, grouped, cell))
    root = cells.within()
    none = np.zeros((resamples if not len(features) else 0, features.shape[1]))
    return np.vstack([none, *(_sums(cells, root, counts, rng) for counts in _counts(cells.copies, resamples, rng))])


def resampled(stratum: Stratum, resamples: int, rng: np.random.Generator) -> Draws:
    """As `resampled_sums`, with the covariance of the sums that each resample gives by itself."""
    cells, k = cells_of(stratum), stratum.features.shape[1]
    root, chunks = cells.within(), _counts(cells.copies, resamples, rng)
    draws = [(_sums(cells, root, counts, rng), cells.covariances(counts)) for counts in chunks]
    if not draws:
        return Draws(np.zeros((resamples, k)), np.zeros((resamples, k, k)))
    return Draws(*(np.concatenate(parts) for parts in zip(*draws, strict=True)))


def resampled_parts(
    stratum: Stratum, part: np.ndarray, parts: int, resamples: int, rng: np.random.Generator
) -> np.ndarray:
    """Column sums within each part (0 … parts − 1) of a stratum, shape (resamples, parts, figures).

    The whole is drawn, so how many of a part are drawn varies. A cell, where given, lies in one part.

    Examples
    --------
    >>> rng, part = np.random.default_rng(1), np.arange(50) % 2
    >>> sums = resampled_parts(Stratum(np.ones((50, 1))), part, 2, 3, rng); sums.sum(axis=1).ravel().tolist()
    [50.0, 50.0, 50.0]
    """
    labelled = np.column_stack([stratum.features, part])
    cells = cells_of(stratum._replace(features=labelled))
    sums = np.zeros((resamples, parts, labelled.shape[1]))
    place, start = cells.means[:, -1].round().astype(int), 0
    inside = [(part, _part(cells, place == part)) for part in np.unique(place)]
    roots = [own.within() for _, own in inside]
    for counts in _counts(cells.copies, resamples, rng):
        for (part, own), root in zip(inside, roots, strict=True):
            sums[start : start + len(counts), part] = _sums(own, root, counts[:, place == part], rng)
        start += len(counts)
    return sums[..., :-1]


def _part(cells: Cells, chosen: np.ndarray) -> Cells:
    return replace(cells, copies=cells.copies[chosen], means=cells.means[chosen], products=cells.products[chosen])


def observed(stratum: Stratum) -> Draws:
    """The sums as they are, with their covariance: as if every row were drawn once."""
    cells = cells_of(stratum)
    return Draws(stratum.features.sum(axis=0, keepdims=True), cells.covariances(cells.copies[None, :]))


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


def _counts(copies: np.ndarray, resamples: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """How often each cell is drawn, in chunks of shape (some resamples, cells); a chunk holds until the next."""
    n = int(copies.sum())
    if n == 0:
        return
    step = max(1, _CHUNK // len(copies))
    place = np.empty((min(step, resamples), len(copies)))  # the same for each chunk: it stays in the processor's cache
    for start in range(0, resamples, step):
        counts = place[: min(step, resamples - start)]
        if n < EXACT_BELOW:
            counts[:] = rng.multinomial(n, copies / n, size=len(counts))
        else:
            _fill_poisson(counts, copies, rng)
            counts *= n / counts.sum(axis=1, keepdims=True)
        yield counts


def _fill_poisson(counts: np.ndarray, copies: np.ndarray, rng: np.random.Generator) -> None:
    """Poisson counts about `copies`; where all are single rows from a table, which is far faster."""
    if (copies == 1).all():
        drawn = rng.integers(0, len(TIMES_DRAWN), counts.shape, dtype=np.uint16)
        np.take(TIMES_DRAWN, drawn, out=counts, mode="clip")  # no draw lies outside: it fills its place without a copy
    else:
        counts[:] = rng.poisson(copies, counts.shape)


def _sums(cells: Cells, root: np.ndarray | None, counts: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    sums = counts @ cells.means
    return sums if root is None else sums + rng.standard_normal((len(counts), len(root))) @ root
