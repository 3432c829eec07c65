"""The sheets of a workbook as records of text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile
from zlib import error as ZlibError

import python_calamine as calamine

from helpers.base.errors import KitError
from helpers.read.files.ooxml import xlsx_book
from helpers.read.files.opendocument import ods_book
from helpers.read.files.records import Record, Source
from helpers.read.files.sheet_marks import Book, Marks, merged_warnings
from helpers.read.files.values import clock_text, duration_text, moment_text, number_text
from helpers.read.files.xls import xls_sheets

_BOOKS = {"xlsx": xlsx_book, "ods": ods_book}
_DAMAGE = (  # zip: NotImplementedError for an unknown compression, RuntimeError for members with a password
    ArithmeticError, BadZipFile, calamine.CalamineError, EOFError, ExpatError, LookupError, NotImplementedError,
    RuntimeError, StopIteration, ValueError, ZlibError,
)  # fmt: skip


def sheets(path: Path, kind: str) -> list[Source]:
    """One source for each visible worksheet that isn't empty; hidden ones only if there is no other.

    Numbers have up to 15 significant digits and no ``.0``, larger ones than these digits hold look like
    ``1.23456789012346E+17``; moments are ISO, durations ``PT30H5M0S``, errors ``#N/A``. A number that is shown with
    leading zeros or a currency keeps them (``$1149.5``), but not in .ods, nor where a built-in format shows the
    currency of whoever looks at it. Of merged cells only the first has a value; warning ``W-MERGED`` where cells are
    merged below the third filled row, ``W-HIDDEN-SHEET`` where there are hidden sheets, which are not read. `kind` is
    xlsx (also for .xlsm), xls or ods, by content; the file's size and unzip ratio have been checked.

    Raises
    ------
    KitError
        ``E-ENCRYPTED``, ``E-WORKBOOK``, ``E-WORKBOOK-CELL``, ``E-WORKBOOK-AREA``, ``E-FILE-EMPTY``.
    """
    try:
        return _sheets(path, "xlsx" if kind == "xlsm" else kind)
    except KitError:
        raise
    except BaseException as error:
        if not _is_damage(error):
            raise
        raise KitError("E-WORKBOOK", file=path.name) from None


def _is_damage(error: BaseException) -> bool:
    """Whether an error is of what the file holds; those of the system, as of a locked file, have a number."""
    if isinstance(error, OSError):
        return error.errno is None
    return isinstance(error, _DAMAGE) or type(error).__module__ == "pyo3_runtime"  # calamine's panics


def _sheets(path: Path, kind: str) -> list[Source]:
    listed = xls_sheets(path) if kind == "xls" else _listed(path, kind)
    hidden = [source for is_hidden, source in listed if is_hidden]
    seen = _filled(source() for is_hidden, source in listed if not is_hidden)
    filled, warning = (
        (seen, "W-HIDDEN-SHEET") if seen else (_filled(source() for source in hidden), "W-HIDDEN-SHEET-READ")
    )
    if not filled:
        raise KitError("E-FILE-EMPTY", file=path.name)
    return [replace(source, warnings=(*source.warnings, *[warning] * bool(hidden))) for source in filled]


def _filled(sources: Iterable[Source]) -> list[Source]:
    return [source for source in sources if next(source.records(), None)]


def _listed(path: Path, kind: str) -> list[tuple[bool, Callable[[], Source]]]:
    """Each worksheet: whether it is hidden, and its source."""
    book = _BOOKS[kind](path)
    workbook = calamine.CalamineWorkbook.from_filelike(
        BytesIO(path.read_bytes())
    )  # by content: a path goes by its suffix
    return [
        (
            sheet.visible != calamine.SheetVisibleEnum.Visible,
            partial(_source, path.name, kind, book, workbook, n, sheet),
        )
        for n, sheet in enumerate(workbook.sheets_metadata)
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _source(
    file: str, kind: str, book: Book, workbook: calamine.CalamineWorkbook, position: int, listed: calamine.SheetMetadata
) -> Source:
    marks = book.marks(position)
    marks.check_area(file, listed.name)
    sheet = workbook.get_sheet_by_index(position)
    merged_until = max([last[0] + 1 for _, last in sheet.merged_cell_ranges or []], default=marks.merged_until)
    return Source(
        file=file,
        kind=kind,
        records=lambda: _records(sheet, marks),
        sheet=listed.name,
        epoch_1904=book.epoch_1904,
        uncached=frozenset(marks.uncached),
        hidden_rows=frozenset(marks.hidden_rows),
        hidden_columns=frozenset(marks.hidden_columns),
        warnings=merged_warnings(_records(sheet, marks), merged_until),
    )


def _records(sheet: calamine.CalamineSheet, marks: Marks) -> Iterator[Record]:
    """Filled rows, from column A on; a row of formulas without a result is filled, too."""
    placed = _placed(marks)
    left, (last_row, last_column) = (sheet.start or (0, 0))[1], sheet.end or (-1, -1)
    rows = max(last_row + 1, *placed, 0)
    columns = max(last_column, *(column for texts in placed.values() for column in texts), 0) + 1
    uncached_rows = {row for row, _ in marks.uncached}
    for row, values in enumerate(islice(chain(sheet.iter_rows(), repeat([])), rows), 1):  # row 1 on, but column `left`
        if values.count("") == len(values) and row not in placed:  # most rows of a sheet formatted to its end
            continue
        cells = [""] * left + [_TEXTS[type(value)](value) for value in values]
        cells += [""] * (columns - len(cells))
        for column, look in marks.looks.get(row, {}).items():
            value = values[column - left] if left <= column < left + len(values) else None
            if isinstance(value, int | float) and cells[column][-1].isdigit():  # neither TRUE nor #NUM!
                cells[column] = look.of(cells[column])
        for column, text in placed.get(row, {}).items():
            cells[column] = text
        if any(cells) or row in uncached_rows:
            yield row, cells


def _placed(marks: Marks) -> dict[int, dict[int, str]]:
    """Texts to put in place of calamine's values: errors, which it leaves blank, and formulas without a result."""
    placed = {row: dict(texts) for row, texts in marks.errors.items()}
    for row, column in marks.uncached:
        placed.setdefault(row, {})[column] = ""
    return placed


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    int: number_text,
    float: number_text,
    date: date.isoformat,
    datetime: moment_text,
    time: clock_text,
    timedelta: duration_text,
}
