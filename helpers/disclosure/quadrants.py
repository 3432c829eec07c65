"""What may be shown of champions, affluents, advocates and misers."""

from dataclasses import replace

from helpers.base.results import SEGMENTS, is_hidden
from helpers.compare.comparison import Comparison
from helpers.compare.quadrants import QUADRANTS, Quadrants
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import fewer, hidden_cells, masked, money, shown


@shown.register
def _(result: Quadrants, settings: CompareSettings) -> Quadrants:
    """Parts of few, or mostly of one, and a second one; no money at all where that of a segment is hidden.

    Customers who did not say how many they recommended the shop to are a part of those who answered, whose
    total is told: where they are few, so would theirs be.
    """
    if result.support is None:
        return result
    support, beside = result.support.answered, shown(result.support.beside, settings)
    count = hidden_cells(support, fewer(settings.min_cell))
    ltv = hidden_cells(support, money(("ltv",), settings.smallest_group, settings), count)
    ltv |= set(QUADRANTS) if any(is_hidden(beside.segments[name].ltv) for name in SEGMENTS) else set()
    lrv = hidden_cells(support, money(("lrv",), settings.smallest_group, settings), ltv)
    lrv |= set(QUADRANTS) if _word_of_mouth_hidden(beside) else set()
    hidden = {"count": count, "ltv": ltv, "lrv": lrv}
    parts = {name: masked(part, hidden, {name}) for name, part in result.parts.items()}
    return replace(result, parts=parts, support=None)


def _word_of_mouth_hidden(beside: Comparison) -> bool:
    """Whether LRV of a segment is, or what all LRV is made of."""
    made_of = (beside.referral.conversion, beside.referral.created_claimed, beside.referral.ltv_per_customer)
    return any(map(is_hidden, (*made_of, *(beside.segments[name].lrv for name in SEGMENTS))))
