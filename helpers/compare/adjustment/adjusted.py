"""The adjusted gap: two segments compared like with like (METHOD §5). An association, never a cause."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.base.results import Estimate, behind, public, told_by
from helpers.compare.adjustment.aipw import added_up, aipw, estimate_and_ends
from helpers.compare.adjustment.covariates import Covariates, covariates
from helpers.compare.adjustment.held import WindowHeld, window_held
from helpers.compare.adjustment.overlap import Balance, Overlap, fewest, overlap
from helpers.compare.basis import Basis
from helpers.compare.comparison import PairEstimates, Worth
from helpers.compare.figures import PAIRS
from helpers.compare.gaps import worth_of
from helpers.compare.settings import CompareSettings


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
    parted: Support | None = behind()  # those of both segments, kept or left out


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
    that sum to the same in both segments. Both regressions see pairs of what is known and bends of tenure and spend, and
    tell of nobody what they learned of herself. Interval: Student's t from the influence function. LRV is known of
    those who answered the count; the others have what is expected of people like her. V is LTV + LRV,
    customer by customer; ā, k and L̄ are taken as given; costs, settled before the window, are none of the effect. How
    often the intervals hold the true effect: ``benchmarks/README.md``.

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
    measures = [measure.to_numpy(dtype=float)[places] for measure in (worth, referral)]
    gaps = {}
    with threadpool_limits(1):  # the same figures with any number of cores
        for pair, segments in PAIRS.items():
            mine = people["segment"].isin(segments).to_numpy()
            first = (people["segment"] == segments[0]).to_numpy()[mine]
            fold = folds_of(people["customer_id"].to_numpy(dtype=object)[mine], first, settings.seed)
            sides = overlap(columns, mine, first, fold, settings.smallest_group)
            parts = [Measured(measures[0][mine], costs[mine]), Measured(measures[1][mine], np.zeros(mine.sum()))]
            gaps[pair] = _of_pair(parts, segments, sides, columns, settings)
    return gaps


def _in_order(rows: pd.DataFrame) -> np.ndarray:
    """Places of the matched respondents, by customer_id."""
    matched = np.flatnonzero(rows["segment"].notna() & rows.get("in_crm", pd.Series(True, index=rows.index)))
    return matched[np.argsort(rows["customer_id"].to_numpy(dtype=object)[matched], kind="stable")]


class _Measured(NamedTuple):
    """A measure of each customer of two segments, missing where it is not known, and what costs took off it."""

    worth: np.ndarray
    costs: np.ndarray


class _Effects(NamedTuple):
    """Of a measure: on those kept of both segments, on those of the second, and the plain gap of those kept."""

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
    sums = None if reasons[-1] else _Effects(*(added_up(list(parts)) for parts in zip(*filter(None, effects))))
    known = [[measures[0].worth], [measures[1].worth], [measure.worth for measure in measures]]
    return AdjustedGaps(
        *(
            _adjusted(parts, one, reason, segments, sides, columns, settings)
            for parts, one, reason in zip(known, [*effects, sums], reasons, strict=True)
        )
    )


def _effects(measure: _Measured, sides: Overlap) -> _Effects:
    gained, nothing = measure.worth + measure.costs, np.zeros(len(measure.worth))
    expected = expected_worth(sides.design, gained, sides.first, sides.fold)
    return _Effects(
        aipw(gained, sides.first, expected, all_kept(sides)),
        aipw(gained, sides.first, expected, movers(sides)),
        aipw(measure.worth, sides.first, Expected(nothing, nothing), as_they_are(sides)),
    )


def _adjusted(
    parts: list[np.ndarray], effects: _Effects | None, reason: str, segments: tuple[str, str], sides: Overlap,
    columns: Covariates, settings: CompareSettings,
) -> Adjusted:  # fmt: skip
    targets = all_kept(sides), movers(sides), as_they_are(sides)
    ends = [None] * 3
    if effects:
        ends = [
            Estimate(*estimate_and_ends(effect, sides.first, target, settings.confidence))
            for effect, target in zip(effects, targets, strict=True)
        ]
    plain = None if reason == "periods" else _plain(parts, sides.first)
    n, trimmed = (_counts(parts[0], segments, sides.first, who) for who in (sides.kept, ~sides.kept))
    unmoved = _counts(parts[0], segments, sides.first, ~sides.reached)[segments[1]]
    about = sides.bounds, sides.balance, ..., reason, columns.earlier_spend, columns.left_out
    return Adjusted(ends[0], ends[1], plain, ends[2], n, trimmed, unmoved, *about)
