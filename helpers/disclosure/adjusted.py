"""What may be shown of the gaps like with like, and of how many were left out for them."""

from collections.abc import Mapping
from dataclasses import replace

from helpers.base.parameters import Settings
from helpers.compare.adjustment.adjusted import Adjusted, AdjustedGaps, LikeWithLike
from helpers.compare.figures import MEASURES, PAIRS
from helpers.disclosure.comparison import hidden_worth
from helpers.disclosure.hiding import marked, masked, too_few
from helpers.disclosure.shown import shown


@shown.register
def _(result: LikeWithLike, settings: Settings) -> LikeWithLike:
    """A gap like with like is hidden where the plain one is."""
    if result.worth is None:
        return result
    hidden = hidden_worth(result.worth, settings)
    pairs = {pair: _gaps(gaps, set(PAIRS[pair]), hidden, settings) for pair, gaps in result.pairs.items()}
    return replace(result, pairs=pairs, worth=None)


def _gaps(gaps: AdjustedGaps, segments: set[str], hidden: Mapping[str, set[str]], settings: Settings) -> AdjustedGaps:
    by = {measure: {"gap": hidden["ltv" if measure == "ltv" else "lrv"]} for measure in MEASURES}
    return AdjustedGaps(*(masked(_counted(gaps.of(measure), settings), by[measure], segments) for measure in MEASURES))


def _counted(gap: Adjusted, settings: Settings) -> Adjusted:
    """Those left out are not counted where they are few, nor are then those kept: the segments' sizes are known."""
    few = {name: too_few(n, settings.min_cell) for name, n in gap.trimmed.items()}
    trimmed = {name: marked(n, few[name]) for name, n in gap.trimmed.items()}
    return replace(gap, trimmed=trimmed, n={name: marked(n, any(few.values())) for name, n in gap.n.items()})
