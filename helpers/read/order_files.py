"""Purchases in two files: orders, and the amounts paid or bought that belong to them by the order id."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.base.errors import KitError
from helpers.base.tables import PARTS, TableName, is_of_part, named_table
from helpers.base.texts import is_one_of
from helpers.read.cells.texts import among
from helpers.read.columns.asked import missing, unknown_column
from helpers.read.columns.assignment import places_of
from helpers.read.columns.choice import Columns
from helpers.read.columns.header import Header
from helpers.read.columns.vocabulary import NAMES, RANKS, strengths
from helpers.read.settings import ReadSettings
from helpers.read.statuses import status_lists
from helpers.read.typed_table import ROWS_APART, Table, stacked

_OF_THE_ORDER = ("customer_id", "email", "ordered_at", "currency")  # its amounts take these from it


@dataclass(frozen=True)
class Typed:
    """A table whose cells were parsed, none sorted out yet: reasons of defective cells, a hash of each row.

    `header` is that of the first file.
    """

    table: Table
    header: Header
    columns: Columns
    reasons: dict[str, pd.Series]
    hashes: pd.Series


def mapping_of(table: TableName, header: Header, settings: ReadSettings) -> dict[str, str]:
    """The user's word on the columns of one file: canonical column → header, or "".

    Of purchases in two files each header counts where it stands, and an order id named otherwise in the file of the
    amounts is found by its name.
    """
    given = settings.columns.get(named_table(table), {})
    if table not in PARTS:
        return given
    here = {
        column: name
        for column, name in given.items()
        if is_of_part(table, column) and (not name.strip() or places_of(name, header.names, header.labels))
    }
    if table == "amounts" and _is_of_payments(here.get("order_id", ""), header):
        del here["order_id"]
    return here


def _is_of_payments(named: str, header: Header) -> bool:
    """Whether the header that the user names for the order id is, in a file of amounts, that of a payment or a line.

    It says nothing of orders, and another one does.
    """
    ranks = {name: strengths("amounts", name).get("order_id") for name in header.names}
    others = [name for name, rank in ranks.items() if rank in RANKS[:2] and name != named]
    return bool(named) and len(others) == 1 and strengths("amounts", named).get("order_id") in (None, RANKS[-1])


def check_mapping(headers: list[Header], settings: ReadSettings) -> None:
    """Check that each header that the user names stands in one of the two files.

    Raises
    ------
    KitError
        ``E-COLUMN-UNKNOWN``, ``E-COLUMN-MISSING``.
    """
    for column, name in settings.columns.get("purchases", {}).items():
        if column not in NAMES["purchases"]:
            raise unknown_column("purchases", column)
        if name.strip() and not any(places_of(name, header.names, header.labels) for header in headers):
            home = headers[-1] if not is_of_part("orders", column) else headers[0]
            raise missing("purchases", home, {column: name}, ())


def joined(orders: Typed, amounts: Typed, settings: ReadSettings) -> Typed:
    """Rows of both files as one table: an order's amounts are further rows of it, to be summed.

    An amount takes the order's customer, time and status. Set aside are amounts without an order, and those of a
    status that doesn't count; an order without amounts has the reason ``order_without_amount``.

    Raises
    ------
    KitError
        ``E-ORDER-FILES`` where no order id stands in both files.
    """
    amounts = _moved(amounts, len(orders.table.readings) * ROWS_APART)
    heads, lines = orders.table.frame, amounts.table.frame
    known = is_one_of(lines["order_id"], heads["order_id"].dropna())
    if len(heads) and len(lines) and not known.any():
        raise KitError("E-ORDER-FILES", orders=orders.table.file, amounts=amounts.table.file)
    failed, statuses = _statuses(heads, lines, settings)
    strange = pd.Series("amount_without_order", index=lines.index[~known & lines["order_id"].notna()], dtype="str")
    aside = strange.combine_first(failed).astype("str")
    frame, reasons = _filled(orders, amounts, statuses)
    paid = lines.loc[lines.index.difference(aside.index)]
    bare = heads.index[heads["order_id"].notna() & ~is_one_of(heads["order_id"], _sold(paid)["order_id"])]
    reasons["amount"] = pd.concat([reasons["amount"], pd.Series("order_without_amount", index=bare, dtype="str")])
    table = _together(orders.table, amounts.table, frame).without_some(aside)
    headers = {**amounts.columns.headers, **orders.columns.headers}
    hashes = pd.concat([orders.hashes, ~amounts.hashes])
    return Typed(table, orders.header, Columns(headers, order_total="sum"), reasons, hashes)


def _moved(part: Typed, by: int) -> Typed:
    """The same with rows numbered from another one on."""
    table = part.table
    aside = table.aside.assign(row=table.aside["row"] + by)
    table = replace(table, frame=table.frame.set_axis(table.frame.index + by), aside=aside)
    reasons = {column: of_column.set_axis(of_column.index + by) for column, of_column in part.reasons.items()}
    return replace(part, table=table, reasons=reasons, hashes=part.hashes.set_axis(part.hashes.index + by))


def _sold(lines: pd.DataFrame) -> pd.DataFrame:
    return lines[(lines["kind"] != "refund").fillna(True)] if "kind" in lines else lines


def _statuses(heads: pd.DataFrame, lines: pd.DataFrame, settings: ReadSettings) -> tuple[pd.Series, pd.Series | None]:
    """Amounts whose own status doesn't count (reasons), and the status of each order, where there is any.

    It is that of the orders' file; but a status of amounts that is on neither list is to be asked about.
    """
    of_orders = _by_order(heads, "status") if "status" in heads else None
    if "status" not in lines:
        return pd.Series([], dtype="str"), of_orders
    used, unused = status_lists(settings, set())
    is_unused = among(lines["status"], unused)
    failed = pd.Series("status", index=lines.index[is_unused], dtype="str")
    left = lines[~is_unused & lines["status"].notna()]
    if of_orders is None:
        return failed, _by_order(left, "status")
    strange = _by_order(left[~among(left["status"], used)], "status")
    asked = strange[~strange.index.isin(of_orders.index[among(of_orders, unused)])]
    return failed, asked.combine_first(of_orders)


def _by_order(frame: pd.DataFrame, column: str) -> pd.Series:
    """The first value of each order."""
    there = frame[frame["order_id"].notna() & frame[column].notna()].drop_duplicates("order_id")
    return there.set_index("order_id")[column]


def _filled(orders: Typed, amounts: Typed, statuses: pd.Series | None) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Rows of both files with what belongs to the whole order on each of them; and the reasons of defective cells."""
    heads, lines = orders.table.frame.copy(deep=False), amounts.table.frame.copy(deep=False)
    reasons = dict(orders.reasons)
    keys = lines["order_id"]
    for column in (column for column in _OF_THE_ORDER if column in heads):
        own = lines.get(column)
        value = keys.map(_by_order(heads, column)).astype(heads[column].dtype)
        lines[column] = value if own is None else _own(lines, column, value)
        reasons[column] = pd.concat([reasons[column], _passed_on(heads, reasons[column], keys)])
    if "refund_amount" in lines:
        heads, _ = heads.drop(columns="refund_amount", errors="ignore"), reasons.pop("refund_amount", None)
    for column, of_column in amounts.reasons.items():
        if column not in _OF_THE_ORDER or column not in heads:
            reasons[column] = pd.concat([reasons[column], of_column]) if column in reasons else of_column
    frame = pd.concat([heads, lines])
    if statuses is not None:
        frame["status"] = frame["order_id"].map(statuses).astype("str")
    if "kind" in frame:
        frame["kind"] = frame["kind"].where(np.arange(len(frame)) >= len(heads), "order")
    return frame, reasons


