"""Orders by their status: those that count, and the question that is asked where a status is on no list."""

import pandas as pd

from helpers.base.errors import KitError, Said
from helpers.merge.settings import MergeSettings
from helpers.read.cells.texts import among
from helpers.read.statuses import often, status_lists, status_question
from helpers.read.typed_table import Table


def by_status(table: Table, settings: MergeSettings) -> Table:
    """Orders of a used status, and the refunds of those; a refund's own status may be blank.

    Raises
    ------
    KitError
        ``E-STATUS`` naming the words that stand in at least ``min_cell`` rows, and the rows of the others.
    """
    if "status" not in table.frame:
        return table
    frame, refund = table.frame, table.frame["kind"] == "refund"
    lists = status_lists(settings, {reading.format for reading in table.readings})
    used, unused = (among(frame["status"].fillna(""), words) for words in lists)
    if refund.any():
        unused |= refund & frame["refunds_order_id"].isin(frame.loc[unused, "order_id"])
        used |= refund & frame["status"].isna()
    unknown = ~unused & ~used
    if unknown.any():
        raise _asked(table, frame.loc[unknown, "status"].fillna(""), settings)
    return table.without(unused, "status", "status")


def _asked(table: Table, unknown: pd.Series, settings: MergeSettings) -> KitError:
    """Error that names words and gives the lines to paste; a blank status is the word ""."""
    named = often(unknown.value_counts().to_dict(), settings)
    blank, rare = unknown == "", ~unknown.isin(named.keys())
    others = [_rows('blank ("")', '空欄（""）', table, unknown.index[blank])] * bool(blank.any())
    others += [_rows("rarer ones", "まれなもの", table, unknown.index[rare & ~blank])] * bool((rare & ~blank).any())
    header = table.readings[0].columns.get("status", "status") if table.readings else "status"
    where = table.rows_named(unknown.index)
    return status_question(where, header, named, others, settings, blank=bool(blank.any()))


def _rows(name_en: str, name_ja: str, table: Table, rows: pd.Index) -> Said:
    where = table.rows_named(rows)
    return {"en": f"{name_en}: {where['en']}", "ja": f"{name_ja}: {where['ja']}"}
