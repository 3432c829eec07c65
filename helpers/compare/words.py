"""Words and pairs of words that set detractors, passives and promoters apart, with the money of those who wrote them.

Each segment against the others together, by log-odds with an informative Dirichlet prior (`helpers.compare.log_odds`).
What is counted are persons: who writes a word five times is no five voices.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated

import numpy as np
import pandas as pd

from helpers.base.normal import quantile_of_normal
from helpers.base.results import SEGMENTS, Estimate, Support, behind, public, told_by
from helpers.collect.wording.units import has_japanese
from helpers.compare.basis import Basis, customers_support
from helpers.compare.log_odds import FloatArray, expected_uses, log_odds, selected_level

SAME = 0.75  # share of the persons who used one of two words or the other that used both, from which on one is told


@dataclass(frozen=True)
class Leaning:
    """A word or pair of words that leans to a segment; money in units of the currency, of the segment's writers."""

    words: int = public()  # 1, or 2 of a pair
    persons: int = told_by("word")  # who used it
    of_segment: int = told_by("sides")  # those of them who are of the segment
    lean: Estimate | None = told_by("lean")  # log-odds ratio, segment against the others
    at_least: bool = public()  # whether the lean is told as if more of the others had used it
    ltv_total: float | None = told_by("total")  # of those of the segment who used it and are in the CRM
    ltv_mean: float | None = told_by("mean")
    ltv_mean_others: float | None = told_by("mean")  # of the segment's other customers who answered


@dataclass(frozen=True)
class Contrast:
    """Users of a word in a segment and among the others, and what its lean is worked out from."""

    users: float
    others: float
    all_uses: float  # of all words
    all_others: float
    by_length: float  # the log-odds that the lengths of comments alone make

    def lean(self, level: float) -> Estimate:
        """Log-odds ratio beyond what lengths make, with an interval of this level."""
        delta, error = log_odds([self.users], [self.others], self.all_uses, self.all_others)
        estimate, reach = float(delta[0]) - self.by_length, quantile_of_normal(level) * float(error[0])
        return Estimate(estimate, estimate - reach, estimate + reach)

    def with_others(self, others: float) -> "Contrast":
        """As if so many of the others were among its users, and as many less of the segment."""
        return replace(self, users=self.users + self.others - others, others=others)


@dataclass(frozen=True, eq=False, repr=False)
class Writers:
    """Whom the figures of words are of."""

    people: pd.DataFrame  # all who answered, by person: segment, ltv (missing without one), wrote
    users: Mapping[str, frozenset[str]]  # word → who used it, of the words that lean
    contrasts: Mapping[str, Contrast]  # word → what its lean is made of
    customers: Support  # as made by `helpers.compare.basis.customers_support`


@dataclass(frozen=True)
class SegmentWords:
    """What the segments write: of each the words that lean to it, the surest first."""

    writers: Annotated[Mapping[str, int], SEGMENTS]  # persons whose comments hold a word; {} where no column was read
    looked_at: int = public()  # words and pairs that enough persons used
    least: int = public()  # how many are enough
    level: float = public(exact=True)  # of each interval
    leanings: Annotated[Mapping[str, Mapping[str, Leaning]], SEGMENTS] = public()
    known: Writers | None = behind()


def words(basis: Basis, uses: pd.DataFrame | None) -> SegmentWords:
    """Words and pairs that lean to a segment by more than chance explains, out of those that enough persons used.

    Enough are `smallest_group`. Of all that are looked at, each in three segments, so many lean that of those told
    1 − confidence are expected to do so by chance (Benjamini & Hochberg 1995), with intervals to match (Benjamini &
    Yekutieli 2005). Where nearly the same persons used several words, one is told, a pair before a word.

    Parameters
    ----------
    uses : DataFrame or None
        As `helpers.collect.wording.uses.word_uses` makes it.
    """
    if uses is None:
        settings = basis.settings
        return SegmentWords({}, 0, settings.smallest_group, settings.confidence, {name: {} for name in SEGMENTS})
    people = _people(basis, uses)
    uses = _of_one_kind(uses[uses["person"].isin(people.index)])
    corpora = _corpora(uses, people["segment"], basis.settings.smallest_group)
    found = [row for corpus in corpora for name in SEGMENTS for row in corpus.compared(name)]
    looked_at = sum(len(corpus.looked_at) for corpus in corpora)
    level = selected_level([row.z for row in found], basis.settings.confidence)
    leaning = [row for row in found if row.z > quantile_of_normal(level)]
    users = _users(uses, [row.term for row in leaning])
    told = _told_once(leaning, users)
    customers = customers_support(basis.customers, basis.settings)
    terms = {row.term: users[row.term] for row in told}
    known = Writers(people, terms, {row.term: row.contrast for row in told}, customers)
    worth = {name: people.loc[people["segment"] == name, "ltv"].dropna() for name in SEGMENTS}
    leanings = {
        name: {row.term: _leaning(row, users[row.term], worth[name], level) for row in told if row.segment == name}
        for name in SEGMENTS
    }
    wrote = people.loc[people["wrote"], "segment"].value_counts()
    writers = {name: int(wrote.get(name, 0)) for name in SEGMENTS}
    return SegmentWords(writers, looked_at, basis.settings.smallest_group, level, leanings, known)


