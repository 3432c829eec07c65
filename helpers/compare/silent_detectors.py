"""Detractors without any complaint, and what they are worth (METHOD §6)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.results import Support, behind, public, told_by
from helpers.compare.basis import Basis
from helpers.compare.gaps import ltv_support
from helpers.merge.complaints import complaints_of


@dataclass(frozen=True, repr=False)
class Detectors:
    """Whom the figures of silent detectors are of.

    Attributes
    ----------
    detractors : Support
        ``silent`` and those who complained, ``others``: ltv.
    customers : Support
        As made by `helpers.compare.gaps.ltv_support`.
    complained : Support
        By segment, as made by `helpers.merge.complaints.complaints_of`.
    """

    detractors: Support
    customers: Support
    complained: Support


@dataclass(frozen=True)
class SilentDetectors:
    """Detractors without any complaint in the window, and what they are worth (units of the currency)."""

    n: int = told_by("silent")
    detractors: int = public()
    ltv_mean: float = told_by("silent")
    ltv_total: float = told_by("silent")
    support: Detectors | None = behind()


def silent_detectors(base: Basis) -> SilentDetectors | None:
    """Detractors who never complained; ``None`` where there is none, or nobody knows of complaints."""
    rows, customers = base.customers, ltv_support(base)
    complaints = complaints_of(rows)
    is_detractor, complained = (rows["segment"] == "detractor").fillna(False), complaints["numerator"]
    is_known = is_detractor & complained.notna()
    is_silent = complained[is_known].eq(0).to_numpy(dtype=bool)
    side = pd.Series(np.where(is_silent, "silent", "others"), rows.index[is_known])
    silent = rows.loc[side.index[side == "silent"], "ltv"]
    if silent.empty:
        return None
    support = Detectors(Support(side, rows.loc[is_known, ["ltv"]]), customers, Support(customers.cell, complaints))
    return SilentDetectors(len(silent), int(is_detractor.sum()), float(silent.mean()), float(silent.sum()), support)
