"""What may be shown of complaints: the ladder, and the detractors who never complained."""

from dataclasses import replace

from helpers.base.parameters import Settings
from helpers.base.results import ALL
from helpers.compare.silent_detectors import Detectors, SilentDetectors
from helpers.disclosure.comparison import hidden_ltv
from helpers.disclosure.hiding import masked, too_few, unsafe_money
from helpers.disclosure.kpis import hidden_complaints
from helpers.disclosure.shown import shown
from helpers.merge.complaints import Ladder


@shown.register
def _(result: Ladder, settings: Settings) -> Ladder:
    """Complaints of the whole shop, counted as in a ledger: no secret."""
    return result


@shown.register
def _(result: SilentDetectors, settings: Settings) -> SilentDetectors:
    if result.support is None:
        return result
    hidden = {"silent": {ALL} if _silent_hidden(result.support, settings) else set()}
    return replace(masked(result, hidden, {ALL}), support=None)


def _silent_hidden(people: Detectors, settings: Settings) -> bool:
    """Whether the silent detectors' LTV, or that of the others beside the detractors' total, tells of single ones."""
    cell, adds = people.detractors.cell, people.detractors.adds
    silent, others = (adds[cell == side] for side in ("silent", "others"))
    if too_few(len(silent), settings.smallest_group):
        return True
    if any(unsafe_money(part, settings.min_cell, settings) for part in (silent, others)):
        return True
    return "detractor" in hidden_ltv(people.customers, settings) | hidden_complaints(people.complained, settings)
