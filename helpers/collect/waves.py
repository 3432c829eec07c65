"""Waves of a survey: the score of each, how it changed, and who moved from one segment to another (METHOD §1, §7)."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pandas as pd

from helpers.base.parameters import Settings
from helpers.base.results import behind, public, told_by
from helpers.collect.nps import SEGMENTS, Nps, difference, nps_of
from helpers.collect.periods import first_days
from helpers.collect.responses import latest
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
    """Two waves or more.

    Attributes
    ----------
    waves : tuple of Wave
        In the order of time.
    changes : tuple of Change
        From each wave to the next.
    undecided : int
        Valid answers of which no wave is told.
    both : int
        Persons who answered in the last two waves.
    transitions : tuple of Transition
        All nine.
    moved : DataFrame or None
        person, before, after: the segments of those in `both`; ``None`` in waves that may be shown.
    """

    waves: tuple[Wave, ...]
    changes: tuple[Change, ...]
    undecided: int
    both: int
    transitions: tuple[Transition, ...]
    moved: pd.DataFrame | None = behind()


def waves(table: Table, invitations: pd.DataFrame | None, settings: Settings) -> Waves | None:
    """Scores of all waves, whatever ``answers_from`` and ``answers_to``; ``None`` where there are no two.

    Of a person's answers in one wave the latest counts, as elsewhere.

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
    answers = {name: latest(_of_wave(table, name)).frame for name in names}
    order = sorted(names, key=lambda name: (begun.get(name, _first_answer(answers[name])), name))
    scored = tuple(_wave(name, begun.get(name), answers[name], settings) for name in order)
    moved = _moved(answers[order[-2]], answers[order[-1]])
    return Waves(
        waves=scored,
        changes=tuple(_change(before, after, settings) for before, after in pairwise(scored)),
        undecided=int(table.frame["wave"].isna().sum()),
        both=len(moved),
        transitions=transitions(moved),
        moved=moved,
    )


def _of_wave(table: Table, name: str) -> Table:
    return replace(table, frame=table.frame[table.frame["wave"] == name])


def _first_answer(answers: pd.DataFrame) -> pd.Timestamp:
    first = answers["responded_at"].min() if "responded_at" in answers else pd.NaT
    return pd.Timestamp.min if pd.isna(first) else first


def _wave(name: str, begun: pd.Timestamp | None, answers: pd.DataFrame, settings: Settings) -> Wave:
    nps = nps_of(answers["score"], settings)
    return Wave(name, None if begun is None else begun.date(), nps.n, nps)


def _change(before: Wave, after: Wave, settings: Settings) -> Change:
    if min(before.n, after.n) < settings.min_group_size:
        return Change(before.name, after.name, None, None, None, False)
    gap = difference(after.nps, before.nps, confidence=settings.confidence)
    ends = {end: float(gap[end]) for end in ("estimate", "low", "high")}
    return Change(before.name, after.name, **ends, distinguishable=bool(gap["distinguishable"]))


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """person, before, after: segments of those who answered in both; an anonymous answer is a person of its own."""
    first, second = (wave[["person", "segment"]] for wave in (before, after))
    joined = first.merge(second, on="person", how="inner", validate="one_to_one", suffixes=("_before", "_after"))
    named = joined.rename(columns={"segment_before": "before", "segment_after": "after"})
    return named.sort_values("person", ignore_index=True)


def transitions(moved: pd.DataFrame) -> tuple[Transition, ...]:
    """Persons by segment before and after.

    Examples
    --------
    >>> moved = pd.DataFrame({"before": ["detractor"] * 6 + ["passive"] * 7, "after": ["promoter"] * 13})
    >>> [transition.persons for transition in transitions(moved)]
    [0, 0, 6, 0, 0, 7, 0, 0, 0]
    """
    counts = moved.groupby(["before", "after"]).size()
    cells = [(before, after) for before in SEGMENTS for after in SEGMENTS]
    return tuple(Transition(*cell, int(counts.get(cell, 0))) for cell in cells)
