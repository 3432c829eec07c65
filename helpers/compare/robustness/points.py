"""What one more point of NPS is worth (METHOD §5)."""

from collections.abc import Mapping

from helpers.base.results import Estimate
from helpers.compare.adjustment.likeness import LikeWithLike
from helpers.compare.comparison import Comparison, PairEstimates
from helpers.compare.figures import PAIRS

ONE_POINT = 0.01
MOVES = {  # who moves → the gap it closes, and the part of it that one point takes
    "detractor_promoter": ("promoter_detractor", 0.5),
    "passive_promoter": ("promoter_passive", 1.0),
    "detractor_passive": ("passive_detractor", 1.0),
}
assert {pair for pair, _ in MOVES.values()} == set(PAIRS)


def points(result: Comparison, even: LikeWithLike) -> dict[str, dict[str, Estimate | None]]:
    """`point_values` by the ``plain`` gaps, and ``adjusted``: like with like, of those who move."""
    gaps: dict[str, Mapping[str, PairEstimates]] = {"plain": result.gaps, "adjusted": even.moved()}
    measure = result.headline_measure()
    return {basis: point_values(found, result.customers.n, measure) for basis, found in gaps.items()}


def point_values(gaps: Mapping[str, PairEstimates], customers: int, measure: str) -> dict[str, Estimate | None]:
    """Value of +1 NPS point a window, were all of it gained by one kind of move.

    A detractor who becomes a promoter is worth two points, so half of a customer is needed for one. The gaps are
    those of the headline's measure that may be shown: that of LTV counts where that of value is not seen; ``None``
    where neither is.

    Examples
    --------
    >>> gaps = {"promoter_detractor": PairEstimates(None, None, Estimate(300.0, 100.0, 500.0))}
    >>> point_values(gaps, 1000, "value")["detractor_promoter"]
    Estimate(estimate=1500.0, low=500.0, high=2500.0)
    """
    seen = {pair: gap.gap(measure) or gap.ltv for pair, gap in gaps.items()}
    closed = {move: (seen.get(pair), customers * ONE_POINT * part) for move, (pair, part) in MOVES.items()}
    return {move: gap.times(factor) if gap else None for move, (gap, factor) in closed.items()}
