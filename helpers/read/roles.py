"""From a file to a canonical table: typed columns, and every row either used or set aside with a reason."""

from collections.abc import Mapping, Set
from dataclasses import replace
from functools import partial
from typing import Protocol

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.problems import Problems
from helpers.base.tables import CANONICAL_COLUMNS, PARTS, RATING, TableName
from helpers.read.body import Body, file_warnings, gather, mended
from helpers.read.cells.attributes import Attributes
from helpers.read.cells.kinds import COLUMN_KINDS
from helpers.read.cells.stream import Gathered
from helpers.read.columns.choice import Columns
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.doubts import cancelled_cells
from helpers.read.columns.units import MONEY, check_currency_told, check_unit, says_unit
from helpers.read.engines.plain import parted
from helpers.read.how_read import reading_of
from helpers.read.opened import Opened
from helpers.read.order_files import Typed, check_mapping, joined, mapping_of
from helpers.read.questions import of_question, places_meant
from helpers.read.rated_columns import rated_columns, rated_names
from helpers.read.row_amounts import amounts_made
from helpers.read.rows import folders_left, opened, pooled, table_places
from helpers.read.settings import ReadSettings
from helpers.read.sorting import sorted_out
from helpers.read.statuses import status_lists
from helpers.read.typed_columns import TypedColumns, Wanted
from helpers.read.typed_table import Table, rows_aside

_DESCRIBING: Mapping[str, str] = {"customers": "name", "responses": "comment"}  # no figure and no join needs them


class ReadTable(Protocol):
    """How a step gets its tables: `canonical_table`, or one that was read already."""

    def __call__(self, name: TableName, settings: ReadSettings, *, describing: bool = False) -> Table | None: ...


def canonical_table(name: TableName, settings: ReadSettings, *, describing: bool = False) -> Table | None:
    """Typed table of a file, a folder or a pattern of files, or ``None`` where the report has none.

    It has the canonical columns that the file has (money in minor units, times local, influence 0…1), of
    customers their other columns too, as text, and names or comments only if it is `describing`. One row an order.
    Exact copies of a row are set aside (answers have a rule of their own).

    Raises
    ------
    KitError
        For a file that can't be read, or could be meant in two ways; of several such questions all at once.
    """
    problems = Problems()
    table = table_so_far(name, settings, problems, describing=describing)
    problems.stop()
    return table


def table_so_far(
    name: TableName, settings: ReadSettings, problems: Problems, *, describing: bool = False
) -> Table | None:
    """The same table as far as it can be judged; what stands in its way is kept in `problems`.

    Columns of which something is asked are `undecided`. ``None`` also where a file can't be read.
    """
    path = getattr(settings, name)
    if path is None:
        return None
    one = isinstance(path, str)
    read = _of_one(name, path, settings, problems, describing) if one else _of_two(path, settings, problems)
    if read is None:
        return None
    return sorted_out(read.table, read.columns, read.reasons, read.hashes, settings, problems)


def _of_two(paths: Mapping[str, str], settings: ReadSettings, problems: Problems) -> Typed | None:
    """Purchases whose orders and amounts stand in files of their own."""
    orders, amounts = (_of_one(part, paths[part], settings, problems) for part in PARTS)
    if orders is None or amounts is None:
        return None
    with problems.kept():
        check_mapping([orders.header, amounts.header], settings)
    return problems.tried(lambda: joined(orders, amounts, settings))


def _of_one(
    name: TableName, path: str, settings: ReadSettings, problems: Problems, describing: bool = False
) -> Typed | None:
    """A table with its cells parsed, of a file, a folder or a pattern."""
    files, chosen = _opened_files(name, path, settings, problems)
    if not files:
        return None
    settings = settings if name in ("purchases", *PARTS) else _in_its_unit(files[0], chosen[0], settings)
    wanted = _wanted(name, chosen[0])
    if name == "responses":
        where = partial(places_meant, files[0].header, chosen[0].headers, settings.answers_where)
        meant = problems.tried(where) or {}
        wanted |= {column: Wanted(files[0].header.names[place], "text") for column, place in meant.items()}
        rated = rated_columns(files, chosen[0], settings, problems)
        wanted |= {f"{RATING}{header}": Wanted(header, "rating") for header in rated}
    if describing and _DESCRIBING.get(name) in chosen[0].headers:
        wanted[_DESCRIBING[name]] = Wanted(chosen[0].headers[_DESCRIBING[name]], "text")
    attributes = Attributes(_attributes(name, files[0], chosen[0]))
    body = Body(settings.hidden_rows == "skip", attributes, is_one=len(files) == 1)
    read = {*(want.header for want in wanted.values()), *body.attributes.headers}
    files, chosen = _alike(files, chosen, read, problems)
    if files[0].engine and name == "purchases":
        apart = problems.tried(partial(parted, files[0], chosen[0], settings, problems))
        if apart is None:
            return None
        files = [apart]
    cells = {column: COLUMN_KINDS[want.kind].gathered(settings, want.zone) for column, want in wanted.items()}
    cells |= {column: replace(cells[column], lane=None) for column in chosen[0].blanks.keys() & cells.keys()}
    for number, file in enumerate(files):
        places = {column: (file.header.places[want.header], cells[column]) for column, want in wanted.items()}
        if not problems.went_well(partial(gather, file, places, number, body, problems)):
            return None
    if name == "responses":
        headers = {want.header for column, want in wanted.items() if not column.startswith(RATING)}
        cells, body = of_question(files, headers, cells, body, settings, problems)
    wanted = {column: wanted[column] for column in cells}
    typed = _table(name, files, chosen, wanted, cells, body, settings, problems)
    stays = files[0].stays
    if stays is None:
        return typed
    rows_in = typed.table.rows_in + stays.rows
    return replace(typed, table=replace(typed.table, rows_in=rows_in, elsewhere=stays))


