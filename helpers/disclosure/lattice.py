"""Sets of customers of which figures are shown together, and which of them may be, so that none tells of few."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.compare.exploring.filters import Dimension, Filter, meeting
from helpers.disclosure.hiding import too_few

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
    And no unsafe part (a filter, the difference to a wider one, a single atom) is a sum of all that are shown, each
    taken any number of times, added or subtracted. Of two the one with more conditions is hidden, of a sum
    the smallest; hidden ones hide more, until nothing changes.
    """
    shown = np.array([not tally.unsafe(held) for held in among.holds])
    rules = _Rules(
        _unsafe_pairs(among, tally, shown), [three for three, rest in among.fourths() if tally.unsafe(rest)],
        among.lines(), tally.counts.sum(axis=0) @ among.holds.T,
    )  # fmt: skip
    sums = _Sums(*_gram(among, tally))
    before = None
    while before is None or (shown != before).any():
        before = shown.copy()
        _apply(rules, among, tally, shown)
        if (shown == before).all():
            shown[_telling(sums, shown, rules.sizes)] = False
    return shown


class _Rules(NamedTuple):
    """What may not stand together: pairs, threes, lines of a wider filter; and how many each filter holds."""

    pairs: list[tuple[int, int]]
    threes: list[tuple[int, int, int]]
    lines: list[tuple[int, list[int]]]
    sizes: np.ndarray


def _apply(rules: _Rules, among: Lattice, tally: Tally, shown: np.ndarray) -> None:
    """Hide what the rules need hidden."""
    for wide, narrow in rules.pairs:
        shown[narrow] &= not shown[wide]
    for both, one, two in rules.threes:
        shown[both] &= not (shown[one] and shown[two])
    for wider, line in rules.lines:
        _close_line(among, shown, wider, sorted(line, key=lambda place: float(rules.sizes[place])), tally)


class _Sums(NamedTuple):
    """Products over the atoms that hold anybody: of filters with filters, of unsafe parts with filters, of parts."""

    filters: np.ndarray
    parts: np.ndarray
    sizes: np.ndarray


def _gram(among: Lattice, tally: Tally) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    there = np.asarray(tally.counts.any(axis=0))
    holds, parts = among.holds[:, there].astype(float), _unsafe_parts(among, tally)[:, there].astype(float)
    return holds @ holds.T, parts @ holds.T, parts.sum(axis=1)


def _unsafe_parts(among: Lattice, tally: Tally) -> np.ndarray:
    """Parts whose figures tell of few: of the filters, of the differences to wider ones, and of the single atoms.

    Atoms that hold nobody are in none of them.
    """
    differences = [among.holds[wider] & ~among.holds[place] for wider, line in among.lines() for place in line]
    rests = [rest for _, rest in among.fourths()]
    there = np.asarray(tally.counts.any(axis=0))
    parts = np.array([*among.holds, *differences, *rests, *(np.eye(len(there)) > 0)]) & there
    _, first = np.unique(np.packbits(parts, axis=1), axis=0, return_index=True)
    return np.array([part for part in parts[first] if part.any() and tally.unsafe(part)]).reshape(-1, len(there))


def _telling(sums: _Sums, shown: np.ndarray, sizes: np.ndarray) -> list[int]:
    """Filters to hide because an unsafe part is a sum of shown ones, each taken any number of times or subtracted.

    It is one where nothing is left of it beside the space of the shown. Of each sum the smallest filter goes.
    """
    places = np.flatnonzero(shown)
    if not len(places):
        return []
    products = sums.parts[:, places]
    shares = products @ np.linalg.pinv(sums.filters[np.ix_(places, places)], rcond=_NOTHING**1.5, hermitian=True)
    left = sums.sizes - (shares * products).sum(axis=1)
    told = shares[left < _NOTHING * sums.sizes]
    taking = {tuple(np.flatnonzero(np.abs(share) > _NOTHING)) for share in told}
    return [int(min(places[[*mine]], key=lambda place: float(sizes[place]))) for mine in taking]


_NOTHING = 1e-6  # from here on a share of a sum is none


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
