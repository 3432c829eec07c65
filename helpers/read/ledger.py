"""Rows in = rows used + rows set aside: the table that keeps account of itself."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from helpers.base.errors import KitError, Said, in_column
from helpers.base.parameters import TableName

NOT_APPLICABLE = frozenset(
    {"score_blank", "unfinished", "outside_period", "undated", "filtered", "status", "after_period",
     "acquired_after_report", "answered_again", "customer_after_report", "order_line", "footer",
     "header_repeated", "test_answer", "guest", "token_expired",
     "no_consent", "consent_unknown", "opted_out", "no_address", "address_shared", "asked_recently"}
)  # fmt: skip
WARN_DEFECTIVE, STOP_DEFECTIVE = 0.01, 0.20
ROWS_APART = 10**9  # rows of a second file are numbered from here on, of a third from twice this on


@dataclass(frozen=True)
class Reading:
    """How one file was read.

    `columns` gives the file's header for each canonical column; `notes` are sentences (en, ja) on
    the choice of columns; `repaired` counts what was mended around the cells, such as blank rows.
    """

    file: str
    kind: str = "csv"
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 1
    header_rows: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Mapping[str, str], ...] = ()


class Warned(NamedTuple):
    """A warning: its code, and what its sentence in ``errors.yaml`` names."""

    code: str
    fields: Mapping[str, Any]

    def said(self, language: str) -> str:
        """Code and sentence."""
        return KitError(self.code, **self.fields).said(language)


@dataclass(frozen=True)
class Table:
    """A typed table and what was left out of it.

    Attributes
    ----------
    name, file : str
        Canonical table and the file's name.
    frame : DataFrame
        The rows used, indexed by physical row (see `ROWS_APART` where there are several files).
    rows_in : int
        Rows that the file holds below its header.
    aside : DataFrame
        Rows set aside: row, column ("" if it is about the row), reason, amount (whole minor units,
        missing where there is none).
    cells_aside : DataFrame
        Cells left out while their row stays: row, column, reason.
    fixed : mapping
        (column, kind of normalisation) → number of cells.
    readings : tuple of Reading
        One a file.
    warnings : tuple of Warned
    """

    name: TableName
    file: str
    frame: pd.DataFrame
    rows_in: int
    aside: pd.DataFrame
    cells_aside: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"row": [], "column": [], "reason": []}))
    fixed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    warnings: tuple[Warned, ...] = ()

    @property
    def fields_aside(self) -> dict[tuple[str, str], int]:
        """(column, reason) → number of cells that are left out while their row is used."""
        used = self.used_cells_aside()
        return dict(Counter(zip(used["column"], used["reason"], strict=True)))

    def used_cells_aside(self) -> pd.DataFrame:
        """Those of `cells_aside` whose row is used."""
        return self.cells_aside[self.cells_aside["row"].isin(self.frame.index)]

    def without(self, rows: pd.Series, reason: str, column: str = "") -> "Table":
        """Table less the rows where the boolean `rows` (aligned to `frame`) is true, kept under `reason`."""
        gone = self.frame.index[rows]
        return self.without_some(pd.Series(reason, index=gone, dtype="str"), column)

    def without_some(self, reasons: pd.Series, column: str = "") -> "Table":
        """Table less the rows that are in the index of `reasons`, each kept under its reason."""
        if reasons.empty:
            return self
        lines = pd.DataFrame({"row": reasons.index, "column": column, "reason": reasons.to_numpy(dtype=object)})
        amount = self.frame.get("amount")
        lines["amount"] = pd.NA if amount is None else amount[reasons.index].to_numpy(dtype=object)
        kept = self.frame[~self.frame.index.isin(reasons.index)]
        return replace(self, frame=kept, aside=_stacked(self.aside, lines.astype({"amount": "Int64"})))

    def warned(self, *warnings: Warned) -> "Table":
        """Table with more warnings."""
        return replace(self, warnings=(*self.warnings, *warnings))

    def place(self, row: int) -> Said:
        """File and physical row, for a message.

        Examples
        --------
        >>> new_table("purchases", "orders.csv", pd.DataFrame(), []).place(12)
        {'en': 'orders.csv row 12', 'ja': 'orders.csv 12行目'}
        """
        return self._places([row])

    def placed(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Lines with a column ``row`` in the order of the file, by physical row; with their file if it has others."""
        rows = rows.sort_values("row", kind="stable").astype({"row": "int64"})
        if len(self.readings) > 1:
            files = [reading.file for reading in self.readings]
            rows.insert(0, "file", [files[number] for number in rows["row"] // ROWS_APART])
        return rows.assign(row=rows["row"] % ROWS_APART)

    def rows_named(self, rows: pd.Index) -> Said:
        """File and physical rows for a message: the first few and how many there are.

        Examples
        --------
        >>> orders = new_table("purchases", "orders.csv", pd.DataFrame(), [])
        >>> orders.rows_named(pd.Index([3, 8, 9, 12]))
        {'en': 'orders.csv row 3, 8, 9 … (4 in all)', 'ja': 'orders.csv 3、8、9行目など計4行'}
        """
        first, n = self._places(rows[:3]), len(rows)
        more = n > 3
        return {
            "en": f"{first['en']}{' …' if more else ''} ({n} in all)",
            "ja": f"{first['ja']}など計{n}行" if more else first["ja"],
        }

    def _places(self, rows: Iterable[int]) -> Said:
        """Each file among the rows, and its physical rows."""
        by_file = [
            (self.readings[number].file if self.readings else self.file, [str(row % ROWS_APART) for row in of_file])
            for number, of_file in groupby(map(int, rows), key=lambda row: row // ROWS_APART)
        ]
        return {
            "en": ", ".join(f"{file} row {', '.join(numbers)}" for file, numbers in by_file),
            "ja": "、".join(f"{file} {'、'.join(numbers)}行目" for file, numbers in by_file),
        }


def _stacked(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    filled = [frame for frame in (first, second) if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else first


def new_table(name: TableName, file: str, frame: pd.DataFrame, ragged_rows: list[int]) -> Table:
    """Table fresh from its file: ragged rows are set aside at once."""
    aside = rows_aside({row: "ragged_row" for row in ragged_rows})
    return Table(name, file, frame, len(frame) + len(aside), aside)


def rows_aside(reasons: Mapping[int, str]) -> pd.DataFrame:
    """List of rows set aside before their cells were looked at, from physical row → reason."""
    aside = pd.DataFrame({"row": list(reasons), "column": "", "reason": list(reasons.values()), "amount": pd.NA})
    return aside.astype({"row": "int64", "column": "object", "reason": "object", "amount": "Int64"})


def ledger(table: Table) -> dict:
    """Account of one table, as in ``summary.json``.

    Returns
    -------
    dict
        file, rows_in, rows_used, not_applicable {reason: rows}, defective {reason: rows},
        fields {"column: reason": cells}, fixed {"column: kind": cells}, warnings (a list of code
        and what its sentence names), read_as (a list of file, format, kind, encoding, header_rows, columns,
        notes).

    Raises
    ------
    AssertionError
        If rows in differ from rows used + rows set aside.
    """
    counts = table.aside["reason"].value_counts().sort_index()
    assert table.rows_in == len(table.frame) + len(table.aside), f"{table.name}: the ledger does not close"
    assert not set(table.frame.index) & set(table.aside["row"]), f"{table.name}: a row is used and set aside"
    split: dict[str, dict[str, int]] = {"not_applicable": {}, "defective": {}}
    for reason, rows in counts.items():
        split["not_applicable" if reason in NOT_APPLICABLE else "defective"][str(reason)] = int(rows)
    return {
        "file": table.file,
        "rows_in": table.rows_in,
        "rows_used": len(table.frame),
        **split,
        "fields": _by_name(table.fields_aside),
        "fixed": _by_name(table.fixed),
        "warnings": [{"code": code, **fields} for code, fields in warnings_of(table)],
        "read_as": [_read_as(reading) for reading in table.readings],
    }


def _by_name(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    return {f"{column}: {what}": n for (column, what), n in sorted(counts.items())}


def _read_as(reading: Reading) -> dict[str, Any]:
    return {**vars(reading), "columns": dict(reading.columns), "notes": [dict(note) for note in reading.notes]}


def warnings_of(table: Table) -> tuple[Warned, ...]:
    """All warnings of a table: those of reading, of cells left out, and of many defective rows (above 1 %)."""
    left_out = Counter(table.used_cells_aside()["column"])
    defects = len(_defects(table))
    many = (
        [Warned("W-DEFECTIVE", {"file": table.file, "n": defects})] if defects > WARN_DEFECTIVE * table.rows_in else []
    )
    none = [Warned("W-NO-ROWS", {"file": table.file})] if table.frame.empty else []
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


def _defects(table: Table) -> pd.DataFrame:
    return table.aside.loc[~table.aside["reason"].isin(NOT_APPLICABLE), ["row", "column", "reason"]]


def problems(table: Table) -> pd.DataFrame:
    """Rows set aside for a defect, and cells left out of rows that are used, as in the file: row, column, reason."""
    return _stacked(_defects(table), table.used_cells_aside()).sort_values("row", kind="stable")


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
    elif len(defects) > STOP_DEFECTIVE * table.rows_in:
        rows = table.rows_named(pd.Index(defects["row"].sort_values()))
        reason, _ = Counter(defects["reason"]).most_common(1)[0]
        raise KitError("E-ROWS-DEFECTIVE", rows=rows, total=table.rows_in, reason=reason)


def _stop_at_first(table: Table, defects: pd.DataFrame) -> None:
    if defects.empty:
        return
    first = defects.loc[defects["row"].idxmin()]
    same = defects[(defects["reason"] == first["reason"]) & (defects["column"] == first["column"])]
    code = f"E-{first['reason'].upper().replace('_', '-')}"
    rows = table.rows_named(pd.Index(same["row"].sort_values()))
    place = in_column(rows, first["column"]) if first["column"] else rows
    raise KitError(code, place=place, reason=first["reason"])
