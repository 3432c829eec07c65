"""CSV and workbooks for Excel, in which nothing that somebody typed runs."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

MADE = datetime(2000, 1, 1, tzinfo=UTC)  # always the same, so that the same tables make the same workbook
LONGEST_TEXT = 32_767  # letters of a cell that Excel takes
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


def write_workbook(frame: pd.DataFrame, path: Path) -> Path:
    """Write a table as a workbook of one sheet: texts stay texts, formulas neutralised, missing cells blank."""
    from xlsxwriter import Workbook  # here, because few steps need it

    path.parent.mkdir(parents=True, exist_ok=True)
    safe = frame.rename(columns=harmless).map(harmless).astype(object)
    with Workbook(path, {"strings_to_urls": False}) as book:
        book.set_properties({"created": MADE})
        sheet, heads = book.add_worksheet(), book.add_format({"bold": True})
        for column, name in enumerate(safe):
            sheet.write_string(0, column, str(name), heads)
            for row, cell in enumerate(safe[name], 1):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell[:LONGEST_TEXT])
                elif pd.notna(cell):
                    sheet.write_number(row, column, cell)
        sheet.freeze_panes(1, 0)
    return path


def read_workbook(path: Path) -> pd.DataFrame:
    """A table that `write_workbook` wrote: texts and numbers as they stand, blank cells as empty texts."""
    return pd.read_excel(path, engine="calamine", dtype=object, keep_default_na=False)
