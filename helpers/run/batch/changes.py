"""How a figure changed from one report to another, as far as the persons in both bear it out (METHOD §1)."""

from itertools import product
from math import prod, sqrt

import pandas as pd

from helpers.base.normal import quantile_of_normal
from helpers.base.results import Estimate
from helpers.collect.paired import shared_covariance
from helpers.run.batch.entries import Entry

EntryPair = tuple[Entry, Entry]  # the earlier first
_SIDES = {"promoter": 1.0, "detractor": -1.0}  # of the gap


def error_of_interval(figure: Estimate, confidence: float) -> float | None:
    """Standard error that an interval was made with; none without an interval.

    Examples
    --------
    >>> round(error_of_interval(Estimate(30.0, 10.4, 49.6), 0.95), 2)
    10.0
    """
    if figure.low is None or figure.high is None:
        return None
    return (figure.high - figure.low) / (2 * quantile_of_normal(confidence))


def dated_change(pair: EntryPair, figures: tuple[Estimate, Estimate], covariance: float) -> Estimate:
    """Difference of two reports' figures, the later less the earlier; without ends where one has no interval.

    `covariance`: of the two figures, by the persons who are in both.
    """
    before, after = figures
    if before.estimate is None or after.estimate is None:
        return Estimate(None, None, None)
    difference, levels = after.estimate - before.estimate, [entry.settings.confidence for entry in pair]
    one, two = (error_of_interval(figure, level) for figure, level in zip(figures, levels, strict=True))
    if one is None or two is None:
        return Estimate(difference, None, None)
    shared = min(max(covariance, -one * two), one * two)  # the intervals are other estimates of the same errors
    half = quantile_of_normal(levels[1]) * sqrt(max(one**2 + two**2 - 2 * shared, 0.0))
    return Estimate(difference, difference - half, difference + half)


def nps_covariance(pair: EntryPair) -> float:
    """Of two scores in points: n₁₂ s₁₂/(n₁ n₂)."""
    before, after = (entry.persons.answers for entry in pair)
    both = _both(before, after, "person")
    return 100**2 * shared_covariance(both[["before", "after"]], len(before), len(after))


def gap_covariance(pair: EntryPair) -> float:
    """Of two gaps between promoters and detractors, by what the customers in both bought; word of mouth left out."""
    before, after = (entry.persons.bought.dropna(subset="segment") for entry in pair)
    margins = [entry.settings.gross_margin_rate for entry in pair]
    counts = [table["segment"].value_counts() for table in (before, after)]
    both = _both(before, after, "customer_id")
    shared = 0.0
    for was, became in product(_SIDES, _SIDES):
        rows = both[(both["before"] == was) & (both["after"] == became)]
        if len(rows) > 1:
            spent, later = rows["net_amount_before"], rows["net_amount_after"]
            moved = ((spent - spent.mean()) * (later - later.mean())).sum()
            shared += _SIDES[was] * _SIDES[became] * moved / (counts[0][was] * counts[1][became])
    return float(shared * prod(margins))


def _both(before: pd.DataFrame, after: pd.DataFrame, key: str) -> pd.DataFrame:
    """Rows of those in both reports: before and after (segments), and what else the tables hold."""
    joined = before.merge(after, on=key, how="inner", validate="one_to_one", suffixes=("_before", "_after"))
    return joined.rename(columns={"segment_before": "before", "segment_after": "after"})
