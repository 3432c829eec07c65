"""What may be shown of how the shop serves: KPIs, Heinrich's ladder, and the detractors who never complained."""

from collections.abc import Mapping, Set
from dataclasses import replace

import pandas as pd

from helpers.base.results import ALL, Support
from helpers.compare.settings import CompareSettings
from helpers.compare.silent_detectors import Complaints, Detectors, SilentDetectors
from helpers.disclosure.comparison import hidden_ltv
from helpers.disclosure.customers import hidden_buyers, hidden_net
from helpers.disclosure.hiding import (
    Unsafe,
    fewer,
    hidden_cells,
    hidden_together,
    masked,
    shown,
    sides,
    too_few,
    unsafe_money,
)
from helpers.merge.complaints import Ladder
from helpers.merge.kpi_names import CUSTOMER_RATES, MONEY_RATE
from helpers.merge.kpis import Counted, Kpis, Rates


@shown.register
def _(result: Kpis, settings: CompareSettings) -> Kpis:
    if result.support is None:
        return result
    together = _hidden_rates(result.support, settings)
    whole = dict(together)
    for kpi in CUSTOMER_RATES:
        whole[kpi], together[kpi] = _hidden_beside(kpi, result.support, together[kpi], settings)
    return Kpis(_masked(result.rates, whole), _masked(result.all_customers, together))


def _masked(rates: Rates, hidden: Mapping[str, Set[str]]) -> Rates:
    return {
        kpi: {group: masked(rate, {"rate": hidden[kpi]}, {group}) for group, rate in groups.items()}
        for kpi, groups in rates.items()
    }


def _hidden_beside(
    kpi: str, counted: Counted, hidden: Set[str], settings: CompareSettings
) -> tuple[set[str], set[str]]:
    """Groups not shown of the customers of the whole window, and of all customers, whose rate stands beside theirs.

    All less those of the whole window are those who came during it. Where that tells of single ones, the rate
    of all gives way; where that of all can be worked out from what is told elsewhere, that of the whole window.
    """
    support, rule = counted.parts[kpi], _rule(kpi, settings)
    whole, later = support.part(counted.whole), support.part(~counted.whole)
    if not (later.adds["denominator"].fillna(0) != 0).any():
        return set(hidden), set(hidden)  # the same rate twice
    told = _hidden_by_others(kpi, counted, rule(later.adds[later.cell == "detractor"]), settings)
    of_whole = hidden_together(told, (whole, rule), (later, _told_elsewhere(kpi, settings)))
    return of_whole, hidden_together(of_whole | hidden, (support, rule), (later, rule))


def _hidden_by_others(kpi: str, counted: Counted, few_detractors: bool, settings: CompareSettings) -> set[str]:
    """Groups of the whole window hidden for what other tables hide, or tell: of detractors who sent no complaint."""
    if kpi == "repeat_rate":
        return hidden_buyers(counted.customers, settings)
    return {"detractor"} if kpi == "complaint_rate" and few_detractors else set()


def _told_elsewhere(kpi: str, settings: CompareSettings) -> Unsafe:
    """Rule for what is told of all customers in other tables: how many they are and bought, nothing of who left."""
    told = {"complaint_rate": fewer(settings.min_cell), "repeat_rate": sides("denominator", settings.min_cell)}
    return told.get(kpi, fewer(0))


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
    outside it; of money 1 … ``min_group_size`` − 1, or where one makes more than half of what was paid or refunded.
    """
    least = settings.smallest_group if kpi == MONEY_RATE else settings.min_cell

    def unsafe(some: pd.DataFrame) -> bool:
        filled = some.fillna(0)
        top, base = filled["numerator"], filled["denominator"]
        counts = [len(some), (base != 0).sum(), (top != 0).sum(), (base != top).sum()]
        counts += [(base == 0).sum()] if kpi in CUSTOMER_RATES else []
        few = any(too_few(int(n), least) for n in counts)
        return few or (kpi == MONEY_RATE and unsafe_money(filled, least, settings))

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
    """Whether the silent detectors' LTV, or that of the others beside the detractors' total, tells of single ones.

    The others are those who complained, those of whom nobody knows, and both together.
    """
    cell, adds = people.detractors.cell, people.detractors.adds
    silent, others, unknown = (cell == side for side in ("silent", "others", "unknown"))
    if any(unsafe_money(adds[part], settings.smallest_group, settings) for part in (silent, others, unknown, ~silent)):
        return True
    return "detractor" in hidden_ltv(people.customers, settings) | hidden_complaints(people.complained, settings)


@shown.register
def _(result: Complaints, settings: CompareSettings) -> Complaints:
    return Complaints(shown(result.ladder, settings), shown(result.silent, settings))
