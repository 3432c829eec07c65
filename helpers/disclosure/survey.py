"""What may be shown of a survey: who answered, scores of waves, who moved between them, and who may be asked."""

from dataclasses import replace

from helpers.base.results import HIDDEN, Support
from helpers.collect.monitor import Monitor
from helpers.collect.plan.sampling import Plan
from helpers.collect.timing import by_day
from helpers.collect.waves import Waves
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import fewer, hidden_cells, masked, shown, sides


@shown.register
def _(result: Monitor, settings: CompareSettings) -> Monitor:
    """Nothing of groups of which few answered or few did not; spans of days of enough answers."""
    if result.asked is None:
        return result
    few = sides("answered", settings.min_cell)
    hidden = {kind: {"answered": hidden_cells(support, few)} for kind, support in result.asked.kinds.items()}
    groups = tuple(masked(group, hidden[group.kind], {group.name}) for group in result.groups)
    return replace(result, groups=groups, days=by_day(result.asked.days, settings.min_cell), asked=None)


@shown.register
def _(result: Waves, settings: CompareSettings) -> Waves:
    """Scores of enough answers, and moves of enough persons."""
    if result.moved is None:
        return result
    cells = Support(result.moved["before"] + " " + result.moved["after"], result.moved[[]])
    hidden = {
        "moved": hidden_cells(cells, fewer(settings.min_cell)),
        "score": {wave.name for wave in result.waves if wave.n < settings.min_group_size},
    }
    return replace(
        result,
        waves=tuple(masked(wave, hidden, {wave.name}) for wave in result.waves),
        transitions=tuple(masked(transition, hidden, {transition.cell}) for transition in result.transitions),
        moved=None,
    )


@shown.register
def _(result: Plan, settings: CompareSettings) -> Plan:
    """Strata of enough customers; of those asked and withdrawn their strata and reasons are left."""
    if "customer_id" not in result.asked:
        return result
    sizes = result.strata.loc[result.strata.index.repeat(result.strata["eligible"])]
    few = result.strata["stratum"].isin(hidden_cells(Support(sizes["stratum"], sizes[[]]), fewer(settings.min_cell)))
    counts = result.strata[["eligible", "asked"]].astype(object).mask(few, HIDDEN)
    return replace(
        result,
        strata=result.strata[["stratum"]].join(counts),
        asked=result.asked.filter(["stratum"]),
        withdrawn=result.withdrawn.filter(["reason"]),
    )
