"""What a comparison comes to under one choice, by LTV and by value, and whom that choice counts otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.base.results import Estimate, Support, behind, public, told_by
from helpers.collect.nps import SEGMENTS
from helpers.compare.basis import Basis, finite
from helpers.compare.comparison import Worth
from helpers.compare.figure_intervals import gap_intervals
from helpers.compare.figures import HEADLINE_PAIR, Figure
from helpers.compare.gaps import worth_of
from helpers.compare.robustness.scenarios import Scenario


@dataclass(frozen=True)
class ReferralMeans:
    """Mean LRV and mean value of a segment, in units of the currency."""

    lrv: float | None = told_by("lrv", "recounted")
    value: float | None = told_by("lrv", "recounted")


@dataclass(frozen=True)
class HeadlineGap:
    """Promoter − detractor, by LTV and by value."""

    ltv: Estimate | None = told_by("ltv", "recounted")
    value: Estimate | None = told_by("lrv", "recounted")

    def by(self, measure: str) -> Estimate | None:
        """The gap by ``ltv`` or ``value``."""
        return getattr(self, measure)


@dataclass(frozen=True, eq=False, repr=False)
class Recounted:
    """Whom a specification's figures are of, and whom it counts otherwise than the report does.

    Attributes
    ----------
    worth : Worth
        Of the comparison under this choice.
    moves : Support or None
        All customers by their segment (``none``) in the report and here, "passive promoter", within the
        former: ltv; ``None`` where they are in the same.
    capped : int
        Counts of recommendations that the report's cap lowers, and this choice does not.
    """

    worth: Worth
    moves: Support | None = None
    capped: int = 0


@dataclass(frozen=True)
class Specification:
    """The comparison under one choice; money in units of the currency.

    Attributes
    ----------
    name : str
        The choice: see `SCENARIOS`.
    created : float or None
        Customers created by word of mouth in a year: θ × k × Σ w n a.
    means : mapping
        Segment → mean LRV and value; of choices that concern word of mouth.
    gap : HeadlineGap
    measure : str or None
        The one that this choice is to compare by; ``None`` where it is that of the report.
    recounted : Recounted or None
        ``None`` in a specification that may be shown.
    """

    name: str = public()
    created: float | None = told_by("created", "recounted")
    means: Mapping[str, ReferralMeans] = public()
    gap: HeadlineGap = public()
    measure: str | None = public()
    recounted: Recounted | None = behind()

    def by(self, measure: str) -> Scenario:
        """As it is told beside a report that compares by a measure."""
        lrv, value = ({name: getattr(mean, part) for name, mean in self.means.items()} for part in ("lrv", "value"))
        return Scenario(self.name, self.created, lrv, value, self.gap.by(self.measure or measure))


@dataclass(frozen=True)
class Specifications:
    """Several choices, in the order in which they are told."""

    specifications: tuple[Specification, ...]

    def by(self, measure: str) -> tuple[Scenario, ...]:
        """As they are told beside a report that compares by a measure, less what is this measure alone."""
        return tuple(choice.by(measure) for choice in self.specifications if choice.measure != measure)


def specification(name: str, base: Basis, capped: int = 0) -> Specification:
    """A choice by the basis that it makes."""
    referral = base.point.referral
    created = referral.created_claimed * referral.conversion * base.settings.incremental_share
    lrv, value = (base.point.means[measure] for measure in ("lrv", "value"))
    means = {segment: ReferralMeans(finite(lrv[segment]), finite(value[segment])) for segment in SEGMENTS}
    return Specification(
        name, finite(created), means, headline_gap(base), None, Recounted(worth_of(base), None, capped)
    )


def headline_gap(base: Basis) -> HeadlineGap:
    """Promoter − detractor of a basis with its intervals."""
    ends = gap_intervals(base.persons, base.table, base.point, base.order, base.settings)
    ltv, value = (Figure(measure, HEADLINE_PAIR) for measure in ("ltv", "value"))
    return HeadlineGap(*(_estimate(finite(base.point.of(figure)), *ends[figure]) for figure in (ltv, value)))


def _estimate(estimate: float | None, low: float | None, high: float | None) -> Estimate | None:
    return None if estimate is None else Estimate(estimate, low, high)
