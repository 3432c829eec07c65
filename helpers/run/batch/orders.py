"""The rows of an index in several orders: groups ranked by what they are drawn together, reports by their size."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.run.batch.drawn import DrawnFigure, drawn_batch, of_everybody
from helpers.run.batch.entries import Entry, finished, over_time

LEAST_DATES_ORDERED = 2


@dataclass(frozen=True)
class RowOrder:
    """Reports in an order; `key` is the sentence that names it."""

    key: str
    entries: tuple[Entry, ...]


def orders(entries: Sequence[Entry]) -> list[RowOrder]:
    """The orders that say something, the first to be read first: a ranking by the gap, if there is one.

    Groups are ranked by figures drawn together alone, and where chance explains all of their spread not at all. A
    report of all customers stands above its groups, and what has no place in an order below, as in the batch's file.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> [order.key for order in orders([Entry(checked({"as_of": "2026-04-01"}))])]
    ['index_by_file']
    """
    drawn = drawn_batch(entries)
    ranked = [("index_by_gap", drawn.gap), ("index_by_nps", drawn.nps)]
    (gap, nps) = ([_ranked(key, figure, entries)] if figure.spread else [] for key, figure in ranked)
    sizes = {entry.settings.report_name: entry.customers or 0 for entry in finished(entries)}
    is_sized = len(set(sizes.values())) > 1 and not over_time(entries, LEAST_DATES_ORDERED)
    by_size = [_ordered("index_by_customers", sizes, entries)] if is_sized else []
    return [*gap, RowOrder("index_by_file", tuple(entries)), *nps, *by_size]


def _ranked(key: str, figure: DrawnFigure, entries: Sequence[Entry]) -> RowOrder:
    return _ordered(key, {name: drawn.estimate or 0.0 for name, drawn in figure.by_report.items()}, entries)


def _ordered(key: str, figures: dict[str, float] | dict[str, int], entries: Sequence[Entry]) -> RowOrder:
    """The largest first; those without a figure at the end."""
    above = {entry.settings.report_name for entry in of_everybody(entries)}

    def place(entry: Entry) -> tuple[bool, bool, float]:
        name = entry.settings.report_name
        return name not in above, name not in figures, -figures.get(name, 0.0)

    return RowOrder(key, tuple(sorted(entries, key=place)))
