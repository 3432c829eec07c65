"""Orders: rows of one order brought together, so that its total counts once; and statuses of those that count."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.errors import KitError
from helpers.base.letters import cleaned
from helpers.read.columns.formats import FORMATS
from helpers.read.settings import ReadSettings
from helpers.read.typed_table import Table

_SUMMED = ("amount", "refund_amount")


def one_row_an_order(table: Table, order_total: str | None) -> Table:
    """Purchases with the rows of one order made one; the others are set aside as ``order_line``.

    `order_total` tells where an order's total stands: on its ``first`` row (its other rows are blank), on ``every``
    row, or ``sum``: each row has its own part of it. None: decided only where the rows but one are blank. Refund rows
    are left as they are, since an order may be refunded in parts, and so is a row without an amount that is the only
    one of its order.

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
    if (filled > 1).any() and not order_total:  # which rows may hold the order's amount has to be known
        raise KitError("E-ORDER-TOTAL", rows=table.rows_named(lines.index[filled > 1]))
    _check_agree(table, lines, order_total)
    return _together(table, lines[filled > 0], order_total)


def order_ids(frame: pd.DataFrame) -> pd.Series:
    """Order of each row; missing for refunds, which stand by themselves."""
    return frame["order_id"].mask(frame["kind"] == "refund") if "kind" in frame else frame["order_id"]


def _shared(ids: pd.Series) -> np.ndarray:
    """Which ids stand on several rows; missing ones don't. Sorted, since a hash table of millions of texts is heavy."""
    texts = pa.array(ids, pa.large_string())
    order = pc.sort_indices(texts)
    ranked = texts.take(order)
    same = np.append(pc.fill_null(pc.equal(ranked[1:], ranked[:-1]), False).to_numpy(zero_copy_only=False), False)
    shared = np.zeros(len(texts), dtype=bool)
    shared[order.to_numpy()] = same | np.roll(same, 1)
    return shared


def _check_agree(table: Table, lines: pd.DataFrame, order_total: str | None) -> None:
    """What belongs to the whole order is the same on all its rows that tell it."""
    for column in lines:
        if column in ("order_id", *(_SUMMED if order_total == "sum" else ())):
            continue
        filled = lines[lines[column].notna()]
        differ = filled.groupby("order_id")[column].transform("nunique") > 1
        if differ.any():
            raise KitError("E-ORDER-CONFLICT", rows=table.rows_named(filled.index[differ]), column=column)


def _together(table: Table, lines: pd.DataFrame, order_total: str | None) -> Table:
    """The first row of each order gets what its rows tell; the others go."""
    orders = lines.groupby("order_id", sort=False)
    whole = orders.first()  # the first that is not missing, column by column
    if order_total == "sum":
        for column in (column for column in _SUMMED if column in lines):
            whole[column] = orders[column].sum(min_count=1)
    first = ~lines["order_id"].duplicated()
    frame = table.frame.copy(deep=False)
    kept = lines.index[first]
    for column in whole:
        frame.loc[kept, column] = whole.loc[lines.loc[kept, "order_id"], column].to_numpy(dtype=object)
    frame.loc[lines.index[~first], "amount"] = pd.NA
    reasons = pd.Series("order_line", index=lines.index[~first], dtype="str")
    return replace(table, frame=frame).without_some(reasons)


def status_lists(settings: ReadSettings, formats: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Statuses that count and that don't, in lower case.

    Lists that the user gave win over those of known exports, and those over the defaults.

    Examples
    --------
    >>> from helpers.run.settings import checked
    >>> used, unused = status_lists(checked({"as_of": "2026-04-01", "statuses_used": ["pending"]}), {"shopify_orders"})
    >>> "pending" in used, "pending" in unused, "voided" in unused
    (True, False, True)
    """
    exports = [FORMATS[key] for key in formats if key]
    names = {"statuses_used", "statuses_unused"}
    said = {name: _lower(getattr(settings, name)) for name in names & settings.model_fields_set}
    of_export = {name: _lower([text for form in exports for text in getattr(form, name)]) for name in names}
    default = {name: _lower(getattr(settings, name)) for name in names}
    lists: dict[str, frozenset[str]] = dict.fromkeys(names, frozenset())
    for layer in (said, of_export, default):
        decided = lists["statuses_used"] | lists["statuses_unused"]
        lists = {name: lists[name] | (layer.get(name, frozenset()) - decided) for name in names}
    return lists["statuses_used"], lists["statuses_unused"]


def _lower(texts: list[str]) -> frozenset[str]:
    return frozenset(cleaned(text).lower() for text in texts)
