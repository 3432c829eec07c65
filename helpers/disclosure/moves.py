"""What may be shown of those who moved from one segment to another."""

from dataclasses import replace

from helpers.base.parameters import Settings
from helpers.collect.nps import SEGMENTS
from helpers.compare.transitions import ONCE, Moves
from helpers.disclosure.hiding import hidden_cells, masked, money
from helpers.disclosure.shown import shown


@shown.register
def _(result: Moves, settings: Settings) -> Moves:
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
