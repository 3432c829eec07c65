"""What may be shown of the words that segments write: of enough persons, and nothing that tells of few beside them."""

from collections.abc import Mapping, Set
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.results import Support
from helpers.compare.settings import CompareSettings
from helpers.compare.words import Leaning, SegmentWords, Writers
from helpers.disclosure.comparison import hidden_ltv
from helpers.disclosure.hiding import hidden_cells, marked, masked, shown, sides, too_few, unsafe_money


@shown.register
def _(result: SegmentWords, settings: CompareSettings) -> SegmentWords:
    known = result.known
    if known is None:
        return result
    wrote = hidden_cells(Support(known.people["segment"], known.people[["wrote"]]), sides("wrote", settings.min_cell))
    words = _Shown(known, result.level, hidden_ltv(known.customers, settings), settings)
    return replace(
        result,
        writers={name: marked(n, name in wrote) for name, n in result.writers.items()},
        leanings={name: words.of(name, leanings) for name, leanings in result.leanings.items()},
        known=None,
    )


class _Shown:
    """Goes through the words in their order: what was shown before decides what may be shown beside it."""

    def __init__(self, known: Writers, level: float, secret: Set[str], settings: CompareSettings) -> None:
        self._known, self._level, self._secret, self._settings = known, level, secret, settings
        self._before: dict[str, bool] = {}  # word → whether how many of its segment used it is hidden
        people = known.people
        self._members = {name: frozenset(part.index) for name, part in people.groupby("segment")}
        self._worth = {name: part[["ltv"]].dropna() for name, part in people.groupby("segment")}
        self._writers = frozenset(people.index[people["wrote"]])

    def of(self, segment: str, leanings: Mapping[str, Leaning]) -> dict[str, Leaning]:
        """The words of a segment that may be shown, each as far as it may."""
        told = {}
        for term, leaning in leanings.items():
            if not self._tells_of_few(term, segment):
                told[term] = self._shown(term, leaning, segment)
                self._before[term] = self._few_others(term, segment)
        return told

    def _tells_of_few(self, term: str, segment: str) -> bool:
        """Whether few used it, or few did not, or few used it and not another word that is shown."""
        users, members, writers = self._known.users[term], self._members[segment], self._writers
        parts = [users & members, (writers & members) - users, (writers - members) - users]
        parts += [part for rest in self._beside(term).values() for part in (rest & members, rest - members)]
        few = any(too_few(len(part), self._settings.min_cell) for part in parts)
        return few or too_few(len(users), self._settings.min_group_size) or self._rest_is_alike(term, segment)

    def _beside(self, term: str) -> dict[str, frozenset[str]]:
        """Who used one of two words alone, where all who used the other used it too: late, and late parcel."""
        users = self._known.users[term]
        others = {before: self._known.users[before] for before in self._before}
        return {before: users ^ other for before, other in others.items() if users <= other or other <= users}

    def _few_others(self, term: str, segment: str) -> bool:
        """Whether few of the others used a word, or none: then all who did are of one segment, which is no less."""
        others, least = len(self._known.users[term] - self._members[segment]), self._settings.min_cell
        return others < least and least > 1

    def _rest_is_alike(self, term: str, segment: str) -> bool:
        """Whether who used it and not another word shown are all of the segment, or none is, and the counts tell it."""
        members, few_others = self._members[segment], self._few_others(term, segment)
        alike = [other for other, rest in self._beside(term).items() if rest <= members or not rest & members]
        return self._settings.min_cell > 1 and any(not (few_others and self._before[other]) for other in alike)

    def _shown(self, term: str, leaning: Leaning, segment: str) -> Leaning:
        """Where few of the others used it, the lean is told as if more had, and how many of the segment is not."""
        if few_others := self._few_others(term, segment):
            lean = self._known.contrasts[term].with_others(self._settings.min_cell).lean(self._level)
            leaning = replace(leaning, at_least=True, lean=marked(lean, (lean.low or 0.0) <= 0))
        cells, few_unknown = self._money(term, segment)
        hidden: dict[str, set[str]] = {
            "word": set(),
            "lean": set(),
            "sides": {term} if few_others else set(),
            "total": {term} if cells else set(),
            "mean": {term} if cells or few_others or few_unknown else set(),
        }
        return masked(leaning, hidden, {term})

    def _money(self, term: str, segment: str) -> tuple[bool, bool]:
        """Whether money is of few or mostly of one, or tells such money; whether few of its users are unknown."""
        users, worth = self._known.users[term], self._worth[segment]
        is_user = _among(worth.index, users)
        parts = [worth[is_user], worth[~is_user], worth]
        parts += [worth[_among(worth.index, rest)] for rest in self._beside(term).values()]
        unsafe = any(unsafe_money(part, self._settings.smallest_group, self._settings) for part in parts)
        unknown = len(users & self._members[segment]) - int(is_user.sum())
        return unsafe or segment in self._secret, too_few(unknown, self._settings.min_cell)


def _among(people: pd.Index, some: Set[str]) -> npt.NDArray[np.bool_]:
    return np.fromiter((person in some for person in people), dtype=bool, count=len(people))
