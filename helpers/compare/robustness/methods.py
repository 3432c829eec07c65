"""The comparison by other means than means: LTV alone, medians, without the largest (METHOD §5)."""

import numpy as np
import pandas as pd

from helpers.base.intervals import interval
from helpers.base.middles import middle_mean, middle_places
from helpers.base.results import Estimate, Support, derived
from helpers.compare.basis import Basis, with_segments
from helpers.compare.comparison import Worth
from helpers.compare.exposure import exposure
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.gaps import own_worth, worth_of
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
    """LTV alone, medians of each one's own value, without the largest; exposure."""
    worth = worth_of(base)
    alone = Specification("ltv_alone", None, {}, headline_gap(base), "ltv", Recounted(worth))
    return Specifications((alone, _of_medians(base, worth), _trimmed(base)), exposure(base))


def _of_medians(base: Basis, worth: Worth) -> Specification:
    """Median (`middle_mean`) of each person's own LTV or value, promoter − detractor."""
    own = own_worth(base.customers)
    gap = HeadlineGap(*(_median_gap(own[measure], base) for measure in ("ltv", "value")))
    return Specification("median", None, {}, gap, None, Recounted(worth))


def _median_gap(figure: pd.Series, base: Basis) -> Estimate | None:
    """Difference of two medians; ``None`` where too few of a segment have the figure."""
    segment, least = base.customers["segment"], base.settings.smallest_group
    first, second = (figure[(segment == name).fillna(False)].dropna().to_numpy() for name in PAIRS[HEADLINE_PAIR])
    medians = middle_mean(first, least), middle_mean(second, least)
    return derived(
        lambda above, below: Estimate(above - below, *median_gap_interval(first, second, base.settings)), *medians
    )


def median_gap_interval(
    first: np.ndarray, second: np.ndarray, settings: CompareSettings
) -> tuple[float, float] | tuple[None, None]:
    """Percentile interval of the difference of two medians; none where a group is too small for one.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> median_gap_interval(np.full(20, 5.0), np.full(20, 3.0), checked({"as_of": "2026-04-01"}))
    (2.0, 2.0)
    """
    least = settings.smallest_group
    if min(len(first), len(second)) < 2 * least:
        return None, None
    draws = [
        resampled_medians(values, least, settings.resamples, settings.random(number))
        for number, values in enumerate((first, second))
    ]
    return interval(draws[0] - draws[1], settings.confidence)


def resampled_medians(values: np.ndarray, least: int, resamples: int, rng: np.random.Generator) -> np.ndarray:
    """Median of each resample of the values (the mean of its middle), without drawing all of it.

    A resample's k-th smallest value is the one at place ⌊n U⌋ of the sorted values, U the k-th smallest of n
    uniform numbers, which is beta distributed. The largest of the m in the middle lies above the smallest by a beta
    distributed part of what is left, and those between the two are uniform there.
    """
    n, ordered = len(values), np.sort(values)
    places = middle_places(n, least)
    taken = places.stop - places.start
    low = rng.beta(places.start + 1, n - places.start, resamples)
    width = (1 - low) * rng.beta(taken - 1, n - places.stop + 1, resamples) if taken > 1 else 0 * low
    sums = ordered[_places(low, n)] + (ordered[_places(low + width, n)] if taken > 1 else 0.0)
    for _ in range(taken - 2):
        sums += ordered[_places(low + width * rng.random(resamples), n)]
    return sums / taken


def _places(uniform: np.ndarray, n: int) -> np.ndarray:
    return np.minimum((n * uniform).astype(int), n - 1)


def _trimmed(base: Basis) -> Specification:
    """Without the 1 % of matched respondents whose LTV is highest."""
    customers = base.customers
    ltv, answered = customers["ltv"].to_numpy(), customers["segment"].notna().to_numpy()
    top = answered & (ltv > np.quantile(ltv[answered], 1 - TRIMMED_SHARE)) if answered.any() else answered
    return _moved("trimmed", base, customers["segment"].mask(top))


def _moved(name: str, base: Basis, segment: pd.Series) -> Specification:
    """The gap where some customers are of another segment, or of none."""
    customers, there = base.customers, with_segments(base, segment)
    before, after = customers["segment"].fillna("none"), segment.fillna("none")
    moves = Support(before + " " + after, customers[["ltv"]], before)
    return Specification(name, None, {}, headline_gap(there), None, Recounted(worth_of(there), moves))
