"""Two segments side by side: whom the other has nobody like, and how alike the others are (METHOD §5)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.base.proportions import ratio
from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.regressions import Propensity, propensity

FURTHEST = 0.05
MOST_WEIGHT = 20.0


@dataclass(frozen=True)
class Balance:
    """Difference of a column's means in two segments, in standard deviations; the largest of a column's several."""

    column: str
    before: float
    after: float


class Overlap(NamedTuple):
    """The customers of two segments and those kept of them, or why they can't be compared."""

    first: np.ndarray  # whether in the first of the two segments
    kept: np.ndarray  # whether not left out
    design: np.ndarray  # of those kept: ones, then columns of mean 0 and standard deviation 1
    chances: Propensity  # of those kept
    bounds: tuple[float, float]  # kept are those whose chance lies between
    balance: tuple[Balance, ...]  # before, and after trimming and weighting
    reason: str  # ``few`` (a segment is under the smallest that is compared), ``alike`` (no column varies), or ""


def overlap(covariates: Covariates, mine: np.ndarray, first: np.ndarray, smallest: int) -> Overlap:
    """Propensities in two segments; once more without those left out.

    Of all respondents those of either segment are `mine`; of these, `first` are in the first.
    """
    kept = np.ones(len(first), bool)
    none = np.empty((0, 0)), Propensity(np.empty(0), np.empty(0))
    if fewest(first) < smallest:
        return Overlap(first, kept, *none, (0.0, 1.0), (), "few")
    design, varied = _design(covariates.values[mine])
    if not varied.any():
        return Overlap(first, kept, *none, (0.0, 1.0), (), "alike")
    chances = propensity(design, first)
    edges = kept_between(float(first.mean()))
    kept = (chances.by_all >= edges[0]) & (chances.by_all <= edges[1])
    if fewest(first[kept]) < smallest:
        return Overlap(first, kept, *none, edges, (), "few")
    left = design
    if not kept.all():
        left, _ = _design(design[kept, 1:])
        chances = propensity(left, first[kept])
    sources = tuple(name for name, varies in zip(covariates.sources, varied, strict=True) if varies)
    balance = balances(design[:, 1:], sources, first, kept, weights(first[kept], chances.by_all))
    return Overlap(first, kept, left, chances, edges, balance, "")


def fewest(first: np.ndarray) -> int:
    """Customers of the smaller of two segments."""
    return int(min(first.sum(), (~first).sum()))


def _design(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ones and the columns that vary, centred and scaled; and which do."""
    varied = columns.max(axis=0) > columns.min(axis=0)
    design = np.ones((len(columns), 1 + varied.sum()))
    design[:, 1:] = columns if varied.all() else columns[:, varied]
    scaled = design[:, 1:]
    scaled -= scaled.mean(axis=0)
    scaled /= np.sqrt(np.einsum("ij,ij->j", scaled, scaled) / len(scaled))
    return design, varied


def kept_between(share: float) -> tuple[float, float]:
    """Least and greatest chance to be of the first segment of those who are kept.

    0.05 and 0.95; where a segment is small, a quarter of its share in place of 0.05, so that nobody is
    left out only because there are few of a segment. (Crump, Hotz, Imbens and Mitnik 2009, Biometrika
    96, on why to leave out: estimates are surer and hang less on the regressions.)

    Examples
    --------
    >>> kept_between(0.6), kept_between(0.04), kept_between(0.88)
    ((0.05, 0.95), (0.01, 0.95), (0.05, 0.97))
    """
    return min(FURTHEST, share / 4), 1 - min(FURTHEST, (1 - share) / 4)


def weights(first: np.ndarray, propensities: np.ndarray) -> np.ndarray:
    """Inverse of the chance to be of one's own segment × the segment's share, at most `MOST_WEIGHT`.

    Examples
    --------
    >>> weights(np.array([True, True, False, False]), np.array([0.5, 0.25, 0.5, 0.99])).tolist()
    [1.0, 2.0, 1.0, 20.0]
    """
    own, share = np.where(first, propensities, 1 - propensities), first.mean()
    return np.minimum(np.where(first, share, 1 - share) / own, MOST_WEIGHT)


def balances(
    columns: np.ndarray, sources: tuple[str, ...], first: np.ndarray, kept: np.ndarray, weight: np.ndarray
) -> tuple[Balance, ...]:
    """Standardised differences by source: of all by plain means, of those kept by weighted ones.

    Both in standard deviations before (root of the mean of both segments' variances; Austin 2009,
    Statistics in Medicine 28), without sign. The columns are of all customers of both segments, the weights of
    those kept.

    Examples
    --------
    >>> first = np.array([True, True, False, False])
    >>> balances(np.array([[0.0], [2.0], [2.0], [4.0]]), ("age",), first, np.full(4, True), np.array([1, 3, 3, 1]))
    (Balance(column='age', before=2.0, after=1.0),)
    """
    even, sizes = np.ones(len(first)), np.zeros(len(first))
    sizes[kept] = weight
    within = np.sqrt((_variance(columns, first) + _variance(columns, ~first)) / 2)
    spread = np.where(within > 0, within, np.sqrt(_variance(columns, even > 0)))  # each alike, and yet they differ
    before, after = (
        np.abs(ratio(_mean(columns, size, first) - _mean(columns, size, ~first), spread, empty=0.0))
        for size in (even, sizes)
    )
    own = {name: np.array([source == name for source in sources]) for name in sources}
    return tuple(Balance(name, float(before[mask].max()), float(after[mask].max())) for name, mask in own.items())


def _mean(columns: np.ndarray, weight: np.ndarray, among: np.ndarray) -> np.ndarray:
    share = weight * among
    return share @ columns / share.sum()


def _variance(columns: np.ndarray, among: np.ndarray) -> np.ndarray:
    middle, share = _mean(columns, np.ones(len(among)), among), among / among.sum()
    spread = np.einsum("i,ij,ij->j", share, columns, columns) - middle**2
    return np.where(spread > 1e-12 * middle**2, spread, 0.0)  # without rounding's traces
