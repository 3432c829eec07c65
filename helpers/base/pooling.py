"""Figures of several groups drawn together as far as chance explains their spread (METHOD §5)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from helpers.base.results import Estimate

FEWEST = 3  # groups that are ranked
_STEPS, _HALVINGS, _WIDEST = 400, 60, 10


@dataclass(frozen=True)
class Pooled:
    """Groups drawn together.

    Attributes
    ----------
    mean : float
        Of all groups.
    spread : float
        Standard deviation of the true figures between groups, 0 where chance explains all of it.
    groups : tuple of Estimate
        Each group's figure, in the order given.
    """

    mean: float
    spread: float
    groups: tuple[Estimate, ...]


@dataclass(frozen=True)
class _Given:
    """What is known of the groups where the variance between them is given: one row a variance."""

    fit: np.ndarray
    mean: np.ndarray
    drawn: np.ndarray
    error: np.ndarray


def drawn_together(estimates: Sequence[float], errors: Sequence[float], confidence: float) -> Pooled | None:
    """Normal–normal model, the spread between groups by REML (Gelman, Hill & Yajima 2012).

    The intervals hold the uncertainty of the spread too: they are of the mixture over all spreads, each
    weighted by its restricted likelihood (a flat prior on the standard deviation; Gelman 2006, Bayesian
    Analysis 1). With the spread of REML taken as known they would cover too seldom with few groups.

    Parameters
    ----------
    estimates, errors : sequence of float
        Figure of each group and its standard error, above zero.

    Returns
    -------
    Pooled or None
        ``None`` with fewer than three groups.

    Examples
    --------
    >>> alike = drawn_together([10.0, 12.0, 14.0], [4.0, 4.0, 4.0], 0.95)
    >>> alike.spread, [round(group.estimate, 6) for group in alike.groups]
    (0.0, [12.0, 12.0, 12.0])
    """
    if len(estimates) < FEWEST:
        return None
    order = np.lexsort((errors, estimates))  # so that that of the groups changes no digit
    figures, noise = np.asarray(estimates, float)[order], np.asarray(errors, float)[order] ** 2
    likeliest = _reml(figures, noise)
    best = _given(figures, noise, np.array([likeliest]))
    drawn, (low, high) = best.drawn[0], _ends(figures, noise, confidence)
    ends = zip(drawn, np.minimum(low, drawn), np.maximum(high, drawn), strict=True)  # a mode may lie beyond an end
    groups = dict(zip(order, (Estimate(*map(float, end)) for end in ends), strict=True))
    return Pooled(float(best.mean[0]), float(np.sqrt(likeliest)), tuple(groups[at] for at in range(len(order))))


def _given(figures: np.ndarray, noise: np.ndarray, variances: np.ndarray) -> _Given:
    weights = 1 / (noise + variances[:, None])
    total = weights.sum(axis=1)
    mean = (weights * figures).sum(axis=1) / total
    apart, kept = figures - mean[:, None], variances[:, None] * weights
    fit = (np.log(weights).sum(axis=1) - np.log(total) - (weights * apart**2).sum(axis=1)) / 2
    error = np.sqrt(kept * noise + (1 - kept) ** 2 / total[:, None])
    return _Given(fit, mean, mean[:, None] + kept * apart, error)


def _reml(figures: np.ndarray, noise: np.ndarray) -> float:
    """Variance between groups that makes the restricted likelihood largest."""
    from scipy.optimize import minimize_scalar  # here, because importing it takes half a second

    widest = 4 * float(np.var(figures, ddof=1)) + 1e-300
    grid = np.concatenate([[0.0], widest * np.geomspace(1e-6, 1, 120)])
    best = int(np.argmax(_given(figures, noise, grid).fit))
    if best == 0:
        return 0.0
    around = (grid[best - 1], grid[min(best + 1, len(grid) - 1)])
    lost = lambda variance: -float(_given(figures, noise, np.array([variance])).fit[0])  # noqa: E731
    return float(minimize_scalar(lost, bounds=around, method="bounded", options={"xatol": 1e-9 * widest}).x)


def _ends(figures: np.ndarray, noise: np.ndarray, confidence: float) -> np.ndarray:
    """Lower and upper end of each group's figure, shape (2, groups)."""
    spreads = _WIDEST * max(np.sqrt(noise.max()), figures.std(ddof=1)) * np.linspace(0, 1, _STEPS) ** 2
    given = _given(figures, noise, spreads**2)
    weight = np.exp(given.fit - given.fit.max()) * np.gradient(spreads)
    weight /= weight.sum()
    wanted = np.array([[0.5 - confidence / 2], [0.5 + confidence / 2]])
    low = np.broadcast_to((given.drawn - 8 * given.error).min(axis=0), (2, len(figures))).copy()
    high = np.broadcast_to((given.drawn + 8 * given.error).max(axis=0), low.shape).copy()
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = np.einsum("s,seg->eg", weight, ndtr((middle - given.drawn[:, None]) / given.error[:, None])) < wanted
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
