"""Resampling by counts and cells beside scipy.stats.bootstrap, in one run; and a very large shop.

python run.py bench resampling [--sizes 1000 10000 100000] [--runs 3] [--respondents 1000000]

The work: percentile intervals of six figures (mean spend of three segments and the gaps between them)
from 10,000 resamples. Ways take turns; printed are medians, and how many times as long scipy takes.
Then everything that a report shows, the comparison, those who did not answer, like with like, the other
ways of counting, groups and KPIs, for so many respondents and 10,000 resamples, in a process of its own
with its peak memory (0: leave it out).
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
from reading import peak_gb

SEGMENTS, RESAMPLES = ("detractor", "passive", "promoter"), 10_000
AT_ONCE = 20_000_000  # draws that scipy holds at a time: more would take gigabytes, fewer are no slower


def spend(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Segment and spend of n customers: 60 % zeros, lognormal σ 1.5."""
    random = np.random.default_rng(1)
    spent = (random.random(n) >= 0.6) * np.exp(1.5 * random.standard_normal(n))
    return random.choice(3, n, p=[0.2, 0.3, 0.5]), (1000 * spent).round()


def six(detractor: np.ndarray, passive: np.ndarray, promoter: np.ndarray) -> np.ndarray:
    """Three means and three gaps."""
    return np.stack([detractor, passive, promoter, promoter - detractor, promoter - passive, passive - detractor])


def by_kit(segment: np.ndarray, spent: np.ndarray) -> np.ndarray:
    """The kit's resampling."""
    from helpers.base.intervals import interval
    from helpers.base.resampling import resampled_sums
    from helpers.base.strata import value_cells

    member = segment[:, None] == np.arange(3)
    rows = np.hstack([member, member * spent[:, None]]).astype(float)
    random = np.random.default_rng(2)
    sums = resampled_sums(rows, RESAMPLES, random, grouped=False, cell=value_cells(spent, segment)).T
    return np.array([interval(draws, 0.95) for draws in six(*(sums[3:] / sums[:3]))])


