"""Figures of a batch's groups of customers drawn together, which alone rank them (METHOD §5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import hypot

import numpy as np

from helpers.base.pooling import FEWEST, drawn_together
from helpers.base.results import Estimate
from helpers.run.batch.changes import error_of_interval
from helpers.run.batch.entries import Entry, finished

EntryFigure = Callable[[Entry], Estimate]
NO_FIGURE = Estimate(None, None, None)


@dataclass(frozen=True)
class DrawnFigure:
    """A figure of several groups drawn together: report → its estimate; empty where it is not ranked."""

    by_report: dict[str, Estimate] = field(default_factory=dict)
    spread: float = 0.0  # standard deviation of the true figures; 0 where chance explains all of it

    def of(self, entry: Entry) -> Estimate:
        """A report's figure; of none that was not drawn together."""
        return self.by_report.get(entry.settings.report_name, NO_FIGURE)

    def told_apart(self) -> tuple[tuple[str, Estimate], tuple[str, Estimate]] | None:
        """The two groups told apart most surely, the lower first; none where no two are.

        Takes them as independent, which is on the safe side.
        """
        pairs = combinations(sorted(self.by_report.items(), key=lambda item: item[1].estimate or 0.0), 2)
        lower, higher = max(pairs, key=lambda pair: _apart(pair[0][1], pair[1][1]))
        return (lower, higher) if self.spread and _apart(lower[1], higher[1]) > 1 else None


def _apart(lower: Estimate, higher: Estimate) -> float:
    """Distance of two figures, in halves of the interval of their difference."""
    ends = (lower.estimate, lower.low, lower.high, higher.estimate, higher.low, higher.high)
    low, low_low, low_high, high, high_low, high_high = (end or 0.0 for end in ends)
    half = hypot(low_high - low_low, high_high - high_low) / 2
    return (high - low) / half if half else 0.0


@dataclass(frozen=True)
class DrawnBatch:
    """NPS in points and the gap between promoters and detractors, each drawn together."""

    nps: DrawnFigure
    gap: DrawnFigure
    measure: str = ""  # what the gap is of


def drawn_batch(entries: Sequence[Entry]) -> DrawnBatch:
    """Figures of the groups of a batch; the gap where all have it in one currency and by one measure."""
    groups = customer_groups(entries)
    with_gap = [entry for entry in groups if entry.gap(entry.measure).estimate is not None]
    measures = {entry.measure for entry in with_gap}
    is_alike = len(measures) == 1 and len({entry.settings.currency for entry in with_gap}) == 1
    measure = measures.pop() if is_alike else ""
    gaps = _drawn(with_gap, lambda entry: entry.gap(measure)) if is_alike else DrawnFigure()
    return DrawnBatch(_drawn(groups, lambda entry: entry.nps), gaps, measure)


def customer_groups(entries: Sequence[Entry]) -> list[Entry]:
    """Finished reports of customers chosen by ``where`` who are in one of them alone; none where fewer than three.

    A report of all customers is none of the groups.
    """
    groups = disjoint_groups(entries)
    return groups if len(groups) >= FEWEST else []


def disjoint_groups(entries: Sequence[Entry]) -> list[Entry]:
    """The same, of which there may be two: the parts of a shop."""
    chosen = parts(entries)
    wheres = {repr(sorted(entry.settings.where.items())) for entry in chosen}
    is_alike = len({_alike(entry) for entry in chosen}) == 1 and len(wheres) == len(chosen) > 1
    return chosen if is_alike and _share_nobody(chosen) else []


def parts(entries: Sequence[Entry]) -> list[Entry]:
    """Finished reports of customers chosen by ``where``."""
    return [entry for entry in finished(entries) if entry.settings.where]


def of_everybody(entries: Sequence[Entry]) -> list[Entry]:
    """Finished reports of all customers of a shop, beside those of its parts."""
    shops = {_alike(entry) for entry in disjoint_groups(entries)}
    return [entry for entry in finished(entries) if not entry.settings.where and _alike(entry) in shops]


def _alike(entry: Entry) -> tuple:
    settings = entry.settings
    return settings.shop_name, settings.as_of, settings.window, settings.window_days, settings.confidence


def _share_nobody(entries: Sequence[Entry]) -> bool:
    customers = [entry.persons.customers for entry in entries]
    return all(not np.intersect1d(*pair).size for pair in combinations(customers, 2))


def _drawn(groups: Sequence[Entry], figure: EntryFigure) -> DrawnFigure:
    known = [(entry, figure(entry)) for entry in groups]
    errors = [error_of_interval(found, entry.settings.confidence) for entry, found in known]
    kept = [(entry, found.estimate, error) for (entry, found), error in zip(known, errors, strict=True)
            if found.estimate is not None and error]  # fmt: skip
    if not kept:
        return DrawnFigure()
    reports, estimates, noise = zip(*kept, strict=True)
    pooled = drawn_together(estimates, noise, reports[0].settings.confidence)
    if pooled is None:
        return DrawnFigure()
    names = [entry.settings.report_name for entry in reports]
    return DrawnFigure(dict(zip(names, pooled.groups, strict=True)), pooled.spread)
