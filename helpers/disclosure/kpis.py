"""What may be shown of how the shop serves: KPIs, Heinrich's ladder, and the detractors who never complained."""

from dataclasses import replace

import pandas as pd

from helpers.base.results import ALL, Support
from helpers.compare.settings import CompareSettings
from helpers.compare.silent_detectors import Complaints, Detectors, SilentDetectors
from helpers.disclosure.comparison import hidden_ltv
from helpers.disclosure.customers import hidden_buyers, hidden_net
from helpers.disclosure.hiding import Unsafe, hidden_cells, masked, shown, too_few, unsafe_money
from helpers.merge.complaints import Ladder
from helpers.merge.kpis import CUSTOMER_RATES, MONEY_RATE, Counted, Kpis


@shown.register
def _(result: Kpis, settings: CompareSettings) -> Kpis:
    if result.support is None:
        return result
    hidden = _hidden_rates(result.support, settings)
    rates = {
        kpi: {group: masked(rate, {"rate": hidden[kpi]}, {group}) for group, rate in groups.items()}
        for kpi, groups in result.rates.items()
    }
    return replace(result, rates=rates, support=None)


def _hidden_rates(counted: Counted, settings: CompareSettings) -> dict[str, set[str]]:
    """KPI → groups that are not shown; those of which nothing about buyers is shown elsewhere are among them."""
    of_buyers = ("repeat_rate", "return_rate", "complaint_rate_orders")
    already = dict.fromkeys(of_buyers, hidden_buyers(counted.customers, settings))
    already |= {MONEY_RATE: hidden_net(counted.customers, settings)}
    return {
        kpi: hidden_cells(part, _rule(kpi, settings), already.get(kpi, set())) for kpi, part in counted.parts.items()
    }


def hidden_complaints(complained: Support, settings: CompareSettings) -> set[str]:
    """Segments (and ``all``) of which it is not shown how many customers complained (`complaints_of`)."""
    return hidden_cells(complained, _rule("complaint_rate", settings))


def _rule(kpi: str, settings: CompareSettings) -> Unsafe:
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


@shown.register
def _(result: Ladder, settings: CompareSettings) -> Ladder:
    """Complaints of the whole shop, counted as in a ledger: no secret."""
    return result


@shown.register
def _(result: SilentDetectors, settings: CompareSettings) -> SilentDetectors:
    if result.support is None:
        return result
    hidden = {"silent": {ALL} if _silent_hidden(result.support, settings) else set()}
    return replace(masked(result, hidden, {ALL}), support=None)


def _silent_hidden(people: Detectors, settings: CompareSettings) -> bool:
    """Whether the silent detectors' LTV, or that of the others beside the detractors' total, tells of single ones."""
    cell, adds = people.detractors.cell, people.detractors.adds
    silent, others = (adds[cell == side] for side in ("silent", "others"))
    if too_few(len(silent), settings.smallest_group):
        return True
    if any(unsafe_money(part, settings.min_cell, settings) for part in (silent, others)):
        return True
    return "detractor" in hidden_ltv(people.customers, settings) | hidden_complaints(people.complained, settings)


@shown.register
def _(result: Complaints, settings: CompareSettings) -> Complaints:
    return Complaints(shown(result.ladder, settings), shown(result.silent, settings))
