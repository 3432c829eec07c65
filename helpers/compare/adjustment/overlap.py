"""Two segments side by side: whom the other has nobody like, and how alike the others are (METHOD §5)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.base.proportions import ratio
from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.design import Design, design_of
from helpers.compare.adjustment.learners import chances_of

FURTHEST = 0.05
MOST_WEIGHT = 20.0


@dataclass(frozen=True)
class Balance:
    """Difference of a column's means in two segments, in standard deviations; the largest of a column's several."""

    column: str
    before: float
    after: float


class Overlap(NamedTuple):
    """The customers of two segments, who of them has others alike in the other, or why they can't be compared."""

    first: np.ndarray  # whether in the first of the two segments
    fold: np.ndarray
    design: Design
    chance: np.ndarray  # to be in the first
    bounds: tuple[float, float]  # kept are those whose chance lies between
    reason: str  # ``few`` (a segment is under the smallest that is compared), ``alike`` (no column varies), or ""

    @property
    def kept(self) -> np.ndarray:
        """Whether the other segment has customers like her."""
        return (self.chance >= self.bounds[0]) & (self.chance <= self.bounds[1])

    @property
    def reached(self) -> np.ndarray:
        """Whether the first segment has customers like her."""
        return self.chance >= self.bounds[0]


def overlap(covariates: Covariates, mine: np.ndarray, first: np.ndarray, fold: np.ndarray, smallest: int) -> Overlap:
    """Chances in two segments.

    Of all respondents those of either segment are `mine`; of these, `first` are in the first.
    """
    few = fewest(first) < smallest
    design = Design.empty() if few else design_of(covariates, mine)
    if not design.sources:
        return Overlap(first, fold, design, np.full(len(first), 0.5), (0.0, 1.0), "few" if few else "alike")
    sides = Overlap(first, fold, design, chances_of(design, first, fold), kept_between(float(first.mean())), "")
    return sides._replace(reason="few") if fewest(first[sides.kept]) < smallest else sides


def fewest(first: np.ndarray) -> int:
    """Customers of the smaller of two segments."""
    return int(min(first.sum(), (~first).sum()))


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


class Target(NamedTuple):
    """Those over whom an effect is averaged, and whom they are compared with."""

    kept: np.ndarray  # who takes part
    mean_of: np.ndarray  # of those kept, over whom the effect is averaged
    weight: np.ndarray  # of those kept: with it each segment looks like those over whom the effect is averaged


def all_kept(sides: Overlap) -> Target:
    """Everybody kept: weight 1/chance to be of one's own segment × the segment's share, at most `MOST_WEIGHT`."""
    kept = sides.kept
    first, chance = sides.first[kept], sides.chance[kept]
    own, share = np.where(first, chance, 1 - chance), first.mean()
    weight = np.minimum(np.where(first, share, 1 - share) / own, MOST_WEIGHT)
    return Target(kept, np.ones(len(first), bool), weight)


def movers(sides: Overlap) -> Target:
    """Those of the second segment of whom the first has somebody alike, were they of the first."""
    kept = sides.reached
    first, chance = sides.first[kept], sides.chance[kept]
    odds = ratio((1 - chance) * first.mean(), chance * (1 - first.mean()))
    return Target(kept, ~first, np.where(first, np.minimum(odds, MOST_WEIGHT), 1.0))


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
