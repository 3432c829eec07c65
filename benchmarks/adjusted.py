"""How often the interval of the adjusted gap holds the true effect, by simulated shops.

python run.py bench adjusted [--shops 200] [--sizes 200 600 2000] [--only plain season] [--pairs promoter_detractor]

A shop has so many answers; its kinds: `alike_shops.py`. Two rows each, for LTV: the effect in those kept of both
segments (the adjusted gap), and that on those of the second segment who have somebody alike in the first. The latter is
what +1 NPS point multiplies by a number that is known, so its bias and coverage are those of +1 NPS point; `--pairs`
gives the other two moves. The truth is the mean effect in the very customers of whom it is told.

Printed, in % of the effect where it is money: the share of 95 % intervals that hold the truth, and bias; bias less that
of an oracle, who knows of the same customers their chances and what each would bring on average, so that luck is taken
off; the same of main effects alone, that is without pairs; median width, and in widths of main effects alone; coverage
and bias of the plain gap; the share left out; the share of shops without an estimate. After ± Monte-Carlo errors.
"""

import argparse
import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from alike_shops import KINDS, MARGIN, Shop, alike_shop, settings_of
from threadpoolctl import threadpool_limits
from trials import CONFIDENCE, print_table, seeded

from helpers.base.intervals import moments, welch_interval
from helpers.compare.adjustment.aipw import Expected, Target, aipw, estimate_and_ends
from helpers.compare.adjustment.covariates import Covariates, covariates
from helpers.compare.adjustment.learners import expected_worth, folds_of
from helpers.compare.adjustment.overlap import all_kept, movers, overlap
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.ltv import ltv
from helpers.invite.settings import InviteSettings

EFFECTS, LARGE = ("of those kept", "of those who move"), 300_000


class Found(NamedTuple):
    """Of one shop or, as arrays, of many; missing without an estimate."""

    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    truth: np.ndarray
    oracle: np.ndarray
    left_out: np.ndarray

    @property
    def off(self) -> np.ndarray:
        """How much the estimates are."""
        return self.estimate - self.truth

    @property
    def width(self) -> float:
        """Median of the intervals'."""
        return float(np.nanmedian(self.high - self.low))

    @property
    def held(self) -> str:
        """Share of intervals that hold the truth."""
        known = ~np.isnan(self.estimate)
        share = ((self.low <= self.truth) & (self.truth <= self.high))[known].mean()
        return f"{100 * share:.1f} ± {100 * np.sqrt(share * (1 - share) / known.sum()):.1f}"


NONE = Found(*[np.full((), np.nan)] * 6)


class Sides(NamedTuple):
    """Two segments of a shop: of all customers they are `mine`, and of these `first` are in the first."""

    names: tuple[str, str]
    mine: np.ndarray
    first: np.ndarray
    fold: np.ndarray

    @classmethod
    def of(cls, rows: pd.DataFrame, pair: str, seed: int) -> "Sides":
        """Of the customers of a shop."""
        mine, first = (rows["segment"].isin(names).to_numpy() for names in (PAIRS[pair], PAIRS[pair][:1]))
        ids = rows["customer_id"].to_numpy(dtype=object)[mine]
        return cls(PAIRS[pair], mine, first[mine], folds_of(ids, first[mine], seed))


def effects(one: Shop, sides: Sides, known: Covariates, settings: InviteSettings) -> list[Found]:
    """On those kept, and on those who move, by the kit's own code."""
    seen = overlap(known, sides.mine, sides.first, sides.fold, settings.smallest_group)
    if seen.reason:
        return [NONE] * len(EFFECTS)
    gained, others = _gained(one.rows, sides.mine)
    expected = expected_worth(seen.design, gained, sides.first, sides.fold, others)
    chances, true = ([part[name][sides.mine] for name in sides.names] for part in (one.chance, one.worth))
    best = seen._replace(chance=np.where(seen.kept, (chances[0] / sum(chances)).clip(*seen.bounds), seen.chance))
    targets = (all_kept(seen), all_kept(best)), (movers(seen), movers(best))
    return [_found(gained, sides.first, expected, Expected(*true), *target) for target in targets]


def _found(
    gained: np.ndarray, first: np.ndarray, expected: Expected, true: Expected, target: Target, of_oracle: Target
) -> Found:
    told = estimate_and_ends(aipw(gained, first, expected, target), first, target, CONFIDENCE)
    truth = (true.as_first - true.as_second)[target.kept][target.mean_of].mean()
    those = slice(None) if target.mean_of.all() else ~first
    left_out = 1 - target.kept[those].mean()
    return Found(*map(np.asarray, (*told, truth, aipw(gained, first, true, of_oracle).estimate, left_out)))


