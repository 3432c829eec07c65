"""What may be shown of what each segment bought: buyers, orders and net amounts."""

from dataclasses import replace

from helpers.base.parameters import Settings
from helpers.base.results import Support
from helpers.disclosure.hiding import hidden_cells, masked, money, sides
from helpers.disclosure.shown import shown
from helpers.merge.totals import Totals


@shown.register
def _(result: Totals, settings: Settings) -> Totals:
    if result.support is None:
        return result
    hidden = {"net": hidden_net(result.support, settings)}
    return replace(
        result, groups={name: masked(total, hidden, {name}) for name, total in result.groups.items()}, support=None
    )


def hidden_net(customers: Support, settings: Settings) -> set[str]:
    """Segments (and ``all``) whose net amount is not shown; `hidden_buyers` are among them.

    Parameters
    ----------
    customers : Support
        By segment: buyer, net.
    """
    rule = money(("net",), settings.smallest_group, settings)
    return hidden_cells(customers, rule, hidden_buyers(customers, settings))


def hidden_buyers(customers: Support, settings: Settings) -> set[str]:
    """Segments (and ``all``) of which nothing about buyers and orders is shown: nearly nobody, or nearly all bought."""
    return hidden_cells(customers, sides("buyer", settings.min_cell))
