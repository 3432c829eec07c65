"""At stake: what detractors and passives are expected to buy, and how much more if they bought like promoters.

Like promoters who were alike before the window; an association, never what winning them over would bring.
"""

from dataclasses import astuple
from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from helpers.base.intervals import student_interval
from helpers.base.results import ALL, Estimate, Support
from helpers.compare.adjustment.covariates import covariates
from helpers.compare.adjustment.design import Design, design_of
from helpers.compare.basis import Basis
from helpers.compare.forecast.buying import some_of
from helpers.compare.forecast.foreseen import AT_STAKE, RULE_OF_THUMB, STAKE_GROUPS, AtStake, Forecast, GroupStake
from helpers.compare.forecast.ridge import Ridge, ridge

FEWEST_PROMOTERS = 30  # to learn from
MOST_PROMOTERS, MOST_LEARNED_FROM = 20_000, 4_000  # of the promoters, and of all customers


def stakes(base: Basis, found: Forecast) -> AtStake:
    """What each detractor and passive would be expected to buy as a promoter, less what she is, no less than nothing.

    What promoters of the same covariates are expected to buy is learned by ridge regressions of the forecast on what
    was known before the window (`covariates`, with pairs): one of all customers, and one of what it leaves of the
    promoters. Summed over a segment and divided by what the segment is expected to buy it gives a factor, and each is
    expected to buy so many times her own as a promoter: how far she lies above or below others of her covariates is
    her own, not the segment's, and would be at stake otherwise. Intervals hold the spread of the customers and what
    each promoter moves (infinitesimal jackknife, with rests of those left out), the forecasts held.
    """
    segment, people = base.customers["segment"].fillna("none").to_numpy(object), found.people
    promoters, mine = segment == "promoter", np.isin(segment, AT_STAKE)
    if reason := _no_stakes(found, promoters, mine, base.settings.smallest_group):
        return AtStake(reason, int(promoters.sum()), {})
    assert people is not None
    with threadpool_limits(1):  # the same figures with any number of cores
        learned = _learned(base, people["expected"].to_numpy(), promoters, mine)
    told = people.loc[mine, ["customer_id", "segment", "expected"]].assign(alike=learned.alike)
    told["expected_as_promoter"] = told["expected"] * told["segment"].map(_factors(told))
    told["at_stake"] = (told["expected_as_promoter"] - told["expected"]).clip(lower=0)
    apart = told["alike"] - told["expected"]
    adds = told[["expected", "at_stake"]].assign(difference=apart, shortfall=apart.clip(lower=0))
    return AtStake(
        reason="",
        promoters=int(promoters.sum()),
        groups={name: _group(told, name, learned, base.settings.confidence) for name in STAKE_GROUPS},
        people=told.drop(columns="alike"),
        support=Support(told["segment"], adds),
        everybody=found.support,
    )


def _factors(told: pd.DataFrame) -> dict[str, float]:
    """How many times as much promoters alike are expected to buy as each segment; 1 where it is to buy nothing."""
    sums = told.groupby("segment")[["alike", "expected"]].sum()
    return {str(name): row.alike / row.expected if row.expected > 0 else 1.0 for name, row in sums.iterrows()}


def _no_stakes(found: Forecast, promoters: np.ndarray, mine: np.ndarray, least: int) -> str:
    if found.reason or found.used == "mean":
        return found.reason or "mean"
    if promoters.sum() < max(FEWEST_PROMOTERS, least):
        return "promoters"
    return "" if mine.any() else "nobody"


class _Learned(NamedTuple):
    """What promoters of each one's covariates are expected to buy, and by how much they move sums of that."""

    alike: np.ndarray
    chance: float  # mean of max(0, as told by the others − own) among the promoters
    promoters: int  # learned from
    design: Design  # of those at stake, and below them of all that was learned from
    own: np.ndarray  # columns of the promoters
    apart: np.ndarray  # own − as told by the others
    line: Ridge

    def moves(self, who: np.ndarray) -> float:
        """Variance of the sum of what promoters like some of those at stake are expected to buy."""
        shares = np.zeros((1, len(self.design.values)))
        shares[0, np.flatnonzero(who)] = 1.0
        moves = self.line.sum_moves(int(who.sum()), self.design.means(shares)[0][0], self.own, self.apart)
        return float((moves**2).sum())


def _learned(base: Basis, expected: np.ndarray, promoters: np.ndarray, mine: np.ndarray) -> _Learned:
    ids = base.customers["customer_id"].to_numpy(dtype=object)
    first, own, every = np.flatnonzero(mine), np.flatnonzero(promoters), np.arange(len(ids))
    own, every = (part[some_of(ids[part], most)] for part, most in ((own, MOST_PROMOTERS), (every, MOST_LEARNED_FROM)))
    places = np.r_[first, own, every]
    rows, answered = base.customers.iloc[places].reset_index(drop=True), np.arange(len(places)) < len(first) + len(own)
    known = covariates(rows, base.settings, window_before_covered=base.window_before_covered)
    design = design_of(known.values, known.sources, known.kinds, answered)
    columns = design.rows(np.flatnonzero(answered)[len(first) :])
    common = ridge(design.rows(np.flatnonzero(~answered)), expected[every])
    left = expected[own] - common.told(columns)
    line = ridge(columns, left)
    slopes, level = common.slopes + line.slopes, common.level + line.level
    told = (
        design.times(np.arange(len(first)), slopes) + level - common.middle @ common.slopes - line.middle @ line.slopes
    )
    seen = expected[own] - left + line.told(columns)
    apart = left - line.left_out
    chance = float((-apart).clip(0).mean())
    return _Learned(told.clip(max(seen.min(), 0.0), seen.max()), chance, len(own), design, columns, apart, line)


def _group(told: pd.DataFrame, name: str, learned: _Learned, confidence: float) -> GroupStake:
    who = (told["segment"].isin(AT_STAKE) if name == ALL else told["segment"] == name).to_numpy()
    some = told[who]
    if some.empty:
        return GroupStake(0, None, None, None, None, None, None)
    apart = (told["alike"] - told["expected"]).to_numpy()
    below = who & (told["expected_as_promoter"] > told["expected"]).to_numpy()  # segments with something at stake
    sums = (_sum(apart[mine], learned.moves(mine), learned.promoters, confidence) for mine in (who, below))
    difference, stake = sums if below.any() else (next(sums),) * 2
    rule = sum(RULE_OF_THUMB[part] * some.loc[some["segment"] == part, "expected"].sum() for part in AT_STAKE)
    return GroupStake(
        n=len(some),
        expected=float(some["expected"].sum()),
        difference=difference,
        at_stake=Estimate(*(None if end is None else max(end, 0.0) for end in astuple(stake))),
        shortfall=float(apart[who].clip(0).sum()),
        by_chance=len(some) * learned.chance,
        rule_of_thumb=float(rule),
    )


def _sum(values: np.ndarray, learned: float, promoters: int, confidence: float) -> Estimate:
    """Sum over customers like these, with what the promoters move it by."""
    n, total = len(values), float(values.sum())
    if n < 2:
        return Estimate(total, None, None)
    error = np.sqrt(n * values.var(ddof=1) + learned)
    low, high = student_interval(total, error, min(n, promoters) - 1, confidence)
    return Estimate(total, float(low), float(high))
