"""Marks of .ods workbooks, from their content.xml."""

from pathlib import Path
from xml.parsers import expat
from zipfile import ZipFile

from helpers.base.errors import KitError
from helpers.read.files.sheet_marks import Book, Marks, parse_xml


def ods_book(path: Path) -> Book:
    """Marks of a workbook's sheets.

    A formula counts as uncached where the cell has no kind of value. Leading zeros and currencies that
    only a number format shows are not found: an OpenDocument format is spread over cells, rows, columns
    and styles.

    Raises
    ------
    KitError
        ``E-ENCRYPTED``, ``E-WORKBOOK-AREA``.
    """
    with ZipFile(path) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise KitError("E-ENCRYPTED", file=path.name)
        content = _Content(path.name)
        with archive.open("content.xml") as xml:
            content.parser.EndElementHandler = content.end
            parse_xml(xml, content.parser, content.start)
    return Book(content.epoch_1904, content.sheets.__getitem__)


def _ends(attributes: dict[str, str], name: str) -> list[str]:
    """Values of attributes of this name, in whatever name space."""
    return [value for key, value in attributes.items() if key.rpartition(":")[2] == name]


def _number(attributes: dict[str, str], name: str) -> int:
    return int(next(iter(_ends(attributes, name)), 1))


def _is_hidden(attributes: dict[str, str]) -> bool:
    """Whether a row or column is hidden, by hand or by a filter."""
    return _ends(attributes, "visibility") in (["collapse"], ["filter"])


class _Content:
    """Reads cell after cell; one that is repeated stands for a block of `high` rows and `wide` columns."""

    def __init__(self, file: str) -> None:
        self.file, self.name = file, ""
        self.parser = expat.ParserCreate()
        self.sheets: list[Marks] = []
        self.epoch_1904 = False
        self.tables = 0  # how deep in tables; those in tables are no sheets
        self.row, self.column, self.high, self.wide = 1, 0, 1, 1
        self.described, self.hidden = 0, False  # columns told of so far; whether the row is hidden
        self.cell: dict[str, str] = {}
        self.texts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "table":
            self._table(attributes)
        elif tag == "null-date":
            self.epoch_1904 = _ends(attributes, "date-value") == ["1904-01-01"]
        elif self.tables == 1 and tag == "table-row":
            self.column, self.high = 0, _number(attributes, "number-rows-repeated")
            self.hidden = _is_hidden(attributes)
        elif self.tables == 1 and tag == "table-column":
            wide = _number(attributes, "number-columns-repeated")
            if _is_hidden(attributes):
                self.sheets[-1].hidden_columns.update(range(self.described, self.described + wide))
            self.described += wide
        elif self.tables == 1 and tag in {"table-cell", "covered-table-cell"}:
            self.cell, self.wide = attributes, _number(attributes, "number-columns-repeated")
            self.texts.clear()
            self.parser.CharacterDataHandler = self.texts.append

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "table":
            self.tables -= 1
        elif self.tables == 1 and tag == "table-row":
            self.row += self.high
        elif self.tables == 1 and tag in {"table-cell", "covered-table-cell"}:
            self.parser.CharacterDataHandler = None
            self._mark()
            self.column += self.wide

    def _table(self, attributes: dict[str, str]) -> None:
        self.tables += 1
        if self.tables == 1:
            self.name = next(iter(_ends(attributes, "name")), "")
            self.sheets.append(Marks())
            self.row, self.described = 1, 0

    def _mark(self) -> None:
        marks, has_formula, kinds = self.sheets[-1], _ends(self.cell, "formula"), _ends(self.cell, "value-type")
        if not has_formula and not kinds:
            return
        marks.fill(self.row + self.high - 1, self.column + self.wide - 1)
        marks.check_area(self.file, self.name)  # before a repeated cell is spelt out, or calamine opens the file
        if self.hidden:
            marks.hidden_rows.update(range(self.row, self.row + self.high))
        spanned = _number(self.cell, "number-rows-spanned"), _number(self.cell, "number-columns-spanned")
        if max(spanned) > 1:
            marks.merged_until = max(marks.merged_until, self.row + spanned[0] - 1)
        text = "".join(self.texts).strip()
        if has_formula and not kinds:
            marks.uncached.update(self._block())
        elif "error" in kinds or _ends(self.cell, "string-value") == [""]:
            for row, column in self._block():
                marks.errors[row][column] = text or ("#VALUE!" if "error" in kinds else "")

    def _block(self) -> list[tuple[int, int]]:
        rows, columns = range(self.row, self.row + self.high), range(self.column, self.column + self.wide)
        return [(row, column) for row in rows for column in columns]
