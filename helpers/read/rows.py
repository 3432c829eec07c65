"""From a path to the cells of a table: which files, which sheet, where the header is, and every row accounted for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import numpy as np

from helpers.base.errors import KitError
from helpers.base.folders import project_path
from helpers.base.tables import TableName
from helpers.read.cells.stream import Gathered
from helpers.read.columns.header import Header, is_footer, is_repeated_header
from helpers.read.columns.header_search import header
from helpers.read.files import parquet, workbooks
from helpers.read.files.contents import is_misnamed, kind_of, text_warnings
from helpers.read.files.delimited import text_source
from helpers.read.files.encodings import encoding_of
from helpers.read.files.records import Record, Source
from helpers.read.settings import ReadSettings
from helpers.read.typed_table import ROWS_APART

HEAD = 40  # records that are looked at to find the header
RECORDS_AT_ONCE = 4000  # few enough to stay near the processor
_PATTERN = frozenset("*?[")
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini", ".tmp", ".lnk", ".url")  # ends of names that stand beside the data


@dataclass(frozen=True)
class Opened:
    """A file whose header was found."""

    source: Source
    header: Header


@dataclass
class Body:
    """What came in below the header: rows kept (their numbers and a hash of their cells), and rows set aside."""

    rows: list[np.ndarray] = field(default_factory=list)
    hashes: list[np.ndarray] = field(default_factory=list)
    aside: dict[int, str] = field(default_factory=dict)

    @property
    def row_numbers(self) -> np.ndarray:
        """Physical rows that were kept, in their order."""
        return np.concatenate([np.empty(0, dtype=np.int64), *self.rows])

    @property
    def row_hashes(self) -> np.ndarray:
        """A hash of all cells of each row kept: equal for equal rows."""
        return np.concatenate([np.empty(0, dtype=np.int64), *self.hashes])


def files_of(name: str) -> list[Path]:
    """Files of a path, a folder or a pattern, in the order of their names; relative ones count from the project.

    Of a folder or a pattern, hidden files and those that Windows or Excel put there are left out.

    Raises
    ------
    KitError
        ``E-FOLDER-EMPTY``; ``E-DATABASE`` for the address of a database.
    """
    if "://" in name:
        raise KitError("E-DATABASE", file=name.partition("://")[0])
    path = project_path(name)
    if path.is_dir():
        paths = path.iterdir()
    elif not path.exists() and _PATTERN & set(path.name):
        paths = path.parent.glob(path.name)
    else:
        return [path]
    seen = (file for file in paths if not file.name.startswith((".", "~$")))
    files = sorted(file for file in seen if file.is_file() and not file.name.lower().endswith(_OF_THE_SYSTEM))
    if not files:
        raise KitError("E-FOLDER-EMPTY", file=path.name)
    return files


def sources(path: Path, encoding: str | None = None) -> list[Source]:
    """Tables of a file: one, or for a workbook those of its visible sheets that hold anything.

    They carry the warnings ``W-KIND-NAME``, ``W-REPLACEMENT``, ``W-MOJIBAKE`` and those of `encoding_of` where there is
    reason. `encoding` is the setting, for text files.

    Raises
    ------
    KitError
        ``E-FILE-MISSING``, ``E-FILE-LOCKED``, ``E-FILE-EMPTY``, ``E-FILE-SIZE``, ``E-ZIP-RATIO``, ``E-ENCRYPTED``,
        ``E-PICKLE``, ``E-HTML``, ``E-KIND`` and those of reading text, workbooks and Parquet.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "orders.xlsx"
    >>> _ = path.write_text("order_id,amount\\nA1,500\\n", encoding="utf-8")
    >>> [(source.kind, source.warnings) for source in sources(path)]
    [('csv', ('W-KIND-NAME',))]
    """
    kind = kind_of(path)
    misnamed = ("W-KIND-NAME",) * is_misnamed(path, kind)
    return [replace(table, warnings=(*misnamed, *table.warnings)) for table in _tables(path, kind, encoding)]


def _tables(path: Path, kind: str, encoding: str | None) -> list[Source]:
    if kind == "parquet":
        return [parquet.source(path)]
    if kind != "csv":
        return workbooks.sheets(path, kind)
    codec, warnings = encoding_of(path, encoding)
    warnings += text_warnings(path, codec)
    return [replace(text_source(path, codec), warnings=warnings)]


def opened(path: Path, table: TableName, settings: ReadSettings) -> Opened:
    """The file, or the sheet of a workbook that holds the table, and its header.

    Raises
    ------
    KitError
        ``E-SHEET-MISSING``, ``E-SHEET-ASK``, and those of `sources` and `header`.
    """
    there = sources(path, settings.encoding)
    wanted = settings.sheets.get(table)
    candidates = [source for source in there if not (wanted and source.sheet) or source.sheet == wanted]
    if not candidates:
        raise KitError("E-SHEET-MISSING", file=path.name, table=table, sheet=wanted, there=_sheets(there))
    if len(candidates) == 1:
        return _with_header(candidates[0], table, settings)
    return _best(candidates, table, settings)


def _with_header(source: Source, table: TableName, settings: ReadSettings) -> Opened:
    head = list(islice(source.records(), HEAD))
    if not head:
        raise KitError("E-FILE-EMPTY", file=source.file)
    return Opened(source, header(head, table, settings.columns.get(table, {}), source.file))


def _best(candidates: list[Source], table: TableName, settings: ReadSettings) -> Opened:
    """The one sheet whose header fits best; several that fit alike: ask."""
    fitting = []
    for source in candidates:
        try:
            fitting.append(_with_header(source, table, settings))
        except KitError:  # a sheet of notes has no header
            continue
    if not fitting:
        raise KitError("E-SHEET-NONE", file=candidates[0].file)
    most = max(file.header.fits for file in fitting)
    best = [file for file in fitting if file.header.fits == most]
    if len(best) == 1:
        return best[0]
    there = _sheets([file.source for file in best])
    raise KitError("E-SHEET-ASK", file=candidates[0].file, table=table, there=there)


def _sheets(sources: list[Source]) -> str:
    return ", ".join(f'"{source.sheet}"' for source in sources)


def gather(file: Opened, columns: Mapping[str, tuple[int, Gathered]], number: int, body: Body) -> None:
    """Read all records below the header into `columns` (name → position in the file, where its cells go) and `body`.

    `number` is 0 for the first file of a table, 1 for the next one.

    Raises
    ------
    KitError
        ``E-FORMULA`` where a used cell holds a formula without its result, ``E-QUOTE``, ``E-ROWS-LOST``.
    """
    formulas = {(row, place) for row, place in file.source.uncached if place in {at for at, _ in columns.values()}}
    apart = number * ROWS_APART
    records = islice(file.source.records(), file.header.first_data, None)
    while some := list(islice(records, RECORDS_AT_ONCE)):
        rows = list(_usable(some, file.header, apart, body))
        if formulas:
            _check_formulas(file, formulas, {row for row, _ in rows})
        body.rows.append(np.array([row + apart for row, _ in rows], dtype=np.int64))
        body.hashes.append(np.array([hash(tuple(cells)) for _, cells in rows], dtype=np.int64))
        for position, column in columns.values():
            column.take([cells[position] for _, cells in rows])


def _usable(records: list[Record], header: Header, apart: int, body: Body) -> Iterator[Record]:
    """Rows as wide as the header that are rows of data; the others are set aside."""
    width, name = len(header.names), header.names[0]
    for row, cells in records:
        reason = "" if len(cells) == width else "ragged_row"
        lead = cells[0]
        plain = lead.isascii() and lead[1:2].isdigit() and lead != name  # A1, 2026-04-01: no header, no total
        if not reason and not plain:
            reason = "header_repeated" if is_repeated_header(cells, header) else reason
            reason = "footer" if not reason and is_footer(cells, header) else reason
        if reason:
            body.aside[row + apart] = reason
        else:
            yield row, cells


def _check_formulas(file: Opened, formulas: set[tuple[int, int]], rows: set[int]) -> None:
    for row, place in sorted(formulas):
        if row in rows:
            raise KitError("E-FORMULA", file=file.source.file, row=row, column=file.header.names[place])
