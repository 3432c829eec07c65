"""What is found where like is compared with like."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpers.base.results import Estimate, Support, behind, is_hidden, public, told_by
from helpers.compare.adjustment.balance import Balance
from helpers.compare.adjustment.held import WindowHeld
from helpers.compare.adjustment.sensitivity import Sensitivity
from helpers.compare.comparison import PairEstimates, Worth


@dataclass(frozen=True)
class Adjusted:
    """The gap of a measure between two segments, plain and like with like; money in units of the currency."""

    gap: Estimate | None = told_by("gap")  # mean difference in those kept, were they all of one or all of the other
    moved: Estimate | None = told_by("gap")  # the same in those of the second segment of whom the first has some alike
    plain: float | None = told_by("gap")  # difference of the means of all matched respondents of both segments
    plain_kept: Estimate | None = told_by("gap", "kept")  # of those kept
    n: Mapping[str, int] = told_by("gap")  # segment → respondents kept (of those whose measure is known)
    trimmed: Mapping[str, int] = told_by("gap")  # left out since the other segment has nobody like them
    unmoved: int = told_by("gap")  # of the second segment, left out of `moved` since the first has nobody like them
    bounds: tuple[float, float] = public()  # kept are those whose chance to be of the first segment lies between
    balance: tuple[Balance, ...] = told_by("gap")
    sensitivity: Sensitivity | None = told_by("gap")
    reason: str = public()  # why no gap: that of the `Overlap`, ``periods`` (LTV and LRV are of different ones), or ""
    earlier_spend: bool = public()  # whether what was bought before the window was taken into account
    left_out: Mapping[str, str] = public()  # attribute → why it was not: see `Covariates`
    trimmed_worth: Support | None = behind()  # those left out

    def has_left_out(self) -> bool:
        """Whether anybody was left out; false where the counts may not be shown."""
        return not is_hidden(self.trimmed) and any(n != 0 for n in self.trimmed.values())


@dataclass(frozen=True)
class AdjustedGaps:
    """Gaps between two segments like with like."""

    ltv: Adjusted
    lrv: Adjusted
    value: Adjusted

    def of(self, measure: str) -> Adjusted:
        """The gap by one of the `MEASURES`."""
        return getattr(self, measure)


@dataclass(frozen=True)
class LikeWithLike:
    """The segments compared like with like."""

    pairs: Mapping[str, AdjustedGaps]
    worth: Worth | None = behind()
    held: WindowHeld = field(default_factory=WindowHeld)  # what each attribute explains of the window's purchases

    def gaps(self) -> dict[str, PairEstimates]:
        """Pair → gaps alone."""
        return {pair: PairEstimates(gaps.ltv.gap, gaps.lrv.gap, gaps.value.gap) for pair, gaps in self.pairs.items()}

    def moved(self) -> dict[str, PairEstimates]:
        """Pair → effects on those of the second segment, were they of the first."""
        return {
            pair: PairEstimates(gaps.ltv.moved, gaps.lrv.moved, gaps.value.moved) for pair, gaps in self.pairs.items()
        }
