"""What a survey can tell: a true gap of exactly (z.975 + z.80) × SE, which 80 % of surveys should tell apart.

Promoters and detractors of a shop in which happy people answer, detractors being one in seven of the answers.
Beside it what used to be told: the answers needed for a gap as large as the one observed, said where that is
not told apart. With this gap just as many as there are would be right.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from trials import CONFIDENCE, SHARES, TAILS, cell, luck, luck_variance, percent, print_table, seeded

from helpers.base.intervals import Moments, moments, welch_interval
from helpers.base.normal import quantile_of_normal
from helpers.collect.plan.sizes import POWER

WANTED = quantile_of_normal(CONFIDENCE) + quantile_of_normal(2 * POWER - 1)
LTV = {"promoter": 12_000.0, "detractor": 8_000.0}


def rows(shops: int) -> Iterator[dict[str, str]]:
    """One row a tail and number of answers."""
    for tail, n in product(TAILS, (200, 500, 1500, 5000)):
        random = seeded("smallest", tail, n)
        sizes = {"promoter": round(n * SHARES[2]), "detractor": round(n * SHARES[0])}
        noise = {name: mean * (luck((shops, sizes[name]), tail, random) - 1) for name, mean in LTV.items()}
        true = WANTED * np.sqrt(luck_variance(tail) * sum(LTV[name] ** 2 / sizes[name] for name in LTV))
        first, second = moments(true + noise["promoter"]), moments(noise["detractor"])
        yield {"spend": tail, "answers": str(n)} | _told(first, second, true)


def _told(first: Moments, second: Moments, true: float) -> dict[str, str]:
    low, high = welch_interval(first, second, CONFIDENCE)
    apart, smallest = (low > 0) | (high < 0), WANTED * np.sqrt(first.variance / first.n + second.variance / second.n)
    needed = (smallest / (first.mean - second.mean)) ** 2  # answers, of those that there are
    return {
        "gap, in % of a promoter's": f"{100 * true / LTV['promoter']:.0f}",
        "told apart, %": f"{percent(apart):.1f}",
        "held, %": f"{percent((low <= true) & (true <= high)):.1f}",
        "smallest gap, as told, in true ones: 5 / 50 / 95 %": _quantiles(smallest / true, 2),
        "answers needed, as used to be told, in right ones: 5 / 50 / 95 %": _quantiles(needed[~apart], 1),
    }


def _quantiles(values: np.ndarray, digits: int) -> str:
    return cell(np.quantile(values, [0.05, 0.5, 0.95]) if len(values) else [np.nan] * 3, digits)


def print_smallest(shops: int) -> None:
    """The table."""
    print_table(f"what a survey can tell, {shops:,} surveys", rows(shops))
