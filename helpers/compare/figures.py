"""The figures of the comparison as functions of sums over persons (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from helpers.base.proportions import ratio
from helpers.base.results import SEGMENTS
from helpers.compare.settings import CompareSettings

MEASURES = ("ltv", "lrv", "value")
PAIRS = {
    "promoter_detractor": ("promoter", "detractor"),
    "promoter_passive": ("promoter", "passive"),
    "passive_detractor": ("passive", "detractor"),
}
HEADLINE_PAIR = "promoter_detractor"
BASES = ("plain", "weighted", "kept", "adjusted")  # the gap as answered, as all would, of the alike, and like with like
UNANCHORED: str = "unanchored"  # ``conversion`` in force where ``crm`` has too few records to go by
Numbers = Any  # a float, or an array with one value a resample
Sums = dict[str, np.ndarray]


class Figure(NamedTuple):
    """Which figure: the mean of a segment, or the gap (or ratio) of a pair, by a measure."""

    measure: str
    of: str
    ratio: bool = False


@dataclass(frozen=True)
class ReferralFigures:
    """What LRV is made of: numbers, or arrays with one value a resample."""

    influence_mean: Any  # ā
    influence_factor: Any  # ā, or 1 under ``own``, where influence is in the counts already
    conversion: Any  # k
    ltv_per_customer: Any  # L̄
    created_claimed: Any  # Σ w n a with k = 1
    acquired_by_referral: Any  # R
    recommended_total: Any  # Σ w n; NaN under ``own``
    acquired: Any  # A


def referral_figures(sums: Sums, settings: CompareSettings) -> ReferralFigures:
    """ā, k, L̄, R and the customers claimed, from sums of `features` (scalars or one value a resample)."""
    counted = sum(sums[f"counted_{segment}"] for segment in SEGMENTS)
    recommended = ratio(sum(sums[f"recommended_{segment}"] for segment in SEGMENTS), counted)
    influence = ratio(sums["influence"], sums["influence_n"])
    own = settings.influence_rule == "own"
    factor = np.ones_like(influence) if own else _common_factor(influence, settings)
    claimed = sums["customers"] * recommended * factor
    return ReferralFigures(
        influence,
        factor,
        _conversion(sums, claimed, settings),
        _ltv_per_customer(sums, settings),
        claimed,
        sums["referred"],
        np.full_like(claimed, np.nan) if own else sums["customers"] * recommended,
        sums["acquired"],
    )


def _common_factor(influence: np.ndarray, settings: CompareSettings) -> np.ndarray:
    """ā; where nobody answered it, 1 under ``crm``: there it cancels, for k makes up for it."""
    return np.where(np.isnan(influence), 1.0, influence) if settings.conversion == "crm" else influence


def largest_conversion(acquired: Numbers, claimed: Numbers) -> Numbers:
    """The k above which more customers were created than were acquired at all: A / Σ w n a; NaN without claims.

    Examples
    --------
    >>> float(largest_conversion(50.0, 200.0))
    0.25
    """
    return np.where(claimed > 0, ratio(acquired, claimed), np.nan)


def _conversion(sums: Sums, claimed: np.ndarray, settings: CompareSettings) -> np.ndarray:
    if settings.conversion == "crm":  # where warnings outweigh recommendations nothing can be converted
        return np.where(claimed > 0, ratio(sums["referred"], claimed), np.nan)
    if settings.conversion == UNANCHORED:  # the upper end of a range that begins at 0; NaN where nothing is known
        return np.fmin(1.0, largest_conversion(sums["acquired"], claimed))
    return np.full_like(claimed, 1.0 if settings.conversion == "none" else float(settings.conversion))


def _ltv_per_customer(sums: Sums, settings: CompareSettings) -> np.ndarray:
    if isinstance(settings.referred_ltv, str):
        return ratio(sums["ltv_base"], sums["ltv_base_n"])
    return np.full_like(sums["customers"], settings.referred_ltv)


@dataclass(frozen=True)
class Figures:
    """All figures of the comparison."""

    referral: ReferralFigures
    means: Mapping[str, Mapping[str, Numbers]]  # measure → segment → mean; of LTV that of the silent, ``none``, too

    def of(self, figure: Figure) -> Numbers:
        """The mean of a segment, or the gap or ratio of a pair."""
        means = self.means[figure.measure]
        if figure.of not in PAIRS:
            return means[figure.of]
        above, below = (means[segment] for segment in PAIRS[figure.of])
        return ratio(above, below) if figure.ratio else above - below


def figures(sums: Sums, settings: CompareSettings) -> Figures:
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


def _value(ltv: np.ndarray, lrv: np.ndarray, settings: CompareSettings) -> np.ndarray:
    """LTV + LRV; over the whole history they are of different periods and aren't added."""
    return ltv + lrv if settings.window_days else np.full_like(ltv, np.nan)
