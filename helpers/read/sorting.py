"""Rows of a typed table sorted out: what does not apply, further rows of an order, defects, copies."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from helpers.base.problems import Problems
from helpers.base.rows import are_in, are_repeated, places_in
from helpers.base.tables import ONE_KEY_OF, REQUIRED, TableName
from helpers.read.cells.texts import among
from helpers.read.columns.choice import Columns
from helpers.read.money_told import money_told
from helpers.read.orders import one_row_an_order, order_ids
from helpers.read.refunds import told_refunds, with_negative_orders, with_negative_rows, with_signs_turned
from helpers.read.settings import ReadSettings
from helpers.read.statuses import status_lists
from helpers.read.typed_table import ROWS_APART, Table, Warned

_MUST_BE_GOOD: Mapping[TableName, tuple[str, ...]] = {
    "customers": ("customer_id", "acquired_on"),
    "purchases": ("order_id", "ordered_at", "amount", "refund_amount", "kind"),
    "responses": ("finished", "score"),
    "complaints": ("complaint_id", "customer_id", "received_at", "severity"),
    "invitations": ("customer_id",),
}


def sorted_out(
    table: Table,
    columns: Columns,
    reasons: dict[str, pd.Series],
    hashes: pd.Series,
    settings: ReadSettings,
    problems: Problems,
) -> Table:
    """What does not apply goes first, then further rows of an order, then what is defective, then copies.

    What orders of several rows leave open is kept in `problems`; their rows then stay as they are.
    """
    table = table.without_some(_of_no_order(table, reasons)).without_some(_not_applicable(table, columns))
    if columns.not_applicable:
        rules = [f"rule {header}" for header, _ in columns.not_applicable]
        table = replace(table, frame=table.frame.drop(columns=rules))
    if table.name == "purchases":
        table, reasons = _orders_together(table, columns, reasons, hashes, settings, problems)
    table = _without_defects(table, reasons, _spared(table, settings))
    if table.name == "responses":
        return table
    return _without_twins(table.without_some(_copies(table, hashes)))


def _of_no_order(table: Table, reasons: Mapping[str, pd.Series]) -> pd.Series:
    """Rows of a kind that is neither an order nor a refund, such as a payout: nobody minds what else is in them."""
    kinds = reasons.get("kind") if table.name == "purchases" else None
    return pd.Series(dtype="str") if kinds is None else kinds[kinds == "no_order"]


def _orders_together(
    table: Table,
    columns: Columns,
    reasons: dict[str, pd.Series],
    hashes: pd.Series,
    settings: ReadSettings,
    problems: Problems,
) -> tuple[Table, dict[str, pd.Series]]:
    """One row an order, refunds apart. Copies go before, unless a further row of an order may well look like another.

    Amounts that are negative because a discount was taken off are no refunds.
    """
    order_total = columns.total_by(settings.order_total)
    if order_total not in ("first", "every"):
        table = _without_copies(table, hashes, settings, order_total == "sum")
    told, signed = told_refunds(table.frame), not columns.amount_less
    table = with_signs_turned(table)
    table = with_negative_rows(table, order_total) if signed else table
    table, reasons = _hidden_in_orders(table, reasons, order_total)
    table = problems.tried(lambda: one_row_an_order(table, order_total)) or table
    return with_negative_orders(table, told) if signed else table, reasons


def _without_copies(table: Table, hashes: pd.Series, settings: ReadSettings, is_summed: bool) -> Table:
    """Without copies; a warning where rows are summed and those of one file are alike: they may be two pieces."""
    copies = _copies(table, hashes)
    alike = _copies(table, hashes + hashes.index // ROWS_APART).index if is_summed else []
    if len(alike):
        money = money_told(table.frame, alike, settings)
        table = table.warned(Warned("W-LINES-ALIKE", {"file": table.file, "n": len(alike), "money": money}))
    return table.without_some(copies)


def _not_applicable(table: Table, columns: Columns) -> pd.Series:
    """Reason of the rows that a known export marks, all rows of a marked order; and of unfinished answers."""
    frame = table.frame
    if not columns.not_applicable and table.name != "responses":
        return pd.Series([], dtype="str")
    reasons = pd.Series(pd.NA, index=frame.index, dtype="str")
    for header, rule in columns.not_applicable:
        cells = frame[f"rule {header}"]
        hit = cells.notna() if rule.filled else among(cells, rule.values)
        reasons = reasons.mask(hit & reasons.isna(), rule.reason)
    if table.name == "purchases" and reasons.notna().any():
        reasons = reasons.fillna(frame["order_id"].map(reasons.groupby(frame["order_id"]).first()).astype("str"))
    if "finished" in frame and table.name == "responses":
        reasons = reasons.mask(~frame["finished"].fillna(True).astype(bool) & reasons.isna(), "unfinished")
    return reasons.dropna()


def _hidden_in_orders(
    table: Table, reasons: dict[str, pd.Series], order_total: str | None
) -> tuple[Table, dict[str, pd.Series]]:
    """An amount that can't be read, or under ``sum`` is blank, hides that of its whole order.

    Not so where the total stands on ``every`` row and another one tells it.
    """
    frame = table.frame.copy(deep=False)  # the table's own stays: only columns that are written to are copied
    ids = order_ids(frame)
    for column in (column for column in ("amount", "refund_amount") if column in frame):
        unread = reasons[column][are_in(frame.index, reasons[column].index)]
        unread = unread if order_total == "sum" else unread[unread != "amount_blank"]
        hidden = unread.groupby(ids[unread.index]).max()  # of several reasons one, whatever the order of rows
        if order_total == "every":
            hidden = hidden[~hidden.index.isin(ids[frame[column].notna()])]
        if hidden.empty:
            continue
        rows = ids.map(hidden).dropna().astype("str")
        frame.loc[rows.index, column] = pd.NA
        reasons = reasons | {column: rows.combine_first(reasons[column])}
    return replace(table, frame=frame), reasons


def _spared(table: Table, settings: ReadSettings) -> pd.Series:
    """Orders of an unused status: nobody minds what else is wrong with them."""
    if table.name != "purchases" or "status" not in table.frame:
        return pd.Series(False, index=table.frame.index)
    _, unused = status_lists(settings, {reading.format for reading in table.readings})
    return among(table.frame["status"].fillna(""), unused)


def _without_defects(table: Table, reasons: Mapping[str, pd.Series], spared: pd.Series) -> Table:
    """Rows with a defect in a column that must be good go; other defective cells are counted and blank."""
    frame = table.frame
    keys = [key for key in ONE_KEY_OF.get(table.name, ()) if key in frame]
    must = [column for column in (*_MUST_BE_GOOD[table.name], *keys) if column in frame and column in reasons]
    keyless = frame.index[frame[keys].isna().all(axis=1)] if keys else frame.index
    told = [column for column in frame if column in reasons and (column in must or len(reasons[column]))]
    here = {column: _among_seen(reasons[column], spared) for column in told}
    # those without a value: another row of an order may have given it
    missing = {column: these[frame.loc[these.index, column].isna()] for column, these in here.items()}
    for column in must:
        gone = missing[column]
        gone = gone[are_in(table.frame.index, gone.index)]
        table = table.without_some(gone[are_in(keyless, gone.index)] if column in keys else gone, column)
    spoilt = [column for column in missing if column not in must or column in keys]
    return replace(table, cells_aside=_cells_aside({column: missing[column] for column in spoilt}, table))


def _among_seen(reasons: pd.Series, spared: pd.Series) -> pd.Series:
    """Reasons of the rows that are there and not spared."""
    places = places_in(spared.index, reasons.index)
    return reasons[(places >= 0) & ~spared.to_numpy()[places]] if len(spared) else reasons[:0]


def _cells_aside(reasons: Mapping[str, pd.Series], table: Table) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"row": left.index, "column": column, "reason": left.to_numpy(dtype=object)})
        for column, of_column in reasons.items()
        if len(left := of_column[are_in(table.frame.index, of_column.index) & ~of_column.isin(["id_blank", "guest"])])
    ]
    return pd.concat(parts, ignore_index=True) if parts else table.cells_aside


def _without_twins(table: Table) -> Table:
    """Customers and complaints that differ in how they are written alone are copies too."""
    key = REQUIRED[table.name][0]
    if table.name == "purchases" or table.frame[key].is_unique:
        return table
    return table.without(table.frame.duplicated(), "duplicate_row")


def _copies(table: Table, hashes: pd.Series) -> pd.Series:
    """Rows that repeat an earlier one, cell by cell."""
    key = REQUIRED[table.name][0]
    hashes = hashes if len(hashes) == len(table.frame) else hashes.loc[table.frame.index]
    suspects = table.frame.index[are_repeated(hashes.to_numpy())]
    rows = pd.DataFrame({"hash": hashes.loc[suspects], "key": table.frame.loc[suspects, key]})
    return pd.Series("duplicate_row", index=suspects[rows.duplicated()], dtype="str")
