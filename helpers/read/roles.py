"""From a file to a canonical table: typed columns, and every row either used or set aside with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

import pandas as pd

from helpers.base.errors import KitError, Said, in_column
from helpers.base.parameters import Settings, TableName
from helpers.read.cells.kinds import KINDS, Column
from helpers.read.cells.stream import Cells, Gathered, Parsed, Parser
from helpers.read.cells.texts import cleaned
from helpers.read.columns.chosen import Columns, columns_of
from helpers.read.columns.doubts import cancelled_cells
from helpers.read.columns.units import check_currency_told
from helpers.read.ledger import Reading, Table, Warned, rows_aside
from helpers.read.rows import Body, Opened, files_of, gather, opened
from helpers.read.sorting import sorted_out
from helpers.read.statuses import status_lists

COLUMNS: Mapping[TableName, Mapping[str, str]] = {
    "customers": {
        "customer_id": "id", "acquired_on": "day", "email": "email", "acquisition_channel": "text",
        "acquisition_cost": "money", "mail_consent": "flag", "subscription_started_on": "maybe_day",
        "subscription_ended_on": "maybe_day",
    },
    "purchases": {
        "order_id": "id", "customer_id": "id", "email": "email", "ordered_at": "day", "amount": "money",
        "refund_amount": "maybe_money", "kind": "order_or_refund", "refunds_order_id": "text", "status": "text",
        "currency": "text",
    },
    "responses": {
        "customer_id": "id", "email": "email", "token": "id", "score": "score", "response_id": "text",
        "responded_at": "day", "recommended_count": "count", "influence": "influence", "warned_count": "count",
        "finished": "flag",
    },
    "complaints": {
        "complaint_id": "id", "customer_id": "id", "received_at": "day", "severity": "severity", "order_id": "text",
    },
    "invitations": {
        "customer_id": "id", "token": "text", "wave": "text", "invited_at": "maybe_day", "opened_at": "maybe_day",
        "expires_on": "maybe_day", "delivered": "flag",
    },
}  # fmt: skip
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


def canonical_table(name: TableName, settings: Settings, *, describing: bool = False) -> Table | None:
    """Typed table of a file, a folder or a pattern of files, or ``None`` where the report has none.

    Parameters
    ----------
    name : str
        customers, purchases, responses, complaints or invitations.
    settings : Settings
        Paths, column names, scales, time zone, currency, and what settles open questions.
    describing : bool
        Whether names of customers and comments are read too; reports need neither.

    Returns
    -------
    Table or None
        Canonical columns that the file has (money in whole minor units, times local, influence
        0…1); customers also keep their other columns, as text, but for names. One row an order.
        Exact copies of a row are set aside (answers have a rule of their own).

    Raises
    ------
    KitError
        For a file that can't be read, or could be meant in two ways.
    """
    path = getattr(settings, name)
    if path is None:
        return None
    files = [opened(one, name, settings) for one in files_of(path)]
    chosen = [columns_of(name, one.header, settings.columns.get(name)) for one in files]
    for one, columns in zip(files, chosen, strict=True):
        check_currency_told(one.header, columns.headers, settings.currency)
    wanted = _wanted(name, files[0], chosen[0])
    if describing and _DESCRIBING.get(name) in chosen[0].headers:
        wanted[_DESCRIBING[name]] = Wanted(chosen[0].headers[_DESCRIBING[name]], "text")
    _check_alike(files, chosen, wanted)
    if name == "purchases":
        chosen = [_with_doubtful_cells(one, columns, settings) for one, columns in zip(files, chosen, strict=True)]
    cells = {column: _empty(column, want, chosen[0], settings) for column, want in wanted.items()}
    body = Body()
    for number, one in enumerate(files):
        places = {column: (one.header.names.index(want.header), cells[column]) for column, want in wanted.items()}
        gather(one, places, number, body)
    return _table(name, files, chosen, wanted, cells, body, settings)


def _wanted(name: TableName, one: Opened, columns: Columns) -> dict[str, Wanted]:
    """Columns to read: the canonical ones, those that a known export needs besides, and a customer's attributes."""
    kinds = COLUMNS[name]
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
        others = [header for header in one.header.names if header not in taken and header not in kinds]
        wanted |= {header: Wanted(header, "text") for header in others}
    return wanted


def _check_alike(files: list[Opened], chosen: list[Columns], wanted: Mapping[str, Wanted]) -> None:
    first = files[0]
    for one, columns in zip(files[1:], chosen[1:], strict=True):
        here = replace(columns, notes=()) == replace(chosen[0], notes=())
        there = {want.header for want in wanted.values()} <= set(one.header.names)
        if not (here and there and one.source.epoch_1904 == first.source.epoch_1904):
            raise KitError("E-FILES-DIFFER", file=one.source.file, first=first.source.file)


