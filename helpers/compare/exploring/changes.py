"""Two runs beside each other: what changed, with intervals that know of the customers who are in both."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.named_draws import numbers_of
from helpers.base.results import SEGMENTS, Estimate
from helpers.collect.nps import difference, nps_from_counts
from helpers.collect.paired import shared_covariance
from helpers.compare.exploring.filtered import drawn_gap
from helpers.compare.exploring.redrawn import ANSWERED_COLUMNS, Assumptions, Redrawn
from helpers.compare.figures import HEADLINE_PAIR, Figure, Numbers

CHANGED = {**{segment: segment for segment in SEGMENTS}, "gap": HEADLINE_PAIR}


@dataclass(frozen=True)
class RunChange:
    """A figure before and after, and its change with its interval; ``None`` where one does not exist."""

    before: float | None
    after: float | None
    change: Estimate | None


@dataclass(frozen=True)
class RunChanges:
    """What changed from one run to another."""

    measure: str
    nps: RunChange  # −1…1
    money: Mapping[str, RunChange]  # segment, and ``gap``: promoter − detractor
    shared: int  # customers who are in both
    shared_answers: int  # persons who answered in both


def run_changes(before: Redrawn, after: Redrawn, measure: str) -> RunChanges:
    """The later run less the earlier, by a measure that both have.

    Who is in both is drawn alike in both (`named_counts`), as if the customers of both together were resampled:
    the spread of the differences holds what the two figures share. NPS as two waves' (METHOD §1).
    """
    there = [one.figures(Assumptions()) for one in (before, after)]
    drawn = [one.figures(Assumptions(), drawn=True) for one in (before, after)]
    confidence = after.basis.settings.confidence
    fewest = min(_fewest(before), _fewest(after))
    money = {}
    for name, of in CHANGED.items():
        figure = Figure(measure, of)
        both_there, both_drawn = ([found.of(figure) for found in pair] for pair in (there, drawn))
        money[name] = _change(both_there, both_drawn, fewest, confidence)
    both = _in_both(before, after)
    return RunChanges(measure, _nps(before, after, both), money, _shared(before, after), len(both))


def _change(there: list[Numbers], drawn: list[Numbers], fewest: float, confidence: float) -> RunChange:
    (first, second), (first_drawn, second_drawn) = there, drawn
    known = [float(one) if np.isfinite(one) else None for one in (first, second)]
    if None in known:
        return RunChange(known[0], known[1], None)
    found = drawn_gap(float(second - first), second_drawn - first_drawn, max(fewest - 1, 1), confidence)
    return RunChange(known[0], known[1], found)


def _fewest(one: Redrawn) -> float:
    sums = one.sums(Assumptions())
    return min(float(sums[f"matched_{segment}"]) for segment in SEGMENTS)


def _nps(before: Redrawn, after: Redrawn, both: pd.DataFrame) -> RunChange:
    confidence = after.basis.settings.confidence
    scores = [
        nps_from_counts(*(int(one.sums(Assumptions())[name]) for name in ANSWERED_COLUMNS), confidence=confidence)
        for one in (before, after)
    ]
    shared = shared_covariance(both, scores[0].n, scores[1].n) if all(score.n for score in scores) else 0.0
    found = difference(scores[1], scores[0], confidence=confidence, covariance=shared)
    known = [score.value if score.n else None for score in scores]
    change = Estimate(found["estimate"], found["low"], found["high"]) if None not in known else None
    return RunChange(known[0], known[1], change)


def _in_both(before: Redrawn, after: Redrawn) -> pd.DataFrame:
    """Segments of those who answered in both."""
    first, second = (
        one.basis.persons.dropna(subset="segment")[["person", "segment"]].dropna() for one in (before, after)
    )
    both = first.merge(second, on="person", suffixes=("_before", "_after"))
    return both.rename(columns={"segment_before": "before", "segment_after": "after"})


def _shared(before: Redrawn, after: Redrawn) -> int:
    first, second = (numbers_of(one.basis.customers["customer_id"]) for one in (before, after))
    return len(np.intersect1d(first, second))
