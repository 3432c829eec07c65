"""Earned growth (METHOD §7): revenue kept and earned, against the window before."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.intervals import studentised_interval
from helpers.base.proportions import ratio
from helpers.base.resampling import Draws, observed, resampled
from helpers.base.results import Estimate, Support, behind, derived, told_by
from helpers.base.strata import Stratum, value_cells
from helpers.merge.customers import Shop, is_new, is_referred
from helpers.merge.settings import MergeSettings

_SUMS = ("kept", "earned", "before", "kept_whole", "before_whole")


@dataclass(frozen=True)
class Growth:
    """Shares of the net amount of the window before (rate 0.10 = 10 %), their intervals by resampled customers.

    Attributes
    ----------
    retention_whole : Estimate or None
        Retention of those who were customers for all of the window before. Who joined during it had only a
        part of that time, and a whole window since.
    """

    net_revenue_retention: float | None = told_by("kept")  # of those who were customers before the window
    earned_new_customers: float | None = told_by("earned")  # of new customers won by referral
    rate: float | None = told_by("kept", "earned")  # both together, less 1
    retention_low: float | None = told_by("kept")
    retention_high: float | None = told_by("kept")
    earned_low: float | None = told_by("earned")
    earned_high: float | None = told_by("earned")
    low: float | None = told_by("kept", "earned")
    high: float | None = told_by("kept", "earned")
    retention_whole: Estimate | None = told_by("kept", "whole")
    support: Support | None = behind()  # ``kept``, ``earned`` and ``none``, the other new ones: net, before
    joined: Support | None = behind()  # the kept ones, customers for ``whole`` or ``part`` of the window before


def growth(shop: Shop) -> Growth | None:
    """Earned growth; ``None`` where the window before is not covered, or nothing was bought in it.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> rows = pd.DataFrame({
    ...     "acquired_on": pd.to_datetime(["2024-01-01", "2025-06-01", "2025-06-01"]),
    ...     "acquisition_channel": ["ads", "referral", "ads"],
    ...     "net_amount_before": [100, 0, 0], "net_amount": [85, 25, 20]})
    >>> shop = Shop(rows, checked({"as_of": "2026-04-01"}), window_before_covered=True)
    >>> round(growth(shop).rate, 4)
    0.1
    """
    rows, settings = shop.rows, shop.settings
    if not shop.window_before_covered or rows["net_amount_before"].sum() <= 0:
        return None
    part, whole = _part(rows, settings), ~(rows["acquired_on"] >= pd.Timestamp(settings.before_start))
    adds = pd.DataFrame({"net": rows["net_amount"], "before": rows["net_amount_before"]})
    point, draws = _drawn(adds, part, whole, settings)
    kept, earned, both = (
        _share(top, "before", point, draws, settings.confidence) for top in (["kept"], ["earned"], ["kept", "earned"])
    )
    of_whole = _share(["kept_whole"], "before_whole", point, draws, settings.confidence)
    joined = Support(pd.Series(np.where(whole, "whole", "part"), rows.index), adds).part(part == "kept")
    grown = Estimate(*(derived(lambda end: end - 1, end) for end in (both.estimate, both.low, both.high)))
    ends = {
        "retention_low": kept.low,
        "retention_high": kept.high,
        "earned_low": earned.low,
        "earned_high": earned.high,
    }
    shares = (kept.estimate, earned.estimate, grown.estimate)
    seen = of_whole if of_whole.estimate is not None else None
    return Growth(
        *shares,
        **ends,
        low=grown.low,
        high=grown.high,
        retention_whole=seen,
        support=Support(part, adds),
        joined=joined,
    )


def _part(rows: pd.DataFrame, settings: MergeSettings) -> pd.Series:
    """Whether each was a customer before the window, else whether by referral since."""
    new = is_new(rows, settings)
    return pd.Series(np.select([~new, is_referred(rows, settings)], ["kept", "earned"], "none"), rows.index)


def _drawn(adds: pd.DataFrame, part: pd.Series, whole: pd.Series, settings: MergeSettings) -> tuple[Draws, Draws]:
    """The `_SUMS` as they are, and in each resample of the customers."""
    net, before, kept = adds["net"], adds["before"], part == "kept"
    columns = (net.where(kept), net.where(part == "earned"), before, net.where(whole), before.where(whole))
    features = np.column_stack([column.fillna(0) for column in columns]).astype(float)
    kind = 2 * part.map({"kept": 0, "earned": 1, "none": 2}).to_numpy() + whole.to_numpy()
    stratum = Stratum(features, cell=value_cells((net + before).to_numpy(float), kind))
    return observed(stratum), resampled(stratum, settings.resamples, settings.random(0))


def _share(top: list[str], base: str, point: Draws, draws: Draws, confidence: float) -> Estimate:
    """Quotient of two sums with its interval, studentised; no interval where no resample moves it."""
    (share,), (error,) = _quotients(top, base, point)
    if not np.isfinite(share) or point.sums[0, _SUMS.index(base)] < 0:
        return Estimate(None, None, None)
    if error <= 1e-9 * abs(share):
        return Estimate(float(share), None, None)
    leans = top == ["earned"]  # of few new customers: an even interval covers less often
    low, high = studentised_interval((share, error), *_quotients(top, base, draws), confidence, symmetric=not leans)
    return Estimate(float(share), low, high)


def _quotients(top: list[str], base: str, drawn: Draws) -> tuple[np.ndarray, np.ndarray]:
    """Quotients of sums and their standard errors, linearised: of a/b that of (a − b × share)/b."""
    above = np.isin(_SUMS, top).astype(float)
    below = (np.array(_SUMS) == base).astype(float)
    share = ratio(drawn.sums @ above, drawn.sums @ below)
    slope = above - share[:, None] * below
    error = np.sqrt(np.einsum("ij,ijk,ik->i", slope, drawn.covariances, slope).clip(min=0))
    return share, ratio(error, np.abs(drawn.sums @ below))
