"""What may be shown of a run with other assumptions, and of what changed between two runs (METHOD §8)."""

from dataclasses import replace

import numpy as np

from helpers.base.named_draws import numbers_of
from helpers.base.results import HIDDEN, SEGMENTS, is_seen
from helpers.compare.comparison import Comparison
from helpers.compare.exploring.changes import RunChange, RunChanges
from helpers.compare.exploring.redrawn import Assumptions, Redrawn
from helpers.compare.exploring.scenario import WhatIf
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import dominated, marked, too_few
from helpers.merge.customers import segment_of


def shown_what_if(found: WhatIf, drawn: Redrawn, assumed: Assumptions, root: Comparison) -> WhatIf:
    """A scenario whose money is marked where it tells of few; `root`: the run as it may be shown.

    That is so where the run itself hides a segment or the total, where one customer makes more than half of a
    segment's LTV under the assumptions, and where a cost that is moved tells how few of a segment are new, or are not.
    """
    seen = [root.segments[segment].mean(found.measure) for segment in SEGMENTS]
    if all(map(bool, seen)) and is_seen(root.customers.ltv_total) and not _tells(drawn, assumed):
        return found
    hidden = {basis: marked(gain, gain is not None) for basis, gain in found.gains.items()}
    return replace(found, ltv_total=marked(found.ltv_total, True), gains=hidden)


def _tells(drawn: Redrawn, assumed: Assumptions) -> bool:
    settings, ltv, new = drawn.basis.settings, drawn.ltv(assumed), drawn.own["new"] > 0
    segment = segment_of(drawn.basis.customers).to_numpy()
    for name in np.unique(segment):
        mine = segment == name
        sides = (int((mine & new).sum()), int((mine & ~new).sum()))
        few = assumed.acquisition_cost is not None and any(too_few(n, settings.min_cell) for n in sides)
        if few or (settings.min_cell > 1 and dominated(ltv[mine])):
            return True
    return False


def shown_changes(
    found: RunChanges,
    runs: tuple[Redrawn, Redrawn],
    roots: tuple[Comparison, Comparison],
    *,
    same_purchases: bool,
) -> RunChanges:
    """Changes with money marked where one of the runs does not show it, or both tell of the few who set them apart.

    `same_purchases`: both are of the same purchases in the same window; the customers, or those of a segment, by whom
    they differ must then be nobody or enough.
    """
    settings = runs[1].basis.settings
    closed = {one for one in SEGMENTS if not all(root.segments[one].mean(found.measure) for root in roots)}
    if same_purchases:
        closed |= _apart(runs, settings)
    hidden = {name: bool(closed & set(_SIDES.get(name, (name,)))) for name in found.money}
    money = {name: _hidden() if hidden[name] else change for name, change in found.money.items()}
    sides = (found.shared, *(len(one.basis.customers) - found.shared for one in runs))
    few = any(too_few(n, settings.min_cell) for n in sides)
    return replace(found, money=money, shared=marked(found.shared, few))


_SIDES = {"gap": PAIRS[HEADLINE_PAIR]}


def _apart(runs: tuple[Redrawn, Redrawn], settings: CompareSettings) -> set[str]:
    """Segments whose customers differ by few; all of them where all customers do."""
    if _differ(runs, None, settings):
        return set(SEGMENTS)
    return {segment for segment in SEGMENTS if _differ(runs, segment, settings)}


def _differ(runs: tuple[Redrawn, Redrawn], segment: str | None, settings: CompareSettings) -> bool:
    first, second = (
        numbers_of(rows["customer_id"] if segment is None else rows.loc[rows["segment"] == segment, "customer_id"])
        for rows in (one.basis.customers for one in runs)
    )
    return too_few(len(np.setxor1d(first, second)), settings.smallest_group)


def _hidden() -> RunChange:
    return RunChange(HIDDEN, HIDDEN, HIDDEN)  # type: ignore[arg-type]