def by_scipy(segment: np.ndarray, spent: np.ndarray) -> np.ndarray:
    """scipy.stats.bootstrap, vectorised."""
    from scipy import stats

    def figures(*parts: np.ndarray, axis: int = -1) -> np.ndarray:
        return six(*(part.mean(axis=axis) for part in parts))

    parts = [spent[segment == number] for number in range(3)]
    how = {"n_resamples": RESAMPLES, "batch": max(1, AT_ONCE // len(spent)), "method": "percentile"}
    found = stats.bootstrap(parts, figures, vectorized=True, rng=np.random.default_rng(2), **how).confidence_interval
    return np.column_stack([found.low, found.high])


def seconds(way: Callable[..., np.ndarray], *data: np.ndarray) -> tuple[float, np.ndarray]:
    """How long a way takes, and its intervals."""
    start = time.perf_counter()
    found = way(*data)
    return time.perf_counter() - start, found


def compare(sizes: list[int], runs: int) -> None:
    """Print a table of medians, and how far the ends lie apart."""
    print("| customers | kit, seconds | scipy, seconds | scipy, kit = 1 | ends apart, of the width |")
    print("|---|---|---|---|---|")
    for n in sizes:
        data, took = spend(n), {way: [] for way in (by_kit, by_scipy)}
        for _ in range(runs):
            for way, all_runs in took.items():
                all_runs.append(seconds(way, *data))
        kit, scipy = (statistics.median(one for one, _ in all_runs) for all_runs in took.values())
        ours, theirs = (all_runs[0][1] for all_runs in took.values())
        apart = np.abs(ours - theirs).max(axis=1) / np.ptp(theirs, axis=1)
        print(f"| {n:,} | {kit:.3f} | {scipy:.2f} | {scipy / kit:.1f} | {apart.max():.1%} |", flush=True)


def large_shop(answers: int):
    """One row a customer: so many who answered, and a quarter as many who did not."""
    import pandas as pd

    random, n = np.random.default_rng(3), answers + answers // 4
    segment, spent = spend(n)
    orders = random.poisson(1.5, n) + (spent > 0)
    ids = np.char.add("C", np.char.zfill(np.arange(n).astype(str), 8))
    silent = np.arange(n) >= answers
    return (
        pd.DataFrame(
            {
                "customer_id": ids,
                "person": np.where(silent, None, ids),
                "acquired_on": pd.Timestamp("2024-04-01") + pd.to_timedelta(random.integers(0, 730, n), unit="D"),
                "acquisition_channel": np.array(["ads", "search", "referral"])[random.choice(3, n, p=[0.5, 0.4, 0.1])],
                "orders": orders,
                "orders_before": random.poisson(1.0, n),
                "returned_orders": random.binomial(orders, 0.05),
                "ordered_amount": spent.astype(int) + 100,
                "refunded_amount": random.binomial(1, 0.05, n) * 100,
                "net_amount": spent.astype(int),
                "net_amount_before": (spent * random.lognormal(0, 0.5, n)).astype(int),
                "score": pd.Series(np.array([3, 8, 10])[segment], dtype="Int64").mask(silent),
                "segment": np.where(silent, None, np.array(SEGMENTS)[segment]),
                "recommended_count": np.where(silent, np.nan, random.poisson(0.5 + segment)),
                "influence": np.where(silent, np.nan, random.integers(0, 11, n) / 10),
                "warned_count": np.full(n, np.nan),
                "complaints_major": random.binomial(1, 0.01, n),
                "complaints_minor": random.binomial(1, 0.05, n),
                "complaints_near_miss": 0,
                "complained_orders": random.binomial(1, 0.03, n),
            }
        )
        .assign(score=lambda rows: rows["score"].mask(silent))
        .astype({name: "str" for name in ("customer_id", "person", "acquisition_channel", "segment")})
    )


def everything(n: int) -> None:
    """All figures with intervals of a report, in this process; prints seconds and peak memory."""
    from helpers.compare import step_three as compare
    from helpers.compare.groups import group_gaps
    from helpers.disclosure import shown
    from helpers.run.settings import checked

    chosen = {"as_of": "2026-04-01", "resamples": RESAMPLES, "segment_by": "acquisition_channel"}
    rows, settings, took = large_shop(n), checked(chosen), {}
    answers = rows[rows["segment"].notna()]

    def timed(name: str, work: Callable, *given: object, **how: object) -> object:
        start = time.perf_counter()
        found = work(*given, **how)
        took[name] = took.get(name, 0.0) + time.perf_counter() - start
        return found

    base = timed("comparison", compare.basis_of, rows, answers, settings, True)
    timed("comparison", compare.compared, base)
    timed("weighted", compare.nonresponse, base)
    timed("like with like", compare.like_with_like, base)
    for make in (compare.referral_scenarios, compare.method_scenarios):
        timed("other ways", shown, timed("other ways", make, base), settings)
    groups = timed("groups and KPIs", compare.cut, base)
    timed("groups and KPIs", group_gaps, timed("groups and KPIs", shown, groups, settings), settings)
    timed("groups and KPIs", compare.kpis, base)
    print(json.dumps({"seconds": took, "gb": peak_gb()}))


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench resampling", description="Speed of resampling")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--respondents", type=int, default=1_000_000)
    parser.add_argument("--everything", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.everything:
        return everything(options.everything)
    compare(options.sizes, options.runs)
    if options.respondents:
        command = [sys.executable, __file__, "--everything", str(options.respondents)]
        found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout.splitlines()[-1])
        parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in found["seconds"].items())
        total = f"{sum(found['seconds'].values()):.1f} s, {found['gb']:.2f} GB"
        print(f"\n{options.respondents:,} respondents, all figures: {total} ({parts})")


if __name__ == "__main__":
    main()
