"""Marks of .xlsb workbooks, from the records of their parts ([MS-XLSB])."""

import struct
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from helpers.read.files.marks import ERRORS, Book, Look, Marks, look
from helpers.read.files.ooxml import relations

_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _LAST_CELL, _MERGED = 0, 1, 3, 11, 11, 176
_FORMAT, _STYLE, _STYLES, _STYLES_END, _PROPERTIES, _SHEET = 44, 47, 617, 618, 153, 156


def book(path: Path) -> Book:
    """Marks of a workbook's sheets.

    A formula always has a result there; one that a program wrote without calculating it can't be
    told, so none counts as uncached.
    """
    with ZipFile(path) as archive:
        main = next(target for _, kind, target in relations(archive, "") if kind.endswith("/officeDocument"))
        parts = {name: (kind, target) for name, kind, target in relations(archive, main)}
        head = list(_records(archive.read(main)))
        styles = [list(_styles(archive.read(part))) for kind, part in parts.values() if kind.endswith("/styles")]
    sheets = [parts[_text(content, 8)][1] for kind, content in head if kind == _SHEET]

    def marks(position: int) -> Marks:
        with ZipFile(path) as archive:
            return _marks(archive.read(sheets[position]), styles[0] if styles else [])

    return Book(any(content[0] & 1 for kind, content in head if kind == _PROPERTIES), marks)


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind, at = _varying(part, at, 2)
        length, at = _varying(part, at, 4)
        yield kind, part[at : at + length]
        at += length


def _varying(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of 7 bits a byte, and where the next one starts."""
    number = 0
    for n in range(most):
        number |= (part[at + n] & 0x7F) << 7 * n
        if part[at + n] < 0x80:
            break
    return number, at + n + 1


def _text(content: bytes, at: int) -> str:
    length = struct.unpack_from("<I", content, at)[0]
    return content[at + 4 : at + 4 + 2 * length].decode("utf-16-le")


def _styles(part: bytes) -> Iterator[Look | None]:
    """How numbers look in each style."""
    formats: dict[int, Look | None] = {}
    is_cells = False
    for kind, content in _records(part):
        is_cells = kind == _STYLES or (is_cells and kind != _STYLES_END)
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", content)[0]] = look(_text(content, 2))
        elif kind == _STYLE and is_cells:
            yield formats.get(struct.unpack_from("<H", content, 2)[0])


def _marks(part: bytes, styles: list[Look | None]) -> Marks:
    marks = Marks()
    row = 0
    for kind, content in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", content)[0] + 1
        elif _BLANK < kind <= _LAST_CELL:
            _mark(marks, row, kind, content, styles)
        elif kind == _MERGED:
            marks.merged_until = max(marks.merged_until, struct.unpack_from("<2I", content)[1] + 1)
    return marks


def _mark(marks: Marks, row: int, kind: int, content: bytes, styles: list[Look | None]) -> None:
    column, style = struct.unpack_from("<2I", content)
    found = styles[style & 0xFFFFFF] if styles else None
    marks.fill(row, column)
    if found:
        marks.looks[row][column] = found
    if kind in {_ERROR, _FORMULA_ERROR}:
        marks.errors[row][column] = ERRORS[content[8]]
