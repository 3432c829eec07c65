"""What may be shown of where the money went."""

from dataclasses import replace

from helpers.base.parameters import Settings
from helpers.base.results import ALL
from helpers.disclosure.customers import hidden_net
from helpers.disclosure.hiding import hidden_cells, masked, money, per_person
from helpers.disclosure.shown import shown
from helpers.merge.money import MoneyLedger, Movers


@shown.register
def _(result: MoneyLedger, settings: Settings) -> MoneyLedger:
    if result.support is None:
        return result
    hidden = {"money": _hidden_steps(result.support, settings)}
    return replace(result, steps=tuple(masked(step, hidden, {step.step}) for step in result.steps), support=None)


def _hidden_steps(movers: Movers, settings: Settings) -> set[str]:
    """Steps whose amount is not shown: the money of few, or mostly of one, and what would give it away.

    The net amount, refunds that may be shown, and what was bought before the window (by the earned
    growth) are told elsewhere too: none of them can hide another step. ``ordered`` less the net amount
    is the sum of the other steps, so it goes where the sum of those that are told nowhere else may not
    be shown, or the net amount. (Who makes more than half of all orders makes more than half of one of
    those.)
    """
    moved, unsafe = movers.moved, per_person(money(("amount",), settings.min_cell, settings))
    net = {"window_net", "ordered"} if ALL in hidden_net(movers.customers, settings) else set()
    elsewhere = {step for step in ("refunds", "before_window") if not unsafe(moved.part(moved.cell == step).adds)}
    hidden = hidden_cells(moved.part(~moved.cell.isin(elsewhere)), unsafe)
    return hidden - {ALL} | net | ({"ordered"} if ALL in hidden else set())
