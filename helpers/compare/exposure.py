"""How long customers were customers in the window, and what they brought in the same time (METHOD §3)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.intervals import interval, moments, welch_interval
from helpers.base.proportions import ratio
from helpers.base.resampling import resampled_sums
from helpers.base.results import SEGMENTS, Estimate, Support, behind, told_by
from helpers.base.strata import value_cells
from helpers.compare.basis import Basis, customers_support, finite
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.ltv import days_as_customer
from helpers.compare.settings import CompareSettings
from helpers.merge.customers import of_whole_window, segment_of

UNEVEN = 0.05  # years
DAYS = 365


def exposure_years(rows: pd.DataFrame, settings: CompareSettings) -> pd.Series:
    """Years of the window in which each was a customer.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> rows = pd.DataFrame({"acquired_on": pd.to_datetime(["2020-01-01", "2026-03-31"])})
    >>> exposure_years(rows, checked({"as_of": "2026-04-01"})).tolist()
    [1.0, 0.0027397260273972603]
    """
    return days_as_customer(rows, settings) / DAYS


@dataclass(frozen=True)
class SegmentExposure:
    """Mean exposure of a segment, in years; those of the whole window, and their mean LTV; LTV per customer-year."""

    years: float | None = told_by("ltv")
    whole: int | None = told_by("whole")
    ltv_whole: float | None = told_by("whole")
    ltv_per_year: float | None = told_by("ltv")


@dataclass(frozen=True)
class ExposureGaps:
    """Promoter − detractor: LTV of customers of the whole window, and LTV per customer-year."""

    whole: Estimate | None = told_by("whole")
    per_year: Estimate | None = told_by("ltv")


@dataclass(frozen=True)
class Exposure:
    """Segment → exposure, and the gaps in the same time.

    Attributes
    ----------
    support : Support or None
        All customers, ``whole`` or ``part`` of the window, within their segment: buyer, net, ltv, cost.
    """

    segments: Mapping[str, SegmentExposure]
    gaps: ExposureGaps
    support: Support | None = behind()

    def uneven(self) -> bool:
        """Whether the segments' mean exposures differ by more than 0.05 years."""
        years = [part.years for part in self.segments.values() if part.years]
        return bool(years) and max(years) - min(years) > UNEVEN


def exposure(base: Basis) -> Exposure | None:
    """Exposure of the segments; ``None`` with the whole history as the window."""
    settings, people = base.settings, base.customers
    if settings.window_start is None:
        return None
    years = exposure_years(people, settings)
    whole = of_whole_window(people, settings)
    named, cell = segment_of(people), pd.Series(np.where(whole, "whole", "part"), index=people.index)
    parts = {segment: _of_segment(people, years, whole, named == segment) for segment in SEGMENTS}
    gaps = ExposureGaps(_whole_gap(people, whole, named, settings), _yearly_gap(people, years, named, settings))
    return Exposure(parts, gaps, Support(cell, customers_support(people, settings).adds, named))


def _of_segment(people: pd.DataFrame, years: pd.Series, whole: pd.Series, mine: pd.Series) -> SegmentExposure:
    if not mine.any():
        return SegmentExposure(None, None, None, None)
    kept, ltv = people.loc[mine & whole, "ltv"], people.loc[mine, "ltv"]
    yearly = finite(float(ratio(ltv.sum(), years[mine].sum())))
    return SegmentExposure(float(years[mine].mean()), len(kept), float(kept.mean()) if len(kept) else None, yearly)


def _whole_gap(people: pd.DataFrame, whole: pd.Series, named: pd.Series, settings: CompareSettings) -> Estimate | None:
    first, second = (
        moments(people.loc[whole & (named == segment), "ltv"].to_numpy(float)) for segment in PAIRS[HEADLINE_PAIR]
    )
    gap = finite(float(first.mean - second.mean))
    low, high = (finite(float(end)) for end in welch_interval(first, second, settings.confidence))
    return None if gap is None else Estimate(gap, low, high)


def _yearly_gap(people: pd.DataFrame, years: pd.Series, named: pd.Series, settings: CompareSettings) -> Estimate | None:
    """Σ LTV / Σ exposure of each; resampled by customer within the segment."""
    point, draws = [], []
    for number, segment in enumerate(PAIRS[HEADLINE_PAIR]):
        both = np.column_stack([people["ltv"], years])[(named == segment).to_numpy()]
        random = settings.random(number)
        point.append(float(ratio(*both.sum(axis=0))))
        both = both[np.lexsort(both.T)]
        draws.append(resampled_sums(both, settings.resamples, random, cell=value_cells(both[:, 0], both[:, 1] < 1)))
    gap = finite(point[0] - point[1])
    if gap is None:
        return None
    first, second = (ratio(drawn[:, 0], drawn[:, 1]) for drawn in draws)
    return Estimate(gap, *interval(first - second, settings.confidence))
