"""Orders: rows of one order brought together, so that its total counts once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from helpers.base.engines import engine
from helpers.base.errors import KitError
from helpers.base.problems import Problems
from helpers.base.rows import are_repeated
from helpers.base.sums import summed
from helpers.read.typed_table import Table, Warned

NEAR = pd.Timedelta(days=1)  # rows of one order lie less than this apart
_SUMMED = ("amount", "refund_amount")


def one_row_an_order(table: Table, order_total: str | None) -> Table:
    """Purchases with the rows of one order made one; the others are set aside as ``order_line``.

    `order_total` tells where an order's total stands: on its ``first`` row (its other rows are blank), on ``every``
    row, or ``sum``: each row has its own part of it. None: decided only where the rows but one are blank. Refund rows
    are left as they are, since an order may be refunded in parts, and so is a row without an amount that is the only
    one of its order. Rows of an order whose times differ by less than a day: the earliest counts, with a warning.

    Raises
    ------
    KitError
        ``E-ORDER-TOTAL`` where the meaning is open, ``E-ORDER-CONFLICT`` where the rows of an order
        disagree in what belongs to the whole order.
    """
    frame = table.frame
    lines = frame[_shared(order_ids(frame))]
    if lines.empty:
        return table
    filled = lines["amount"].notna().groupby(lines["order_id"]).transform("sum")
    problems = Problems()
    is_open = (filled > 1).any() and not order_total  # which rows may hold the order's amount has to be known
    if is_open:
        problems.keep(KitError("E-ORDER-TOTAL", rows=table.rows_named(lines.index[filled > 1])))
    problems.found += _disagreeing(table, lines, "sum" if is_open else order_total)
    problems.stop()
    return _together(table, lines[filled > 0], order_total)


def order_ids(frame: pd.DataFrame) -> pd.Series:
    """Order of each row; missing for refunds, which stand by themselves."""
    return frame["order_id"].mask(frame["kind"] == "refund") if "kind" in frame else frame["order_id"]


def _shared(ids: pd.Series) -> np.ndarray:
    """Which ids stand on several rows; missing ones don't. By their hashes, then by the ids of those that meet."""
    texts = pa.array(ids, pa.large_string())
    with engine() as connection:
        hashes = connection.from_arrow(pa.table({"id": texts})).project("hash(id) AS id").fetchnumpy()["id"]
    suspects = np.flatnonzero(are_repeated(hashes) & ids.notna().to_numpy())
    shared = np.zeros(len(ids), dtype=bool)
    shared[suspects] = pd.Series(ids.array[suspects]).duplicated(keep=False)
    return shared


def _disagreeing(table: Table, lines: pd.DataFrame, order_total: str | None) -> Iterator[KitError]:
    """An error a column that belongs to the whole order but is not the same on all its rows that tell it."""
    for column in lines:
        if column in ("order_id", *(_SUMMED if order_total == "sum" else ())):
            continue
        filled = lines[lines[column].notna()]
        values = filled.groupby("order_id")[column]
        if column == "ordered_at":
            differ = values.transform("max") - values.transform("min") >= NEAR
        else:
            differ = values.transform("nunique") > 1
        if differ.any() and column == "ordered_at":
            yield KitError("E-ORDER-CONFLICT.dates", rows=table.rows_named(filled.index[differ]), column=column)
        elif differ.any():
            yield KitError("E-ORDER-CONFLICT", rows=table.rows_named(filled.index[differ]), column=column)


def _together(table: Table, lines: pd.DataFrame, order_total: str | None) -> Table:
    """The first row of each order gets what its rows tell; the others go."""
    orders = lines.groupby("order_id", sort=False)
    whole = orders.first()  # the first that is not missing, column by column
    if order_total == "sum":
        for column in (column for column in _SUMMED if column in lines):
            whole[column] = summed(lines[column], lines["order_id"])
    if "ordered_at" in lines:
        table, whole["ordered_at"] = _timed(table, orders["ordered_at"])
    first = ~lines["order_id"].duplicated()
    frame = table.frame.copy(deep=False)
    kept = lines.index[first]
    for column in whole:
        frame.loc[kept, column] = whole.loc[lines.loc[kept, "order_id"], column].to_numpy(dtype=object)
    frame.loc[lines.index[~first], "amount"] = pd.NA
    reasons = pd.Series("order_line", index=lines.index[~first], dtype="str")
    return replace(table, frame=frame).without_some(reasons)


def _timed(table: Table, times: Any) -> tuple[Table, pd.Series]:
    """The earliest time of each order, with a warning where its rows tell several."""
    earliest = times.min()
    several = int((times.max() > earliest).sum())
    return table.warned(*[Warned("W-ORDER-TIMES", {"file": table.file, "n": several})] * bool(several)), earliest
