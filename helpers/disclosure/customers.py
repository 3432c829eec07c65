"""What may be shown of what customers bought: by segment, where the money went, growth, and moves between segments."""

from dataclasses import replace

from helpers.base.results import ALL, SEGMENTS, Support
from helpers.compare.growth import Growth
from helpers.compare.settings import CompareSettings
from helpers.compare.transitions import ONCE, Moves
from helpers.disclosure.hiding import (
    Unsafe,
    either,
    hidden_cells,
    masked,
    money,
    payments,
    per_person,
    shown,
    sides,
    too_few,
)
from helpers.merge.money import MoneyLedger, Movers
from helpers.merge.totals import Totals


@shown.register
def _(result: Totals, settings: CompareSettings) -> Totals:
    if result.support is None:
        return result
    hidden = {"net": hidden_net(result.support, settings), "buyers": hidden_buyers(result.support, settings)}
    return replace(
        result, groups={name: masked(total, hidden, {name}) for name, total in result.groups.items()}, support=None
    )


def hidden_net(customers: Support, settings: CompareSettings) -> set[str]:
    """Segments (and ``all``) whose net amount is not shown: money of few, of few buyers, or mostly of one."""
    rule = either(money(("net",), settings.smallest_group, settings), _few_buyers(settings.min_cell))
    return hidden_cells(customers, rule)


def _few_buyers(least: int) -> Unsafe:
    return lambda some: too_few(int(some["buyer"].sum()), least)


def hidden_buyers(customers: Support, settings: CompareSettings) -> set[str]:
    """Segments (and ``all``) of which nothing about buyers and orders is shown: nearly nobody, or nearly all bought."""
    return hidden_cells(customers, sides("buyer", settings.min_cell))


@shown.register
def _(result: MoneyLedger, settings: CompareSettings) -> MoneyLedger:
    if result.support is None:
        return result
    hidden = {"money": _hidden_steps(result.support, settings)}
    return replace(result, steps=tuple(masked(step, hidden, {step.step}) for step in result.steps), support=None)


def _hidden_steps(movers: Movers, settings: CompareSettings) -> set[str]:
    """Steps whose amount is not shown: the money of few, or mostly of one, and what would give it away.

    The net amount, refunds that may be shown, and what was bought before the window (by the earned
    growth) are told elsewhere too: none of them can hide another step. ``ordered`` less the net amount
    is the sum of the other steps, so it goes where the sum of those that are told nowhere else may not
    be shown, or the net amount. (Who makes more than half of all orders makes more than half of one of
    those.)
    """
    moved, unsafe = movers.moved, per_person(money(("amount",), settings.smallest_group, settings))
    net = {"window_net", "ordered"} if ALL in hidden_net(movers.customers, settings) else set()
    elsewhere = {step for step in ("refunds", "before_window") if not unsafe(moved.part(moved.cell == step).adds)}
    hidden = hidden_cells(moved.part(~moved.cell.isin(elsewhere)), unsafe)
    return hidden - {ALL} | net | ({"ordered"} if ALL in hidden else set())


@shown.register
def _(result: Growth, settings: CompareSettings) -> Growth:
    if result.support is None:
        return result
    parts = _hidden_parts(result.support, settings)
    if result.joined is not None and _joined_hidden(result.joined, settings):
        parts |= {"whole"}
    hidden = {part: {ALL} if part in parts else set() for part in ("kept", "earned", "whole")}
    return replace(masked(result, hidden, {ALL}), support=None, joined=None)


def _joined_hidden(joined: Support, settings: CompareSettings) -> bool:
    """Whether those of the whole window before, or the other old customers, are few, or it is mostly of one."""
    unsafe = money(("net", "before"), settings.smallest_group, settings)
    return any(unsafe(joined.adds[joined.cell == side]) for side in ("whole", "part"))


def _hidden_parts(customers: Support, settings: CompareSettings) -> set[str]:
    """Parts that are of few or mostly of one, or where the net amount of all less it would tell of such customers.

    The other new customers are such a part too. On the money of few, or mostly of one, in the window before no
    share is told.
    """
    hidden = hidden_cells(customers, money(("net",), settings.smallest_group, settings))
    by_few = payments("before", settings.smallest_group, settings)(customers.adds)
    return hidden | ({"kept", "earned"} if by_few else set())


@shown.register
def _(result: Moves, settings: CompareSettings) -> Moves:
    """Beside the moves a segment's total is told: those who answered once are one more part of it."""
    support = result.support
    if support is None or support.within is None:
        return result
    unsafe = money(support.adds, settings.smallest_group, settings)
    hidden = hidden_cells(support.part(support.cell != ONCE), unsafe)
    for segment in SEGMENTS:
        part = support.part((support.within == segment).fillna(False))
        hidden |= hidden_cells(part, unsafe, hidden) if len(part.cell) else set()
    moves = tuple(masked(move, {"moves": hidden}, {move.cell}) for move in result.moves)
    return replace(result, moves=moves, support=None)
