"""Which filters of a run may show counts and money, so that no two of them tell of few (METHOD §8)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from helpers.base.results import HIDDEN, SEGMENTS
from helpers.compare.comparison import Comparison, PairGap, SegmentValue
from helpers.compare.exploring.filtered import Worths
from helpers.compare.exploring.filters import Dimension, Filter, meeting
from helpers.compare.exploring.redrawn import Redrawn
from helpers.compare.figures import PAIRS
from helpers.compare.settings import CompareSettings
from helpers.disclosure.hiding import marked, too_few

Atoms = np.ndarray  # which atoms a part of the customers is made of


@dataclass(frozen=True, eq=False, repr=False)
class Lattice:
    """Filters as sets of atoms: an atom is all customers who meet the same of the conditions."""

    filters: tuple[Filter, ...]
    atom: np.ndarray  # of each customer
    holds: np.ndarray  # whether a filter holds an atom, shape (filters, atoms)

    def lines(self) -> list[tuple[int, list[int]]]:
        """Each filter with those that have one condition more, by one dimension at a time."""
        place = {chosen: number for number, chosen in enumerate(self.filters)}
        found: dict[tuple[int, str], list[int]] = {}
        for number, chosen in enumerate(self.filters):
            for condition in chosen:
                wider = place[tuple(one for one in chosen if one != condition)]
                found.setdefault((wider, condition.dimension), []).append(number)
        return [(wider, narrow) for (wider, _), narrow in found.items()]

    def fourths(self) -> list[tuple[tuple[int, int, int], np.ndarray]]:
        """Of each filter of two conditions: itself and both of one, and the atoms that meet neither condition."""
        place = {chosen: number for number, chosen in enumerate(self.filters)}
        found = []
        for number, chosen in enumerate(self.filters):
            if len(chosen) == 2:
                one, two = place[chosen[:1]], place[chosen[1:]]
                found.append(((number, one, two), ~self.holds[one] & ~self.holds[two]))
        return found


def lattice(known: Sequence[Dimension], filters: Sequence[Filter], customers: int) -> Lattice:
    """Atoms of the customers, and which of them each filter holds."""
    places = np.column_stack([np.zeros(customers, dtype=int), *(one.place for one in known)])
    _, first, atom = np.unique(places, axis=0, return_index=True, return_inverse=True)
    met = [meeting(chosen, known)[first] if known else np.ones(len(first), dtype=bool) for chosen in filters]
    return Lattice(tuple(filters), atom.ravel(), np.array(met))


class Tally(NamedTuple):
    """What decides whether a part may be shown: numbers of persons by atom, and what else of its atoms."""

    counts: np.ndarray  # shape (numbers, atoms): each of a part is 0, or `least` at least
    least: int
    tells: Callable[[Atoms], bool]

    def unsafe(self, part: Atoms) -> bool:
        """Whether figures of a part tell of few."""
        return any(too_few(int(n), self.least) for n in self.counts[:, part].sum(axis=1)) or self.tells(part)


def open_filters(among: Lattice, tally: Tally) -> np.ndarray:
    """Which filters may be shown; shown together they tell of no unsafe part.

    A filter is shown whose own part is safe, whose wider ones are all shown, and
    - that differs from any other that is shown by nobody or by enough, and where one holds the other by a safe part;
    - with which and its two wider ones those who meet neither condition are no unsafe part;
    - where among those with the same wider filter and dimension either none stays hidden, or two or more that are
      safe together: a single one is the wider less the others.
    Of two the one with more conditions is hidden; hidden ones hide more, until nothing changes.
    """
    shown = np.array([not tally.unsafe(held) for held in among.holds])
    sizes = tally.counts.sum(axis=0) @ among.holds.T
    pairs, lines = _unsafe_pairs(among, tally, shown), among.lines()
    fourths = [three for three, rest in among.fourths() if tally.unsafe(rest)]
    before = None
    while before is None or (shown != before).any():
        before = shown.copy()
        for wide, narrow in pairs:
            shown[narrow] &= not shown[wide]
        for both, one, two in fourths:
            shown[both] &= not (shown[one] and shown[two])
        for wider, line in lines:
            _close_line(among, shown, wider, sorted(line, key=lambda place: float(sizes[place])), tally)
    return shown


def _unsafe_pairs(among: Lattice, tally: Tally, shown: np.ndarray) -> list[tuple[int, int]]:
    """Pairs that differ by an unsafe part: the one that stays, and the one that goes."""
    few = np.zeros((len(shown), len(shown)), dtype=bool)
    nested = ~few
    held = among.holds.astype(float)
    for count in tally.counts:
        common = (held * count) @ held.T
        size = common.diagonal()
        apart = size[:, None] + size[None, :] - 2 * common
        few |= (apart > 0) & (apart < tally.least)
        nested &= common == size[None, :]
    holds_all = nested & shown[:, None] & shown[None, :] & ~few
    for wide, narrow in zip(*np.nonzero(holds_all), strict=True):
        few[wide, narrow] = tally.tells(among.holds[wide] & ~among.holds[narrow])
    ends = zip(*np.nonzero(few & shown[:, None] & shown[None, :]), strict=True)
    rank = [(len(chosen), -size) for chosen, size in zip(among.filters, tally.counts.sum(axis=0) @ held.T, strict=True)]
    return [tuple(sorted(map(int, pair), key=rank.__getitem__)) for pair in ends]  # type: ignore[misc]


def _close_line(among: Lattice, shown: np.ndarray, wider: int, narrow: Sequence[int], tally: Tally) -> None:
    """Hide what a line needs hidden, the smallest first."""
    if not shown[wider]:
        shown[[*narrow]] = False
        return
    there = [place for place in narrow if tally.counts[:, among.holds[place]].any()]
    hidden = [place for place in there if not shown[place]]
    others = [place for place in there if shown[place]]
    while hidden and others and (len(hidden) == 1 or tally.unsafe(np.logical_or.reduce(among.holds[hidden]))):
        hidden.append(others.pop(0))
        shown[hidden[-1]] = False


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
