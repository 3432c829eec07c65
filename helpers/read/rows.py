"""From a path to the cells of a table: which files, which sheet, where the header is, and every row accounted for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from babel.numbers import list_currencies

from helpers.base.errors import KitError
from helpers.base.folders import project_path
from helpers.base.parameters import Settings
from helpers.base.tables import TableName
from helpers.read.cells.money_columns import currency_of
from helpers.read.cells.stream import Gathered
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.header import Header, is_footer, is_repeated_header
from helpers.read.columns.header_search import header
from helpers.read.columns.units import currency_told
from helpers.read.files.contents import sources
from helpers.read.files.records import Record, Source
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
    files = sorted(file for file in paths if file.is_file() and not _is_of_the_system(file.name))
    if not files:
        raise KitError("E-FOLDER-EMPTY", file=path.name)
    return files


def _is_of_the_system(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower().endswith(_OF_THE_SYSTEM)


def opened(path: Path, table: TableName, settings: Settings) -> Opened:
    """The file, or the sheet of a workbook that holds the table, and its header.

    Raises
    ------
    KitError
        ``E-SHEET-MISSING``, ``E-SHEET-ASK``, and those of `sources` and `header`.
    """
    candidates = sources(path, settings.encoding)
    wanted = settings.sheets.get(table)
    if wanted and candidates[0].sheet and wanted not in [source.sheet for source in candidates]:
        raise KitError("E-SHEET-MISSING", file=path.name, table=table, sheet=wanted, there=_sheets(candidates))
    if wanted and candidates[0].sheet:
        candidates = [source for source in candidates if source.sheet == wanted]
    if len(candidates) == 1:
        return _with_header(candidates[0], table, settings)
    return _best(candidates, table, settings)


def _with_header(source: Source, table: TableName, settings: Settings) -> Opened:
    head = list(islice(source.records(), HEAD))
    if not head:
        raise KitError("E-FILE-EMPTY", file=source.file)
    return Opened(source, header(head, table, settings.columns.get(table, {}), source.file))


def _best(candidates: list[Source], table: TableName, settings: Settings) -> Opened:
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
    fitting_sheets = _sheets([file.source for file in best])
    raise KitError("E-SHEET-ASK", file=candidates[0].file, table=table, there=fitting_sheets)


def _sheets(sources: list[Source]) -> str:
    return ", ".join(f'"{source.sheet}"' for source in sources)


def gather(file: Opened, columns: Mapping[str, tuple[int, Gathered]], number: int, body: Body) -> None:
    """Read all records below the header into `columns` and `body`.

    Parameters
    ----------
    columns : mapping
        Name → position in the file, and where its cells go.
    number : int
        0 for the first file of a table, 1 for the next one.

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


def currency_of_file(name: TableName, settings: Settings) -> str | None:
    """Currency that the first rows of a file tell, by a column of it, its headers or signs; None if they tell none."""
    file = opened(files_of(getattr(settings, name))[0], name, settings)
    headers = columns_of(name, file.header, settings.columns.get(name)).headers
    cells = {column: file.header.names.index(headers[column]) for column in ("currency", "amount") if column in headers}
    records = islice(file.source.records(), file.header.first_data, HEAD)
    head = [record for _, record in records if len(record) == len(file.header.names)]
    codes = {record[cells["currency"]].strip().upper() for record in head if "currency" in cells} - {""}
    if len(codes) == 1 and (code := codes.pop()) in list_currencies():
        return code
    amounts = [amount for record in head if "amount" in cells and (amount := record[cells["amount"]].strip())]
    marked = [amount for amount in amounts if currency_of([amount])]
    signs = currency_of(marked) if 2 * len(marked) >= len(amounts) else None  # one $ among many is no answer
    return currency_told(file.header, headers) or signs
