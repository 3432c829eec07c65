"""Waves of a survey: the score of each, how it changed, and who moved from one segment to another (METHOD §1, §7)."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pandas as pd

from helpers.base.disclosure import hidden_groups, too_few
from helpers.base.parameters import Settings
from helpers.collect.nps import SEGMENTS, Nps, difference, nps_from_scores
from helpers.collect.periods import first_days
from helpers.collect.responses import latest
from helpers.read.ledger import Table


@dataclass(frozen=True)
class Wave:
    """One wave: its name, its first day where one is known, and its score."""

    name: str
    first_day: date | None
    nps: Nps


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
    transitions : DataFrame
        before, after (segments), persons (Int64; missing where they are too few to show): nine rows.
    moved : DataFrame
        person, before: the segment in the last but one wave of those in `both`.
    """

    waves: tuple[Wave, ...]
    changes: tuple[Change, ...]
    undecided: int
    both: int
    transitions: pd.DataFrame
    moved: pd.DataFrame


def waves(told: Table, invitations: pd.DataFrame | None, settings: Settings) -> Waves | None:
    """Scores of all waves, whatever ``answers_from`` and ``answers_to``; ``None`` where there are no two.

    Of a person's answers in one wave the latest counts, as elsewhere.

    Parameters
    ----------
    told : Table
        As made by `helpers.collect.responses.identified`, less the answers that ``where`` filters.
    invitations : DataFrame or None
        customer_id, [wave], [invited_at].
    """
    names = told.frame["wave"].dropna().unique().tolist()
    if len(names) < 2:
        return None
    begun = first_days(invitations, settings)
    answers = {name: latest(_of_wave(told, name)).frame for name in names}
    order = sorted(names, key=lambda name: (begun.get(name, _first_answer(answers[name])), name))
    found = tuple(Wave(name, _day(begun.get(name)), _nps(answers[name], settings)) for name in order)
    moved = _moved(answers[order[-2]], answers[order[-1]])
    return Waves(
        waves=found,
        changes=tuple(_change(before, after, settings) for before, after in pairwise(found)),
        undecided=int(told.frame["wave"].isna().sum()),
        both=len(moved),
        transitions=transitions(moved, settings),
        moved=moved[["person", "before"]],
    )


def _of_wave(told: Table, name: str) -> Table:
    return replace(told, frame=told.frame[told.frame["wave"] == name])


def _first_answer(answers: pd.DataFrame) -> pd.Timestamp:
    first = answers["responded_at"].min() if "responded_at" in answers else pd.NaT
    return pd.Timestamp.min if pd.isna(first) else first


def _day(day: pd.Timestamp | None) -> date | None:
    return None if day is None else day.date()


def _nps(answers: pd.DataFrame, settings: Settings) -> Nps:
    return nps_from_scores(
        answers["score"],
        passive_from=settings.passive_from,
        promoter_from=settings.promoter_from,
        confidence=settings.confidence,
    )


def _change(before: Wave, after: Wave, settings: Settings) -> Change:
    if min(before.nps.n, after.nps.n) < settings.min_group_size:
        return Change(before.name, after.name, None, None, None, False)
    found = difference(after.nps, before.nps, confidence=settings.confidence)
    ends = {end: float(found[end]) for end in ("estimate", "low", "high")}
    return Change(before.name, after.name, **ends, distinguishable=bool(found["distinguishable"]))


def _moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """person, before, after: segments of those who answered in both; an anonymous answer is a person of its own."""
    first, second = (one[["person", "segment"]] for one in (before, after))
    joined = first.merge(second, on="person", how="inner", validate="one_to_one", suffixes=("_before", "_after"))
    named = joined.rename(columns={"segment_before": "before", "segment_after": "after"})
    return named.sort_values("person", ignore_index=True)


def transitions(moved: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Persons by segment before and after; those of too few stay hidden, and never only one of them.

    Examples
    --------
    >>> moved = pd.DataFrame({"before": ["detractor"] * 6 + ["passive"] * 7, "after": ["promoter"] * 13})
    >>> transitions(moved, Settings(as_of="2026-04-01"))["persons"].tolist()
    [0, 0, 6, 0, 0, 7, 0, 0, 0]
    """
    cells = pd.MultiIndex.from_product([SEGMENTS, SEGMENTS], names=["before", "after"])
    names = moved["before"] + " " + moved["after"]
    hidden = hidden_groups(moved, names, lambda some: too_few(len(some), settings.min_cell))
    counts = moved.groupby(["before", "after"]).size().reindex(cells, fill_value=0)
    table = counts.rename("persons").astype("Int64").reset_index()
    return table.assign(persons=table["persons"].mask((table["before"] + " " + table["after"]).isin(hidden)))
