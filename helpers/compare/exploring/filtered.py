"""What the segments of some of a run's customers are worth, by the word of mouth of the whole run."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from helpers.base.intervals import Moments, hall_interval, interval, moments, student_interval, welch_freedom
from helpers.base.results import SEGMENTS, Estimate, Gap, SegmentMean
from helpers.compare.basis import finite
from helpers.compare.comparison import Comparison, Customers, PairGap, SegmentValue
from helpers.compare.exploring.redrawn import Assumptions, Redrawn
from helpers.compare.figure_intervals import KnownEnds, finite_ends, welch_gap
from helpers.compare.figures import PAIRS, ReferralFigures


@dataclass(frozen=True, eq=False, repr=False)
class Worths:
    """Of each matched respondent: segment, LTV, capped recommendations; the LRV of one recommendation."""

    segment: np.ndarray  # place in `SEGMENTS`
    ltv: np.ndarray
    recommended: np.ndarray  # missing where the count was not answered
    each: float  # θ × k × a × L̄
    each_drawn: np.ndarray  # in each resample


def worths(drawn: Redrawn) -> Worths:
    """Of a run as its report counts."""
    table = drawn.basis.table.iloc[drawn.places]
    members = table[[f"matched_{segment}" for segment in SEGMENTS]].to_numpy()
    counted = table[[f"counted_{segment}" for segment in SEGMENTS]].to_numpy().sum(axis=1)
    recommended = table[[f"recommended_{segment}" for segment in SEGMENTS]].to_numpy().sum(axis=1)
    each, each_drawn = (
        _each(drawn.figures(Assumptions(), drawn=resampled).referral, drawn.basis.settings.incremental_share)
        for resampled in (False, True)
    )
    known = np.where(counted > 0, recommended, np.nan)
    return Worths(members.argmax(axis=1), table["ltv"].to_numpy(), known, float(each), each_drawn)


def _each(referral: ReferralFigures, incremental_share: float) -> np.ndarray:
    return np.asarray(
        incremental_share * referral.conversion * referral.influence_factor * referral.ltv_per_customer, dtype=float
    )


class _Part(NamedTuple):
    """A segment's mean by a measure: estimate, its value in each resample, and its customers' own."""

    mean: float
    drawn: np.ndarray
    own: np.ndarray


def filtered(whole: Comparison, drawn: Redrawn, known: Worths, met: np.ndarray) -> Comparison:
    """The run's comparison, of those customers alone who meet a filter.

    ā, k and L̄ are those of the whole run, so that filters differ by their customers alone; with their resamples they
    enter the intervals. Mean LTV has Hall's interval and its gaps Welch's, as in the report; mean V Hall's too, with
    the resamples' standard error, and its gaps Student's t with that. LRV is told without one.

    Parameters
    ----------
    met : array of bool
        Of the customers of the basis, whether each meets the filter.
    """
    mine = met[drawn.places]
    confidence = drawn.basis.settings.confidence
    parts = {segment: _parts(drawn, known, mine & (known.segment == n)) for n, segment in enumerate(SEGMENTS)}
    silent = int(met.sum() - mine.sum())
    values = {segment: _segment(parts[segment], confidence) for segment in SEGMENTS}
    values["none"] = SegmentValue(silent, silent, None, None, None, None, None, None, None)
    if not drawn.basis.settings.window_days:  # of different periods, so they aren't added
        values = {name: replace(one, value=None) for name, one in values.items()}
    gaps = {pair: _gaps([parts[one] for one in both], [values[one] for one in both], confidence)
            for pair, both in PAIRS.items()}  # fmt: skip
    return replace(whole, segments=values, gaps=gaps, customers=Customers(int(met.sum()), None, None, None), worth=None)


@dataclass(frozen=True, eq=False)
class _Parts:
    ltv: Moments
    value: _Part
    counted: int
    lrv: float


def _parts(drawn: Redrawn, known: Worths, mine: np.ndarray) -> _Parts:
    places = np.flatnonzero(mine)
    ltv, counts = known.ltv[places], drawn.counts[:, places]
    recommended = known.recommended[places]
    there = ~np.isnan(recommended)
    filled = np.where(there, recommended, 0.0)
    columns = np.column_stack([np.ones(len(ltv)), ltv, there, filled]).astype(np.float32)
    n, total, counted, told = (counts @ columns).astype(float).T
    with np.errstate(divide="ignore", invalid="ignore"):
        means = total / n + known.each_drawn * told / counted
    mean = recommended[there].mean() if there.any() else np.nan
    own = ltv + known.each * np.where(there, recommended, mean)
    lrv = known.each * mean
    value = float(ltv.mean() + lrv) if len(ltv) else np.nan
    return _Parts(moments(ltv), _Part(value, means, own), int(there.sum()), float(lrv))


def _segment(part: _Parts, confidence: float) -> SegmentValue:
    n = int(part.ltv.n)
    if not n:
        return SegmentValue(0, 0, None, None, None, None, None, None, None)
    low, high = finite_ends(*hall_interval(part.ltv, confidence))
    ltv = SegmentMean(n, float(part.ltv.mean), low, high, None)
    lrv = value = None
    if np.isfinite(part.value.mean):
        lrv = SegmentMean(part.counted, part.lrv, None, None, None)
        low, high = _hall(part, confidence)
        value = SegmentMean(part.counted, part.value.mean, low, high, None)
    return SegmentValue(n, n, None, ltv, lrv, value, None, None, None)


def _hall(part: _Parts, confidence: float) -> KnownEnds:
    """Hall's interval of mean V, with the spread of its resamples and the skewness of the customers' own V."""
    error = _error(part.value.drawn)
    if error is None or part.ltv.n < 2:
        return None, None
    sample = moments(part.value.own)
    return finite_ends(
        *hall_interval(Moments(sample.n, part.value.mean, sample.n * error**2, sample.skewness), confidence)
    )


def _error(draws: np.ndarray) -> float | None:
    """Standard deviation of a figure's resamples; none where many lack it."""
    return None if interval(draws, 0.5)[0] is None else float(draws[np.isfinite(draws)].std())


def _gaps(both: list[_Parts], values: list[SegmentValue], confidence: float) -> PairGap:
    first, second = both
    if not (first.ltv.n and second.ltv.n):
        return PairGap(None, None, None)
    by_ltv, value = welch_gap(first.ltv, second.ltv, confidence), None
    lrv = finite(first.lrv - second.lrv)
    if all(one.value for one in values):
        value = drawn_gap(first.value.mean - second.value.mean, first.value.drawn - second.value.drawn,
                          welch_freedom(first.ltv, second.ltv), confidence)  # fmt: skip
    as_gap = [Gap(gap.estimate, gap.low, gap.high, None) if gap else None for gap in (by_ltv, value)]
    return PairGap(as_gap[0], None if lrv is None else Gap(lrv, None, None, None), as_gap[1])


def drawn_gap(estimate: float, draws: np.ndarray, freedom: np.ndarray | float, confidence: float) -> Estimate:
    """Estimate with Student's t around it, by the spread of its resamples."""
    error = _error(draws)
    ends = (None, None) if error is None else finite_ends(*student_interval(estimate, error, freedom, confidence))
    return Estimate(float(estimate), *ends)
