"""Waves of a survey: the score of each, how it changed, and who moved from one segment to another (METHOD §1, §7)."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, product

import pandas as pd

from helpers.base.results import SEGMENTS, behind, public, told_by
from helpers.collect.nps import Nps, difference
from helpers.collect.paired import shared_covariance
from helpers.collect.periods import first_days, times
from helpers.collect.repeats import one_answer_each
from helpers.collect.responses import nps_of
from helpers.collect.settings import CollectSettings
from helpers.read.typed_table import Table


@dataclass(frozen=True)
class Wave:
    """One wave: its name, its first day where one is known, its valid answers, and their score."""

    name: str = public()
    first_day: date | None = public()
    n: int = public()
    nps: Nps = told_by("score")


@dataclass(frozen=True)
class Change:
    """Difference of a wave's score to that of the wave before, on the scale −2…2; ``None`` where one has too few."""

    before: str
    after: str
    both: int  # persons who answered in both: the interval holds that their two answers hang together
    estimate: float | None
    low: float | None
    high: float | None
    distinguishable: bool


@dataclass(frozen=True)
class Transition:
    """Persons of one segment in the last but one wave and of another, or the same, in the last."""

    before: str = public()
    after: str = public()
    persons: int = told_by("moved")

    @property
    def cell(self) -> str:
        """Its cell: the names of both segments."""
        return f"{self.before} {self.after}"


@dataclass(frozen=True)
class Waves:
    """Two waves or more."""

    waves: tuple[Wave, ...]  # in the order of time
    changes: tuple[Change, ...]  # from each wave to the next
    undecided: int  # valid answers of which no wave is told
    transitions: tuple[Transition, ...]  # all nine, between the last two waves
    moved: pd.DataFrame | None = behind()  # person, before, after of those in `both`; None in what may be shown

    @property
    def both(self) -> int:
        """Persons who answered in the last two waves."""
        return self.changes[-1].both


def waves(table: Table, invitations: pd.DataFrame | None, settings: CollectSettings) -> Waves | None:
    """Scores of all waves, whatever ``answers_from`` and ``answers_to``; ``None`` where there are no two.

    Of a person's answers in one wave one counts, as elsewhere.

    Parameters
    ----------
    table : Table
        As made by `helpers.collect.responses.identified`, less the answers that ``where`` filters.
    invitations : DataFrame or None
        customer_id, [wave], [invited_at].
    """
    names = table.frame["wave"].dropna().unique().tolist()
    if len(names) < 2:
        return None
    begun = first_days(invitations, settings)
    rows = table.frame
    answers = {
        name: one_answer_each(replace(table, frame=rows[rows["wave"] == name]), settings).frame for name in names
    }
    order = sorted(names, key=lambda name: (begun.get(name, _first_answer(answers[name])), name))
    scored = tuple(_wave(name, begun.get(name), answers[name], settings) for name in order)
    moved = [_moved(answers[before], answers[after]) for before, after in pairwise(order)]
    return Waves(
        waves=scored,
        changes=tuple(change(*pair, both, settings) for pair, both in zip(pairwise(scored), moved, strict=True)),
        undecided=int(rows["wave"].isna().sum()),
        transitions=transitions(moved[-1]),
        moved=moved[-1],
    )


def _first_answer(answers: pd.DataFrame) -> pd.Timestamp:
    first = times(answers, "responded_at").min()
    return pd.Timestamp.min if pd.isna(first) else first


def _wave(name: str, begun: pd.Timestamp | None, answers: pd.DataFrame, settings: CollectSettings) -> Wave:
    nps = nps_of(answers["score"], settings)
    return Wave(name, None if begun is None else begun.date(), nps.n, nps)


def change(before: Wave, after: Wave, both: pd.DataFrame, settings: CollectSettings) -> Change:
    """Change of the score from one wave to the next, `both` being those who answered in the two (before, after)."""
    names = before.name, after.name, len(both)
    if min(before.n, after.n) < settings.min_group_size:
        return Change(*names, None, None, None, False)
    shared = shared_covariance(both, before.n, after.n)
    return Change(*names, **difference(after.nps, before.nps, confidence=settings.confidence, covariance=shared))


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """person, before, after: segments of those who answered in both; an anonymous answer is a person of its own."""
    first, second = (
        wave[["person", "segment"]].rename(columns={"segment": name})
        for name, wave in (("before", before), ("after", after))
    )
    joined = first.merge(second, on="person", how="inner", validate="one_to_one")
    return joined.sort_values("person", ignore_index=True)


def transitions(moved: pd.DataFrame) -> tuple[Transition, ...]:
    """Persons by segment before and after.

    Examples
    --------
    >>> moved = pd.DataFrame({"before": ["detractor"] * 6 + ["passive"] * 7, "after": ["promoter"] * 13})
    >>> [transition.persons for transition in transitions(moved)]
    [0, 0, 6, 0, 0, 7, 0, 0, 0]
    """
    counts = moved.groupby(["before", "after"]).size()
    return tuple(Transition(*cell, int(counts.get(cell, 0))) for cell in product(SEGMENTS, SEGMENTS))
