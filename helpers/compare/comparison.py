"""What a comparison is: the segments' worth, the gaps between them, word of mouth, all customers (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from helpers.base.results import Estimate, Gap, SegmentMean, Support, behind, is_seen, public, told_by
from helpers.compare.figures import UNANCHORED
from helpers.compare.lrv import Cap


@dataclass(frozen=True)
class SegmentValue:
    """What a segment is worth a customer; money in units of the currency, ``None`` where a figure does not exist."""

    n: int = public()  # those who answered
    matched: int = public()  # those of them who are in the CRM
    buyers: int | None = told_by("ltv", "buyers")  # customers with a purchase in the window
    ltv: SegmentMean | None = told_by("ltv")
    lrv: SegmentMean | None = told_by("lrv")  # as value of those who answered how many they recommended the shop to
    value: SegmentMean | None = told_by("lrv")
    ltv_total: float | None = told_by("ltv", exact=True)
    net_amount_total: float | None = told_by("ltv", exact=True)
    uncertain: bool | None = told_by("ltv", published=False)  # see `is_uncertain`

    def mean(self, measure: str) -> SegmentMean | None:
        """The mean by one of the `MEASURES`."""
        return getattr(self, measure)


@dataclass(frozen=True)
class PairEstimates:
    """Gaps between two segments, in units of the currency."""

    ltv: Estimate | None = told_by("ltv")
    lrv: Estimate | None = told_by("lrv")
    value: Estimate | None = told_by("lrv")

    def gap(self, measure: str) -> Estimate | None:
        """The gap by one of the `MEASURES`."""
        return getattr(self, measure)


@dataclass(frozen=True)
class PairGap(PairEstimates):
    """Gaps between two segments, and their ratios."""

    ltv: Gap | None = told_by("ltv")
    lrv: Gap | None = told_by("lrv")
    value: Gap | None = told_by("lrv")

    def gap(self, measure: str) -> Gap | None:
        """The gap by one of the `MEASURES`."""
        return getattr(self, measure)


@dataclass(frozen=True)
class Referral:
    """What word of mouth is taken to bring (METHOD §4).

    ``conversion_source``: crm, none or given; ``unanchored`` where ``crm`` has too few records to go by: then
    ``conversion`` is the most that k can be, and LRV the upper end of a range that begins at 0.
    """

    influence_mean: float | None = told_by("claims")
    conversion: float | None = told_by("claims", "bounded")
    created_claimed: float | None = told_by("claims")
    recommended_total: float | None = told_by("claims")
    ltv_per_customer: float | None = told_by("created")
    conversion_source: str = public()
    acquired_by_referral: int = public()
    cap: float | None = public(exact=True)  # the user's own, or a number that `min_cell` persons reach
    counts_above_cap: int = told_by("above")
    acquired: int | None = told_by("acquired")  # A: all that were acquired in the year of R
    bound: float | None = told_by("claims", "acquired")  # the k that would create A

    @property
    def anchored(self) -> bool:
        """Whether k is worked out from records, or set by the user."""
        return self.conversion_source != UNANCHORED

    @property
    def above_bound(self) -> bool:
        """Whether a k that the user set would create more customers than were acquired."""
        chosen = self.conversion_source in ("none", "given") and is_seen(self.conversion) and is_seen(self.bound)
        return chosen and (self.conversion or 0.0) > (self.bound or 0.0)


@dataclass(frozen=True)
class Customers:
    """All customers; money in units of the currency."""

    n: int = public()
    ltv_mean: float | None = told_by("ltv")
    ltv_total: float | None = told_by("ltv", exact=True)
    net_amount_total: float | None = told_by("ltv", exact=True)


@dataclass(frozen=True, repr=False)
class Worth:
    """Whom the figures of a comparison are of."""

    customers: Support  # by segment (``none``): buyer, net, ltv, and cost where the file tells of single ones
    counted: Support  # those who answered the count, by segment: recommended
    created_by: Support | None  # ``base`` (whose LTV makes L̄) and ``others``: ltv; ``None`` where L̄ is of all, or given
    base_known: bool  # whether L̄ is of customers at all, not given
    influenced: int  # persons who answered the influence
    cap: Cap
    acquired: int  # in the year of R
    anchored: bool  # whether k is not taken from how many were acquired
    middles: Mapping[str, Mapping[str, np.ndarray]]  # measure → segment (and ``none``) → whom the median is of


@dataclass(frozen=True)
class Comparison:
    """What the segments are worth."""

    segments: Mapping[str, SegmentValue]  # segment, and ``none``
    gaps: Mapping[str, PairGap]
    referral: Referral
    customers: Customers
    worth: Worth | None = behind()

    def headline_measure(self) -> str:
        """``value`` where word of mouth is anchored and it is known of promoters and detractors, else ``ltv``."""
        return "value" if self.referral.anchored and self.gaps["promoter_detractor"].value else "ltv"
