"""What the calls of an earlier list did: all who were to be called against all who were held out by chance."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from helpers.base.intervals import moments
from helpers.base.results import Estimate, Support, behind, public, told_by
from helpers.compare.basis import Basis, finite
from helpers.compare.figure_intervals import welch_gap
from helpers.compare.settings import CompareSettings
from helpers.merge.since_calls import CALL, HOLDOUT, SINCE_CALL, Calling


@dataclass(frozen=True)
class CalledPart:
    """One part of an earlier list, and what became of it (money in units of the currency)."""

    customers: int = public()  # as assigned then, whether or not they were reached
    net_mean: float | None = told_by("money")  # bought since, each; of those still among the customers
    answered: int = told_by("answers")  # since then
    score_mean: float | None = told_by("answers")


@dataclass(frozen=True, repr=False)
class CallEffect:
    """To be called less held out, by intention to treat; its text shows nobody."""

    listed_on: date = public()
    called: CalledPart = told_by()  # by the fields of its own
    held_out: CalledPart = told_by()
    gone: int = told_by("gone")  # on the list then, and not among the report's customers now
    net: Estimate | None = told_by("money")  # per customer; ``None`` where it is not known, or below two on a side
    score: Estimate | None = told_by("answers")
    is_covered: bool = public()  # whether the purchases are known from that day on
    support: Support | None = behind()  # by part, and ``gone``: net, answered


def call_effect(base: Basis, at_hand: Calling) -> CallEffect | None:
    """What those of the latest earlier list bought, and answered, since; ``None`` without such a list.

    The two parts were drawn by chance, so their difference is the effect of having been put on the list, within its
    interval (Welch). It counts everybody as assigned (intention to treat): who was not reached stays among those to be
    called. Scores are of those who answered again, whom the calls may have chosen.
    """
    listed = None if at_hand.earlier is None else at_hand.earlier.latest(base.settings.window_end)
    if listed is None or listed.empty:
        return None
    people = _followed(base, listed)
    known = people[people["net"].notna()]
    level, listed_on = base.settings.confidence, listed["listed_on"].iloc[0].date()
    is_covered = _is_covered(listed_on, base)
    return CallEffect(
        listed_on,
        _called_part(people, CALL, is_covered),
        _called_part(people, HOLDOUT, is_covered),
        int(people["net"].isna().sum()),
        assigned_gap(known["net"], known["assigned"], level) if is_covered else None,
        assigned_gap(people["score"], people["assigned"], level),
        is_covered,
        Support(people["assigned"].where(people["net"].notna(), "gone"), people[["net", "answered"]]),
    )


def assigned_gap(figures: pd.Series, assigned: pd.Series, confidence: float) -> Estimate | None:
    """Mean of those to be called less that of those held out, by Welch; ``None`` below two known on either side.

    Examples
    --------
    >>> figures = pd.Series([4.0, 5.0, 6.0, 1.0, 2.0, 3.0])
    >>> gap = assigned_gap(figures, pd.Series(["call"] * 3 + ["holdout"] * 3), 0.95)
    >>> gap.estimate, round(gap.low, 3), round(gap.high, 3)  # ± t.975 with 4 degrees of freedom × √(1/3 + 1/3)
    (3.0, 0.733, 5.267)
    """
    called, held = (figures[assigned == part].dropna().to_numpy(float) for part in (CALL, HOLDOUT))
    if min(len(called), len(held)) < 2:
        return None
    return welch_gap(moments(called), moments(held), confidence)


def _followed(base: Basis, listed: pd.DataFrame) -> pd.DataFrame:
    """Those of a list with net (since then, missing of those who are gone), answered, score (since then)."""
    rows = base.customers.set_index("customer_id")
    net = listed["customer_id"].map(rows[SINCE_CALL]).astype("float64") / 10**base.settings.minor_digits
    score = listed["customer_id"].map(_later_scores(base, listed)).astype("float64")
    return listed.assign(net=net, answered=score.notna(), score=score)


def _later_scores(base: Basis, listed: pd.DataFrame) -> pd.Series:
    """Mean score of the answers since the list's day, by customer_id."""
    answers = base.answers
    if answers is None or "responded_at" not in answers:
        return pd.Series(dtype="float64")
    later = answers[answers["responded_at"] >= listed["listed_on"].iloc[0]]
    return later.groupby("customer_id")["score"].mean().astype("float64")


def _is_covered(listed_on: date, base: Basis) -> bool:
    settings: CompareSettings = base.settings
    start = settings.before_start if base.window_before_covered else settings.window_start
    return start is None or listed_on >= start


def _called_part(people: pd.DataFrame, part: str, is_covered: bool) -> CalledPart:
    mine = people[people["assigned"] == part]
    net = finite(mine["net"].mean()) if is_covered else None
    return CalledPart(len(mine), net, int(mine["answered"].sum()), finite(mine["score"].mean()))
