"""Cells: the orders that stay in an engine, summed there by who paid and by step, once for all that is asked."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.texts import as_texts
from helpers.merge.coverage import HISTORY_START
from helpers.merge.customers import BOUGHT
from helpers.merge.settings import MergeSettings
from helpers.read.engines.elsewhere import Elsewhere

COUNTED = ("early", "before", "window")  # steps of the orders that count; the others are reasons why some don't
_CELLS = """,
stepped AS (
    SELECT s.*, CASE
        WHEN s.reason IS NOT NULL THEN s.reason
        WHEN s.ordered_at < {before} THEN 'early' WHEN s.ordered_at < {start} THEN 'before' ELSE 'window'
    END AS step FROM sold s
)
SELECT payer, step, CAST(COUNT(*) AS BIGINT) AS n, {amount} AS amount, {refunds} AS refunds,
    CAST(COUNT(NULLIF(refund_amount, 0)) AS BIGINT) AS refunded, MIN(ordered_at) AS first_order_at
FROM stepped GROUP BY payer, step
"""
_SUMMED = ("n", "amount", "refunds", "refunded", "first_order_at")
_TYPES = {"payer": pa.string(), "step": pa.string(), **dict.fromkeys(_SUMMED, pa.int64())}
_SCHEMA = pa.schema(_TYPES | {"first_order_at": pa.timestamp("us")})
_INEXACT = 2**53  # from there on floats don't tell all whole numbers


def cells_there(sold: str, there: Elsewhere, settings: MergeSettings) -> pa.Table:
    """The cells: payer (missing of rows that are nobody's), step, n, amount, refunds, refunded, first_order_at.

    A step is one of `COUNTED` or a reason; n are the orders, of them refunded with a refund; money is in whole
    numbers, as `sold` has it, which are the expressions that end with ``sold`` (see sales.sql).

    Raises
    ------
    KitError
        ``E-ENGINE-CHANGED`` where they are not the rows of `there`.
    """
    days = {"before": settings.before_start, "start": settings.window_start}
    form = {name: there.connection.moment(day or HISTORY_START) for name, day in days.items()}
    ways = map(partial(_summed, sold, form, there), there.connection.sums)
    cells = next(cells for cells in ways if cells is not None)
    if (pc.sum(cells["n"]).as_py() or 0) != there.rows:
        raise there.connection.fault("E-ENGINE-CHANGED")
    return cells


def _summed(sold: str, form: Mapping[str, str], there: Elsewhere, way: str) -> pa.Table | None:
    """The cells, summed in one of the engine's ways; nothing where that isn't exact: no amount there is negative."""
    sums = {"amount": way.format("amount"), "refunds": way.format("refund_amount")}
    cells = there.connection.rows(sold + _CELLS.format(**form, **sums))
    if way != there.connection.sums[-1] and any((pc.max(cells[name]).as_py() or 0) >= _INEXACT for name in sums):
        return None
    return cells.cast(_SCHEMA)


def sums_of_cells(cells: pa.Table, customers: pd.Series) -> dict[str, np.ndarray]:
    """The sums of `helpers.merge.purchases.bought`, and the first order, of these customers' orders in an engine."""
    nothing = np.full(len(customers), "NaT", dtype="datetime64[us]")
    sums = {**{column: np.zeros(len(customers), dtype=np.int64) for column in BOUGHT}, "first_order_at": nothing}
    place = pc.index_in(cells["payer"], as_texts(customers))
    for step in COUNTED:
        there = pc.and_(pc.equal(cells["step"], step), pc.is_valid(place))
        places = place.filter(there).to_numpy()
        n, amount, refunds, refunded, first = (cells[column].filter(there).to_numpy() for column in _SUMMED)
        told = {
            "window": {
                "orders": n, "returned_orders": refunded, "ordered_amount": amount, "refunded_amount": refunds,
                "net_amount": amount - refunds,
            },
            "before": {"orders_before": n, "net_amount_before": amount - refunds},
        }.get(step, {})  # fmt: skip
        for column, values in told.items():
            sums[column][places] = values
        sums["first_order_at"][places] = np.fmin(sums["first_order_at"][places], first)
    return sums
