"""Chance to be in the first of two segments and worth expected in each, told of everybody by customers of other folds.

Cross-fitting (Chernozhukov and others 2018, Econometrics Journal 21) keeps everybody's own luck out of what is
expected of her, with regressions that may pick from many columns.
"""

import zlib
from collections.abc import Iterator
from threading import Lock

import numpy as np

from helpers.base.regressions import logistic
from helpers.base.rows import thinned
from helpers.base.together import each_at_once
from helpers.compare.adjustment.aipw import Expected
from helpers.compare.adjustment.design import Design

FOLDS = 5
LASSO = (0.4, 0.7, 1.2, 2.0, 3.2)  # × √(n q (1 − q)): what a column of pure chance reaches, and half and thrice of it
RIDGE = np.logspace(-3, 3, 7)  # for each customer
COMMON, OWN = 2, 1  # powers of ten below the penalty of least error
MOST_TRAINING = 20_000  # customers that the regressions of a fold are made with
MOST_CHOOSING = 5_000  # customers by whom the penalty is chosen
_ITS_DRAWS = Lock()  # those of liblinear are the process's, not the regression's


def folds_of(ids: np.ndarray, first: np.ndarray, seed: int) -> np.ndarray:
    """Fold of each customer: as many of each segment in every fold, by a checksum of seed and id.

    Examples
    --------
    >>> folds_of(np.array(["a", "b", "c", "d", "e", "f"]), np.array([True] * 3 + [False] * 3), seed=1).tolist()
    [0, 2, 1, 0, 1, 2]
    """
    sums = np.array([zlib.crc32(f"{seed}|{name}".encode()) for name in ids], dtype=np.int64)
    fold = np.empty(len(ids), dtype=np.int64)
    for members in (first, ~first):
        order = np.lexsort((ids[members].astype(str), sums[members]))
        fold[np.flatnonzero(members)[order]] = np.arange(members.sum()) % FOLDS
    return fold


