"""What may be shown of the segments' values, the gaps, plain and like with like, and word of mouth."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from helpers.base.results import ALL, SEGMENTS, SegmentMean, Support
from helpers.compare.adjustment.likeness import Adjusted, AdjustedGaps, LikeWithLike
from helpers.compare.basis import basis_of
from helpers.compare.comparison import Comparison, SegmentValue, Worth
from helpers.compare.figures import MEASURES, PAIRS
from helpers.compare.gaps import compared
from helpers.compare.settings import CompareSettings
from helpers.disclosure.customers import hidden_buyers, hidden_net
from helpers.disclosure.hiding import (
    dominated,
    either,
    hidden_cells,
    marked,
    masked,
    money,
    payments,
    shown,
    too_few,
    unsafe_money,
)


def comparison(rows: pd.DataFrame, answers: pd.DataFrame | None, settings: CompareSettings) -> Comparison:
    """What the segments are worth, as far as it may be shown; rows and answers as in `basis_of`."""
    return shown(compared(basis_of(rows, answers, settings)), settings)


@shown.register
def _(result: Comparison, settings: CompareSettings) -> Comparison:
    if result.worth is None:
        return result
    hidden = hidden_worth(result.worth, settings) | {"buyers": hidden_buyers(result.worth.customers, settings)}
    return replace(
        result,
        segments={
            name: _segment(segment, name, hidden, result.worth, settings) for name, segment in result.segments.items()
        },
        gaps={pair: masked(gap, hidden, set(PAIRS[pair])) for pair, gap in result.gaps.items()},
        referral=masked(result.referral, hidden, {ALL}),
        customers=masked(result.customers, hidden, {ALL}),
        worth=None,
    )


def _segment(
    segment: SegmentValue, name: str, hidden: Mapping[str, set[str]], worth: Worth, settings: CompareSettings
) -> SegmentValue:
    """A segment's worth; its medians where none of those whom they are of makes more than half of them."""
    seen = masked(segment, hidden, {name})
    means = (_mean(seen.mean(measure), median_tells(worth, measure, name, settings)) for measure in MEASURES)
    return replace(seen, **dict(zip(MEASURES, means, strict=True)))  # type: ignore[arg-type]


def _mean(mean: SegmentMean | None, hide: bool) -> SegmentMean | None:
    return replace(mean, median=marked(mean.median, hide)) if mean and mean.median is not None else mean


def median_tells(worth: Worth, measure: str, segment: str, settings: CompareSettings) -> bool:
    """Whether one of those in the middle of a segment makes more than half of its median."""
    return settings.min_cell > 1 and dominated(worth.middles[measure].get(segment, ()))


def hidden_worth(worth: Worth, settings: CompareSettings) -> dict[str, set[str]]:
    """Support → cells that stay hidden; what the LTV hides, referral hides too."""
    ltv = hidden_ltv(worth.customers, settings)
    counts = _hidden_counts(worth, settings)
    created = {ALL} if _created_hidden(worth, ALL in ltv, settings) else counts["bounded"]
    few = {name for name, n in worth.counted.cell.value_counts().items() if n < settings.smallest_group}
    lrv = few | hidden_cells(worth.counted, money(("recommended",), settings.min_cell, settings)) | ltv
    lrv |= set(SEGMENTS) if created else set()
    return {"ltv": ltv, "lrv": lrv, "created": created, **counts}


def _created_hidden(worth: Worth, all_hidden: bool, settings: CompareSettings) -> bool:
    """Whether L̄ is: where it is not of all customers, neither those it is of nor the others may be too few."""
    base = worth.created_by
    if base is None:
        return worth.base_known and all_hidden
    rule = money(("ltv",), settings.smallest_group, settings)
    return any(rule(base.adds[base.cell == side]) for side in ("base", "others"))


def hidden_ltv(customers: Support, settings: CompareSettings) -> set[str]:
    """Segments (and ``all``) whose LTV is not shown; those whose net amount is not are among them.

    The net amount less the LTV is what the customers cost: what a file tells of single ones is money too.
    """
    cost = payments("cost", settings.smallest_group, settings)
    rule = either(money(("ltv",), settings.smallest_group, settings), cost)
    return hidden_cells(customers, rule, hidden_net(customers, settings))


def _hidden_counts(worth: Worth, settings: CompareSettings) -> dict[str, set[str]]:
    """Claims of few, and how many counts lie above the cap where they are few.

    Few who were acquired in the year, or before it: what they bound (``bounded``) tells their number.
    """
    above, acquired = worth.cap.counts_above, worth.acquired
    sides = (acquired, len(worth.customers.cell) - acquired)
    few_acquired = any(too_few(n, settings.min_cell) for n in sides)
    few = {
        "claims": any(too_few(n, settings.min_cell) for n in (len(worth.counted.cell), worth.influenced)),
        "above": too_few(above, settings.min_cell),
        "acquired": few_acquired,
        "bounded": few_acquired and not worth.anchored,
    }
    return {name: {ALL} if hide else set() for name, hide in few.items()}


@shown.register
def _(result: LikeWithLike, settings: CompareSettings) -> LikeWithLike:
    """A gap like with like is hidden where the plain one is."""
    if result.worth is None:
        return result
    hidden = hidden_worth(result.worth, settings)
    pairs = {pair: _gaps(gaps, set(PAIRS[pair]), hidden, settings) for pair, gaps in result.pairs.items()}
    return replace(result, pairs=pairs, worth=None)


def _gaps(
    gaps: AdjustedGaps, segments: set[str], hidden: Mapping[str, set[str]], settings: CompareSettings
) -> AdjustedGaps:
    return AdjustedGaps(
        *(
            _adjusted(gaps.of(measure), segments, hidden["ltv" if measure == "ltv" else "lrv"], settings)
            for measure in MEASURES
        )
    )


def _adjusted(gap: Adjusted, segments: set[str], hidden: set[str], settings: CompareSettings) -> Adjusted:
    """The plain gap of those kept, beside that of all, tells of those left out."""
    tells = gap.trimmed_worth is not None and unsafe_money(gap.trimmed_worth.adds, settings.smallest_group, settings)
    by = {"gap": hidden, "kept": segments if tells else set()}
    return replace(masked(_counted(gap, settings), by, segments), trimmed_worth=None)


def _counted(gap: Adjusted, settings: CompareSettings) -> Adjusted:
    """Those left out are not counted where they are few, nor are then those kept: the segments' sizes are known."""
    few = {name: too_few(n, settings.min_cell) for name, n in gap.trimmed.items()}
    trimmed = {name: marked(n, few[name]) for name, n in gap.trimmed.items()}
    n = {name: marked(n, any(few.values())) for name, n in gap.n.items()}
    out = list(gap.trimmed.values())[-1]  # of the second segment, of whom some may be left out at the other end
    unmoved = marked(gap.unmoved, any(too_few(part, settings.min_cell) for part in (gap.unmoved, out - gap.unmoved)))
    return replace(gap, trimmed=trimmed, n=n, unmoved=unmoved)