def _own(lines: pd.DataFrame, column: str, of_order: pd.Series) -> pd.Series:
    """What an amount's file says itself: its currency, and when a refund was made."""
    if column == "currency":
        return lines[column].fillna(of_order)
    refund = lines["kind"] == "refund" if "kind" in lines and column == "ordered_at" else np.zeros(len(lines), bool)
    return lines[column].where(refund, of_order).fillna(of_order)


def _passed_on(heads: pd.DataFrame, reasons: pd.Series, keys: pd.Series) -> pd.Series:
    """Reasons of the amounts of orders with a defective cell."""
    by_order = pd.Series(reasons.to_numpy(), index=heads.loc[reasons.index, "order_id"], dtype="str")
    by_order = by_order[by_order.index.notna() & ~by_order.index.duplicated()]
    return keys.map(by_order).dropna().astype("str")


def _together(orders: Table, amounts: Table, frame: pd.DataFrame) -> Table:
    return Table(
        name="purchases",
        file=f"{orders.file} + {amounts.file}",
        frame=frame,
        rows_in=orders.rows_in + amounts.rows_in,
        aside=stacked(orders.aside, amounts.aside),
        fixed=Counter(orders.fixed) + Counter(amounts.fixed),
        readings=(*orders.readings, *amounts.readings),
        warnings=(*orders.warnings, *amounts.warnings),
        undecided=orders.undecided | amounts.undecided,
    )
