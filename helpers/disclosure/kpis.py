"""What may be shown of the shop's KPIs."""

from dataclasses import replace

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import Support
from helpers.disclosure.customers import hidden_buyers, hidden_net
from helpers.disclosure.hiding import Unsafe, hidden_cells, masked, too_few, unsafe_money
from helpers.disclosure.shown import shown
from helpers.merge.kpis import CUSTOMER_RATES, MONEY_RATE, Counted, Kpis

_OF_BUYERS = ("repeat_rate", "return_rate", "complaint_rate_orders")


@shown.register
def _(result: Kpis, settings: Settings) -> Kpis:
    if result.support is None:
        return result
    hidden = _hidden_rates(result.support, settings)
    rates = {
        kpi: {group: masked(rate, {"rate": hidden[kpi]}, {group}) for group, rate in groups.items()}
        for kpi, groups in result.rates.items()
    }
    return replace(result, rates=rates, support=None)


def _hidden_rates(counted: Counted, settings: Settings) -> dict[str, set[str]]:
    """KPI → groups that are not shown; those of which nothing about buyers is shown elsewhere are among them."""
    already = dict.fromkeys(_OF_BUYERS, hidden_buyers(counted.customers, settings))
    already |= {MONEY_RATE: hidden_net(counted.customers, settings)}
    return {
        kpi: hidden_cells(part, _rule(kpi, settings), already.get(kpi, set())) for kpi, part in counted.parts.items()
    }


def hidden_complaints(complained: Support, settings: Settings) -> set[str]:
    """Groups (and ``all``) of which it is not shown how many customers complained.

    Parameters
    ----------
    complained : Support
        By segment, as made by `helpers.merge.complaints.complaints_of`.
    """
    return hidden_cells(complained, _rule("complaint_rate", settings))


def _rule(kpi: str, settings: Settings) -> Unsafe:
    """Whether some customers' rate tells of single ones.

    It does where a count is of 1 … ``min_cell`` − 1 customers: all, those in the denominator, those
    behind the numerator, those behind the rest of the denominator, and of rates of customers those
    outside it. Money besides where the customers are fewer than ``min_group_size``, or where one
    makes more than half.
    """

    def unsafe(some: pd.DataFrame) -> bool:
        filled = some.fillna(0)
        top, base = filled["numerator"], filled["denominator"]
        counts = [len(some), (base != 0).sum(), (top != 0).sum(), (base != top).sum()]
        counts += [(base == 0).sum()] if kpi in CUSTOMER_RATES else []
        few = any(too_few(int(n), settings.min_cell) for n in counts)
        return few or (kpi == MONEY_RATE and unsafe_money(filled, settings.smallest_group, settings))

    return unsafe
