"""What may be shown of an attribute's groups: scores of enough, gaps that tell neither of few nor of few others."""

from dataclasses import replace

from helpers.base.results import Support
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.groups import Cut
from helpers.compare.settings import CompareSettings
from helpers.disclosure.comparison import hidden_ltv
from helpers.disclosure.hiding import Unsafe, either, fewer, hidden_cells, masked, shown, sides, unsafe_money


@shown.register
def _(result: Cut, settings: CompareSettings) -> Cut:
    support = result.support
    if support is None or support.within is None:
        return result
    counts = _hidden_counts(support, settings)
    hidden = {
        "counts": counts,
        "score": _hidden_scores(support, counts, settings),
        "gap": _hidden_gaps(support, settings),
    }
    groups = tuple(masked(group, hidden, {group.cell}) for group in result.groups)
    return replace(result, groups=groups, support=None)


def _hidden_counts(support: Support, settings: CompareSettings) -> set[str]:
    """Groups in which few answered, or few did not, and a second one: the counts of all are known."""
    assert support.within is not None
    answered = (support.cell != "none").to_frame("answered")
    return hidden_cells(Support(support.within, answered), sides("answered", settings.min_cell))


def _hidden_scores(support: Support, counts: set[str], settings: CompareSettings) -> set[str]:
    """Groups of which too few answered, or whose answers are known; and a second one, for those of all are."""
    answered = support.part(support.cell != "none")
    assert answered.within is not None
    unsafe = either(fewer(settings.smallest_group), _answers_known(settings))
    return hidden_cells(Support(answered.within, answered.cell.to_frame("segment")), unsafe, counts)


def _answers_known(settings: CompareSettings) -> Unsafe:
    """Whether all are of one segment, or a few of one: a score, its interval and their number tell how many are."""
    few = sides("segment", settings.min_cell)
    return lambda some: few(some) or (settings.min_cell > 1 and some["segment"].nunique() == 1)


def _hidden_gaps(support: Support, settings: CompareSettings) -> set[str]:
    """Groups whose gap would tell of few of them or of few others; all, where that of the report is hidden."""
    assert support.within is not None
    groups = set(support.within.unique())
    if hidden_ltv(support, settings) & set(PAIRS[HEADLINE_PAIR]):
        return groups
    return {group for group in groups if _gap_tells(support, group, settings)}


def _gap_tells(support: Support, group: str, settings: CompareSettings) -> bool:
    pair, mine = PAIRS[HEADLINE_PAIR], support.within == group
    few = min(int((mine & (support.cell == segment)).sum()) for segment in pair) < settings.smallest_group
    others = [support.adds.loc[~mine & (support.cell == segment), ["ltv"]] for segment in pair]
    return (
        few
        or any(unsafe_money(part, settings.smallest_group, settings) for part in others)
        or bool(hidden_ltv(support.part(mine), settings) & set(pair))
    )
