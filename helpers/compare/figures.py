"""The figures of the comparison as functions of sums over persons (METHOD §5)."""

import numpy as np

from helpers.base.parameters import Settings
from helpers.base.resampling import ratio
from helpers.collect.nps import SEGMENTS
from helpers.compare.lrv import Sums, referral_figures

MEASURES = ("ltv", "lrv", "value")
PAIRS = {
    "promoter_detractor": ("promoter", "detractor"),
    "promoter_passive": ("promoter", "passive"),
    "passive_detractor": ("passive", "detractor"),
}


def figures(sums: Sums, settings: Settings) -> Sums:
    """All figures of the comparison, from sums of `features` (scalars, or one value a resample).

    Returns
    -------
    dict of ndarray
        Those of `referral_figures`; MEASURE_SEGMENT means; MEASURE_PAIR gaps;
        ratio_MEASURE_PAIR.
    """
    found = referral_figures(sums, settings)
    created = found["conversion"] * found["influence_factor"] * settings.incremental_share
    for segment in SEGMENTS:
        recommended = ratio(sums[f"recommended_{segment}"], sums[f"counted_{segment}"])
        found[f"ltv_{segment}"] = ratio(sums[f"ltv_{segment}"], sums[f"matched_{segment}"])
        found[f"lrv_{segment}"] = recommended * created * found["ltv_per_customer"]
        found[f"value_{segment}"] = _value(found[f"ltv_{segment}"], found[f"lrv_{segment}"], settings)
    silent_ltv = sums["ltv"] - sum(sums[f"ltv_{segment}"] for segment in SEGMENTS)
    silent = sums["customers"] - sum(sums[f"matched_{segment}"] for segment in SEGMENTS)
    found["ltv_none"] = ratio(silent_ltv, silent)
    for measure in MEASURES:
        for pair, (first, second) in PAIRS.items():
            above, below = found[f"{measure}_{first}"], found[f"{measure}_{second}"]
            found[f"{measure}_{pair}"] = above - below
            found[f"ratio_{measure}_{pair}"] = ratio(above, below)
    return found


def _value(ltv: np.ndarray, lrv: np.ndarray, settings: Settings) -> np.ndarray:
    """LTV + LRV; over the whole history they are of different periods and aren't added."""
    return ltv + lrv if settings.window_days else np.full_like(ltv, np.nan)
