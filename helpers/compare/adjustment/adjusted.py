"""The adjusted gap: two segments compared like with like (METHOD §5). An association, never a cause."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from helpers.base.results import ALL, Estimate, Support
from helpers.base.rows import thinned
from helpers.compare.adjustment.aipw import Effect, Expected, Target, added_up, aipw, estimate_and_ends
from helpers.compare.adjustment.balance import Balance, balances
from helpers.compare.adjustment.covariates import Covariates, covariates
from helpers.compare.adjustment.held import window_held
from helpers.compare.adjustment.learners import expected_worth, folds_of
from helpers.compare.adjustment.likeness import Adjusted, AdjustedGaps, LikeWithLike
from helpers.compare.adjustment.overlap import Overlap, all_kept, as_they_are, fewest, movers, overlap
from helpers.compare.adjustment.sensitivity import sensitivity
from helpers.compare.basis import Basis
from helpers.compare.figures import PAIRS
from helpers.compare.gaps import worth_of
from helpers.compare.ltv import acquisition_cost_due, retention_cost
from helpers.compare.settings import CompareSettings

MOST_SILENT = 4_000  # of those who did not answer, to learn of what worth hangs on


def like_with_like(base: Basis) -> LikeWithLike:
    """`adjusted_gaps` of a comparison's persons."""
    worth, covered = (base.persons["ltv"], base.persons["lrv"]), base.window_before_covered
    gaps = adjusted_gaps(base.persons, *worth, base.settings, window_before_covered=covered)
    held = window_held(base.persons, base.settings, window_before_covered=covered)
    return LikeWithLike(gaps, worth_of(base), held)


def adjusted_gaps(
    rows: pd.DataFrame, worth: pd.Series, referral: pd.Series, settings: CompareSettings, *, window_before_covered: bool
) -> dict[str, AdjustedGaps]:
    """Pair → adjusted gaps of LTV, LRV and customer value, first segment − second.

    Respondents whom the other segment has nobody like are left out (`kept_between`); of the others
    an augmented inverse-probability-weighted estimate (Robins, Rotnitzky and Zhao 1994, Journal of the
    American Statistical Association 89), right if either regression is, as far as it finds the shape, with weights
    that sum to the same in both segments. Both regressions see pairs of what is known, and bends of tenure and
    spend, and tell of nobody what they learned of herself. Interval: Student's t from the influence function. LRV is
    known of those who answered the count; the others have what is expected of people like them. V is LTV + LRV,
    customer by customer; ā, k and L̄ are taken as given; costs, settled before the window, are none of the effect.
    How often the intervals hold the true effect: ``benchmarks/README.md``.

    Parameters
    ----------
    rows : DataFrame
        One row a customer; with ``in_crm`` also respondents whom the CRM does not know, who take no part.
    worth, referral : Series of float
        LTV and LRV of each row; LRV missing where the count was not answered.
    """
    places = _in_order(rows)
    people = rows.iloc[places].reset_index(drop=True)
    columns = covariates(people, settings, window_before_covered=window_before_covered)
    costs = (acquisition_cost_due(people, settings) + retention_cost(people, settings)).to_numpy(dtype=float)
    measured = [
        _Measured(measure.to_numpy(dtype=float)[places], cost)
        for measure, cost in ((worth, costs), (referral, np.zeros(len(people))))
    ]
    gaps = {}
    with threadpool_limits(1):  # the same figures with any number of cores
        for pair, segments in PAIRS.items():
            mine = people["segment"].isin(segments).to_numpy()
            first = (people["segment"] == segments[0]).to_numpy()[mine]
            fold = folds_of(people["customer_id"].to_numpy(dtype=object)[mine], first, settings.fold_seed)
            sides = overlap(columns, mine, first, fold, settings.smallest_group)
            parted = [one.parted(people["segment"], mine) for one in measured]
            gaps[pair] = _of_pair(parted, _pair(segments, sides, columns.of(mine), settings))
    return gaps


def _in_order(rows: pd.DataFrame) -> np.ndarray:
    """Places of the matched respondents by customer_id, and of some of those who did not answer."""
    known = rows.get("in_crm", pd.Series(True, index=rows.index)).to_numpy(dtype=bool)
    answered = rows["segment"].notna().to_numpy()
    ids = rows["customer_id"].to_numpy(dtype=object)
    matched, silent = (
        who[np.argsort(ids[who], kind="stable")] for who in map(np.flatnonzero, (known & answered, known & ~answered))
    )
    return np.r_[matched, thinned(silent, MOST_SILENT)]


class _Measured(NamedTuple):
    """A measure of each customer, missing where it is not known, and what costs took off it."""

    worth: np.ndarray
    costs: np.ndarray
    others: np.ndarray = np.empty(0)  # those of no segment of the pair: worth before costs less the mean of their kind

    def parted(self, segment: pd.Series, mine: np.ndarray) -> "_Measured":
        """Of the customers of two segments, and the others beside them."""
        gained = pd.Series(self.worth + self.costs)[~mine]
        others = gained - gained.groupby(segment[~mine].fillna("")).transform("mean")
        return _Measured(self.worth[mine], self.costs[mine], others.to_numpy())


