"""The headline's gap in its ways of counting."""

from helpers.base.results import Estimate
from helpers.compare.adjustment.likeness import LikeWithLike
from helpers.compare.comparison import Comparison
from helpers.compare.figures import BASES, HEADLINE_PAIR
from helpers.compare.nonresponse.effects import NonResponse


def headline_bases(result: Comparison, missing: NonResponse, even: LikeWithLike) -> dict[str, Estimate | None]:
    """The gap plain, weighted, of those who have others alike, and like with like, as each is shown.

    Where nobody is left out the third is the first, and not told again.
    """
    measure = result.headline_measure()
    plain, weighted = (part.gaps[HEADLINE_PAIR].gap(measure) for part in (result, missing.weighted))
    alike = even.pairs[HEADLINE_PAIR].of(measure)
    kept = alike.plain_kept if alike.has_left_out() else None
    return dict(zip(BASES, (plain, weighted, kept, alike.gap), strict=True))
