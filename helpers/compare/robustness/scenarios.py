"""Ways of counting one beside the other: does the report's conclusion hold in each of them (METHOD §4, §5)?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from helpers.base.results import SEGMENTS, Estimate, Support, behind, is_seen, public, told_by
from helpers.compare.basis import Basis, finite
from helpers.compare.comparison import Worth
from helpers.compare.exposure import Exposure
from helpers.compare.figure_intervals import gap_intervals
from helpers.compare.figures import HEADLINE_PAIR, Figure
from helpers.compare.gaps import worth_of

SCENARIOS = (
    *("reported", "conversion_none", "conversion_crm", "influence_own", "influence_common", "uncapped"),
    *("half_incremental", "referred_ltv_referral", "referred_ltv_all", "ltv_alone", "median", "trimmed"),
    *("whole_window", "per_year", "weighted", "adjusted"),
)


@dataclass(frozen=True)
class Scenario:
    """What comes out under one choice, compared by the report's measure; money in units of the currency."""

    name: str  # one of the `SCENARIOS`, such as ``uncapped``; ``reported`` is the report's own
    created: float | None  # customers created by word of mouth in a year: θ × k × Σ w n a
    lrv: Mapping[str, float | None]  # segment → mean
    value: Mapping[str, float | None]
    gap: Estimate | None  # promoter − detractor
    years: Mapping[str, float | None] = field(default_factory=dict)  # segment → mean exposure, where that is uneven


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

    The moves are of all customers by their segment (``none``) in the report and here, "passive promoter", within
    the former: ltv; ``None`` where they are in the same.
    """

    worth: Worth  # of the comparison under this choice
    moves: Support | None = None
    capped: int = 0  # counts of recommendations that the report's cap lowers, and this choice does not


@dataclass(frozen=True)
class Specification:
    """The comparison under one choice, told by LTV and by value; else see `Scenario`."""

    name: str = public()
    created: float | None = told_by("created", "recounted")
    means: Mapping[str, ReferralMeans] = public()  # by segment; of choices that concern word of mouth
    gap: HeadlineGap = public()
    measure: str | None = public()  # the one that this choice is to compare by; ``None``: that of the report
    recounted: Recounted | None = behind()

    def by(self, measure: str) -> Scenario:
        """As it is told beside a report that compares by a measure; without values where that is LTV."""
        lrv, value = ({name: getattr(mean, part) for name, mean in self.means.items()} for part in ("lrv", "value"))
        value = value if measure == "value" else {}
        return Scenario(self.name, self.created, lrv, value, self.gap.by(self.measure or measure))


@dataclass(frozen=True)
class Specifications:
    """Several choices, in the order in which they are told; last what the segments bring in the same time."""

    specifications: tuple[Specification, ...]
    exposure: Exposure | None = None

    def by(self, measure: str) -> tuple[Scenario, ...]:
        """As they are told beside a report that compares by a measure, less what is this measure alone."""
        choices = tuple(choice.by(measure) for choice in self.specifications if choice.measure != measure)
        return choices + (_in_the_same_time(self.exposure) if self.exposure else ())


def _in_the_same_time(exposure: Exposure) -> tuple[Scenario, ...]:
    """LTV of customers of the whole window, and per customer-year, where the segments' exposures are uneven."""
    if not exposure.uneven():
        return ()
    years = {segment: part.years for segment, part in exposure.segments.items()}
    gaps = (("whole_window", exposure.gaps.whole), ("per_year", exposure.gaps.per_year))
    return tuple(Scenario(name, None, {}, {}, gap, years) for name, gap in gaps)


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
    gaps = [finite(base.point.of(Figure(measure, HEADLINE_PAIR))) for measure in ("ltv", "value")]
    ends = gap_intervals(base, HEADLINE_PAIR)
    return HeadlineGap(*(None if gap is None else Estimate(gap, *both) for gap, both in zip(gaps, ends, strict=True)))


def all_scenarios(
    ways: Sequence[Scenario], gaps: Mapping[str, Estimate | None], others: Sequence[Scenario]
) -> tuple[Scenario, ...]:
    """The report's own, then every other way of counting: gaps counted elsewhere that are seen, and `others`.

    The other ways of counting word of mouth are left out where values are not compared: LTV is the same in all.
    """
    elsewhere = (Scenario(name, None, {}, {}, gap) for name, gap in gaps.items() if gap and name in SCENARIOS)
    by_value = any(is_seen(value) for value in ways[0].value.values())
    return (ways[0], *elsewhere, *others, *(ways[1:] if by_value else ()))
