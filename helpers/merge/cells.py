"""Cells: the orders that stay in an engine, summed there by who paid and by step, once for all that is asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.merge.coverage import HISTORY_START, windows
from helpers.merge.settings import MergeSettings
from helpers.read.engines.elsewhere import Elsewhere

_CELLS = """,
stepped AS (
    SELECT s.*, CASE WHEN s.reason IS NOT NULL THEN s.reason {spans} END AS step FROM sold s
)
SELECT payer, step, CAST(COUNT(*) AS BIGINT) AS n, {amount} AS amount, {refunds} AS refunds,
    CAST(COUNT(NULLIF(refund_amount, 0)) AS BIGINT) AS refunded, MIN(ordered_at) AS first_at, MAX(ordered_at) AS last_at
FROM stepped WHERE :share GROUP BY payer, step
"""
_TYPES = {"payer": pa.string(), "step": pa.string()}
_TYPES |= dict.fromkeys(("n", "amount", "refunds", "refunded"), pa.int64())
_SCHEMA = pa.schema(_TYPES | dict.fromkeys(("first_at", "last_at"), pa.timestamp("us")))
_ROWS = {
    "payer": "customer_id", "n": "n", "amount": "amount", "refunds": "refund_amount", "refunded": "refunded",
    "first_at": "ordered_at", "last_at": "last_at",
}  # fmt: skip
_INEXACT = 2**53  # from there on floats don't tell all whole numbers


def spans(settings: MergeSettings, listed_on: date | None) -> dict[str, date]:
    """Step of the orders that count → the day before which they are, each on one side of every bound of `windows`.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> {step: day.isoformat() for step, day in spans(checked({"as_of": "2026-04-01"}), date(2026, 1, 9)).items()}
    {'span 0': '2024-04-01', 'span 1': '2025-04-01', 'span 2': '2026-01-09', 'span 3': '2026-04-01'}
    """
    bounds = windows(pd.Series([""]), settings, listed_on).iloc[0].drop("customer_id")
    days = sorted({bound.date() for bound in bounds} - {HISTORY_START})
    return {f"span {place}": day for place, day in enumerate(days)}


def folded_there(sold: str, there: Elsewhere, steps: Mapping[str, date]) -> pa.Table:
    """The cells: payer (missing of rows that are nobody's), step, n, amount, refunds, refunded, first_at, last_at.

    A step is one of `spans` or a reason why the orders don't count; n are the orders, of them refunded with a refund;
    money is in whole numbers, as `sold` has it, which are the expressions that end with ``sold`` (see sales.sql).

    Raises
    ------
    KitError
        ``E-ENGINE-CHANGED`` where they are not the rows of `there`.
    """
    told = " ".join(_when(step, there.connection.moment(day)) for step, day in steps.items())
    ways = map(partial(_summed, sold, told, there), there.connection.sums)
    cells = next(cells for cells in ways if cells is not None)
    if (pc.sum(cells["n"]).as_py() or 0) != there.rows:
        raise there.connection.fault("E-ENGINE-CHANGED")
    return cells


def _when(step: str, moment: str) -> str:
    return f"WHEN s.ordered_at < {moment} THEN '{step}'"


def _summed(sold: str, told: str, there: Elsewhere, way: str) -> pa.Table | None:
    """The cells, summed in one of the engine's ways; nothing where that isn't exact: no amount there is negative."""
    sums = {"amount": way.format("amount"), "refunds": way.format("refund_amount")}
    link = there.connection
    cells = link.rows(link.spread(sold + _CELLS.format(spans=told, **sums), "payer"))
    if way != link.sums[-1] and any((pc.max(cells[name]).as_py() or 0) >= _INEXACT for name in sums):
        return None
    return cells.cast(_SCHEMA)


def folded_rows(cells: pa.Table, steps: Sequence[str]) -> pa.Table:
    """The cells of these steps as rows of purchases, each for several orders (see purchases.sql)."""
    counted = cells.filter(pc.is_in(cells["step"], pa.array(steps, pa.string()))).select(list(_ROWS))
    return counted.rename_columns(list(_ROWS.values()))


def first_day_of_window(settings: MergeSettings) -> date:
    """From then on orders are the window's."""
    return settings.window_start or HISTORY_START


def steps_before(steps: Mapping[str, date], settings: MergeSettings) -> list[str]:
    """Those of the steps that are over when the window begins."""
    return [step for step, day in steps.items() if day <= first_day_of_window(settings)]
