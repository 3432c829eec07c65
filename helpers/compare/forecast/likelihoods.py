"""Likelihood of how often and when customers bought: BG/NBD, and MBG/NBD for shops with many one-time buyers.

While a customer stays she buys as a Poisson process, and after each purchase she may have left for good; how often
she buys is gamma distributed among the customers (r, α), her chance to leave beta distributed (a, b). By BG/NBD (Fader,
Hardie & Lee 2005, Marketing Science 24) nobody leaves before her second purchase, by MBG/NBD (Batislam, Denizel &
Filiztekin 2007, International Journal of Research in Marketing 24) she may leave after the first.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import digamma, gammaln

FIRST_LEAVES = {"bgnbd": 0.0, "mbgnbd": 1.0}  # model → whether a customer may leave after her first purchase
LOG_BOUNDS = (-7.0, 16.0)  # of the logarithms of r, α (days), a and b


class Histories(NamedTuple):
    """Customers who bought: how often again, days from the first purchase to the last, and to the day of knowing."""

    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray

    def part(self, places: np.ndarray) -> "Histories":
        """Of some of the customers."""
        return Histories(*(column[places] for column in self))

    def distinct(self) -> tuple["Histories", np.ndarray]:
        """Each history once, and how many customers have it: the likelihood needs no more.

        Examples
        --------
        >>> same = Histories(np.array([1.0, 1.0]), np.array([7.0, 7.0]), np.array([30.0, 30.0]))
        >>> [len(part) for part in same.distinct()[0]], same.distinct()[1].tolist()
        ([1, 1, 1], [2.0])
        """
        rows, copies = np.unique(np.column_stack(self), axis=0, return_counts=True)
        return Histories(*rows.T), copies.astype(float)


Slope = Callable[[np.ndarray], tuple[float, np.ndarray]]


def minus_likelihood(model: str, histories: Histories) -> Slope:
    """Minus the log-likelihood of all customers, and its slopes, as a function of the logarithms of r, α, a, b.

    Examples
    --------
    >>> once = Histories(np.zeros(1), np.zeros(1), np.ones(1))  # P(none in T) = (α/(α + T))^r
    >>> round(minus_likelihood("bgnbd", once)(np.zeros(4))[0], 4)
    0.6931
    """
    (x, recency, age), copies = histories.distinct()
    numbers, place = np.unique(x, return_inverse=True)
    first = FIRST_LEAVES[model]
    may_have_left = numbers + first > 0

    def value_and_slopes(logs: np.ndarray) -> tuple[float, np.ndarray]:
        r, alpha, a, b = np.exp(logs)
        stays, at_end, at_last = numbers + first, np.log(alpha + age), np.log(alpha + recency)
        by_number = gammaln(r + numbers) - gammaln(r) + r * logs[1] + gammaln(a + b) - gammaln(a + b + stays)
        by_number += gammaln(b + stays) - gammaln(b)
        below = np.where(may_have_left, b + stays - 1, 1.0)
        leaving = np.where(may_have_left, np.log(a / below), -np.inf)
        alive, left = -(r + x) * at_end, leaving[place] - (r + x) * at_last
        both = np.logaddexp(alive, left)
        has_left = np.exp(left - both)
        told = np.bincount(place, copies)  # customers by number
        gone = np.bincount(place, copies * has_left)
        waited = (1 - has_left) * at_end + has_left * at_last
        pace = (r + x) * ((1 - has_left) / (alpha + age) + has_left / (alpha + recency))
        left_at_last = digamma(a + b) - digamma(a + b + stays)
        slopes = [
            (told * (digamma(r + numbers) - digamma(r) + logs[1])).sum() - (copies * waited).sum(),
            copies.sum() * r / alpha - (copies * pace).sum(),
            (told * left_at_last).sum() + gone.sum() / a,
            (told * (left_at_last + digamma(b + stays) - digamma(b)) - gone / below).sum(),
        ]
        total = (told * by_number).sum() + (copies * both).sum()  # no BLAS, whose threads cost more than they bring
        return -float(total), -np.array(slopes) * (r, alpha, a, b)

    return value_and_slopes
