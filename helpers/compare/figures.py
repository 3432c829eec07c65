"""The figures of the comparison as functions of sums over persons (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from helpers.base.parameters import Settings
from helpers.base.resampling import ratio
from helpers.collect.nps import SEGMENTS
from helpers.compare.lrv import ReferralFigures, Sums, referral_figures

MEASURES = ("ltv", "lrv", "value")
PAIRS = {
    "promoter_detractor": ("promoter", "detractor"),
    "promoter_passive": ("promoter", "passive"),
    "passive_detractor": ("passive", "detractor"),
}
HEADLINE_PAIR = "promoter_detractor"
BASES = ("plain", "weighted", "adjusted")  # the gap as answered, as all customers would, like with like
Numbers = Any  # a float, or an array with one value a resample


class Figure(NamedTuple):
    """Which figure: the mean of a segment, or the gap (or ratio) of a pair, by a measure."""

    measure: str
    of: str
    ratio: bool = False


@dataclass(frozen=True)
class Figures:
    """All figures of the comparison.

    Attributes
    ----------
    referral : ReferralFigures
    means : mapping
        Measure → segment → mean; of LTV that of the silent, ``none``, too.
    """

    referral: ReferralFigures
    means: Mapping[str, Mapping[str, Numbers]]

    def of(self, figure: Figure) -> Numbers:
        """The mean of a segment, or the gap or ratio of a pair."""
        means = self.means[figure.measure]
        if figure.of not in PAIRS:
            return means[figure.of]
        above, below = (means[segment] for segment in PAIRS[figure.of])
        return ratio(above, below) if figure.ratio else above - below


def figures(sums: Sums, settings: Settings) -> Figures:
    """All figures of the comparison, from sums of `features` (scalars, or one value a resample)."""
    referral = referral_figures(sums, settings)
    created = referral.conversion * referral.influence_factor * settings.incremental_share
    ltv, lrv = {}, {}
    for segment in SEGMENTS:
        recommended = ratio(sums[f"recommended_{segment}"], sums[f"counted_{segment}"])
        ltv[segment] = ratio(sums[f"ltv_{segment}"], sums[f"matched_{segment}"])
        lrv[segment] = recommended * created * referral.ltv_per_customer
    value = {segment: _value(ltv[segment], lrv[segment], settings) for segment in SEGMENTS}
    silent_ltv = sums["ltv"] - sum(sums[f"ltv_{segment}"] for segment in SEGMENTS)
    silent = sums["customers"] - sum(sums[f"matched_{segment}"] for segment in SEGMENTS)
    return Figures(referral, {"ltv": {**ltv, "none": ratio(silent_ltv, silent)}, "lrv": lrv, "value": value})


def _value(ltv: np.ndarray, lrv: np.ndarray, settings: Settings) -> np.ndarray:
    """LTV + LRV; over the whole history they are of different periods and aren't added."""
    return ltv + lrv if settings.window_days else np.full_like(ltv, np.nan)
