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
    plain: float | None = told_by("gap")  # difference of the means of all matched respondents of both segments
    plain_kept: float | None = told_by("gap")  # of those kept
    n: Mapping[str, int] = told_by("gap")  # segment → respondents kept (of those whose measure is known)
    trimmed: Mapping[str, int] = told_by("gap")  # left out since the other segment has nobody like them
    bounds: tuple[float, float] = public()  # kept are those whose chance to be of the first segment lies between
    balance: tuple[Balance, ...] = told_by("gap")
    reason: str = public()  # why no gap: that of the `Overlap`, ``periods`` (LTV and LRV are of different ones), or ""
    earlier_spend: bool = public()  # whether what was bought before the window was taken into account
    left_out: Mapping[str, str] = public()  # attribute → why it was not: see `Covariates`


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
    American Statistical Association 89), right if either regression is, with weights that sum to the
    same in both segments. Interval: Student's t from the influence function. LRV is known of those
    who answered the count; the others have what is expected of people like them. V is LTV + LRV,
    customer by customer; ā, k and L̄ are taken as given. How often the intervals hold the true effect:
    ``benchmarks/README.md``.

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
    values = [measure.to_numpy(dtype=float)[places] for measure in (worth, referral)]
    gaps = {}
    for pair, segments in PAIRS.items():
        mine = people["segment"].isin(segments).to_numpy()
        first = (people["segment"] == segments[0]).to_numpy()[mine]
        sides = overlap(columns, mine, first, settings.smallest_group)
        gaps[pair] = _of_pair([measure[mine] for measure in values], segments, sides, columns, settings)
    return gaps


def _in_order(rows: pd.DataFrame) -> np.ndarray:
    """Places of the matched respondents, by customer_id."""
    matched = np.flatnonzero(rows["segment"].notna() & rows.get("in_crm", pd.Series(True, index=rows.index)))
    return matched[np.argsort(rows["customer_id"].to_numpy(dtype=object)[matched], kind="stable")]


def _of_pair(
    values: list[np.ndarray], segments: tuple[str, str], sides: Overlap, columns: Covariates, settings: CompareSettings
) -> AdjustedGaps:
    """Of LTV, LRV and their sum."""
    reasons = [_reason(measure, sides, settings) for measure in values]
    added = [None if reason else aipw(part[sides.kept], sides) for part, reason in zip(values, reasons, strict=True)]
    reasons.append(max(reasons) if settings.window_days else "periods")
    added.append(None if reasons[-1] else added_up([part for part in added if part]))
    gaps = []
    for parts, influences, reason in zip((values[:1], values[1:], values), added, reasons, strict=True):
        gap = Estimate(*estimate_and_ends(influences, sides, settings.confidence)) if influences else None
        plain, plain_kept = (
            None if reason == "periods" else _plain(parts, sides.first, who) for who in (sides.kept | True, sides.kept)
        )
        n, trimmed = (_counts(parts[0], segments, sides.first, who) for who in (sides.kept, ~sides.kept))
        about = sides.bounds, sides.balance, reason, columns.earlier_spend, columns.left_out
        gaps.append(Adjusted(gap, plain, plain_kept, n, trimmed, *about))
    return AdjustedGaps(*gaps)


def _reason(values: np.ndarray, sides: Overlap, settings: CompareSettings) -> str:
    compared = sides.kept & ~np.isnan(values)
    return sides.reason or ("few" if fewest(sides.first[compared]) < settings.smallest_group else "")


def _counts(values: np.ndarray, segments: tuple[str, str], first: np.ndarray, who: np.ndarray) -> dict[str, int]:
    counted = who & ~np.isnan(values)
    return {segments[0]: int((counted & first).sum()), segments[1]: int((counted & ~first).sum())}


def _plain(parts: list[np.ndarray], first: np.ndarray, among: np.ndarray) -> float | None:
    """Difference of the means, each of those whose part is known; None where a segment has nobody."""
    members = [among & ~np.isnan(part) for part in parts]
    if any(fewest(first[who]) == 0 for who in members):
        return None
    means = [part[who & first].mean() - part[who & ~first].mean() for part, who in zip(parts, members, strict=True)]
    return float(sum(means))
