"""The sheets of a workbook as records of text."""

import struct
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice, repeat
from math import isfinite
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile
from zlib import error as ZlibError

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from helpers.base.errors import KitError
from helpers.read.files import ooxml, opendocument, xls, xlsb
from helpers.read.files.marks import Book, Marks
from helpers.read.files.records import Record, Source

_BOOKS = {"xlsx": ooxml.book, "xls": xls.book, "xlsb": xlsb.book, "ods": opendocument.book}
_HEADER_ROWS = 3
_CLOCK_NOISE = 1000  # microseconds; serial dates are seldom exact
_DAMAGE = (
    ArithmeticError,
    BadZipFile,
    CalamineError,
    EOFError,
    ExpatError,
    LookupError,
    NotImplementedError,  # zip: unknown compression
    RuntimeError,  # zip: members with a password
    StopIteration,
    ValueError,
    ZlibError,
    struct.error,
)


def sheets(path: Path, kind: str) -> list[Source]:
    """One source for each visible worksheet that isn't empty; hidden ones only if there is no other.

    Numbers have up to 15 significant digits and no ``.0``, larger ones than these digits hold look
    like ``1.23456789012346E+17``; moments are ISO, durations ``PT30H5M0S``, errors ``#N/A``.
    A number that is shown with leading zeros or a currency keeps them (``$1149.5``), but not in .ods, nor
    where a built-in format shows the currency of whoever looks at it. Of merged cells only the first has a value.

    Parameters
    ----------
    path : Path
        File whose size and unzip ratio are checked.
    kind : str
        xlsx (also for .xlsm), xls, xlsb or ods, by content, whatever the file's name says.

    Returns
    -------
    list of Source
        With warning ``W-MERGED`` where cells are merged below the third filled row.

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
    book = _BOOKS[kind](path)
    workbook = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))  # by content: a path goes by its suffix
    listed = [(n, sheet) for n, sheet in enumerate(workbook.sheets_metadata) if sheet.typ == SheetTypeEnum.WorkSheet]
    for is_hidden in (False, True):
        chosen = [(n, sheet) for n, sheet in listed if (sheet.visible != SheetVisibleEnum.Visible) == is_hidden]
        found = [_source(path.name, kind, book, workbook, n, sheet) for n, sheet in chosen]
        if filled := [source for source in found if next(source.records(), None)]:
            return filled
    raise KitError("E-FILE-EMPTY", file=path.name)


def _source(
    file: str, kind: str, book: Book, workbook: CalamineWorkbook, position: int, listed: SheetMetadata
) -> Source:
    marks = book.marks(position)
    marks.check_area(file, listed.name)
    sheet = workbook.get_sheet_by_index(position)
    third_row = max([row for row, _ in islice(_records(sheet, marks), _HEADER_ROWS)], default=0)
    merged_until = max([last[0] + 1 for _, last in sheet.merged_cell_ranges or []], default=marks.merged_until)
    return Source(
        file=file,
        kind=kind,
        records=lambda: _records(sheet, marks),
        sheet=listed.name,
        epoch_1904=book.epoch_1904,
        uncached=frozenset(marks.uncached),
        warnings=("W-MERGED",) if merged_until > third_row else (),
    )


def _records(sheet: CalamineSheet, marks: Marks) -> Iterator[Record]:
    """Filled rows, from column A on; a row of formulas without a result is filled, too."""
    placed = _placed(marks)
    left, (last_row, last_column) = (sheet.start or (0, 0))[1], sheet.end or (-1, -1)
    rows = max(last_row + 1, *placed, 0)
    columns = max(last_column, *(column for texts in placed.values() for column in texts), 0) + 1
    uncached_rows = {row for row, _ in marks.uncached}
    for row, values in enumerate(islice(chain(sheet.iter_rows(), repeat([])), rows), 1):  # row 1 on, but column `left`
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


def _number(value: float) -> str:
    """As Excel shows it with room enough: 15 significant digits.

    Examples
    --------
    >>> _number(9.0), _number(0.1 + 0.2), _number(0.00001), _number(1e15)
    ('9', '0.3', '0.00001', '1E+15')
    """
    if not isfinite(value):
        return "#NUM!"
    text = f"{value:.15g}"
    if "e-" in text:
        return f"{Decimal(text):f}"
    return "0" if text == "-0" else text.upper()


def _moment(value: datetime) -> str:
    """ISO; a date alone at midnight.

    Examples
    --------
    >>> _moment(datetime(2025, 4, 1, 23, 59, 59, 999500)), _moment(datetime(2025, 4, 1, 9, 30))
    ('2025-04-02', '2025-04-01 09:30:00')
    """
    return _whole_seconds(value).isoformat(" ").removesuffix(" 00:00:00")


def _clock(value: time) -> str:
    return _whole_seconds(datetime.combine(date(1900, 1, 1), value)).time().isoformat()


def _whole_seconds(value: datetime) -> datetime:
    """The next whole second, where that is less than a millisecond away; else unchanged."""
    noise = (value.microsecond + 500_000) % 1_000_000 - 500_000
    if abs(noise) > _CLOCK_NOISE or value.year == 9999:  # the last year that there is
        return value
    return value - timedelta(microseconds=noise)


def _duration(value: timedelta) -> str:
    """ISO 8601, which no reader of dates takes for a date.

    Examples
    --------
    >>> _duration(timedelta(hours=30, minutes=5))
    'PT30H5M0S'
    """
    seconds = round(abs(value).total_seconds())
    return f"{'-' if value < timedelta(0) else ''}PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    int: _number,
    float: _number,
    date: date.isoformat,
    datetime: _moment,
    time: _clock,
    timedelta: _duration,
}
