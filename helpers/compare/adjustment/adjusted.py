"""The adjusted gap: two segments compared like with like (METHOD §5). An association, never a cause."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from helpers.base.results import ALL, Estimate, Support, behind, is_hidden, public, told_by
from helpers.compare.adjustment.aipw import Effect, Expected, added_up, aipw, estimate_and_ends
from helpers.compare.adjustment.balance import Balance, balances
from helpers.compare.adjustment.covariates import Covariates, covariates
from helpers.compare.adjustment.held import WindowHeld, window_held
from helpers.compare.adjustment.learners import expected_worth, folds_of
from helpers.compare.adjustment.overlap import Overlap, all_kept, as_they_are, fewest, movers, overlap
from helpers.compare.adjustment.sensitivity import Sensitivity, sensitivity
from helpers.compare.basis import Basis
from helpers.compare.comparison import PairEstimates, Worth
from helpers.compare.figures import PAIRS
from helpers.compare.gaps import worth_of
from helpers.compare.ltv import acquisition_cost_due, retention_cost
from helpers.compare.settings import CompareSettings

MOST_SILENT = 4_000  # of those who did not answer, to learn of what worth hangs on


@dataclass(frozen=True)
class Adjusted:
    """The gap of a measure between two segments, plain and like with like; money in units of the currency."""

    gap: Estimate | None = told_by("gap")  # mean difference in those kept, were they all of one or all of the other
    moved: Estimate | None = told_by("gap")  # the same in those of the second segment of whom the first has some alike
    plain: float | None = told_by("gap")  # difference of the means of all matched respondents of both segments
    plain_kept: Estimate | None = told_by("gap", "kept")  # of those kept
    n: Mapping[str, int] = told_by("gap")  # segment → respondents kept (of those whose measure is known)
    trimmed: Mapping[str, int] = told_by("gap")  # left out since the other segment has nobody like them
    unmoved: int = told_by("gap")  # of the second segment, left out of `moved` since the first has nobody like them
    bounds: tuple[float, float] = public()  # kept are those whose chance to be of the first segment lies between
    balance: tuple[Balance, ...] = told_by("gap")
    sensitivity: Sensitivity | None = told_by("gap")
    reason: str = public()  # why no gap: that of the `Overlap`, ``periods`` (LTV and LRV are of different ones), or ""
    earlier_spend: bool = public()  # whether what was bought before the window was taken into account
    left_out: Mapping[str, str] = public()  # attribute → why it was not: see `Covariates`
    trimmed_worth: Support | None = behind()  # those left out

    def has_left_out(self) -> bool:
        """Whether anybody was left out; false where the counts may not be shown."""
        return not is_hidden(self.trimmed) and any(n != 0 for n in self.trimmed.values())


@dataclass(frozen=True)
class AdjustedGaps:
    """Gaps between two segments like with like."""

    ltv: Adjusted
    lrv: Adjusted
    value: Adjusted

    def of(self, measure: str) -> Adjusted:
        """The gap by one of the `MEASURES`."""
        return getattr(self, measure)


@dataclass(frozen=True)
class LikeWithLike:
    """The segments compared like with like."""

    pairs: Mapping[str, AdjustedGaps]
    worth: Worth | None = behind()
    held: WindowHeld = field(default_factory=WindowHeld)  # what each attribute explains of the window's purchases

    def gaps(self) -> dict[str, PairEstimates]:
        """Pair → gaps alone."""
        return {pair: PairEstimates(gaps.ltv.gap, gaps.lrv.gap, gaps.value.gap) for pair, gaps in self.pairs.items()}

    def moved(self) -> dict[str, PairEstimates]:
        """Pair → effects on those of the second segment, were they of the first."""
        return {
            pair: PairEstimates(gaps.ltv.moved, gaps.lrv.moved, gaps.value.moved) for pair, gaps in self.pairs.items()
        }


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
            gaps[pair] = _of_pair(parted, segments, sides, columns.of(mine), settings)
    return gaps


def _in_order(rows: pd.DataFrame) -> np.ndarray:
    """Places of the matched respondents by customer_id, and of some of those who did not answer."""
    known = rows.get("in_crm", pd.Series(True, index=rows.index)).to_numpy(dtype=bool)
    answered = rows["segment"].notna().to_numpy()
    ids = rows["customer_id"].to_numpy(dtype=object)
    matched, silent = (
        who[np.argsort(ids[who], kind="stable")] for who in map(np.flatnonzero, (known & answered, known & ~answered))
    )
    return np.r_[matched, silent[:: max(-(-len(silent) // MOST_SILENT), 1)]]


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


class _Effects(NamedTuple):
    """On those kept of both segments, on those of the second, and the plain gap of those kept."""

    kept: Effect
    moved: Effect
    plain: Effect


def _of_pair(
    measures: list[_Measured], segments: tuple[str, str], sides: Overlap, columns: Covariates, settings: CompareSettings
) -> AdjustedGaps:
    """Of LTV, LRV and their sum."""
    reasons = [_reason(measure.worth, sides, settings) for measure in measures]
    effects = [None if reason else _effects(part, sides) for part, reason in zip(measures, reasons, strict=True)]
    reasons.append(max(reasons) if settings.window_days else "periods")
    whole = None if reasons[-1] else _Effects(*map(added_up, zip(*filter(None, effects), strict=True)))
    balance = () if sides.reason else balances(sides.design, sides.first, all_kept(sides))
    worth = [[measures[0].worth], [measures[1].worth], [measure.worth for measure in measures]]
    return AdjustedGaps(
        *(
            _adjusted(parts, found, reason, segments, sides, columns, settings, balance)
            for parts, found, reason in zip(worth, [*effects, whole], reasons, strict=True)
        )
    )


def _adjusted(
    parts: list[np.ndarray],
    found: _Effects | None,
    reason: str,
    segments: tuple[str, str],
    sides: Overlap,
    columns: Covariates,
    settings: CompareSettings,
    balance: tuple[Balance, ...],
) -> Adjusted:
    gap, moved, plain_kept = _ends(found, sides, settings) if found else [None] * 3
    n, trimmed, unmoved = _counts(parts[0], segments, sides)
    worth = np.sum(parts, axis=0)
    return Adjusted(
        gap=gap,
        moved=moved,
        plain=None if reason == "periods" else _plain(parts, sides.first),
        plain_kept=plain_kept,
        n=n,
        trimmed=trimmed,
        unmoved=unmoved,
        bounds=sides.bounds,
        balance=balance,
        sensitivity=sensitivity(gap, found.kept, worth, columns, sides.first, all_kept(sides))
        if found and gap
        else None,
        reason=reason,
        earlier_spend=columns.earlier_spend,
        left_out=columns.left_out,
        trimmed_worth=_left_out(parts, sides),
    )


def _effects(measure: _Measured, sides: Overlap) -> _Effects:
    gained, nothing = measure.worth + measure.costs, np.zeros(len(measure.worth))
    expected = expected_worth(sides.design, gained, sides.first, sides.fold, measure.others)
    return _Effects(
        aipw(gained, sides.first, expected, all_kept(sides)),
        aipw(gained, sides.first, expected, movers(sides)),
        aipw(measure.worth, sides.first, Expected(nothing, nothing), as_they_are(sides)),
    )


def _ends(effects: _Effects, sides: Overlap, settings: CompareSettings) -> list[Estimate]:
    targets = all_kept(sides), movers(sides), as_they_are(sides)
    return [
        Estimate(*estimate_and_ends(effect, sides.first, target, settings.confidence))
        for effect, target in zip(effects, targets, strict=True)
    ]


def _reason(values: np.ndarray, sides: Overlap, settings: CompareSettings) -> str:
    compared = sides.kept & ~np.isnan(values)
    return sides.reason or ("few" if fewest(sides.first[compared]) < settings.smallest_group else "")


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
