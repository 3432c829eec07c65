"""The adjusted gap: two segments compared like with like (METHOD §5). An association, never a cause."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.parameters import Settings
from helpers.compare.adjustment.aipw import added_up, aipw, estimate_and_ends
from helpers.compare.adjustment.covariates import Covariates, covariates
from helpers.compare.adjustment.overlap import Balance, Overlap, fewest, overlap
from helpers.compare.basis import Basis
from helpers.compare.figures import MEASURES, PAIRS

Known = float | None


@dataclass(frozen=True)
class Adjusted:
    """The gap of a measure between two segments, plain and like with like; money in units of the currency.

    Attributes
    ----------
    estimate, low, high : float or None
        Mean difference in those kept, were they all of the first segment or all of the second;
        ``None`` where there is a `reason`.
    plain, plain_kept : float or None
        Difference of the means: of all matched respondents of both segments, of those kept.
    n, trimmed : dict
        Segment → respondents kept, and left out since the other segment has nobody like them (of
        those whose measure is known).
    bounds : tuple of float
        Kept are those whose chance to be of the first segment lies between.
    balance : tuple of Balance
        Standardised differences before, and after trimming and weighting, by column.
    reason : str
        Why there is no estimate: ``few`` (a segment is, or is left, under `smallest_group`), ``alike``
        (nothing is known in which they differ), ``periods`` (LTV and LRV are of different ones), or "".
    earlier_spend : bool
        Whether what was bought before the window was taken into account.
    left_out : dict of str to str
        Attribute → why it was not taken into account: see `Covariates`.
    """

    estimate: Known
    low: Known
    high: Known
    plain: Known
    plain_kept: Known
    n: dict[str, int]
    trimmed: dict[str, int]
    bounds: tuple[float, float]
    balance: tuple[Balance, ...]
    reason: str
    earlier_spend: bool
    left_out: dict[str, str]


def like_with_like(base: Basis, *, window_before_covered: bool) -> dict[str, Adjusted]:
    """`adjusted_gaps` of a comparison's persons."""
    worth, referral = base.persons["ltv"], base.persons["lrv"]
    return adjusted_gaps(base.persons, worth, referral, base.settings, window_before_covered=window_before_covered)


def adjusted_gaps(
    rows: pd.DataFrame, worth: pd.Series, referral: pd.Series, settings: Settings, *, window_before_covered: bool
) -> dict[str, Adjusted]:
    """MEASURE_PAIR → adjusted gap of LTV, LRV or customer value, first segment − second.

    Respondents whom the other segment has nobody like are left out (`overlap.bounds`); of the others
    an augmented inverse-probability-weighted estimate (Robins, Rotnitzky and Zhao 1994, Journal of the
    American Statistical Association 89), right if either regression is, with weights that sum to the
    same in both segments. Interval: Student's t from the influence function. LRV is known of those
    who answered the count; the others have what is expected of people like them. V is LTV + LRV,
    customer by customer; ā, k and L̄ are taken as given.

    Parameters
    ----------
    rows : DataFrame
        As made by `helpers.merge.customers.customer_rows`, one row a customer; with ``in_crm`` also
        respondents whom the CRM does not know, who take no part.
    worth, referral : Series of float
        LTV and LRV of each row; LRV missing where the count was not answered.
    window_before_covered : bool
        Whether the purchases cover the window before; if not, earlier spend is not used.

    Notes
    -----
    How often the intervals hold the true effect: ``benchmarks/README.md``.
    """
    places = _in_order(rows)
    people = rows.iloc[places].reset_index(drop=True)
    known = covariates(people, settings, window_before_covered=window_before_covered)
    values = [one.to_numpy(dtype=float)[places] for one in (worth, referral)]
    found: dict[str, Adjusted] = {}
    for pair, segments in PAIRS.items():
        mine = people["segment"].isin(segments).to_numpy()
        first = (people["segment"] == segments[0]).to_numpy()[mine]
        sides = overlap(known, mine, first, settings.smallest_group)
        gaps = _of_pair([one[mine] for one in values], segments, sides, known, settings)
        found |= {f"{measure}_{pair}": gap for measure, gap in zip(MEASURES, gaps, strict=True)}
    return found


def _in_order(rows: pd.DataFrame) -> np.ndarray:
    """Places of the matched respondents, by customer_id."""
    matched = np.flatnonzero(rows["segment"].notna() & rows.get("in_crm", pd.Series(True, index=rows.index)))
    return matched[np.argsort(rows["customer_id"].to_numpy(dtype=object)[matched], kind="stable")]


def _of_pair(
    values: list[np.ndarray], segments: tuple[str, str], sides: Overlap, known: Covariates, settings: Settings
) -> list[Adjusted]:
    """Of LTV, LRV and their sum."""
    reasons = [_reason(one, sides, settings) for one in values]
    added = [None if reason else aipw(one[sides.kept], sides) for one, reason in zip(values, reasons, strict=True)]
    reasons.append(max(reasons) if settings.window_days else "periods")
    added.append(None if reasons[-1] else added_up([one for one in added if one]))
    gaps = []
    for parts, one, reason in zip((values[:1], values[1:], values), added, reasons, strict=True):
        estimate, low, high = estimate_and_ends(one, sides, settings.confidence) if one else (None, None, None)
        plain, plain_kept = (
            None if reason == "periods" else _plain(parts, sides.first, who) for who in (sides.kept | True, sides.kept)
        )
        n, trimmed = (_counts(parts[0], segments, sides.first, who) for who in (sides.kept, ~sides.kept))
        about = sides.bounds, sides.balance, reason, known.earlier_spend, known.left_out
        gaps.append(Adjusted(estimate, low, high, plain, plain_kept, n, trimmed, *about))
    return gaps


def _reason(values: np.ndarray, sides: Overlap, settings: Settings) -> str:
    told = sides.kept & ~np.isnan(values)
    return sides.reason or ("few" if fewest(sides.first[told]) < settings.smallest_group else "")


def _counts(values: np.ndarray, segments: tuple[str, str], first: np.ndarray, who: np.ndarray) -> dict[str, int]:
    told = who & ~np.isnan(values)
    return {segments[0]: int((told & first).sum()), segments[1]: int((told & ~first).sum())}


def _plain(parts: list[np.ndarray], first: np.ndarray, among: np.ndarray) -> Known:
    """Difference of the means, each of those whose part is known; None where a segment has nobody."""
    told = [among & ~np.isnan(part) for part in parts]
    if any(fewest(first[who]) == 0 for who in told):
        return None
    means = [part[who & first].mean() - part[who & ~first].mean() for part, who in zip(parts, told, strict=True)]
    return float(sum(means))
