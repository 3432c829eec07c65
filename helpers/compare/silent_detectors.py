"""Complaints by severity, and detractors without any with what they are worth (METHOD §6)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.results import Support, behind, public, told_by
from helpers.compare.basis import Basis
from helpers.compare.gaps import customers_support
from helpers.merge.complaints import Ladder, complaints_of, heinrich


@dataclass(frozen=True, repr=False)
class Detectors:
    """Whom the figures of silent detectors are of."""

    detractors: Support  # ``silent`` and those who complained, ``others``: ltv
    customers: Support  # as made by `helpers.compare.gaps.customers_support`
    complained: Support  # by segment, as made by `helpers.merge.complaints.complaints_of`


@dataclass(frozen=True)
class SilentDetectors:
    """Detractors without any complaint in the window, and what they are worth (units of the currency)."""

    n: int = told_by("silent")
    detractors: int = public()
    ltv_mean: float = told_by("silent")
    ltv_total: float = told_by("silent")
    support: Detectors | None = behind()


@dataclass(frozen=True)
class Complaints:
    """Heinrich's ladder, and the detractors who never complained; ``None`` where nobody knows, or there is none."""

    ladder: Ladder | None
    silent: SilentDetectors | None


def complaints(base: Basis) -> Complaints:
    """What the shop's complaints tell."""
    return Complaints(heinrich(base), silent_detectors(base))


def silent_detectors(base: Basis) -> SilentDetectors | None:
    """Detractors who never complained; ``None`` where there is none, or nobody knows of complaints."""
    rows, customers = base.customers, customers_support(base.customers, base.settings)
    received = complaints_of(rows)
    is_detractor, complained = (rows["segment"] == "detractor").fillna(False), received["numerator"]
    is_known = is_detractor & complained.notna()
    is_silent = complained[is_known].eq(0).to_numpy(dtype=bool)
    side = pd.Series(np.where(is_silent, "silent", "others"), rows.index[is_known])
    silent = rows.loc[side.index[side == "silent"], "ltv"]
    if silent.empty:
        return None
    support = Detectors(Support(side, rows.loc[is_known, ["ltv"]]), customers, Support(customers.cell, received))
    return SilentDetectors(len(silent), int(is_detractor.sum()), float(silent.mean()), float(silent.sum()), support)