class _Targets(NamedTuple):
    """Over whom an effect is averaged: those kept of both segments, those of the second, those kept as they are."""

    kept: Target
    moved: Target
    plain: Target


class _Effects(NamedTuple):
    """Of a measure, on each of the `_Targets`; the last is the plain gap of those kept."""

    kept: Effect
    moved: Effect
    plain: Effect


class _Pair(NamedTuple):
    """Two segments that are compared; without targets where they can't be."""

    segments: tuple[str, str]
    sides: Overlap
    targets: _Targets | None
    balance: tuple[Balance, ...]
    columns: Covariates  # of the customers of both
    settings: CompareSettings


def _pair(segments: tuple[str, str], sides: Overlap, columns: Covariates, settings: CompareSettings) -> _Pair:
    if sides.reason:
        return _Pair(segments, sides, None, (), columns, settings)
    targets = _Targets(all_kept(sides), movers(sides), as_they_are(sides))
    return _Pair(segments, sides, targets, balances(sides.design, sides.first, targets.kept), columns, settings)


def _of_pair(measures: list[_Measured], pair: _Pair) -> AdjustedGaps:
    """Of LTV, LRV and their sum."""
    reasons = [_reason(measure.worth, pair) for measure in measures]
    effects = [None if reason else _effects(part, pair) for part, reason in zip(measures, reasons, strict=True)]
    reasons.append(max(reasons) if pair.settings.window_days else "periods")
    effects.append(None if reasons[-1] else _Effects(*map(added_up, zip(*filter(None, effects), strict=True))))
    worth = [[measures[0].worth], [measures[1].worth], [measure.worth for measure in measures]]
    return AdjustedGaps(*(_adjusted(*one, pair) for one in zip(worth, effects, reasons, strict=True)))


def _reason(values: np.ndarray, pair: _Pair) -> str:
    sides = pair.sides
    compared = sides.kept & ~np.isnan(values)
    return sides.reason or ("few" if fewest(sides.first[compared]) < pair.settings.smallest_group else "")


def _effects(measure: _Measured, pair: _Pair) -> _Effects | None:
    if not pair.targets:
        return None
    first, nothing = pair.sides.first, np.zeros(len(measure.worth))
    gained = measure.worth + measure.costs
    expected = expected_worth(pair.sides.design, gained, first, pair.sides.fold, measure.others)
    return _Effects(
        aipw(gained, first, expected, pair.targets.kept),
        aipw(gained, first, expected, pair.targets.moved),
        aipw(measure.worth, first, Expected(nothing, nothing), pair.targets.plain),
    )


def _adjusted(parts: list[np.ndarray], found: _Effects | None, reason: str, pair: _Pair) -> Adjusted:
    """Of a measure, which is the sum of its parts."""
    sides, columns = pair.sides, pair.columns
    n, trimmed, unmoved = _counts(parts[0], pair.segments, sides)
    gap = moved = plain_kept = strong = None
    if found and pair.targets:
        gap, moved, plain_kept = _ends(found, pair.targets, pair)
        strong = sensitivity(gap, found.kept, np.sum(parts, axis=0), columns, sides.first, pair.targets.kept)
    return Adjusted(
        gap=gap,
        moved=moved,
        plain=None if reason == "periods" else _plain(parts, sides.first),
        plain_kept=plain_kept,
        n=n,
        trimmed=trimmed,
        unmoved=unmoved,
        bounds=sides.bounds,
        balance=pair.balance,
        sensitivity=strong,
        reason=reason,
        earlier_spend=columns.earlier_spend,
        left_out=columns.left_out,
        trimmed_worth=_left_out(parts, sides),
    )


def _ends(effects: _Effects, targets: _Targets, pair: _Pair) -> list[Estimate]:
    return [
        Estimate(*estimate_and_ends(effect, pair.sides.first, target, pair.settings.confidence))
        for effect, target in zip(effects, targets, strict=True)
    ]


def _counts(
    values: np.ndarray, segments: tuple[str, str], sides: Overlap
) -> tuple[dict[str, int], dict[str, int], int]:
    """Of those whose measure is known: kept and left out of each segment, and of the second left out of the moved."""
    known, members = ~np.isnan(values), dict(zip(segments, (sides.first, ~sides.first), strict=True))
    kept, trimmed = (
        {name: int((known & who & mine).sum()) for name, mine in members.items()} for who in (sides.kept, ~sides.kept)
    )
    return kept, trimmed, int((known & ~sides.reached & ~sides.first).sum())


def _plain(parts: list[np.ndarray], first: np.ndarray) -> float | None:
    """Difference of the means, each of those whose part is known; None where a segment has nobody."""
    members = [~np.isnan(part) for part in parts]
    if any(fewest(first[who]) == 0 for who in members):
        return None
    means = [part[who & first].mean() - part[who & ~first].mean() for part, who in zip(parts, members, strict=True)]
    return float(sum(means))


def _left_out(parts: list[np.ndarray], sides: Overlap) -> Support:
    """Those left out, and what they are worth."""
    out = pd.DataFrame({"worth": np.nansum(parts, axis=0)[~sides.kept]})
    return Support(pd.Series(ALL, index=out.index), out)
