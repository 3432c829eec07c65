"""Marks of .xlsx workbooks, from the XML of their parts."""

import posixpath
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

from helpers.base.errors import KitError
from helpers.read.files.sheet_marks import ERRORS, Book, Marks, NumberLook, look, parse_xml, refuse

_READABLE_ERRORS = set(ERRORS.values()) - {"#GETTING_DATA"}  # calamine stops at all others
_DIGITS = "0123456789"
_COLUMNS = 16_384  # of a sheet


def xlsx_book(path: Path) -> Book:
    """Marks of a workbook's sheets.

    Marks take one pass over a sheet's XML, without a tree. A formula counts as uncached where the
    cell has no stored result; in workbooks that ask Excel to calculate everything when they are
    opened (as programs write them), also where the stored result is nothing or 0, which is what
    those programs put in its place.

    Raises
    ------
    KitError
        ``E-WORKBOOK-CELL`` where a cell holds an error value that calamine can't read.
    """
    with ZipFile(path) as archive:
        main = next(target for _, kind, target in _relations(archive, "") if kind.endswith("/officeDocument"))
        targets = {name: (kind, target) for name, kind, target in _relations(archive, main)}
        elements = _elements(archive, main)
        styles = [target for kind, target in targets.values() if kind.endswith("/styles")]
        looks = _style_looks(_elements(archive, styles[0])) if styles else {}
    sheets = [targets[_relation_id(attributes)][1] for tag, attributes in elements if tag == "sheet"]
    recalculated = any(_is_on(attributes, "fullCalcOnLoad") for tag, attributes in elements if tag == "calcPr")

    def marks(position: int) -> Marks:
        with ZipFile(path) as archive, archive.open(sheets[position]) as part:
            return _Cells(path.name, looks, recalculated).read(part)

    return Book(any(_is_on(attributes, "date1904") for tag, attributes in elements if tag == "workbookPr"), marks)


def _is_on(attributes: dict[str, str], name: str) -> bool:
    return attributes.get(name) in {"1", "true", "on"}


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    return _is_on(attributes, "hidden") or attributes.get(size) == "0"


def _relation_id(attributes: dict[str, str]) -> str:
    return next(value for name, value in attributes.items() if name.endswith(":id"))


def _relations(archive: ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """Id, kind and path of what a part of the archive refers to; "" is the archive itself."""
    folder, name = posixpath.split(part)
    for tag, attributes in _elements(archive, posixpath.join(folder, "_rels", f"{name}.rels")):
        if tag == "Relationship":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
            yield attributes["Id"], attributes["Type"], target.lstrip("/")


def _elements(archive: ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    elements: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        elements.append((name.rpartition(":")[2], attributes))

    with archive.open(part) as xml:
        parse_xml(xml, expat.ParserCreate(), start)
    return elements


def _style_looks(elements: list[tuple[str, dict[str, str]]]) -> dict[str, NumberLook]:
    """Looks of numbers by style number (the cell's attribute s)."""
    formats: dict[str, NumberLook | None] = {}
    styles, section = [], ""
    for tag, attributes in elements:
        if tag in {"numFmts", "fonts", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}:
            section = tag
        elif tag == "numFmt" and section == "numFmts":
            formats[attributes["numFmtId"]] = look(attributes["formatCode"])
        elif tag == "xf" and section == "cellXfs":
            styles.append(attributes.get("numFmtId", ""))
    return {str(style): shape for style, number in enumerate(styles) if (shape := formats.get(number))}


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


class _Cells:
    """Marks of one sheet; end tags and texts are only looked at inside formulas and errors, for speed."""

    def __init__(self, file: str, style_looks: dict[str, NumberLook], recalculated: bool) -> None:
        self.file, self.style_looks, self.recalculated = file, style_looks, recalculated
        self.marks = Marks()
        self.parser = expat.ParserCreate()
        self.row, self.column = 0, -1
        self.kind, self.has_formula, self.has_value = "", False, False
        self.texts: list[str] = []

    def read(self, xml: IO[bytes]) -> Marks:
        self.parser.StartCdataSectionHandler = refuse  # calamine loses such texts in a cell
        parse_xml(xml, self.parser, self._start)
        return self.marks

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._cell(attributes)
        elif tag in {"v", "is"}:
            self._value()
        elif tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), -1
            if _is_hidden(attributes, "ht"):
                self.marks.hidden_rows.add(self.row)
        elif tag == "f":
            self.has_formula = True
            self.parser.EndElementHandler = self._end
        elif tag == "col" and _is_hidden(attributes, "width"):
            self.marks.hidden_columns.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), _COLUMNS)))
        elif tag == "mergeCell":
            last_row = int(attributes["ref"].rpartition(":")[2].replace("$", "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            self.marks.merged_until = max(self.marks.merged_until, last_row)

    def _cell(self, attributes: dict[str, str]) -> None:
        if place := attributes.get("r"):
            letters = place.rstrip(_DIGITS)
            self.row, self.column = int(place[len(letters) :]), _column(letters)
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        self.has_formula = self.has_value = False
        if self.kind == "e":
            self.parser.EndElementHandler = self._end
        style = attributes.get("s")
        if style in self.style_looks:
            self.marks.looks[self.row][self.column] = self.style_looks[style]

    def _value(self) -> None:
        self.has_value = True
        self.marks.fill(self.row, self.column)
        if self.has_formula or self.kind == "e":
            self.texts.clear()
            self.parser.CharacterDataHandler = self.texts.append

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "v":
            self.parser.CharacterDataHandler = None
        elif tag == "c":
            self.parser.EndElementHandler = None
            text = "".join(self.texts).strip() if self.has_value else ""
            if self.has_formula and not self._is_cached(text):
                self.marks.uncached.add((self.row, self.column))
            elif self.kind == "e":
                self._error(text)

    def _is_cached(self, text: str) -> bool:
        if self.recalculated:
            return bool(text.strip("0."))
        return self.has_value and (bool(text) or self.kind == "str")

    def _error(self, text: str) -> None:
        if text not in _READABLE_ERRORS:
            raise KitError("E-WORKBOOK-CELL", file=self.file, row=self.row, position=self.column + 1)
        self.marks.errors[self.row][self.column] = text
