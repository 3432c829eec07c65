"""What may be shown of earned growth."""

from dataclasses import replace

from helpers.base.parameters import Settings
from helpers.base.results import ALL, Support
from helpers.compare.growth import Growth
from helpers.disclosure.hiding import hidden_cells, masked, money, payments
from helpers.disclosure.shown import shown


@shown.register
def _(result: Growth, settings: Settings) -> Growth:
    if result.support is None:
        return result
    parts = _hidden_parts(result.support, settings)
    hidden = {part: {ALL} if part in parts else set() for part in ("kept", "earned")}
    return replace(masked(result, hidden, {ALL}), support=None)


def _hidden_parts(customers: Support, settings: Settings) -> set[str]:
    """Parts that are of few or mostly of one, or where the net amount of all less it would tell of such customers.

    The other new customers are such a part too. On the money of few, or mostly of one, in the window before no
    share is told.
    """
    hidden = hidden_cells(customers, money(("net",), settings.min_cell, settings))
    by_few = payments("before", settings.min_cell, settings)(customers.adds)
    return hidden | ({"kept", "earned"} if by_few else set())
