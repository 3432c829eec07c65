"""Who is in which of two segments, and what each would be worth there: the regressions of METHOD §5's adjusted gap."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import special

PENALTY = 1.0  # so little that it tells only where columns part the segments completely
PENALTIES = np.logspace(-4, 2, 25)  # for each customer of the segment
_CHUNK, _TURNS, _CLOSE, _LEAST_STEP, _MOST_LEVERAGE = 1024, 60, 1e-7, 1e-9, 0.95


class Propensity(NamedTuple):
    """Chance of each customer to be in the first of two segments, by everybody and by all others but herself."""

    by_all: np.ndarray
    by_others: np.ndarray


class _Sides(NamedTuple):
    design: np.ndarray
    first: np.ndarray
    ridge: np.ndarray

    def loss(self, coefficients: np.ndarray) -> float:
        """Log-likelihood less the penalty, with the sign turned."""
        odds = self.design @ coefficients
        return float(np.logaddexp(0, odds).sum() - odds[self.first].sum() + self.ridge @ coefficients**2 / 2)

    def slope(self, coefficients: np.ndarray, chance: np.ndarray) -> np.ndarray:
        return self.design.T @ (chance - self.first) + self.ridge * coefficients

    def curvature(self, chance: np.ndarray) -> np.ndarray:
        return _products(self.design, chance * (1 - chance)) + np.diag(self.ridge)


def propensity(design: np.ndarray, first: np.ndarray, penalty: float = PENALTY) -> Propensity:
    """Ridge logistic regression.

    The chances by all others are one Newton step from the others' (Pregibon 1981, Annals of
    Statistics 9): those by everybody are drawn towards what each customer is. Half of the penalty times the sum
    of the squared coefficients (but the constant) is taken off the log-likelihood.

    Parameters
    ----------
    design : ndarray, shape (customers, 1 + columns)
        Ones, then columns of mean 0 and standard deviation 1.

    Examples
    --------
    >>> propensity(np.ones((4, 1)), np.array([True, False, False, False])).by_all.round(6).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    sides = _Sides(design, first, np.r_[0.0, np.full(design.shape[1] - 1, penalty)])
    coefficients = np.r_[special.logit(first.mean()), np.zeros(design.shape[1] - 1)]
    loss = sides.loss(coefficients)
    for _ in range(_TURNS):
        chance = special.expit(design @ coefficients)
        slope = sides.slope(coefficients, chance)
        step = np.linalg.solve(sides.curvature(chance), slope)
        coefficients, loss = _moved(sides, coefficients, step, loss)
        if slope @ step <= _CLOSE * loss:  # twice what the step won: what is left to win is about its square
            break
    return _propensity(sides, design @ coefficients)


def _moved(sides: _Sides, coefficients: np.ndarray, step: np.ndarray, loss: float) -> tuple[np.ndarray, float]:
    """Coefficients after Newton's step, or after a half, a quarter, … of it where all of it would lead up."""
    share = 1.0
    while (after := sides.loss(coefficients - share * step)) > loss and share > _LEAST_STEP:
        share /= 2
    return coefficients - share * step, after


def _propensity(sides: _Sides, odds: np.ndarray) -> Propensity:
    chance = special.expit(odds)
    inverse = np.linalg.inv(sides.curvature(chance))
    reach = np.concatenate([((part @ inverse) * part).sum(axis=1) for part in _chunks(sides.design)])
    leverage = (reach * chance * (1 - chance)).clip(max=_MOST_LEVERAGE)
    return Propensity(chance, special.expit(odds - reach * (sides.first - chance) / (1 - leverage)))


def _products(design: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Design' × weight × design."""
    parts = zip(_chunks(design), _chunks(weight), strict=True)
    return np.sum([(rows * sizes[:, None]).T @ rows for rows, sizes in parts], axis=0)


def _chunks(values: np.ndarray) -> Iterator[np.ndarray]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def expected_worth(
    design: np.ndarray, worth: np.ndarray, among: np.ndarray, penalties: np.ndarray = PENALTIES
) -> np.ndarray:
    """What each customer would be worth in a segment: ridge regression over the segment's.

    The segment's own are told by all others of it but themselves (cross-fitting with as many parts as
    customers, in closed form), so that nobody's luck is taken for what was to be expected.

    Parameters
    ----------
    among : ndarray of bool
        The segment's customers whose worth is known, two at least.
    penalties : ndarray
        For each customer, to choose from by generalised cross-validation (Golub, Heath and Wahba
        1979, Technometrics 21); no column at all is a choice too.

    Examples
    --------
    >>> among = np.array([True, True, True, False])
    >>> expected_worth(np.ones((4, 1)), np.array([1.0, 2.0, 3.0, 0.0]), among).tolist()
    [2.5, 2.0, 1.5, 2.0]
    """
    columns, own = design[among, 1:], worth[among]
    middle, level = columns.mean(axis=0), own.mean()
    columns -= middle
    sizes, axes = np.linalg.eigh(columns.T @ columns)
    sizes = sizes.clip(min=0)
    moves = axes.T @ (columns.T @ (own - level))
    shrinkage = _shrinkage(sizes, moves, own - level, penalties)
    slopes = axes @ (moves * shrinkage)
    expected = design[:, 1:] @ slopes + (level - middle @ slopes)
    leverage = (1 / len(own) + (columns @ axes) ** 2 @ shrinkage).clip(max=_MOST_LEVERAGE)
    expected[among] -= leverage / (1 - leverage) * (own - expected[among])
    return expected


def _shrinkage(sizes: np.ndarray, moves: np.ndarray, apart: np.ndarray, penalties: np.ndarray) -> np.ndarray:
    """1/(size + penalty) of each axis, with the penalty of least cross-validated error; 0 without columns."""
    n = len(apart)
    choices = np.vstack([np.zeros(len(sizes)), 1 / (sizes + n * penalties[:, None])])
    left = apart @ apart - choices @ (2 * moves**2) + choices**2 @ (sizes * moves**2)
    free = 1 - (1 + choices @ sizes) / n
    errors = np.where(free > 1 - _MOST_LEVERAGE, left / free.clip(min=1 - _MOST_LEVERAGE) ** 2, np.inf)
    return choices[np.argmin(errors)]
