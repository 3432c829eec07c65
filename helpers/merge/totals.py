"""What each segment, and all customers together, bought in the window."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.base.results import ALL, Support, behind, public, told_by
from helpers.base.sums import money_total
from helpers.merge.customers import SEGMENTS_AND_NONE, segment_of


@dataclass(frozen=True)
class Total:
    """Customers, those of them who bought, their orders and net amount (whole minor units); ``None`` of nobody."""

    customers: int = public()
    buyers: int | None = told_by("net", "buyers")
    orders: int | None = told_by("net", "buyers")
    net_amount: int | None = told_by("net")


@dataclass(frozen=True)
class Totals:
    """Segment (``none``, ``all``) → total, and whom they are of: by segment, buyer and net."""

    groups: Mapping[str, Total]
    support: Support | None = behind()


def totals(rows: pd.DataFrame) -> Totals:
    """Total of each segment and of all customers.

    Examples
    --------
    >>> rows = pd.DataFrame({"segment": ["promoter", None], "orders": [2, 0], "net_amount": [600, 0]})
    >>> totals(rows).groups["promoter"]
    Total(customers=1, buyers=1, orders=2, net_amount=600)
    """
    support = buyers_support(rows)
    nobody = Total(0, None, None, None)
    groups = {segment: rows[support.cell == segment] for segment in SEGMENTS_AND_NONE}
    parts = {segment: nobody if group.empty else _total(group) for segment, group in groups.items()}
    return Totals({**parts, ALL: _total(rows)}, support)


def buyers_support(rows: pd.DataFrame) -> Support:
    """By segment whether each customer bought (buyer), and her net amount (net)."""
    return Support(segment_of(rows), pd.DataFrame({"buyer": rows["orders"] >= 1, "net": rows["net_amount"]}))


def _total(group: pd.DataFrame) -> Total:
    buyers = int((group["orders"] >= 1).sum())
    return Total(len(group), buyers, int(group["orders"].sum()), money_total(group["net_amount"]))