def _people(basis: Basis, uses: pd.DataFrame) -> pd.DataFrame:
    """All who answered, by person; LTV of those whom the CRM knows, and whether words of theirs are known."""
    persons = basis.persons[basis.persons["segment"].notna()].set_index("person")
    return persons[["segment", "ltv"]].assign(wrote=persons.index.isin(uses["person"].unique()))


def _of_one_kind(uses: pd.DataFrame) -> pd.DataFrame:
    """Uses without pairs that are read like a word: 定期 + 便 where 定期便 is one too."""
    single = uses["words"] == 1
    return uses[single | ~uses["term"].isin(uses.loc[single, "term"])]


def _users(uses: pd.DataFrame, terms: Iterable[str]) -> dict[str, frozenset[str]]:
    """Who used each of the terms."""
    some = uses[uses["term"].isin(set(terms))]
    return {str(term): frozenset(persons) for term, persons in some.groupby("term")["person"]}


@dataclass(frozen=True)
class _Found:
    """A word that leans to a segment, and how many standard errors it does."""

    term: str
    words: int
    segment: str
    z: float
    contrast: Contrast


@dataclass(frozen=True, eq=False)
class _Corpus:
    """Uses of single words, or of pairs, in one kind of script."""

    uses: pd.DataFrame  # person, words, term, times
    segment: pd.Series  # of each person
    least: int

    @cached_property
    def by_segment(self) -> pd.DataFrame:
        """Persons who use each term, by segment."""
        segment, terms = self.uses["person"].map(self.segment), self.uses["term"]
        counts = {name: terms[segment == name].value_counts() for name in SEGMENTS}
        return pd.DataFrame(counts).fillna(0).sort_index()

    @cached_property
    def looked_at(self) -> pd.DataFrame:
        """The terms that enough persons use."""
        return self.by_segment[self.by_segment.sum(axis=1) >= self.least]

    def compared(self, segment: str) -> Iterator[_Found]:
        """The terms looked at, the segment against the others; none where either used no other word."""
        totals, users = self.by_segment.sum(), self.looked_at.sum(axis=1)
        every, rest = float(totals[segment]), float(totals.sum() - totals[segment])
        if not (every and rest and len(users)) or len(self.by_segment) < 2:
            return
        mine, words = self.looked_at[segment], int(self.uses["words"].iloc[0])
        by_length = self._by_length(segment, users, every, rest)
        delta, error = log_odds(mine, users - mine, every, rest)
        for term, n, of, offset, z in zip(
            users.index, users, mine, by_length, (delta - by_length) / error, strict=True
        ):
            contrast = Contrast(float(of), float(n - of), every, rest, float(offset))
            yield _Found(str(term), words, segment, float(z), contrast)

    def _by_length(self, segment: str, users: pd.Series, every: float, rest: float) -> FloatArray:
        """Log-odds ratio that the lengths of comments alone make."""
        lengths = self.uses.groupby("person")["times"].sum()
        mine, others = expected_uses(users, lengths, lengths.index.map(self.segment) == segment)
        return np.log(mine / (every - mine)) - np.log(others / (rest - others))


def _corpora(uses: pd.DataFrame, segment: pd.Series, least: int) -> list[_Corpus]:
    """Words and pairs, in Japanese and in other scripts: in which language who writes is no matter of words."""
    kinds = [uses["words"], uses["term"].map(has_japanese).astype(bool)]
    return [_Corpus(rows, segment, least) for _, rows in uses.groupby(kinds)]


def _told_once(found: Iterable[_Found], users: Mapping[str, frozenset[str]]) -> list[_Found]:
    """The surest first; none that nearly the same persons used as one that is told, pairs before words."""
    told: list[_Found] = []
    for row in sorted(found, key=lambda row: (-row.words, -row.z, row.term)):
        if not any(_shared(users[row.term], users[other.term]) >= SAME for other in told):
            told.append(row)
    return sorted(told, key=lambda row: (-row.z, row.term))


def _shared(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second)


def _leaning(row: _Found, users: frozenset[str], ltv: pd.Series, level: float) -> Leaning:
    """A word's figures; LTV of the segment's customers, by person."""
    is_user = np.fromiter((person in users for person in ltv.index), dtype=bool, count=len(ltv))
    mine, others = ltv.to_numpy()[is_user], ltv.to_numpy()[~is_user]
    money = (float(mine.sum()) if len(mine) else None, _mean(mine), _mean(others))
    return Leaning(row.words, len(users), int(row.contrast.users), row.contrast.lean(level), False, *money)


def _mean(money: FloatArray) -> float | None:
    return float(money.mean()) if len(money) else None
