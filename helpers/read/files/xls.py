"""Marks of .xls workbooks, from their records ([MS-XLS])."""

import struct
from collections.abc import Iterator
from pathlib import Path

from helpers.base.errors import KitError
from helpers.read.files.compound import streams
from helpers.read.files.marks import ERRORS, LARGEST_AREA, Book, Look, Marks, look

_EOF, _FILEPASS, _BOF = 0x0A, 0x2F, 0x809
_DATE_1904, _SHEET, _FORMAT, _STYLE = 0x22, 0x85, 0x41E, 0xE0
_FORMULA, _NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _ERROR, _AREA = 0x06, 0x203, 0x27E, 0xBD, 0x205, 0x200
_CELLS = {_FORMULA, _NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _ERROR, 0x204, 0xD6, 0xFD}  # the last ones: texts


def book(path: Path) -> Book:
    """Marks of a workbook's sheets.

    Merged ranges are left to calamine. A formula that a program wrote without a result can't be
    told from one whose result is an empty text, so none counts as uncached.

    Raises
    ------
    KitError
        ``E-ENCRYPTED``.
    """
    found = streams(path.read_bytes())
    if "EncryptedPackage" in found:
        raise KitError("E-ENCRYPTED", file=path.name)
    stream = found["Workbook"] if "Workbook" in found else found["Book"]  # Book: Excel 95
    head = list(_records(stream, 0))
    if any(kind == _FILEPASS for kind, _ in head):
        raise KitError("E-ENCRYPTED", file=path.name)
    formats = dict(_format(content, is_old="Workbook" not in found) for kind, content in head if kind == _FORMAT)
    styles = [formats.get(struct.unpack_from("<H", content, 2)[0]) for kind, content in head if kind == _STYLE]
    starts = [struct.unpack_from("<I", content)[0] for kind, content in head if kind == _SHEET]
    epoch_1904 = any(content[0] == 1 for kind, content in head if kind == _DATE_1904)
    sheets = [_marks(_records(stream, start), styles) for start in starts]
    if any(marks.rows * marks.columns > LARGEST_AREA for marks in sheets):
        raise ValueError("more cells than the format has")  # checked here, since calamine reads all sheets at once
    return Book(epoch_1904, sheets.__getitem__)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of a sheet's records, without those of the charts in it.

    Examples
    --------
    >>> start, end, cell = (struct.pack("<2H", kind, 0) for kind in (_BOF, _EOF, _NUMBER))
    >>> sheet_with_chart = start + cell + (start + cell + cell + end) + cell + end
    >>> [kind for kind, _ in _records(sheet_with_chart, 0)].count(_NUMBER)
    2
    """
    depth = 0
    while True:
        kind, length = struct.unpack_from("<2H", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _format(content: bytes, *, is_old: bool) -> tuple[int, Look | None]:
    """Number of a number format, and how numbers look in it."""
    is_wide = not is_old and bool(content[4] & 1)
    text = content[3 if is_old else 5 :].decode("utf-16-le" if is_wide else "latin-1")
    return struct.unpack_from("<H", content)[0], look(text)


def _marks(records: Iterator[tuple[int, bytes]], styles: list[Look | None]) -> Marks:
    marks = Marks()
    for kind, content in records:
        for row, column, style in _number_cells(kind, content):
            if found := styles[style]:
                marks.looks[row + 1][column] = found
        if kind in _CELLS:
            row, column = struct.unpack_from("<2H", content)
            marks.fill(row + 1, column)
        elif kind == _AREA:
            marks.fill(*_last_cell(content))
        error = _error(kind, content)
        if error is not None:
            marks.errors[row + 1][column] = ERRORS[error]
    return marks


def _last_cell(content: bytes) -> tuple[int, int]:
    """Row, from 1, and column of the last cell that a sheet claims to have; calamine sets memory aside for all."""
    first_row, rows, first_column, columns = struct.unpack_from("<2I2H" if len(content) >= 14 else "<4H", content)
    if first_row > rows or first_column > columns:
        raise ValueError("area without an inside")
    return rows, columns - 1


def _number_cells(kind: int, content: bytes) -> list[tuple[int, int, int]]:
    """Row and column, from 0, and style of the numbers of a record."""
    if kind in {_FORMULA, _NUMBER, _SHORT_NUMBER}:
        return [struct.unpack_from("<3H", content)]
    if kind == _SHORT_NUMBERS:
        row, first = struct.unpack_from("<2H", content)
        return [(row, first + n, style) for n, (style, _) in enumerate(struct.iter_unpack("<HI", content[4:-2]))]
    return []


def _error(kind: int, content: bytes) -> int | None:
    if kind == _ERROR and content[7]:  # the same record holds yes and no
        return content[6]
    if kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
        return content[8]
    return None
