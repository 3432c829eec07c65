"""The weighted figures that stand beside the plain ones, each with its interval (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from helpers.base.results import SEGMENTS, Estimate, public, told_by
from helpers.compare.basis import Basis, finite
from helpers.compare.comparison import PairEstimates
from helpers.compare.figures import MEASURES, PAIRS, Figure
from helpers.compare.nonresponse.weighted import OF_ANSWERED, WeightedEstimates, weighted
from helpers.compare.nonresponse.weights import Calibration


@dataclass(frozen=True)
class WeightedScore:
    """NPS −1…1 of the respondents as they stand for all customers; in points where it leaves."""

    value: float = public(decimals=1)
    low: float = public(decimals=1)
    high: float = public(decimals=1)


@dataclass(frozen=True)
class WeightedMean:
    """Mean of the respondents as they stand for all customers."""

    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class WeightedMeans:
    """What a segment is worth a customer; money in units of the currency."""

    ltv: WeightedMean | None = told_by("ltv")
    lrv: WeightedMean | None = told_by("lrv")
    value: WeightedMean | None = told_by("lrv")

    def mean(self, measure: str) -> WeightedMean | None:
        """The mean by one of the `MEASURES`."""
        return getattr(self, measure)


@dataclass(frozen=True)
class Weighted:
    """Figures under weights, where their plain ones exist; ``None`` without weights."""

    nps: WeightedScore | None = public()
    ltv_answered: WeightedMean | None = told_by("answered", published=False)  # mean LTV of the respondents
    segments: Annotated[Mapping[str, WeightedMeans], SEGMENTS] = public()
    gaps: Annotated[Mapping[str, PairEstimates], tuple(PAIRS)] = public()


def beside_plain(base: Basis, weights: Calibration) -> Weighted:
    """The figures of a comparison as they are under weights."""
    estimates = None if weights.reason else weighted(base, weights)

    def of(measure: str, name: str) -> Estimate | None:
        figure = Figure(measure, name)
        return estimates.of(figure) if estimates and finite(base.point.of(figure)) is not None else None

    return Weighted(
        _score(estimates),
        _mean(None if estimates is None else estimates.of(OF_ANSWERED)),
        {name: WeightedMeans(*(_mean(of(measure, name)) for measure in MEASURES)) for name in SEGMENTS},
        {pair: PairEstimates(*(of(measure, pair) for measure in MEASURES)) for pair in PAIRS},
    )


def _score(estimates: WeightedEstimates | None) -> WeightedScore | None:
    value = None if estimates is None else finite(estimates.point.nps)
    return None if estimates is None or value is None else WeightedScore(value, *estimates.nps_ends)


def _mean(estimate: Estimate | None) -> WeightedMean | None:
    if estimate is None or estimate.estimate is None:
        return None
    return WeightedMean(estimate.estimate, estimate.low, estimate.high)
