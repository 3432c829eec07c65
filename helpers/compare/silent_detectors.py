"""Complaints by severity, and detractors without any with what they are worth (METHOD §6)."""

from dataclasses import dataclass

from helpers.base.results import Support, behind, public, told_by
from helpers.compare.basis import Basis, customers_support
from helpers.merge.complaints import Ladder, complaints_of, heinrich


@dataclass(frozen=True, repr=False)
class Detectors:
    """Whom the figures of silent detectors are of."""

    detractors: Support  # ``silent``, those who complained, ``others``, and those of whom nobody knows: ltv
    customers: Support  # as made by `helpers.compare.basis.customers_support`
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
    told = complained[is_detractor]
    side = told.eq(0).map({True: "silent", False: "others"}).astype(object).fillna("unknown")
    silent = rows.loc[side.index[side == "silent"], "ltv"]
    if silent.empty:
        return None
    support = Detectors(Support(side, rows.loc[is_detractor, ["ltv"]]), customers, Support(customers.cell, received))
    return SilentDetectors(len(silent), int(is_detractor.sum()), float(silent.mean()), float(silent.sum()), support)
