"""How alike two segments are before and after trimming and weighting (METHOD §5)."""

from dataclasses import dataclass

import numpy as np

from helpers.base.proportions import ratio
from helpers.compare.adjustment.aipw import Target
from helpers.compare.adjustment.design import Design

EVEN = 0.1  # standardised difference up to which two groups count as alike (Austin 2009, Statistics in Medicine 28)


@dataclass(frozen=True)
class Balance:
    """Difference of means in two segments, in standard deviations; the largest of a column's several.

    With an `other` column: of the products of both, which tells whether a pair of values is as frequent.
    """

    column: str
    other: str
    before: float
    after: float

    @property
    def columns(self) -> tuple[str, ...]:
        """The column, or both of a pair."""
        return (self.column, self.other) if self.other else (self.column,)


def balances(design: Design, first: np.ndarray, target: Target) -> tuple[Balance, ...]:
    """Standardised differences by source: of all by plain means, of those kept by weighted ones.

    Both in standard deviations before (root of the mean of both segments' variances; Austin 2009,
    Statistics in Medicine 28), without sign.

    Examples
    --------
    >>> values, none, all_four = np.array([[0.0], [2], [2], [4]]), np.empty((0, 2), int), np.ones(4, bool)
    >>> design = Design(values, none, np.zeros(1), np.ones(1), (("age",),))
    >>> balances(design, np.array([True, True, False, False]), Target(all_four, all_four, np.array([1, 3, 3, 1])))
    (Balance(column='age', other='', before=2.0, after=1.0),)
    """
    sizes = np.zeros(len(first))
    sizes[target.kept] = target.weight
    shares = [size * who / (size * who).sum() for size in (np.ones(len(first)), sizes) for who in (first, ~first)]
    means, squares = design.means(np.array(shares))
    apart, after = np.abs(means[0] - means[1]), np.abs(means[2] - means[3])
    within, whole = np.sqrt((squares[:2] - means[:2] ** 2).clip(min=0).mean(axis=0)), np.ones(len(apart))
    spread = np.where(within > 1e-6, within, whole)  # each alike, and yet they differ
    return _by_source(design.sources, ratio(apart, spread, empty=0.0), ratio(after, spread, empty=0.0))


def _by_source(sources: tuple[tuple[str, ...], ...], before: np.ndarray, after: np.ndarray) -> tuple[Balance, ...]:
    worst: dict[tuple[str, ...], list[float]] = {}
    for names, was, is_now in zip(sources, before, after, strict=True):
        known = worst.setdefault(names, [0.0, 0.0])
        known[:] = max(known[0], float(was)), max(known[1], float(is_now))
    return tuple(Balance(names[0], "".join(names[1:]), was, is_now) for names, (was, is_now) in worst.items())
