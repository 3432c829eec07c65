"""Who moved from one segment to another between two waves, and what they brought before and after (METHOD §7)."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.disclosure import hidden_groups, unsafe_money
from helpers.base.parameters import Settings
from helpers.collect.nps import SEGMENTS
from helpers.compare.ltv import ltv


@dataclass(frozen=True)
class Move:
    """Customers who went from one segment to another; figures are ``None`` where they may not be shown.

    Attributes
    ----------
    before, after : str
        Segment in the last but one wave and in the last.
    n : int or None
        Customers.
    ltv_before, ltv_after : float or None
        Their mean LTV in the window before the window, and in the window; units of the currency.
    """

    before: str
    after: str
    n: int | None
    ltv_before: float | None
    ltv_after: float | None


def moves(
    rows: pd.DataFrame, answers: pd.DataFrame | None, settings: Settings, *, window_before_covered: bool
) -> tuple[Move, ...]:
    """The nine moves between two segments with mean LTV before and after; none where nobody answered twice.

    Counted are those who were customers before the window, and so had an LTV in both. None either where
    the purchases do not cover the window before, or there is no such window.

    Parameters
    ----------
    rows : DataFrame
        One row a customer, as made by `helpers.merge.customers.customer_rows`.
    answers : DataFrame or None
        As made by `helpers.collect.responses.answers`: customer_id, segment, segment_before.
    """
    start = settings.window_start
    if answers is None or start is None or settings.window == "after" or not window_before_covered:
        return ()
    twice = answers.dropna(subset=["customer_id", "segment_before"])[["customer_id", "segment_before"]]
    then = settings.model_copy(update={"as_of": start})
    old = rows[rows["acquired_on"].notna() & (rows["acquired_on"] < pd.Timestamp(start))]
    both = old.merge(twice, on="customer_id", how="inner", validate="one_to_one")
    if both.empty:
        return ()
    table = pd.DataFrame(
        {
            "before": both["segment_before"],
            "after": both["segment"],
            "ltv_before": ltv(both.assign(net_amount=both["net_amount_before"]), then),
            "ltv_after": ltv(both, settings),
        }
    )
    names = table["before"] + " " + table["after"]
    hidden = _hidden(table.assign(name=names), rows[~rows["customer_id"].isin(both["customer_id"])], settings)
    return tuple(
        _move(before, after, table[names == f"{before} {after}"], f"{before} {after}" in hidden)
        for before in SEGMENTS
        for after in SEGMENTS
    )


def _hidden(table: pd.DataFrame, others: pd.DataFrame, settings: Settings) -> set[str]:
    """Moves of which nothing is told; the total of a segment is known: those who answered once are one more part."""
    once = pd.DataFrame({"after": others["segment"], "ltv_after": ltv(others, settings), "name": "once"})

    def unsafe(some: pd.DataFrame) -> bool:
        return unsafe_money(some[["ltv_before", "ltv_after"]], settings.smallest_group, settings)

    hidden = hidden_groups(table, table["name"], unsafe)
    for segment in SEGMENTS:
        parts = pd.concat([part[part["after"] == segment] for part in (table, once)], ignore_index=True)
        hidden |= hidden_groups(parts, parts["name"], unsafe, hidden) if len(parts) else set()
    return hidden


def _move(before: str, after: str, some: pd.DataFrame, hidden: bool) -> Move:
    if hidden or some.empty:
        return Move(before, after, None if hidden else 0, None, None)
    return Move(before, after, len(some), float(some["ltv_before"].mean()), float(some["ltv_after"].mean()))
