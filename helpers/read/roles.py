"""From a file to a canonical table: typed columns, and every row either used or set aside with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

import pandas as pd
from babel.numbers import list_currencies

from helpers.base.errors import KitError, Said, in_column
from helpers.base.letters import cleaned
from helpers.base.tables import CANONICAL_COLUMNS, TableName
from helpers.read.cells.amounts import currency_of
from helpers.read.cells.kinds import COLUMN_KINDS, Column
from helpers.read.cells.stream import Gathered, Parsed, ParsedColumn, Parser
from helpers.read.columns.chosen import Columns, columns_of
from helpers.read.columns.doubts import cancelled_cells
from helpers.read.columns.units import check_currency_told, currency_told
from helpers.read.orders import status_lists
from helpers.read.rows import HEAD, Body, Opened, files_of, gather, opened
from helpers.read.settings import ReadSettings
from helpers.read.sorting import sorted_out
from helpers.read.typed_table import Reading, Table, Warned, rows_aside

_DESCRIBING: Mapping[str, str] = {"customers": "name", "responses": "comment"}  # no figure and no join needs them
_LOOKED_AT = 2000  # records in which words for cancelled orders are looked for
_WARNED_FIXES = {
    ("id", "decimal_zero"): "W-ID-DECIMAL",
    ("money", "rounded"): "W-ROUNDED",
    ("maybe_money", "rounded"): "W-ROUNDED",
}


@dataclass(frozen=True)
class Wanted:
    """A column to read: its header, its kind, and how a known export writes its times."""

    header: str
    kind: str
    zone: str | None = None
    date_order: Literal["dmy", "mdy"] | None = None


def canonical_table(name: TableName, settings: ReadSettings, *, describing: bool = False) -> Table | None:
    """Typed table of a file, a folder or a pattern of files, or ``None`` where the report has none.

    It has the canonical columns that the file has (money in whole minor units, times local, influence 0…1), of
    customers their other columns too, as text, and names or comments only if it is `describing`. One row an order.
    Exact copies of a row are set aside (answers have a rule of their own).

    Raises
    ------
    KitError
        For a file that can't be read, or could be meant in two ways.
    """
    path = getattr(settings, name)
    if path is None:
        return None
    files = [opened(place, name, settings) for place in files_of(path)]
    chosen = [columns_of(name, file.header, settings.columns.get(name)) for file in files]
    for file, columns in zip(files, chosen, strict=True):
        check_currency_told(file.header, columns.headers, settings.currency)
    wanted = _wanted(name, files[0], chosen[0])
    if describing and _DESCRIBING.get(name) in chosen[0].headers:
        wanted[_DESCRIBING[name]] = Wanted(chosen[0].headers[_DESCRIBING[name]], "text")
    _check_alike(files, chosen, wanted)
    if name == "purchases":
        chosen = [_with_doubtful_cells(file, columns, settings) for file, columns in zip(files, chosen, strict=True)]
    cells = {column: COLUMN_KINDS[want.kind].gathered(settings, want.zone) for column, want in wanted.items()}
    cells |= {column: replace(cells[column], lane=None) for column in chosen[0].blanks.keys() & cells.keys()}
    body = Body()
    for number, file in enumerate(files):
        places = {column: (file.header.names.index(want.header), cells[column]) for column, want in wanted.items()}
        gather(file, places, number, body)
    return _table(name, files, chosen, wanted, cells, body, settings)


def _wanted(name: TableName, file: Opened, columns: Columns) -> dict[str, Wanted]:
    """Columns to read: the canonical ones, those that a known export needs besides, and a customer's attributes."""
    kinds = CANONICAL_COLUMNS[name]
    order = columns.format.date_order if columns.format else None
    wanted = {
        column: Wanted(columns.headers[column], kind, columns.zones.get(column), order)
        for column, kind in kinds.items()
        if column in columns.headers
    }
    if columns.finished:
        wanted["finished"] = Wanted(columns.finished, "filled")
    wanted |= {f"less {header}": Wanted(header, "maybe_money") for header in columns.amount_less}
    wanted |= {f"rule {header}": Wanted(header, "text") for header, _ in columns.not_applicable}
    if name == "customers":
        taken = set(columns.headers.values())
        others = [header for header in file.header.names if header not in taken and header not in kinds]
        wanted |= {header: Wanted(header, "text") for header in others}
    return wanted


def _check_alike(files: list[Opened], chosen: list[Columns], wanted: Mapping[str, Wanted]) -> None:
    first = files[0]
    for file, columns in zip(files[1:], chosen[1:], strict=True):
        here = replace(columns, notes=()) == replace(chosen[0], notes=())
        there = {want.header for want in wanted.values()} <= set(file.header.names)
        if not (here and there and file.source.epoch_1904 == first.source.epoch_1904):
            raise KitError("E-FILES-DIFFER", file=file.source.file, first=first.source.file)


