"""Two waves that the same people answer in part: the paired interval of the change, beside the one for strangers.

Each wave has so many answers. Who answers again keeps her answer with some chance, else she answers
anew; *happy*: promoters answer again three times as often as detractors, passives twice as often. In half of
the shops the score of those who answer is the same in both waves (but for who answers again), in the other
half they answer anew so that it is ten points higher.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd
from trials import CONFIDENCE, cell, print_table, seeded

from helpers.base.normal import quantile_of_normal
from helpers.base.results import SEGMENTS
from helpers.collect.nps import difference, nps_from_counts
from helpers.collect.paired import shared_covariance

BEFORE, RISE = np.array([0.2, 0.3, 0.5]), np.array([-0.04, -0.02, 0.06])
AGAIN = {"anybody": np.ones(3), "happy": np.array([1.0, 2.0, 3.0])}
SCORE = np.array([-1.0, 0.0, 1.0])


@dataclass(frozen=True)
class Pair:
    """Answers of each wave, how many of them by the same people, who these are, and how often they say the same."""

    answers: int
    shared: float
    who: str
    kept: float

    def anew(self, rises: bool) -> np.ndarray:
        """Segments of those who do not keep their answer, such that all who answer both waves rise by ten points."""
        return (BEFORE + rises * RISE / (1 - self.kept)).clip(min=0)

    def change(self, rises: bool) -> float:
        """True change of the score of those who answer."""
        again = BEFORE * AGAIN[self.who] / (BEFORE @ AGAIN[self.who])
        after = self.kept * again + (1 - self.kept) * self.anew(rises)
        return float(SCORE @ (self.shared * after + (1 - self.shared) * (BEFORE + rises * RISE) - BEFORE))


def kinds() -> Iterator[Pair]:
    """What is simulated."""
    for answers in (60, 300):
        yield Pair(answers, 0.0, "anybody", 0.6)
        for shared, who, kept in ((s, w, k) for s in (0.3, 0.7, 1.0) for w in AGAIN for k in (0.4, 0.8)):
            if (shared, who) != (1.0, "happy"):
                yield Pair(answers, shared, who, kept)


def rows(shops: int) -> Iterator[dict[str, str]]:
    """One row a kind of pair."""
    for pair in kinds():
        random = seeded("waves", str(pair))
        found = {rises: np.array([of_shop(pair, rises, random) for _ in range(shops // 2)]) for rises in (False, True)}
        held = np.mean([_held(found[rises], pair.change(rises)) for rises in found], axis=0)
        yield {
            "answers": str(pair.answers),
            "the same people": f"{pair.shared:.0%}",
            "who": pair.who if pair.shared else "–",
            "answer kept": f"{pair.kept:.0%}" if pair.shared else "–",
            "coverage: strangers / paired": cell(100 * held),
            "width, strangers = 1": f"{np.mean(_width(found[True])[1] / _width(found[True])[0]):.2f}",
            "rise": f"{100 * pair.change(True):.1f}",
            "told apart": cell(100 * _apart(found[True])),
            "rise, nobody changed her mind": f"{100 * pair.change(False):.1f}",
            "also told apart": cell(100 * _apart(found[False])),
        }


def of_shop(pair: Pair, rises: bool, random: np.random.Generator) -> np.ndarray:
    """Low and high of the change: of strangers, and paired."""
    n, chance = pair.answers, pair.shared * AGAIN[pair.who] / (BEFORE @ AGAIN[pair.who])
    before = random.choice(3, n, p=BEFORE)
    again = before[random.random(n) < chance[before]]
    anew = random.choice(3, len(again), p=pair.anew(rises))
    after = np.where(random.random(len(again)) < pair.kept, again, anew)
    others = random.choice(3, n - len(again), p=BEFORE + rises * RISE)
    first, second = (nps_from_counts(*map(int, np.bincount(wave, minlength=3))) for wave in (before, [*after, *others]))
    moved = pd.DataFrame({"before": _named(again), "after": _named(after)})
    change = difference(second, first, confidence=CONFIDENCE)
    variance = first.standard_error**2 + second.standard_error**2 - 2 * shared_covariance(moved, n, n)
    half = quantile_of_normal(CONFIDENCE) * sqrt(max(variance, 0.0))
    return np.array([[change["low"], change["high"]], [change["estimate"] - half, change["estimate"] + half]])


def _named(places: np.ndarray) -> np.ndarray:
    return np.array(SEGMENTS, dtype=object)[places]


def _held(ends: np.ndarray, truth: float) -> np.ndarray:
    return ((ends[:, :, 0] <= truth) & (truth <= ends[:, :, 1])).mean(axis=0)


def _width(ends: np.ndarray) -> np.ndarray:
    return (ends[:, :, 1] - ends[:, :, 0]).mean(axis=0)


def _apart(ends: np.ndarray) -> np.ndarray:
    return ((ends[:, :, 0] > 0) | (ends[:, :, 1] < 0)).mean(axis=0)


def print_waves(shops: int) -> None:
    """The table."""
    print_table(f"waves, {shops:,} pairs", rows(shops))
