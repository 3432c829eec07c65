"""What may be shown of a survey: who answered, scores of waves, who moved between them, and who may be asked."""

from dataclasses import replace
from itertools import pairwise
from math import ceil, floor

from helpers.base.results import HIDDEN, Support, is_hidden
from helpers.collect.monitor import Monitor
from helpers.collect.plan.sampling import Plan
from helpers.collect.timing import by_day
from helpers.collect.waves import Change, Waves, change
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import fewer, hidden_cells, marked, masked, shown, sides, too_few


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
    """Scores of enough answers, and moves of enough persons; changes that tell of no others."""
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
        changes=_shown_changes(result, bool(hidden["moved"]), settings),
        transitions=tuple(masked(transition, hidden, {transition.cell}) for transition in result.transitions),
        moved=None,
    )


def _shown_changes(result: Waves, moves_hidden: bool, settings: CompareSettings) -> tuple[Change, ...]:
    """Changes whose intervals tell of enough persons who answered twice.

    How wide one is says how their answers hang together. Where they are few, it is that of different people. Where
    some moves are hidden, the ends are whole points, outwards: beside the moves shown they would tell those.
    """
    assert result.moved is not None
    nobody, changes = result.moved.iloc[:0], []
    for pair, made in zip(pairwise(result.waves), result.changes, strict=True):
        few = too_few(made.both, settings.min_cell)
        changes.append(replace(change(*pair, nobody, settings), both=marked(made.both, True)) if few else made)
    return (*changes[:-1], _in_whole_points(changes[-1]) if moves_hidden else changes[-1])


def _in_whole_points(made: Change) -> Change:
    if made.low is None or made.high is None or is_hidden(made.both):
        return made
    low, high = floor(100 * made.low) / 100, ceil(100 * made.high) / 100
    return replace(made, low=low, high=high, distinguishable=low > 0 or high < 0)


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
