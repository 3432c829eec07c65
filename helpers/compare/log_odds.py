"""Log-odds ratio of words between two groups of writers, with an informative Dirichlet prior.

Monroe, Colaresi & Quinn (2008), "Fightin' Words", Political Analysis 16, equations 16 to 22.
"""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

PRIOR = 0.1  # weight of the prior, as a share of all uses: a word starts with a tenth of its uses in each group
_STEPS = 60  # of Newton's method, which needs about ten

FloatArray = npt.NDArray[np.float64]


def log_odds(
    uses: npt.ArrayLike, others: npt.ArrayLike, all_uses: float, all_others: float, prior: float = PRIOR
) -> tuple[FloatArray, FloatArray]:
    """How much more a group uses each word than the others do, and the standard error: log-odds ratios.

    A word's prior α is `prior` × its uses by both, so that a word which few use is drawn towards no difference:
    δ = log((y + α)/(n + α₀ − y − α)) less the same of the others; its variance 1/(y + α) + 1/(y of the others + α).

    Parameters
    ----------
    uses, others : array of float
        How often the group, and the others, use each word: how many persons do.
    all_uses, all_others : float
        Uses of all words, whether or not these are looked at.

    Examples
    --------
    >>> delta, error = log_odds([30], [10], 100, 200)  # log((34/96)/(14/216)), √(1/34 + 1/14)
    >>> delta.round(3).tolist(), error.round(3).tolist()
    ([1.698], [0.318])
    """
    first, second = np.asarray(uses, dtype=float), np.asarray(others, dtype=float)
    alpha, total = prior * (first + second), prior * (all_uses + all_others)
    odds = (first + alpha) / (all_uses + total - first - alpha)
    odds_of_others = (second + alpha) / (all_others + total - second - alpha)
    return np.log(odds / odds_of_others), np.sqrt(1 / (first + alpha) + 1 / (second + alpha))


def selected_level(scores: npt.ArrayLike, confidence: float) -> float:
    """Level of the intervals that exclude zero for just those of many z-scores that are selected.

    Selected are as many that 1 − confidence of them are expected by chance (Benjamini & Hochberg 1995); of their
    intervals at this level as many are expected to miss what they estimate (Benjamini & Yekutieli 2005).

    Examples
    --------
    >>> [round(selected_level(scores, 0.95), 4) for scores in ([0.1, 0.2, 3.5, 3.0], [0.1, 3.5], [])]
    [0.975, 0.975, 0.95]
    """
    chances = np.sort([2 * NormalDist().cdf(-abs(score)) for score in np.asarray(scores, dtype=float).tolist()])
    share = np.arange(1, len(chances) + 1) / max(len(chances), 1)
    selected = share[chances <= (1 - confidence) * share]
    least = share[0] if len(share) else 1.0
    return float(1 - (1 - confidence) * (selected[-1] if len(selected) else least))


def expected_uses(
    users: npt.ArrayLike, lengths: npt.ArrayLike, is_mine: npt.ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """How many of the group, and of the others, would use each word, were only the lengths of comments different.

    Each of a comment's words is the word with the same chance, whoever writes: a person who wrote L words uses it with
    1 − exp(−λL), with the λ that makes as many users as there are. Who writes much uses every word sooner or later, so
    that without this frequent words would seem to belong to those who write little.

    Parameters
    ----------
    users : array of int
        Persons who use each word, one or more. Where all do, half a person less is counted.
    lengths, is_mine : array of int, array of bool
        Of each person: how many words she wrote, and whether she belongs to the group.

    Examples
    --------
    >>> mine, others = expected_uses([3], [10, 10, 2, 2], [True, True, False, False])
    >>> mine.round(2).tolist(), others.round(2).tolist()
    ([1.95], [1.05])
    """
    length, place = np.unique(np.asarray(lengths, dtype=float), return_inverse=True)
    mine = np.asarray(is_mine, dtype=bool)
    persons = [np.bincount(place[part], minlength=len(length)) for part in (mine, ~mine)]
    some = np.minimum(np.asarray(users, dtype=float), len(mine) - 0.5)
    rate = _rates(some, length, persons[0] + persons[1])
    chance = -np.expm1(-np.outer(rate, length))
    return chance @ persons[0], chance @ persons[1]


def _rates(users: FloatArray, length: FloatArray, persons: npt.NDArray[np.int_]) -> FloatArray:
    """λ of each word by Newton's method: the number of users is concave in it, so from below it never overshoots."""
    rate = users / (persons @ length)
    for _ in range(_STEPS):
        silent = np.exp(-np.outer(rate, length))
        rate = rate + (users - (1 - silent) @ persons) / ((silent * length) @ persons)
    return rate
