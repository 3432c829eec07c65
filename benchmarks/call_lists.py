"""What the calls of a list did: to be called less held out, its interval and the smallest effect that it can tell.

Lists of spenders with tails, a fifth of them held out. The true effect is exactly the smallest that such a list tells
apart in 80 % of cases.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from trials import CONFIDENCE, TAILS, luck, luck_variance, percent, print_table, seeded

from helpers.base.intervals import moments, welch_interval
from helpers.collect.plan.sizes import smallest_gap
from helpers.compare.call_list import list_sizes

CAPACITIES, HELD_OUT = (40, 100, 400, 1600), 0.2


def rows(lists: int) -> Iterator[dict[str, str]]:
    """One row a tail and capacity."""
    for tail, capacity in product(TAILS, CAPACITIES):
        random = seeded("calls", tail, capacity)
        n, held = list_sizes(10 * capacity, capacity, HELD_OUT)
        error = np.sqrt(luck_variance(tail) * (1 / (n - held) + 1 / held))
        true = smallest_gap(float(error), CONFIDENCE)
        called = moments(luck((lists, n - held), tail, random) + true)
        low, high = welch_interval(called, moments(luck((lists, held), tail, random)), CONFIDENCE)
        yield {
            "spend": tail,
            "to call": str(n - held),
            "held out": str(held),
            "effect, in % of what one buys": f"{100 * true:.0f}",
            "told apart, %": f"{percent((low > 0) | (high < 0)):.1f}",
            "held, %": f"{percent((low <= true) & (true <= high)):.1f}",
        }


def print_calls(lists: int) -> None:
    """The table."""
    print_table(f"what calls did, {lists:,} lists", rows(lists))