def _opened_files(
    name: TableName, path: str, settings: ReadSettings, problems: Problems
) -> tuple[list[Opened], list[Columns]]:
    """The files and their columns; none where one can't be opened, since the rows of all decide."""
    places = problems.tried(lambda: table_places(path)) or []
    there = [problems.tried(partial(opened, place, name, settings)) for place in places]
    files = [file for file in there if file is not None]
    chosen: list[Columns] = []
    for file in pooled(files):
        with problems.kept():
            columns = columns_of(name, file.header, mapping_of(name, file.header, settings), problems)
            problems.tried(partial(check_currency_told, file.header, columns.headers, settings.currency))
            problems.tried(partial(check_unit, file.header, columns.headers, settings.amount_unit))
            doubtful = name in ("purchases", "orders")
            chosen.append(_with_doubtful_cells(file, columns, settings) if doubtful else columns)
    if not chosen or len(chosen) < len(places):
        return [], []
    return files, [replace(chosen[0], notes=(*chosen[0].notes, *folders_left(path))), *chosen[1:]]


def _in_its_unit(file: Opened, columns: Columns, settings: ReadSettings) -> ReadSettings:
    """Settings for a table beside the purchases: its money is in their unit only where its header says a unit too."""
    is_told = any(says_unit(columns.headers[column]) for column in MONEY if column in columns.headers)
    return settings if is_told else settings.model_copy(update={"amount_unit": None})


def _wanted(name: TableName, columns: Columns) -> dict[str, Wanted]:
    """Columns to read: the canonical ones, and those that a known export needs besides."""
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
    return wanted


def _attributes(name: TableName, file: Opened, columns: Columns) -> tuple[str, ...]:
    """A customer's attributes: the headers of all other columns."""
    taken = {*columns.headers.values(), *CANONICAL_COLUMNS[name]}
    return tuple(header for header in file.header.names if header not in taken) if name == "customers" else ()


def _alike(
    files: list[Opened], chosen: list[Columns], read: Set[str], problems: Problems
) -> tuple[list[Opened], list[Columns]]:
    """The files that have the columns of the first one that are `read`."""
    first, alike = files[0], []
    for place, (file, columns) in enumerate(zip(files, chosen, strict=True)):
        here = replace(columns, notes=()) == replace(chosen[0], notes=())
        if here and read <= set(file.header.names) and file.source.epoch_1904 == first.source.epoch_1904:
            alike.append(place)
        else:
            problems.keep(KitError("E-FILES-DIFFER", file=file.source.file, first=first.source.file))
    return [files[place] for place in alike], [chosen[place] for place in alike]


def _with_doubtful_cells(file: Opened, columns: Columns, settings: ReadSettings) -> Columns:
    """With a warning of what the first orders of a file without statuses hold in columns that are not read."""
    if "status" in columns.headers or "status" in settings.columns.get("purchases", {}):
        return columns
    _, unused = status_lists(settings, {file.header.format})
    read = {*columns.headers.values(), *(header for header, _ in columns.not_applicable)}
    return replace(columns, notes=(*columns.notes, *cancelled_cells(file.header, read, unused)))


def _table(
    name: TableName,
    files: list[Opened],
    chosen: list[Columns],
    wanted: Mapping[str, Wanted],
    cells: dict[str, Gathered],
    body: Body,
    settings: ReadSettings,
    problems: Problems,
) -> Typed:
    rows = pd.Index(body.row_numbers, name="row")
    headers = dict.fromkeys([*(want.header for want in wanted.values()), *body.attributes.headers]).keys()
    pairs = zip(files, chosen, strict=True)
    readings = tuple(
        reading_of(
            name, file, columns.headers, headers, settings,
            note=columns.amount_note, absent=columns.format.without if columns.format else (),
            ratings=rated_names(wanted),
        )
        for file, columns in pairs
    )  # fmt: skip
    shown = readings[0].file if len(files) == 1 else f"{readings[0].file} … ({len(files)})"
    bare = Table(
        name, shown, pd.DataFrame(index=rows), len(rows) + len(body.aside), rows_aside(body.aside), readings=readings
    )
    bare = bare.warned(*file_warnings(files, body), *(note for columns in chosen for note in columns.notes))
    typed = TypedColumns(bare, files[0], settings, problems)
    typed.add(wanted, cells, chosen[0].blanks)
    typed.add_unknown(chosen[0].undecided)
    table, reasons = typed.table(body.attributes.values())
    table = replace(table, fixed={**table.fixed, **mended(files, body)})
    table = amounts_made(table, chosen[0].amount_less, reasons, settings.tax)
    return Typed(table, files[0].header, chosen[0], reasons, pd.Series(body.row_hashes, index=rows))