def _with_doubtful_cells(one: Opened, columns: Columns, settings: Settings) -> Columns:
    """With a warning of what the first orders of a file without statuses hold in columns that are not read."""
    if "status" in columns.headers or "status" in settings.columns.get("purchases", {}):
        return columns
    _, unused = status_lists(settings, {one.header.format})
    read = {*columns.headers.values(), *(header for header, _ in columns.not_applicable)}
    records = islice(one.source.records(), one.header.first_data, _LOOKED_AT)
    return replace(columns, notes=(*columns.notes, *cancelled_cells(one.header, read, records, unused)))


def _empty(column: str, want: Wanted, columns: Columns, settings: Settings) -> Gathered:
    gathered = KINDS[want.kind].gathered(settings, want.zone)
    return replace(gathered, lane=None) if column in columns.blanks else gathered


def _table(
    name: TableName,
    files: list[Opened],
    chosen: list[Columns],
    wanted: Mapping[str, Wanted],
    cells: dict[str, Gathered],
    body: Body,
    settings: Settings,
) -> Table:
    rows = pd.Index(body.row_numbers, name="row")
    readings = tuple(_reading(one, columns) for one, columns in zip(files, chosen, strict=True))
    shown = readings[0].file if len(files) == 1 else f"{readings[0].file} … ({len(files)})"
    bare = Table(
        name, shown, pd.DataFrame(index=rows), len(rows) + len(body.aside), rows_aside(body.aside), readings=readings
    )
    bare = bare.warned(*_of_sources(files), *(note for columns in chosen for note in columns.notes))
    parsed, warnings = {}, []
    for column, want in wanted.items():
        about = _column(bare, rows, want, cells.pop(column), files[0], settings)
        parser, codes = KINDS[want.kind].decided(about)
        parsed[column] = about.cells.parsed(_with_blanks(parser, chosen[0].blanks.get(column)))
        told = {"file": shown, "column": want.header}
        warnings += [Warned(code, told) for code in codes] + _of_fixes(parsed[column], want, told)
    values = {column: one.value.set_axis(rows) for column, one in parsed.items()}
    reasons = {column: _by_row(one.reason, rows) for column, one in parsed.items()}
    fixed = {
        (column, kind): n for column, one in parsed.items() for kind, n in one.fixed.items() if column in COLUMNS[name]
    }
    table = replace(bare, frame=pd.DataFrame(values, index=rows), fixed=fixed).warned(*warnings)
    table = _net_of_discounts(table, chosen[0], reasons)
    return sorted_out(table, chosen[0], reasons, pd.Series(body.row_hashes, index=rows), settings)


def _by_row(reasons: pd.Series, rows: pd.Index) -> pd.Series:
    return reasons.set_axis(rows[reasons.index.astype("int64")])


def _column(table: Table, rows: pd.Index, want: Wanted, cells: Gathered, one: Opened, settings: Settings) -> Column:
    def place(text: str) -> Said:
        return in_column(table.place(rows[cells.place_of(text)]), want.header)

    label = one.header.labels[one.header.names.index(want.header)]
    header = want.header if label == want.header else f"{want.header} {label}"
    return Column(cells, settings, place, header, want.zone, one.source.epoch_1904, want.date_order)


def _with_blanks(parser: Parser, blanks: frozenset[str] | None) -> Parser:
    """Parser that takes some texts as blank, such as the ``anonymous`` of a survey tool."""
    if not blanks:
        return parser

    def parse(text: str) -> Parsed:
        return parser("" if cleaned(text).lower() in blanks else text)

    return parse


def _reading(one: Opened, columns: Columns) -> Reading:
    source, header = one.source, one.header
    notes = (columns.amount_note,) if columns.amount_note else ()
    return Reading(
        source.file, source.kind, header.format, source.encoding, source.delimiter, source.sheet,
        header.row, header.rows, columns.headers, notes,
    )  # fmt: skip


def _of_sources(files: list[Opened]) -> list[Warned]:
    return [Warned(code, {"file": one.source.file}) for one in files for code in one.source.warnings]


def _of_fixes(cells: Cells, want: Wanted, told: Mapping[str, str]) -> list[Warned]:
    found = ((_WARNED_FIXES.get((want.kind, kind)), n) for kind, n in cells.fixed.items())
    return [Warned(code, {**told, "n": n}) for code, n in found if code]


def _net_of_discounts(table: Table, columns: Columns, reasons: dict[str, pd.Series]) -> Table:
    """Amounts less the discounts that a known export keeps in columns of their own."""
    frame = table.frame
    for header in columns.amount_less:
        less = frame.pop(f"less {header}")
        defective = reasons.pop(f"less {header}")
        frame["amount"] = (frame["amount"] - less.abs().fillna(0)).mask(frame.index.isin(defective.index))
        reasons["amount"] = defective.combine_first(reasons["amount"])
    return replace(table, frame=frame)
