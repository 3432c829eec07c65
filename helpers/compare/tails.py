"""Where an interval of a mean holds the truth less often than it says: few customers, most money with few of them."""

import numpy as np

FEW, SMALL, HEAVY = 50, 1000, 2.0


def is_uncertain(spent: np.ndarray) -> bool:
    """Whether fewer than 93 of 100 such 95 % intervals would hold the true mean.

    So it is, as ``benchmarks/README.md`` shows, with fewer than 50 customers, and with fewer than
    1,000 whose spending scatters by more than twice its mean (or whose mean is not above zero).

    Parameters
    ----------
    spent : ndarray
        What each customer spent, before costs.

    Examples
    --------
    >>> is_uncertain(np.ones(60)), is_uncertain(np.ones(40)), is_uncertain(np.array([0.0] * 59 + [1]))
    (False, True, True)
    """
    n = len(spent)
    return bool(n < FEW or (n < SMALL and spent.std() > HEAVY * spent.mean()))
