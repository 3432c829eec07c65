"""Coverage and bias of the figures that say what others mean, beside the way that was used before, by simulation.

python run.py bench meaning [--shops 200] [--only groups waves exposure curve smallest growth calls drivers]

Happy people answer more often, and spend has mild and heavy tails (see trials.py). "groups": figures of
groups drawn together (regions.py); "waves": the change between two waves that the same people answered in part
(two_waves.py); "exposure": shops whose promoters are newer (newcomers.py); "curve": worth by score and its
steps (score_steps.py); "smallest": the smallest gap that a survey tells apart (smallest_gap.py);
"growth": earned growth (earned.py); "calls": what the calls of a list did (call_lists.py); "drivers": what goes with
the score (rated.py). Seeds are fixed.
"""

import argparse
import time

import numpy as np
from call_lists import print_calls
from earned import print_growth
from newcomers import print_exposure
from rated import print_drivers
from regions import print_groups
from score_steps import print_curve
from smallest_gap import print_smallest
from two_waves import print_waves

PARTS = {
    "groups": print_groups,
    "waves": print_waves,
    "exposure": print_exposure,
    "curve": print_curve,
    "smallest": print_smallest,
    "growth": print_growth,
    "calls": print_calls,
    "drivers": print_drivers,
}
TIMES = {"waves": 4, "curve": 0.5, "smallest": 5, "calls": 5}  # what is quick is done more often


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench meaning", description="Coverage and bias beside the old way")
    parser.add_argument("--shops", type=int, default=200)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    options = parser.parse_args()
    error = 100 * np.sqrt(0.95 * 0.05 / options.shops)
    print(f"± {error:.1f} points of coverage with {options.shops:,} shops a row, half as much with four times as many")
    for part in options.only:
        start = time.perf_counter()
        PARTS[part](max(int(options.shops * TIMES.get(part, 1)), 2))
        print(f"\n{part}: {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
