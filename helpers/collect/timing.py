"""When people answered: by days since the invitation, and the first answers against the last."""

from dataclasses import dataclass

import pandas as pd

from helpers.collect.nps import Nps, difference
from helpers.collect.responses import nps_of
from helpers.collect.settings import CollectSettings

DAYS_SHOWN = 21  # from so many days on, weeks are shown


@dataclass(frozen=True)
class DaySpan:
    """Answers of some days since the invitation, or since the first answer where its day is unknown; both included."""

    first_day: int
    last_day: int | None  # None of the last span: when the last answer came is one person's day
    answers: int


@dataclass(frozen=True)
class EarlyLate:
    """NPS of the first and the last third of the answers, and their difference (late less early; METHOD §1)."""

    early: Nps
    late: Nps
    estimate: float
    low: float
    high: float
    distinguishable: bool


def days_after(given: pd.DataFrame) -> pd.Series:
    """Days from the invitation to the answer; from the first answer on where no invitation has a day."""
    answered, invited = given["responded_at"].dt.normalize(), given["invited_at"].dt.normalize()
    start = invited if invited.notna().any() else pd.Series(answered.min(), index=given.index)
    return (answered - start).dt.days.clip(lower=0)


def by_day(days: pd.Series, least: int) -> tuple[DaySpan, ...]:
    """Answers by spans of days, or of weeks where it took long; each has at least so many, the last is open.

    Examples
    --------
    >>> [(span.first_day, span.last_day, span.answers) for span in by_day(pd.Series([0] * 6 + [1] * 5 + [2, 3, 3]), 5)]
    [(0, 0, 6), (1, None, 8)]
    """
    longest = int(days.max()) if len(days) else -1
    step = 1 if longest < DAYS_SHOWN else 7
    spans: list[DaySpan] = []
    start = answers = 0
    for number in range(longest // step + 1):
        answers += int((days // step == number).sum())
        if answers >= least:
            spans.append(DaySpan(start, (number + 1) * step - 1, answers))
            start, answers = (number + 1) * step, 0
    last = [DaySpan(span.first_day, None, span.answers + answers) for span in spans[-1:]]
    return (*spans[:-1], *last)


def early_late(given: pd.DataFrame, settings: CollectSettings) -> EarlyLate | None:
    """NPS of the third that answered first and of the third that answered last.

    Parameters
    ----------
    given : DataFrame
        person, score, days (since the invitation), responded_at. Undated answers are left out.
    """
    dated = given.dropna(subset="days").sort_values(["days", "responded_at", "person"], kind="stable")
    third = len(dated) // 3
    if third < settings.min_group_size:
        return None
    early, late = (nps_of(part["score"], settings) for part in (dated[:third], dated[-third:]))
    return EarlyLate(early, late, **difference(late, early, confidence=settings.confidence))