def _gained(rows: pd.DataFrame, mine: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Margin of the customers of two segments, and of the others less the mean of their kind."""
    gained = MARGIN * rows["net_amount"].astype(float)
    others = gained[~mine] - gained[~mine].groupby(rows["segment"][~mine].fillna("")).transform("mean")
    return gained[mine].to_numpy(), others.to_numpy()


def plain(one: Shop, sides: Sides, settings: InviteSettings) -> tuple[float, float, float]:
    """The plain gap and its interval."""
    worth = ltv(one.rows, settings).to_numpy()[sides.mine]
    parts = worth[sides.first], worth[~sides.first]
    return parts[0].mean() - parts[1].mean(), *welch_interval(*map(moments, parts), CONFIDENCE)


def true_effects(kind: str, pair: str) -> list[float]:
    """Mean effect in both segments of a very large shop, and in the second."""
    one = alike_shop(kind, LARGE // (1 + KINDS[kind].silent), seeded(kind))
    apart = one.worth[PAIRS[pair][0]] - one.worth[PAIRS[pair][1]]
    return [float(apart[one.rows["segment"].isin(names)].mean()) for names in (PAIRS[pair], PAIRS[pair][1:])]


def figures(one: Shop, pair: str, settings: InviteSettings) -> tuple[tuple[float, ...], list[list[Found]]]:
    """The plain gap; both effects with pairs of covariates, and by main effects alone."""
    sides, known = Sides.of(one.rows, pair, settings.seed), covariates(one.rows, settings, window_before_covered=True)
    alone = replace(known, kinds=("",) * len(known.kinds))
    return plain(one, sides, settings), [effects(one, sides, columns, settings) for columns in (known, alone)]


def simulated(kind: str, pair: str, n: int, shops: int) -> Iterator[dict[str, str]]:
    """What is printed of one kind of shop."""
    random, settings = seeded(kind, n), settings_of(kind)
    gaps, found = zip(*(figures(alike_shop(kind, n, random), pair, settings) for _ in range(shops)), strict=True)
    every = np.array(found)  # shop, with pairs or without, effect, figure
    for place, (effect, truth) in enumerate(zip(EFFECTS, true_effects(kind, pair), strict=True)):
        ours, alone = (Found(*every[:, way, place].T) for way in range(2))
        gap = Found(*np.array(gaps).T, *[np.full(shops, truth)] * 2, np.zeros(shops))
        yield {"shop": kind, "answers": f"{n:,}", "effect": effect} | _row(ours, alone, gap, truth)


def _row(ours: Found, alone: Found, gap: Found, truth: float) -> dict[str, str]:
    return {
        "held": ours.held,
        "bias": _bias(ours.off, truth),
        "bias − oracle's": _bias(ours.estimate - ours.oracle, truth),
        "main effects: held": alone.held,
        "main effects: bias": _bias(alone.off, truth),
        "main effects: bias − oracle's": _bias(alone.estimate - alone.oracle, truth),
        "width": f"{100 * ours.width / truth:.0f}",
        "width ÷ main effects'": f"{ours.width / alone.width:.2f}",
        "plain: held": gap.held,
        "plain: bias": _bias(gap.off, truth),
        "left out": f"{100 * np.nanmean(ours.left_out):.0f}",
        "none": f"{100 * np.isnan(ours.estimate).mean():.0f}",
    }


def _bias(off: np.ndarray, truth: float) -> str:
    known = 100 * off[~np.isnan(off)] / truth
    return f"{round(known.mean())} ± {round(known.std() / np.sqrt(len(known)))}".replace("-", "−")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench adjusted", description="Coverage of the adjusted gap")
    parser.add_argument("--shops", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 600, 2000])
    parser.add_argument("--only", nargs="+", choices=[*KINDS], default=[*KINDS], help="kinds of shops")
    parser.add_argument("--pairs", nargs="+", choices=[*PAIRS], default=[HEADLINE_PAIR])
    options, start = parser.parse_args(), time.perf_counter()
    with threadpool_limits(1):
        for pair in options.pairs:
            cells = itertools.product(options.only, options.sizes)
            rows = (row for kind, n in cells for row in simulated(kind, pair, n, options.shops))
            print_table(f"{pair.replace('_', ' − ')}, {options.shops:,} shops a row", rows)
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
