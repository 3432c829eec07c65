"""At stake: what detractors and passives are expected to buy, and how much more if they bought like promoters.

Like promoters who were alike before the window; an association, never what winning them over would bring.
"""

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
from helpers.compare.forecast.foreseen import AT_STAKE, RULE_OF_THUMB, AtStake, Forecast, GroupStake
from helpers.compare.forecast.ridge import Ridge, ridge

FEWEST_PROMOTERS = 30  # to learn from
MOST_PROMOTERS, MOST_LEARNED_FROM = 20_000, 4_000  # of the promoters, and of all customers


def stakes(base: Basis, found: Forecast) -> AtStake:
    """What each detractor and passive would be expected to buy as a promoter of the same covariates, less her own.

    The forecast is learned of by ridge regressions on what was known before the window (`covariates`, with pairs):
    one of all customers, and one of what it leaves of the promoters. Its intervals hold the spread of the customers
    and what each promoter moves (infinitesimal jackknife, with rests of those left out), the forecasts held.
    """
    rows, people = base.customers, found.people
    segment = rows["segment"].fillna("none").to_numpy(object)
    promoters, mine = segment == "promoter", np.isin(segment, AT_STAKE)
    if reason := _no_stakes(found, promoters, mine, base.settings.smallest_group):
        return AtStake(reason, int(promoters.sum()), {})
    assert people is not None
    with threadpool_limits(1):  # the same figures with any number of cores
        learned = _learned(base, people["expected"].to_numpy(), promoters, mine)
    apart = learned.as_promoter - people["expected"].to_numpy()[mine]
    told = people.loc[mine, ["customer_id", "segment", "expected"]].assign(
        expected_as_promoter=learned.as_promoter, at_stake=apart.clip(0)
    )
    members = {name: (told["segment"] == name).to_numpy() for name in AT_STAKE} | {ALL: np.full(len(told), True)}
    adds = told[["expected", "at_stake"]].assign(difference=apart)
    return AtStake(
        reason="",
        promoters=int(promoters.sum()),
        groups={name: _group(told, apart, who, learned, base.settings.confidence) for name, who in members.items()},
        people=told,
        support=Support(told["segment"], adds),
        everybody=found.support,
    )


def _no_stakes(found: Forecast, promoters: np.ndarray, mine: np.ndarray, least: int) -> str:
    if found.reason or found.used == "mean":
        return found.reason or "mean"
    if promoters.sum() < max(FEWEST_PROMOTERS, least):
        return "promoters"
    return "" if mine.any() else "nobody"


class _Learned(NamedTuple):
    """What each would be expected to buy as a promoter, and by how much the promoters move sums of that."""

    as_promoter: np.ndarray
    chance: float  # mean of max(0, as told by the others − own) among the promoters
    promoters: int  # learned from
    design: Design  # of those at stake, and below them of all that was learned from
    own: np.ndarray  # columns of the promoters
    apart: np.ndarray  # own − as told by the others
    line: Ridge

    def moves(self, who: np.ndarray) -> float:
        """Variance of the sum of what some of those at stake would be expected to buy as promoters."""
        shares = np.zeros((1, len(self.design.values)))
        shares[0, np.flatnonzero(who)] = 1.0
        moves = self.line.sum_moves(int(who.sum()), self.design.means(shares)[0][0], self.own, self.apart)
        return float((moves**2).sum())


def _learned(base: Basis, expected: np.ndarray, promoters: np.ndarray, mine: np.ndarray) -> _Learned:
    ids = base.customers["customer_id"].to_numpy(dtype=object)
    known = covariates(base.customers, base.settings, window_before_covered=base.window_before_covered)
    first, own, every = np.flatnonzero(mine), np.flatnonzero(promoters), np.arange(len(ids))
    own, every = (part[some_of(ids[part], most)] for part, most in ((own, MOST_PROMOTERS), (every, MOST_LEARNED_FROM)))
    places = np.r_[first, own, every]
    answered = np.arange(len(places)) < len(first) + len(own)
    design = design_of(known.values[places], known.sources, known.kinds, answered)
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


def _group(told: pd.DataFrame, apart: np.ndarray, who: np.ndarray, learned: _Learned, confidence: float) -> GroupStake:
    n = int(who.sum())
    if not n:
        return GroupStake(0, None, None, None, None, None)
    some = told[who]
    rule = sum(RULE_OF_THUMB[name] * some.loc[some["segment"] == name, "expected"].sum() for name in AT_STAKE)
    return GroupStake(
        n=n,
        expected=float(some["expected"].sum()),
        at_stake=_sum(apart[who].clip(0), learned.moves(who & (apart > 0)), learned.promoters, confidence),
        by_chance=n * learned.chance,
        difference=_sum(apart[who], learned.moves(who), learned.promoters, confidence),
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
