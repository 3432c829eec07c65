"""What may be shown of the filters of a run: what tells of nobody, whatever is subtracted (METHOD §8)."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.base.results import HIDDEN, SEGMENTS
from helpers.compare.comparison import Comparison, PairGap, SegmentValue
from helpers.compare.exploring.filtered import Worths
from helpers.compare.exploring.filters import Filter
from helpers.compare.exploring.redrawn import Redrawn
from helpers.compare.figures import PAIRS
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import marked
from helpers.disclosure.lattice import Atoms, Lattice, Tally, open_filters


@dataclass(frozen=True, eq=False, repr=False)
class Openings:
    """What may be shown of each filter: its counts, and by segment its money."""

    counts: dict[Filter, bool]
    money: dict[str, dict[Filter, bool]]

    def shown(self, result: Comparison, chosen: Filter) -> Comparison:
        """A filter's comparison with what may not be seen marked."""
        closed = {segment for segment, where in self.money.items() if not where[chosen]}
        values = {name: self._segment(one, name in closed, chosen) for name, one in result.segments.items()}
        gaps = {pair: _gap(gap, bool(closed & set(PAIRS[pair]))) for pair, gap in result.gaps.items()}
        n = marked(result.customers.n, not self.counts[chosen])
        return replace(result, segments=values, gaps=gaps, customers=replace(result.customers, n=n))

    def _segment(self, segment: SegmentValue, closed: bool, chosen: Filter) -> SegmentValue:
        counted = [marked(n, not self.counts[chosen]) for n in (segment.n, segment.matched)]
        money = [
            mean and (HIDDEN if closed else replace(mean, n=marked(mean.n, not self.counts[chosen])))
            for mean in (segment.ltv, segment.lrv, segment.value)
        ]
        hidden: Any = dict(zip(_MEANS, money, strict=True))
        return replace(segment, n=counted[0], matched=counted[1], **hidden)


_MEANS = ("ltv", "lrv", "value")


def _gap(gap: PairGap, closed: bool) -> PairGap:
    return replace(gap, **{name: getattr(gap, name) and marked(getattr(gap, name), closed) for name in _MEANS})


def openings(drawn: Redrawn, known: Worths, among: Lattice, root: Comparison, settings: CompareSettings) -> Openings:
    """What may be shown of each filter of a run; `root`: the whole run as it may be shown.

    A segment that the run itself does not show is shown by no filter.
    """
    with threadpool_limits(1):  # many small products, which more threads make slower
        counts = open_filters(among, _count_tally(drawn, known, among, settings))
        money = {}
        for number, segment in enumerate(SEGMENTS):
            mean = root.segments[segment].mean(root.headline_measure())
            tally = _money_tally(drawn, known, among, number, settings)
            shown = open_filters(among, tally) if mean or not root.segments[segment].n else np.zeros(len(counts), bool)
            money[segment] = dict(zip(among.filters, shown.tolist(), strict=True))
    return Openings(dict(zip(among.filters, counts.tolist(), strict=True)), money)


def _count_tally(drawn: Redrawn, known: Worths, among: Lattice, settings: CompareSettings) -> Tally:
    """Numbers by segment, and of the silent; answers that are all of one segment are known of everybody."""
    atoms = among.holds.shape[1]
    code = np.full(len(among.atom), len(SEGMENTS))
    code[drawn.places] = known.segment
    counts = np.array([np.bincount(among.atom[code == n], minlength=atoms) for n in range(len(SEGMENTS) + 1)])

    def one_segment(part: Atoms) -> bool:
        return settings.min_cell > 1 and int((counts[:-1, part].sum(axis=1) > 0).sum()) == 1

    return Tally(counts, settings.min_cell, one_segment)


def _money_tally(drawn: Redrawn, known: Worths, among: Lattice, segment: int, settings: CompareSettings) -> Tally:
    """Customers of a segment whose money is told, and of them those whose recommendations are."""
    mine = known.segment == segment
    atom, atoms = among.atom[drawn.places], among.holds.shape[1]
    told = [(mine, np.abs(known.ltv))]
    if np.isfinite(known.each):
        told.append((mine & ~np.isnan(known.recommended), np.abs(np.nan_to_num(known.recommended))))
    counts = np.array([np.bincount(atom[who], minlength=atoms) for who, _ in told])
    sums = [np.bincount(atom[who], weights=size[who], minlength=atoms) for who, size in told]
    largest = [np.zeros(atoms) for _ in told]
    for most, (who, size) in zip(largest, told, strict=True):
        np.maximum.at(most, atom[who], size[who])

    def one_customer(part: Atoms) -> bool:
        heavy = (2 * most[part].max(initial=0.0) > total[part].sum() for most, total in zip(largest, sums, strict=True))
        return settings.min_cell > 1 and any(heavy)

    return Tally(counts, settings.smallest_group, one_customer)
