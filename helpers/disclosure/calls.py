"""What may be shown of a call list, and of what an earlier one did: how many and how much, never who."""

from dataclasses import replace

from helpers.base.results import Support
from helpers.compare.call_effect import CallEffect
from helpers.compare.call_list import CallList
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import (
    Unsafe,
    either,
    fewer,
    hidden_cells,
    marked,
    masked,
    money,
    shown,
    sides,
    too_few,
)
from helpers.merge.since_calls import CALL, HOLDOUT

_PARTS = {CALL, HOLDOUT}


@shown.register
def _(result: CallList, settings: CompareSettings) -> CallList:
    """Counts of enough customers, money of enough of them beside all the others whose money is told with theirs."""
    if result.supports is None:
        return result
    count, worth = result.supports.count, result.supports.money
    few = hidden_cells(count, fewer(settings.min_cell))
    rule = money(worth.adds.columns, settings.smallest_group, settings)
    hidden = {"count": few, "money": hidden_cells(worth, rule, few & _PARTS)}
    known = hidden_cells(result.supports.reach, _few_reached(settings), few & {CALL})
    return replace(
        masked(result, hidden, _PARTS),
        reach=masked(result.reach, {"reach": known}, {CALL}),
        called=masked(result.called, hidden, {CALL}),
        held_out=masked(result.held_out, hidden, {HOLDOUT}),
        not_called={reason: marked(n, reason in few) for reason, n in result.not_called.items()},
        rows=None,
        supports=None,
    )


def _few_reached(settings: CompareSettings) -> Unsafe:
    """Few with a number or an address, or few without."""
    return either(*(sides(way, settings.min_cell) for way in ("phones", "addresses")))


@shown.register
def _(result: CallEffect, settings: CompareSettings) -> CallEffect:
    """Means of enough customers; how many answered again where neither they nor the others are few."""
    if result.support is None:
        return result
    cell = result.support.cell
    known = result.support.part(cell.isin(_PARTS))
    bought = hidden_cells(Support(known.cell, known.adds[["net"]]), money(("net",), settings.smallest_group, settings))
    few = either(fewer(settings.min_cell), sides("answered", settings.min_cell))
    answered = hidden_cells(Support(known.cell, known.adds[["answered"]]), few)
    gone = {"gone"} if too_few(int((cell == "gone").sum()), settings.min_cell) else set()
    hidden = {"money": bought, "answers": answered, "gone": gone}
    return replace(
        masked(result, hidden, {*_PARTS, "gone"}),
        called=masked(result.called, hidden, {CALL}),
        held_out=masked(result.held_out, hidden, {HOLDOUT}),
        support=None,
    )
