"""Returned orders: told by their status, by a refund column or by refund rows, and what a refund row belongs to."""

from dataclasses import replace

import pandas as pd

from helpers.base.texts import is_one_of
from helpers.merge.settings import MergeSettings
from helpers.read.money_told import money_told
from helpers.read.refund_marks import MARKED, without_mark
from helpers.read.statuses import state_told
from helpers.read.typed_table import Table, Warned


def linked(table: Table) -> Table:
    """Refund rows without a link that carry an order's own id, or that id and a mark, belong to that order.

    With a mark only where the order is the same customer's, not later, and not smaller than the refund.
    """
    frame = table.frame
    loose = frame[(frame["kind"] == "refund") & frame["refunds_order_id"].isna()]
    if loose.empty:
        return table
    orders = frame[frame["kind"] != "refund"]
    links = loose["order_id"].where(is_one_of(loose["order_id"], orders["order_id"]))
    for mark in MARKED:
        bare = without_mark(loose["order_id"], mark)
        links = links.fillna(bare.where(_fits(loose, bare, orders)))
    return replace(table, frame=frame.assign(refunds_order_id=frame["refunds_order_id"].fillna(links)))


def _fits(refunds: pd.DataFrame, ids: pd.Series, orders: pd.DataFrame) -> pd.Series:
    """Whether each refund may be one of the order of these ids."""
    owners = [key for key in ("customer_id", "email") if key in orders]
    order = orders.drop_duplicates("order_id").set_index("order_id").reindex(ids).set_axis(ids.index)
    same = pd.Series(False, index=ids.index)
    for key in owners:
        same |= (order[key] == refunds[key]).fillna(False).astype(bool)
    fits = same & (order["ordered_at"] <= refunds["ordered_at"]) & (order["amount"] >= -refunds["amount"])
    return fits.fillna(False).astype(bool)


def with_returned(table: Table, settings: MergeSettings) -> Table:
    """Orders marked as ``returned`` by their status; where nothing tells the refund a setting decides, or a warning.

    Under ``returned_orders: none`` those returned as a whole count as wholly refunded.
    """
    frame = table.frame
    said, part = _returned(frame)
    if not said.any():
        return replace(table, frame=frame.assign(returned=said))
    untold = said & ~_told(frame)
    whole, parts = frame.index[untold & ~part], frame.index[untold & part]
    choice = settings.returned_orders
    refunds = frame["refund_amount"].mask(frame.index.isin(whole) & (choice == "none"), frame["amount"])
    money_whole, money_part = (money_told(frame, rows, settings) for rows in (whole, parts))
    of_whole = Warned("W-RETURNED", {"file": table.file, "n": len(whole), "money": money_whole})
    in_part = Warned("W-RETURNED-PART", {"file": table.file, "n": len(parts), "money": money_part})
    notes = [of_whole] * bool(len(whole) and choice is None) + [in_part] * bool(len(parts) and choice != "full")
    return replace(table, frame=frame.assign(returned=said, refund_amount=refunds)).warned(*notes)


def _returned(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Which orders were returned by their status, and which of those in part."""
    nothing = pd.Series(False, index=frame.index)
    if "status" not in frame:
        return nothing, nothing
    words = frame["status"].fillna("")
    said = {word: state_told(word) for word in words.unique()}
    if not any(said.values()):
        return nothing, nothing
    states = words.map(said)
    is_order = frame["kind"] == "order"
    return is_order & (states != ""), is_order & (states == "part")


def _told(frame: pd.DataFrame) -> pd.Series:
    """Orders whose refund is told: in their row, by a refund row, or by one of the same customer and amount."""
    refunds = frame[frame["kind"] == "refund"]
    loose = refunds[refunds["refunds_order_id"].isna()]
    alike = pd.Series(False, index=frame.index)
    for key in (key for key in ("customer_id", "email") if key in frame):
        pairs = pd.MultiIndex.from_arrays([loose[key], -loose["amount"]])
        alike |= frame[key].notna() & pd.MultiIndex.from_arrays([frame[key], frame["amount"]]).isin(pairs)
    by_row = is_one_of(frame["order_id"], refunds["refunds_order_id"].dropna())
    return by_row | alike | (frame["refund_amount"].fillna(0) != 0).astype(bool)
