"""CSV and workbooks for Excel, in which nothing that somebody typed runs."""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_BOOK = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # always the same, so that the same tables make the same workbook
NO_SHEETS: Mapping[str, pd.DataFrame] = MappingProxyType({})
_WIDTH = 16  # letters of a column
_LONGEST_TEXT = 32_767  # letters of a cell that Excel takes
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: object) -> object:
    """Cell that no spreadsheet runs as a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless(-5)
    ("'=1+1", -5)
    """
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    """Write a table for Excel: UTF-8 with BOM, formulas neutralised."""
    path.parent.mkdir(parents=True, exist_ok=True)
    safe = frame.rename(columns=harmless).map(harmless)
    ends = "\r\n"  # also so that a text with either of them is quoted, and begins no row of its own
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator=ends, quoting=csv.QUOTE_MINIMAL)
    return path


def write_workbook(frame: pd.DataFrame, path: Path, further: Mapping[str, pd.DataFrame] = NO_SHEETS) -> Path:
    """Write a table as a workbook: its head stays in sight, ids stay texts, formulas are neutralised.

    Parameters
    ----------
    further : mapping
        Name → table of each sheet behind the first.
    """
    return write_sheets({"Sheet1": frame, **further}, path)


def write_sheets(tables: Mapping[str, pd.DataFrame], path: Path) -> Path:
    """Write a workbook of several sheets, each as `write_workbook` does: name → table."""
    from xlsxwriter import Workbook  # here, because few steps need it

    path.parent.mkdir(parents=True, exist_ok=True)
    with Workbook(path, _BOOK) as book:
        book.set_properties({"created": MADE})
        for name, table in tables.items():
            _write_table(book.add_worksheet(name), table)
    return path


def _write_table(sheet: "Worksheet", frame: pd.DataFrame) -> None:
    safe = frame.rename(columns=harmless).map(harmless).astype(object)
    for place, row in enumerate([list(safe.columns), *safe.where(safe.notna(), None).to_numpy().tolist()]):
        for column, cell in enumerate(row):
            _write_cell(sheet, place, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(safe.columns) - 1, 0), _WIDTH)


def _write_cell(sheet: "Worksheet", row: int, column: int, cell: object) -> None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell)
    elif cell is not None and cell != "":
        sheet.write_string(row, column, str(cell)[:_LONGEST_TEXT])


def read_workbook(path: Path) -> pd.DataFrame:
    """The first table that `write_workbook` wrote: texts as texts, figures as figures, nothing as ""."""
    return next(iter(read_sheets(path).values()))


def read_sheets(path: Path) -> dict[str, pd.DataFrame]:
    """The tables of a workbook's sheets by name, in their order: see `read_workbook`; a column may have no name."""
    tables = pd.read_excel(path, None, engine="calamine", dtype=object, keep_default_na=False, na_filter=False)
    return {name: table.rename(columns=_named) for name, table in tables.items()}


def _named(column: object) -> object:
    return "" if str(column).startswith("Unnamed: ") else column  # pandas' word for a blank cell
