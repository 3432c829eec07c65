"""The comparison by other means than means: LTV alone, medians, without the largest, other cut-offs (METHOD §5)."""

import numpy as np
import pandas as pd

from helpers.base.intervals import interval
from helpers.base.results import Estimate, Support
from helpers.collect.nps import segments
from helpers.compare.basis import Basis, with_segments
from helpers.compare.comparison import Worth
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.gaps import worth_of
from helpers.compare.robustness.scenarios import (
    HeadlineGap,
    Recounted,
    Specification,
    Specifications,
    headline_gap,
)
from helpers.compare.settings import CompareSettings

TRIMMED_SHARE = 0.01


def method_scenarios(base: Basis) -> Specifications:
    """LTV alone, medians of each one's own value, without the largest, and other cut-offs of the score."""
    worth = worth_of(base)
    alone = Specification("ltv_alone", None, {}, headline_gap(base), "ltv", Recounted(worth))
    return Specifications((alone, _of_medians(base, worth), _trimmed(base), *_other_cut_offs(base)))


def _of_medians(base: Basis, worth: Worth) -> Specification:
    """Median of each person's own LTV or value, promoter − detractor."""
    ltv, lrv = base.customers["ltv"], base.customers["lrv"]
    gap = HeadlineGap(*(_median_gap(figure, base) for figure in (ltv, ltv + lrv)))
    return Specification("median", None, {}, gap, None, Recounted(worth))


def _median_gap(figure: pd.Series, base: Basis) -> Estimate | None:
    """Difference of two medians; ``None`` where nobody of a segment has the figure."""
    segment = base.customers["segment"]
    first, second = (figure[(segment == name).fillna(False)].dropna().to_numpy() for name in PAIRS[HEADLINE_PAIR])
    ends = median_gap_interval(first, second, base.settings)
    return Estimate(float(np.median(first) - np.median(second)), *ends) if len(first) and len(second) else None


def median_gap_interval(
    first: np.ndarray, second: np.ndarray, settings: CompareSettings
) -> tuple[float, float] | tuple[None, None]:
    """Percentile interval of the difference of two medians; none where a group is empty.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> median_gap_interval(np.full(20, 5.0), np.full(20, 3.0), checked({"as_of": "2026-04-01"}))
    (2.0, 2.0)
    """
    if not len(first) or not len(second):
        return None, None
    draws = [
        resampled_medians(values, settings.resamples, settings.random(number))
        for number, values in enumerate((first, second))
    ]
    return interval(draws[0] - draws[1], settings.confidence)


def resampled_medians(values: np.ndarray, resamples: int, rng: np.random.Generator) -> np.ndarray:
    """Median of each resample of the values, without drawing them.

    A resample's k-th smallest value is the one at place ⌊n U⌋ of the sorted values, U the k-th smallest
    of n uniform numbers, which is beta distributed; the next one lies above it by the smallest of the
    n − k that are left.
    """
    n, ordered = len(values), np.sort(values)
    k = (n + 1) // 2
    lower = rng.beta(k, n - k + 1, resamples)
    if n % 2:
        return ordered[(n * lower).astype(int)]
    upper = lower + (1 - lower) * rng.beta(1, n - k, resamples)
    places = (np.minimum((n * side).astype(int), n - 1) for side in (lower, upper))
    return np.mean([ordered[place] for place in places], axis=0)


def _trimmed(base: Basis) -> Specification:
    """Without the 1 % of matched respondents whose LTV is highest."""
    customers = base.customers
    ltv, answered = customers["ltv"].to_numpy(), customers["segment"].notna().to_numpy()
    top = answered & (ltv > np.quantile(ltv[answered], 1 - TRIMMED_SHARE)) if answered.any() else answered
    return _moved("trimmed", base, customers["segment"].mask(top))


def _other_cut_offs(base: Basis) -> list[Specification]:
    """Both cut-offs a score lower, and a score higher, as far as the scale goes."""
    settings, (low, high) = base.settings, sorted(base.settings.score_bounds)
    choices = []
    for name, step in (("cut_offs_lower", -1), ("cut_offs_higher", 1)):
        cut = {"passive_from": settings.passive_from + step, "promoter_from": settings.promoter_from + step}
        if low < cut["passive_from"] < cut["promoter_from"] <= high:
            choices.append(_moved(name, base, segments(base.customers["score"], **cut)))
    return choices


def _moved(name: str, base: Basis, segment: pd.Series) -> Specification:
    """The gap where some customers are of another segment, or of none."""
    customers, there = base.customers, with_segments(base, segment)
    before, after = customers["segment"].fillna("none"), segment.fillna("none")
    moves = Support(before + " " + after, customers[["ltv"]], before)
    return Specification(name, None, {}, headline_gap(there), None, Recounted(worth_of(there), moves))
