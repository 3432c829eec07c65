"""The worksheets of an old workbook (.xls)."""

import io
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import xlrd

from helpers.base.errors import KitError
from helpers.read.files.records import Record, Source
from helpers.read.files.sheet_marks import ERRORS, look, merged_warnings
from helpers.read.files.values import clock_text, duration_text, moment_text, number_text

_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BUILT_IN = {46: "[h]:mm:ss"}  # of those that a file names by their number, the one that is no moment and no number
_look = lru_cache(look)


def xls_sheets(path: Path) -> list[tuple[bool, Callable[[], Source]]]:
    """Each worksheet: whether it is hidden, and its source.

    A formula that a program wrote without a result can't be told from one whose result is an empty
    text, so none counts as uncached.

    Raises
    ------
    KitError
        ``E-ENCRYPTED``, ``E-WORKBOOK``.
    """
    book = _opened(path)
    return [(bool(sheet.visibility), partial(_source, path.name, book, sheet)) for sheet in book.sheets()]


def _opened(path: Path) -> xlrd.Book:
    content, remarks = path.read_bytes(), io.StringIO()
    try:
        return xlrd.open_workbook(file_contents=content, logfile=remarks, formatting_info=True, ragged_rows=True)
    except Exception as error:  # of whatever kind, as damage happens to be met
        code = "E-ENCRYPTED" if "encrypted" in str(error) else "E-WORKBOOK"
        raise KitError(code, file=path.name) from None


def _source(file: str, book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Source:
    own = {number_format.format_key: number_format.format_str for number_format in book.format_list}
    formats = [(_BUILT_IN | own).get(style.format_key, "") for style in book.xf_list]
    rows = ([_text(cell, formats, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows))
    records = _filled(rows)
    return Source(
        file=file,
        kind="xls",
        records=lambda: iter(records),
        sheet=sheet.name,
        epoch_1904=book.datemode == 1,
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
        warnings=merged_warnings(records, max((last for _, last, _, _ in sheet.merged_cells), default=0)),
    )


def _filled(rows: Iterable[list[str]]) -> list[Record]:
    """Rows with a text, as wide as the last column with one."""
    filled = [(row, cells) for row, cells in enumerate(rows, 1) if any(cells)]
    width = max((place for _, cells in filled for place, text in enumerate(cells, 1) if text), default=0)
    return [(row, [*cells[:width], *[""] * (width - len(cells))]) for row, cells in filled]


def _text(cell: xlrd.sheet.Cell, formats: list[str], datemode: int) -> str:
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return _number(cell.value, formats[cell.xf_index], cell.ctype == xlrd.XL_CELL_DATE, datemode)
    return _TEXTS[cell.ctype](cell.value)


def _number(value: float, number_format: str, is_moment: bool, datemode: int) -> str:
    """A number, a moment or a duration as its format says; a moment that no calendar has is a number."""
    if _DURATION.search(number_format):
        return duration_text(timedelta(days=value))
    if is_moment and 0 <= value < _CALENDAR_ENDS[datemode]:
        moment = xlrd.xldate_as_datetime(value, datemode)
        return clock_text(moment.time()) if value < 1 else moment_text(moment)
    text, shape = number_text(value), _look(number_format)
    return shape.of(text) if shape and not is_moment and text[-1].isdigit() else text  # not #NUM!


_CALENDAR_ENDS = (2_958_466, 2_957_004)  # the day after 9999-12-31, counted from 1900 and from 1904
_TEXTS: dict[int, Callable[[Any], str]] = {
    xlrd.XL_CELL_EMPTY: str,
    xlrd.XL_CELL_BLANK: str,
    xlrd.XL_CELL_TEXT: str,
    xlrd.XL_CELL_BOOLEAN: lambda value: "TRUE" if value else "FALSE",
    xlrd.XL_CELL_ERROR: ERRORS.__getitem__,
}
