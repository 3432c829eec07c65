"""Rows in = rows used + rows set aside: a table's account, and where it warns or stops."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypedDict

import pandas as pd

from helpers.base.errors import KitError, in_column
from helpers.base.rows import are_in
from helpers.read.typed_table import Reading, Table, Warned, stacked

NOT_APPLICABLE = frozenset(
    {"score_blank", "score_declined", "unfinished", "outside_period", "undated", "filtered", "status", "after_period",
     "acquired_after_report", "answered_again", "answered_differently", "other_question", "customer_after_report",
     "order_line", "footer", "header_repeated", "hidden_row", "duplicate_row", "no_order", "tax_other", "test_answer",
     "guest", "token_expired",
     "no_consent", "consent_unknown", "opted_out", "no_address", "address_shared", "asked_recently"}
)  # fmt: skip
WARN_DEFECTIVE, STOP_DEFECTIVE = 0.01, 0.20
MANY_REPEATED = 0.10  # share of answers that are further ones of a person, from which on it is asked about them


class Account(TypedDict):
    """Account of one table: reason → rows set aside, "column: kind" → cells; codes of warnings with what they name."""

    file: str
    rows_in: int
    rows_used: int
    not_applicable: Mapping[str, int]
    defective: Mapping[str, int]
    fields: Mapping[str, int]
    fixed: Mapping[str, int]
    warnings: list[dict[str, Any]]
    read_as: list[dict[str, Any]]


def ledger(table: Table) -> Account:
    """Account of one table, as in ``summary.json``.

    Raises
    ------
    AssertionError
        If rows in differ from rows used + rows set aside.
    """
    counts = table.reasons_aside
    assert table.rows_in == table.rows_used + counts.total(), f"{table.name}: the ledger does not close"
    assert not are_in(table.frame.index, pd.Index(table.aside["row"])).any(), (
        f"{table.name}: a row is used and set aside"
    )
    split: dict[str, dict[str, int]] = {"not_applicable": {}, "defective": {}}
    for reason, rows in sorted(counts.items()):
        split["not_applicable" if reason in NOT_APPLICABLE else "defective"][str(reason)] = int(rows)
    return {
        "file": table.file,
        "rows_in": table.rows_in,
        "rows_used": table.rows_used,
        "not_applicable": split["not_applicable"],
        "defective": split["defective"],
        "fields": _by_name(table.fields_aside),
        "fixed": _by_name(table.fixed),
        "warnings": [{"code": code, **fields} for code, fields in warnings_of(table)],
        "read_as": [_read_as(reading) for reading in table.readings],
    }


def _by_name(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    return {f"{column}: {what}": n for (column, what), n in sorted(counts.items())}


def _read_as(reading: Reading) -> dict[str, Any]:
    lists = {
        "not_used": list(reading.not_used),
        "ratings": list(reading.ratings),
        "proposed": {name: list(there) for name, there in reading.proposed.items()},
    }
    return {**vars(reading), "columns": dict(reading.columns), "notes": [dict(note) for note in reading.notes], **lists}


def warnings_of(table: Table) -> tuple[Warned, ...]:
    """All warnings of a table: those of reading, of cells left out, and of many defective rows (above 1 %)."""
    left_out = Counter(table.used_cells_aside()["column"])
    defects = _n_defects(table)
    many = [Warned("W-DEFECTIVE", {"file": table.file, "n": defects})] * (defects > WARN_DEFECTIVE * table.rows_in)
    empty = table.frame.empty and not (table.elsewhere and table.elsewhere.used)
    none = [Warned("W-NO-ROWS", {"file": table.file})] * empty
    cells = [Warned("W-CELLS", {"file": table.file, "column": column, "n": n}) for column, n in left_out.items()]
    return (*table.warnings, *cells, *many, *none)


def share_defective(account: dict) -> float:
    """Defective rows as a share of the rows in; 0 for an empty file."""
    return sum(account["defective"].values()) / account["rows_in"] if account["rows_in"] else 0.0


def check_one_row_each(table: Table, key: list[str], code: str) -> None:
    """Stop where several differing rows share a key.

    Raises
    ------
    KitError
        `code`, naming the rows.
    """
    twice = table.frame.index[table.frame.duplicated(key, keep=False)]
    if len(twice):
        raise KitError(code, rows=table.rows_named(twice), column=key[0])


def first_rows(table: Table, key: str) -> Table:
    """The first of several rows that share a key: what goes on where `check_one_row_each` stops."""
    return table.without(table.frame.duplicated(key), "duplicate_row")


def _defects(table: Table) -> pd.DataFrame:
    return table.aside.loc[~table.aside["reason"].isin(NOT_APPLICABLE), ["row", "column", "reason"]]


def _defects_there(table: Table) -> Counter[str]:
    """Reasons of defective rows that stay in an engine."""
    aside = table.elsewhere.aside if table.elsewhere else {}
    return Counter({reason: n for reason, n in aside.items() if reason not in NOT_APPLICABLE})


def _n_defects(table: Table) -> int:
    return len(_defects(table)) + _defects_there(table).total()


def problems(table: Table) -> pd.DataFrame:
    """Rows set aside for a defect, and cells left out of rows that are used, as in the file: row, column, reason."""
    return stacked(_defects(table), table.used_cells_aside()).sort_values("row", kind="stable")


def check_defects(table: Table, bad_rows: str) -> None:
    """Stop where too much is defective (above 20 %), or at the first defect if `bad_rows` is ``stop``.

    Raises
    ------
    KitError
        ``E-ROWS-DEFECTIVE``, or under `bad_rows` ``stop`` the code of the first defect's reason,
        such as ``E-SCORE-RANGE``, with the rows' physical numbers, never their contents.
    """
    defects = _defects(table)
    if bad_rows == "stop":
        _stop_at_first(table, problems(table))
    elif _n_defects(table) > STOP_DEFECTIVE * table.rows_in:
        rows = table.rows_named(pd.Index(defects["row"].sort_values()))
        reason, _ = (Counter(defects["reason"]) + _defects_there(table)).most_common(1)[0]
        raise KitError("E-ROWS-DEFECTIVE", rows=rows, total=table.rows_in, reason=reason)


def _stop_at_first(table: Table, defects: pd.DataFrame) -> None:
    for reason, n in sorted(_defects_there(table).items()):
        raise KitError(_code_of(reason), place=table.rows_counted(n), reason=reason)
    if defects.empty:
        return
    first = defects.loc[defects["row"].idxmin()]
    same = defects[(defects["reason"] == first["reason"]) & (defects["column"] == first["column"])]
    code = _code_of(first["reason"])
    rows = table.rows_named(pd.Index(same["row"].sort_values()))
    place = in_column(rows, first["column"]) if first["column"] else rows
    raise KitError(code, place=place, reason=first["reason"])


def _code_of(reason: str) -> str:
    return f"E-{reason.upper().replace('_', '-')}"
