"""What may be shown of champions, affluents, advocates and misers."""

from dataclasses import replace

from helpers.base.results import SEGMENTS
from helpers.compare.quadrants import QUADRANTS, Quadrants
from helpers.compare.settings import CompareSettings
from helpers.disclosure.comparison import hidden_worth
from helpers.disclosure.hiding import fewer, hidden_cells, masked, money, shown


@shown.register
def _(result: Quadrants, settings: CompareSettings) -> Quadrants:
    """Parts of few, or mostly of one, and a second one; no money at all where that of a segment is hidden.

    Customers who did not say how many they recommended the shop to are a part of those who answered, whose
    total is told: where they are few, so would theirs be.
    """
    if result.support is None:
        return result
    support, elsewhere = result.support.answered, hidden_worth(result.support.worth, settings)
    everything = set(QUADRANTS)
    count = hidden_cells(support, fewer(settings.min_cell))
    ltv = hidden_cells(support, money(("ltv",), settings.smallest_group, settings), count)
    ltv |= everything if elsewhere["ltv"] & set(SEGMENTS) else set()
    lrv = hidden_cells(support, money(("lrv",), settings.smallest_group, settings), ltv)
    lrv |= everything if elsewhere["lrv"] | elsewhere["created"] | elsewhere["claims"] else set()
    hidden = {"count": count, "ltv": ltv, "lrv": lrv}
    parts = {name: masked(part, hidden, {name}) for name, part in result.parts.items()}
    return replace(result, parts=parts, support=None)
