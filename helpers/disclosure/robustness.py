"""What may be shown of other ways of counting: each beside the report's own tells of those whom it counts otherwise."""

from dataclasses import replace

from helpers.base.results import ALL, SEGMENTS, Support
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.compare.robustness.scenarios import HeadlineGap, Recounted, Specification, Specifications
from helpers.compare.settings import CompareSettings
from helpers.disclosure.comparison import hidden_worth, median_tells
from helpers.disclosure.hiding import marked, masked, shown, too_few, unsafe_money


@shown.register
def _(result: Specifications, settings: CompareSettings) -> Specifications:
    choices = tuple(shown(choice, settings) for choice in result.specifications)
    return Specifications(choices, shown(result.exposure, settings))


@shown.register
def _(result: Specification, settings: CompareSettings) -> Specification:
    if result.recounted is None:
        return result
    hidden = _hidden(result.recounted, settings)
    return replace(
        masked(result, hidden, {ALL}),
        means={segment: masked(mean, hidden, {segment}) for segment, mean in result.means.items()},
        gap=_gap(result, hidden, settings),
        recounted=None,
    )


def _gap(result: Specification, hidden: dict[str, set[str]], settings: CompareSettings) -> HeadlineGap:
    """The gap; that of medians where none of those whom they are of makes more than half of one."""
    seen, recounted = masked(result.gap, hidden, set(PAIRS[HEADLINE_PAIR])), result.recounted
    if result.name != "median" or recounted is None:
        return seen
    tells = {
        measure: any(median_tells(recounted.worth, measure, name, settings) for name in PAIRS[HEADLINE_PAIR])
        for measure in ("ltv", "value")
    }
    return HeadlineGap(
        *(marked(seen.by(measure), hide and seen.by(measure) is not None) for measure, hide in tells.items())
    )


def _hidden(recounted: Recounted, settings: CompareSettings) -> dict[str, set[str]]:
    """Support → hidden cells: those of the choice's own comparison, and all where few are counted otherwise."""
    few = too_few(recounted.capped, settings.min_cell)
    few = few or (recounted.moves is not None and moves_tell(recounted.moves, settings))
    return hidden_worth(recounted.worth, settings) | {"recounted": {ALL, *SEGMENTS} if few else set()}


def moves_tell(moves: Support, settings: CompareSettings) -> bool:
    """Whether the gap beside the report's own would tell what some of those moved are worth.

    Each part moved from one segment to another that enters the gap is one unknown, unless it is a whole segment;
    one gap tells one unknown: then that part must be safe, else all of them together.
    """
    assert moves.within is not None
    sizes, unknown = moves.within.value_counts(), []
    for part, n in moves.cell.value_counts().items():
        before, after = str(part).split()
        if before != after and {before, after} & set(PAIRS[HEADLINE_PAIR]) and n < sizes[before]:
            unknown.append(part)
    return unsafe_money(moves.adds[moves.cell.isin(unknown)], settings.smallest_group, settings)
