"""What may be shown of a call list, and of what an earlier one did: how many and how much, never who."""

from collections.abc import Set
from dataclasses import replace

from helpers.base.results import Support
from helpers.compare.call_effect import CallEffect
from helpers.compare.call_list import CALLED_SEGMENTS, CallList, CallSupports
from helpers.compare.settings import CompareSettings
from helpers.disclosure.comparison import hidden_ltv
from helpers.disclosure.hiding import (
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
    few = hidden_cells(result.supports.count, fewer(settings.min_cell))
    hidden = {"count": few, **_hidden_money(result.supports, few & _PARTS, settings)}
    return replace(
        masked(result, hidden, _PARTS),
        called=masked(result.called, hidden, {CALL}),
        held_out=masked(result.held_out, hidden, {HOLDOUT}),
        not_called={reason: marked(n, reason in few) for reason, n in result.not_called.items()},
        rows=None,
        supports=None,
    )


def _hidden_money(supports: CallSupports, few: Set[str], settings: CompareSettings) -> dict[str, set[str]]:
    """Figure → parts of which it is hidden: both where what is told of the segments would tell of few beside it.

    By the plain rule a passive adds nothing, so it is of the detractors alone.
    """
    worth, secret = supports.money, hidden_ltv(supports.customers, settings)
    detractors = worth.part(worth.adds["segment"] == "detractor")

    def cells(some: Support, column: str) -> set[str]:
        return set(few) | hidden_cells(some, money((column,), settings.smallest_group, settings), few)

    stake = _PARTS if secret & set(CALLED_SEGMENTS) or _segments_tell(worth, settings) else set()
    plain = _PARTS if "detractor" in secret else set()
    return {
        "stake": cells(worth, "at_stake") | stake,
        "plain": cells(detractors, "plain_rule") | plain,
        "effect": cells(worth, "net"),
    }


def _segments_tell(worth: Support, settings: CompareSettings) -> bool:
    """Whether what is at stake by part and what is by segment tell of few: that of a part, or of a segment in some.

    Only customers with something at stake add to it. Where a part has both segments, that of either is told of all
    such parts together: it is the segment's less the parts that have it alone.
    """
    some = worth.part(worth.adds["at_stake"] != 0)
    is_mixed = some.adds.groupby(some.cell)["segment"].transform("nunique") > 1
    known = some.cell.where(~is_mixed, "mixed " + some.adds["segment"])
    unsafe = money(("at_stake",), settings.smallest_group, settings)
    return any(unsafe(part) for _, part in some.adds.groupby(known))


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