def _with_doubtful_cells(file: Opened, columns: Columns, settings: ReadSettings) -> Columns:
    """With a warning of what the first orders of a file without statuses hold in columns that are not read."""
    if "status" in columns.headers or "status" in settings.columns.get("purchases", {}):
        return columns
    _, unused = status_lists(settings, {file.header.format})
    read = {*columns.headers.values(), *(header for header, _ in columns.not_applicable)}
    records = islice(file.source.records(), file.header.first_data, _LOOKED_AT)
    return replace(columns, notes=(*columns.notes, *cancelled_cells(file.header, read, records, unused)))


def _table(
    name: TableName,
    files: list[Opened],
    chosen: list[Columns],
    wanted: Mapping[str, Wanted],
    cells: dict[str, Gathered],
    body: Body,
    settings: ReadSettings,
) -> Table:
    rows = pd.Index(body.row_numbers, name="row")
    readings = tuple(_reading(file, columns) for file, columns in zip(files, chosen, strict=True))
    shown = readings[0].file if len(files) == 1 else f"{readings[0].file} … ({len(files)})"
    bare = Table(
        name, shown, pd.DataFrame(index=rows), len(rows) + len(body.aside), rows_aside(body.aside), readings=readings
    )
    harms = [Warned(code, {"file": file.source.file}) for file in files for code in file.source.warnings]
    bare = bare.warned(*harms, *(note for columns in chosen for note in columns.notes))
    parsed, warnings = {}, []
    for column, want in wanted.items():
        about = _column(bare, rows, want, cells.pop(column), files[0], settings)
        parser, codes = COLUMN_KINDS[want.kind].decided(about)
        parsed[column] = about.cells.parsed(_with_blanks(parser, chosen[0].blanks.get(column)))
        fields = {"file": shown, "column": want.header}
        warnings += [Warned(code, fields) for code in codes] + _of_fixes(parsed[column], want, fields)
    values = {column: cells.value.set_axis(rows) for column, cells in parsed.items()}
    reasons = {column: _by_row(cells.reason, rows) for column, cells in parsed.items()}
    fixed = {
        (column, kind): number
        for column in parsed
        if column in CANONICAL_COLUMNS[name]
        for kind, number in parsed[column].fixed.items()
    }
    table = replace(bare, frame=pd.DataFrame(values, index=rows), fixed=fixed).warned(*warnings)
    table = _net_of_discounts(table, chosen[0], reasons)
    return sorted_out(table, chosen[0], reasons, pd.Series(body.row_hashes, index=rows), settings)


def _by_row(reasons: pd.Series, rows: pd.Index) -> pd.Series:
    return reasons.set_axis(rows[reasons.index.astype("int64")])


def _column(
    table: Table, rows: pd.Index, want: Wanted, cells: Gathered, file: Opened, settings: ReadSettings
) -> Column:
    def place(text: str) -> Said:
        return in_column(table.place(rows[cells.place_of(text)]), want.header)

    label = file.header.labels[file.header.names.index(want.header)]
    header = want.header if label == want.header else f"{want.header} {label}"
    return Column(cells, settings, place, header, want.zone, file.source.epoch_1904, want.date_order)


def _with_blanks(parser: Parser, blanks: frozenset[str] | None) -> Parser:
    """Parser that takes some texts as blank, such as the ``anonymous`` of a survey tool."""
    if not blanks:
        return parser

    def parse(text: str) -> Parsed:
        return parser("" if cleaned(text).lower() in blanks else text)

    return parse


def _reading(file: Opened, columns: Columns) -> Reading:
    source, header = file.source, file.header
    notes = (columns.amount_note,) if columns.amount_note else ()
    return Reading(
        source.file, source.kind, header.format, source.encoding, source.delimiter, source.sheet,
        header.row, header.rows, columns.headers, notes,
    )  # fmt: skip


def _of_fixes(cells: ParsedColumn, want: Wanted, fields: Mapping[str, str]) -> list[Warned]:
    codes = ((_WARNED_FIXES.get((want.kind, kind)), n) for kind, n in cells.fixed.items())
    return [Warned(code, {**fields, "n": n}) for code, n in codes if code]


def _net_of_discounts(table: Table, columns: Columns, reasons: dict[str, pd.Series]) -> Table:
    """Amounts less the discounts that a known export keeps in columns of their own."""
    frame = table.frame
    for header in columns.amount_less:
        less = frame.pop(f"less {header}")
        defective = reasons.pop(f"less {header}")
        frame["amount"] = (frame["amount"] - less.abs().fillna(0)).mask(frame.index.isin(defective.index))
        reasons["amount"] = defective.combine_first(reasons["amount"])
    return replace(table, frame=frame)


def currency_of_file(name: TableName, settings: ReadSettings) -> str | None:
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
