"""What customers are worth by score, and the steps at the cut-offs (METHOD §5)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.intervals import Moments, hall_interval, moments, welch_interval
from helpers.base.results import Estimate, Mean, Support, behind, public, told_by
from helpers.compare.basis import Basis, finite
from helpers.merge.customers import segment_of

MOST_SCORES = 11
FEWEST_POINTS = 5  # of a smooth line


@dataclass(frozen=True)
class ScoreWorth:
    """Customers of one score and what they are worth, in units of the currency."""

    score: int = public()
    n: int = public()
    worth: Mean | None = told_by("score")
    spread: Moments | None = told_by("score", published=False)

    @property
    def cell(self) -> str:
        """Its cell in the support."""
        return str(self.score)


@dataclass(frozen=True)
class ScoreCurve:
    """Mean worth of each score from the lowest to the highest.

    Attributes
    ----------
    measure : str
        ``ltv`` or ``value``; k, ā and L̄ are taken as the report has them.
    scores : tuple of ScoreWorth
    support : Support or None
        All customers by score (``none``) within their segment: ltv.
    """

    measure: str
    scores: tuple[ScoreWorth, ...]
    support: Support | None = behind()


@dataclass(frozen=True)
class Step:
    """Mean worth of the score at a cut-off less that of the score below it."""

    score: int
    gap: Estimate | None


def score_curve(base: Basis, measure: str) -> ScoreCurve | None:
    """Worth by score; ``None`` where the scale has more than eleven scores.

    Parameters
    ----------
    base : Basis
    measure : str
        The headline's: ``ltv`` or ``value``.
    """
    low, high = sorted(base.settings.score_bounds)
    if high - low >= MOST_SCORES:
        return None
    people = base.customers
    groups = {score: people[(people["score"] == score).fillna(False)] for score in range(low, high + 1)}
    scores = tuple(_of_score(score, mine, measure, base) for score, mine in groups.items())
    cell = people["score"].astype("string").fillna("none").where(people["segment"].notna(), "none")
    return ScoreCurve(measure, scores, Support(cell.astype("str"), people[["ltv"]], segment_of(people)))


def _of_score(score: int, mine: pd.DataFrame, measure: str, base: Basis) -> ScoreWorth:
    spread = moments(_contributions(mine, measure))
    mean = finite(float(spread.mean))
    if mean is None:
        return ScoreWorth(score, len(mine), None, None)
    low, high = (finite(float(end)) for end in hall_interval(spread, base.settings.confidence))
    return ScoreWorth(score, len(mine), Mean(len(mine), mean, low, high), spread)


def _contributions(mine: pd.DataFrame, measure: str) -> np.ndarray:
    """Values whose mean is the worth, and whose spread over n gives its error.

    Value is the mean LTV of all + the mean LRV of those who told whom they recommended the shop to: who
    did not stands at the mean of the others, and who did for so many more.
    """
    ltv, lrv = (mine[column].to_numpy(float) for column in ("ltv", "lrv"))
    told = np.isfinite(lrv)
    if measure == "ltv" or not told.any():
        return ltv if measure == "ltv" else np.full(0, np.nan)
    mean = lrv[told].mean()
    return ltv + mean + np.where(told, (lrv - mean) * len(lrv) / told.sum(), 0.0)


def cut_off_steps(curve: ScoreCurve, cut_offs: tuple[int, ...], confidence: float) -> tuple[Step, ...]:
    """The steps at the cut-offs, of a curve that may be shown.

    Examples
    --------
    >>> below, at = (ScoreWorth(n, 9, None, Moments(9, float(n), 1.0, 0.0)) for n in (6, 7))
    >>> cut_off_steps(ScoreCurve("ltv", (below, at)), (7,), 0.95)[0].gap.estimate
    1.0
    """
    spread = {score.score: score.spread for score in curve.scores if score.spread}
    return tuple(Step(score, _step(spread.get(score), spread.get(score - 1), confidence)) for score in cut_offs)


def _step(at: Moments | None, below: Moments | None, confidence: float) -> Estimate | None:
    if at is None or below is None:
        return None
    low, high = (finite(float(end)) for end in welch_interval(at, below, confidence))
    return Estimate(float(at.mean - below.mean), low, high)


def smooth(curve: ScoreCurve) -> dict[int, float]:
    """Score → a smooth line through the means that may be shown; empty with fewer than five.

    A cubic smoothing spline, each mean with the weight of its number of customers, its smoothness by
    generalised cross-validation (Wahba 1990).
    """
    from scipy.interpolate import make_smoothing_spline  # here, because importing it takes half a second

    seen = [(score.score, score.worth) for score in curve.scores if score.worth]
    if len(seen) < FEWEST_POINTS:
        return {}
    places = np.array([score for score, _ in seen], float)
    means, sizes = (np.array([getattr(worth, name) for _, worth in seen], float) for name in ("mean", "n"))
    line = make_smoothing_spline(places, means, w=sizes / sizes.mean())
    return {score: float(line(score)) for score in range(int(places[0]), int(places[-1]) + 1)}
