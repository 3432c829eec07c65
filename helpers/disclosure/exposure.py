"""What may be shown of customers of the whole window, and per customer-year."""

from dataclasses import replace

from helpers.base.results import Support
from helpers.compare.exposure import Exposure
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.settings import CompareSettings
from helpers.disclosure.comparison import hidden_ltv
from helpers.disclosure.hiding import hidden_cells, masked, money, shown


@shown.register
def _(result: Exposure, settings: CompareSettings) -> Exposure:
    support = result.support
    if support is None or support.within is None:
        return result
    hidden = {"ltv": hidden_ltv(Support(support.within, support.adds), settings), "whole": _hidden(support, settings)}
    hidden["whole"] |= hidden["ltv"]
    return replace(
        result,
        segments={name: masked(part, hidden, {name}) for name, part in result.segments.items()},
        gaps=masked(result.gaps, hidden, set(PAIRS[HEADLINE_PAIR])),
        support=None,
    )


def _hidden(support: Support, settings: CompareSettings) -> set[str]:
    """Segments in which those of the whole window, or the others, are few or mostly one: the segment is told too."""
    assert support.within is not None
    unsafe = money(("net", "ltv"), settings.smallest_group, settings)
    return {name for name in support.within.unique() if hidden_cells(support.part(support.within == name), unsafe)}
