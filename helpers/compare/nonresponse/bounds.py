"""The ends of what may be: figures if all who did not answer were of one segment (METHOD §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import sub
from typing import Annotated

from helpers.base.results import SEGMENTS, derived, public
from helpers.compare.comparison import Comparison
from helpers.compare.figures import PAIRS

BOUNDS = ("detractor", "promoter")


@dataclass(frozen=True)
class Bound:
    """Figures under one view of the silent; money in units of the currency."""

    nps: float | None = public(decimals=1)  # −1…1; in points where it leaves
    ltv: Annotated[Mapping[str, float | None], SEGMENTS] = public()
    gaps: Annotated[Mapping[str, float | None], tuple(PAIRS)] = public()


@dataclass(frozen=True)
class Bounds:
    """As answered, and if all silent customers were detractors, or promoters."""

    answered: Bound = public(published=False)
    detractor: Bound = public()
    promoter: Bound = public()


def bounds(result: Comparison) -> Bounds:
    """NPS, mean LTV and gaps of LTV at the worst and the best, from what a comparison shows."""
    means = {segment: result.segments[segment].ltv for segment in SEGMENTS}
    gaps = {pair: result.gaps[pair].ltv for pair in PAIRS}
    answered = Bound(
        _score(_answers(result)),
        {name: mean.mean if mean else None for name, mean in means.items()},
        {pair: gap.estimate if gap else None for pair, gap in gaps.items()},
    )
    return Bounds(answered, *(_bound(segment, result) for segment in BOUNDS))


def _answers(result: Comparison) -> dict[str, int]:
    return {segment: result.segments[segment].n for segment in SEGMENTS}


def _score(answers: Mapping[str, int]) -> float | None:
    n = sum(answers.values())
    return (answers["promoter"] - answers["detractor"]) / n if n else None


def _bound(taken_for: str, result: Comparison) -> Bound:
    answers = _answers(result)
    answers[taken_for] += result.segments["none"].matched
    means = {segment: _mean(segment, taken_for, result) for segment in SEGMENTS}
    gaps = {pair: derived(sub, means[first], means[second]) for pair, (first, second) in PAIRS.items()}
    return Bound(_score(answers), means, gaps)


def _mean(segment: str, taken_for: str, result: Comparison) -> float | None:
    """Of a segment and, where the silent are taken for it, of them too; ``None`` where there is nobody."""
    names = (segment, "none") if segment == taken_for else (segment,)
    parts = [result.segments[name] for name in names if result.segments[name].matched]
    n = sum(part.matched for part in parts)
    return derived(lambda *totals: sum(totals) / n, *(part.ltv_total for part in parts)) if parts else None
