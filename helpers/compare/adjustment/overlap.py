"""Two segments side by side: whom the other has nobody like, and over whom an effect is averaged (METHOD §5)."""

from typing import NamedTuple

import numpy as np

from helpers.base.proportions import ratio
from helpers.compare.adjustment.aipw import Target
from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.design import Design, design_of
from helpers.compare.adjustment.learners import chances_of

FURTHEST = 0.05
MOST_WEIGHT = 20.0


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
    """Chances of the customers of two segments: of all they are `mine`, and of these `first` are in the first."""
    few = fewest(first) < smallest
    design = Design.empty() if few else design_of(covariates.values, covariates.sources, covariates.kinds, mine)
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


def as_they_are(sides: Overlap) -> Target:
    """Everybody kept, nobody weighted."""
    kept = sides.kept
    return Target(kept, np.ones(kept.sum(), bool), np.ones(kept.sum()))


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
