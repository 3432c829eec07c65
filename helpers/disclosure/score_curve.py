"""What may be shown of the worth by score."""

from dataclasses import replace

from helpers.base.results import Support
from helpers.compare.score_curve import ScoreCurve
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import hidden_cells, masked, money, shown


@shown.register
def _(result: ScoreCurve, settings: CompareSettings) -> ScoreCurve:
    if result.support is None:
        return result
    hidden = _hidden_scores(result.support, settings)
    scores = tuple(masked(score, {"score": hidden}, {score.cell}) for score in result.scores)
    return replace(result, scores=scores, support=None)


def _hidden_scores(support: Support, settings: CompareSettings) -> set[str]:
    """Scores of few or mostly of one, and a second one of their segment: its total is told elsewhere."""
    assert support.within is not None
    unsafe, hidden = money(("ltv",), settings.smallest_group, settings), set()
    for segment in support.within.unique():
        hidden |= hidden_cells(support.part(support.within == segment), unsafe)
    return hidden