def chances_of(design: Design, first: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Chance of each customer to be in the first segment: logistic regression that leaves most columns out (lasso).

    The penalty is that of least out-of-fold loss; as it draws the chances together, they are spread again by a
    logistic regression of what is on what was told.
    """
    every = np.arange(len(first))
    few = thinned(every, MOST_CHOOSING)
    told = {factor: _log_odds(design, first, fold, factor, few) for factor in LASSO}
    factor = min(told, key=lambda one: _loss(told[one], first[few]))
    odds = told[factor] if len(few) == len(every) else _log_odds(design, first, fold, factor, every)
    again = logistic(C=np.inf).fit(odds[:, None], first)
    if again.coef_[0, 0] <= 0:  # what was told tells nothing
        return np.full(len(first), first.mean())
    return again.predict_proba(odds[:, None])[:, 1]


def _log_odds(design: Design, first: np.ndarray, fold: np.ndarray, factor: float, places: np.ndarray) -> np.ndarray:
    """Of those at some places, each by a regression over those of the other folds among them."""
    odds = np.empty(len(places))

    def tell(parted: tuple[np.ndarray, np.ndarray]) -> None:
        part, training = parted[0], places[parted[1]]
        columns, n, share = design.rows(training), len(training), first[training].mean()
        strength = 1 / (factor * np.sqrt(n * share * (1 - share)))
        lasso = logistic(
            l1_ratio=1, solver="liblinear", C=strength, intercept_scaling=10, tol=1e-2, max_iter=200, random_state=0
        )
        with _ITS_DRAWS:
            lasso.fit(columns, first[training])
        odds[part] = design.times(places[part], lasso.coef_[0]) + lasso.intercept_[0]

    each_at_once(tell, _parts(fold[places], np.ones(len(places), bool)))
    return odds


def _loss(odds: np.ndarray, first: np.ndarray) -> float:
    return float(np.logaddexp(0, np.where(first, -odds, odds)).mean())


def _parts(fold: np.ndarray, among: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Places of each fold, and of those among the others by whom it is told: every so many where they are many."""
    for number in range(FOLDS):
        others = np.flatnonzero(among & (fold != number))
        yield np.flatnonzero(fold == number), thinned(others, MOST_TRAINING)


def expected_worth(
    design: Design, worth: np.ndarray, first: np.ndarray, fold: np.ndarray, others: np.ndarray
) -> Expected:
    """Ridge regressions over the customers of the other folds whose worth is known.

    What worth hangs on for everybody is learned of both segments and of the others too, who are no part of the
    comparison; then of each segment what is its own. The penalties are smaller than that of least out-of-fold squared
    error: with that, too much of what parts the segments would stay in the estimate (``benchmarks/README.md``).

    Parameters
    ----------
    others : ndarray
        Worth of the others less the mean of their kind; missing where it is not known.
    """
    parts = list(_parts(fold, ~np.isnan(worth)))
    levels = [[_mean(worth[training], who[training]) for who in (first, ~first)] for _, training in parts]
    left = [np.r_[worth - np.where(first, *level), others] for level in levels]
    beside = len(worth) + thinned(np.flatnonzero(~np.isnan(others)), MOST_TRAINING)
    common = _explained(design, left, [(part, np.r_[training, beside]) for part, training in parts], COMMON)
    left = [one - shared for one, shared in zip(left, common, strict=True)]
    expected = Expected(np.empty(len(worth)), np.empty(len(worth)))
    for side, who in enumerate((first, ~first)):
        own = _explained(design, left, [(part, training[who[training]]) for part, training in parts], OWN, who)
        for (part, _), level, shared, mine in zip(parts, levels, common, own, strict=True):
            expected[side][part] = level[side] + (shared + mine)[part]
    return expected


def _mean(worth: np.ndarray, members: np.ndarray) -> float:
    """Of the members, or of all where there is none; 0 of nobody."""
    among = worth[members] if members.any() else worth
    return float(among.mean()) if len(among) else 0.0


def _explained(
    design: Design,
    left: list[np.ndarray],
    parts: list[tuple[np.ndarray, np.ndarray]],
    less: int,
    members: np.ndarray | None = None,
) -> list[np.ndarray]:
    """Of what is left in each fold, what regressions over its training explain; the penalty is chosen by members."""
    lines = each_at_once(
        lambda one: _lines(design, *one), [(one, *parted) for one, parted in zip(left, parts, strict=True)]
    )
    errors = np.zeros(len(RIDGE))
    for one, (part, _), (_, told) in zip(left, parts, lines, strict=True):
        among = slice(None) if members is None else members[part]
        errors += np.nansum((told - one[part, None])[among] ** 2, axis=0)
    choice = max(int(np.argmin(errors)) - less, 0)
    explained = [np.zeros(len(one)) for one in left]
    for one, (part, training), (fitted, told) in zip(explained, parts, lines, strict=True):
        one[training], one[part] = fitted[:, choice], told[:, choice]
    return explained


def _lines(design: Design, left: np.ndarray, part: np.ndarray, training: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What each penalty tells of those it was made with, and of a part, drawn in to the range of the former."""
    if not len(training):
        return np.zeros((0, len(RIDGE))), np.zeros((len(part), len(RIDGE)))
    columns, level = design.rows(training), left[training].mean()
    middle = columns.mean(axis=0)
    columns -= middle
    sizes, axes = np.linalg.eigh(columns.T @ columns)
    moves = axes.T @ (columns.T @ (left[training] - level))
    slopes = axes @ (moves[:, None] / (sizes.clip(min=0)[:, None] + len(training) * RIDGE))
    fitted = columns @ slopes + level
    told = design.times(part, slopes) + (level - middle @ slopes)
    return fitted, told.clip(fitted.min(axis=0), fitted.max(axis=0))
