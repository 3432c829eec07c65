"""What step 2 may show of each segment: buyers, orders and net amounts."""

import pandas as pd

from helpers.base.disclosure import hidden_groups, too_few, unsafe_money
from helpers.base.parameters import Settings


def segment_of(rows: pd.DataFrame) -> pd.Series:
    """Segment of each customer, ``none`` for those without an answer."""
    return rows["segment"].fillna("none")


def hidden_buyers(rows: pd.DataFrame, settings: Settings) -> set[str]:
    """Segments (and ``all``) of which nothing about buyers and orders is shown: nearly nobody, or nearly all bought."""
    return hidden_groups(rows, segment_of(rows), lambda some: _unsafe_buyers(some, settings))


def hidden_net(rows: pd.DataFrame, settings: Settings) -> set[str]:
    """Segments (and ``all``) whose net amount is not shown; `hidden_buyers` are among them."""
    buyers = hidden_buyers(rows, settings)
    return hidden_groups(rows, segment_of(rows), lambda some: _unsafe_net(some, settings), buyers)


def net_total(rows: pd.DataFrame, settings: Settings) -> int | None:
    """Net amount of all customers in whole minor units; ``None`` where it may not be shown.

    Examples
    --------
    >>> from helpers.base.parameters import checked
    >>> rows = pd.DataFrame({"orders": [1] * 10, "net_amount": [100] * 10})
    >>> net_total(rows, checked({"as_of": "2026-04-01"})), net_total(rows[:9], checked({"as_of": "2026-04-01"}))
    (1000, None)
    """
    if _unsafe_buyers(rows, settings) or _unsafe_net(rows, settings):
        return None
    return int(rows["net_amount"].sum())


def _unsafe_buyers(some: pd.DataFrame, settings: Settings) -> bool:
    buyers = int((some["orders"] >= 1).sum())
    return any(too_few(n, settings.min_cell) for n in (buyers, len(some) - buyers))


def _unsafe_net(some: pd.DataFrame, settings: Settings) -> bool:
    return unsafe_money(some[["net_amount"]], settings.smallest_group, settings)
