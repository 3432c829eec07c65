"""The rows below a header: kept, mended or set aside, each accounted for."""

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from helpers.base.engines import engine
from helpers.base.errors import KitError
from helpers.base.problems import Problems
from helpers.read.cells.attributes import Attributes
from helpers.read.cells.stream import Gathered
from helpers.read.files.arrow_texts import stays_typed, texts_of
from helpers.read.files.records import Block, Record, block_of
from helpers.read.no_data import no_data
from helpers.read.opened import Opened, evened
from helpers.read.typed_table import ROWS_APART, Warned

Some = TypeVar("Some")
_THREADS = 3  # the next block, and this one's columns


@dataclass
class Body:
    """What came in below the header: rows kept (their numbers and a hash of their cells), and rows set aside.

    `mended`: kind of normalisation of whole rows → rows; `hidden`: rows of each file that a workbook hides and
    that are used, unless it `skips_hidden`; `attributes`: columns that are kept as text; `is_one`: whether all
    come from one file, where cells of a column are of one type.
    """

    skips_hidden: bool = False
    attributes: Attributes = field(default_factory=Attributes)
    is_one: bool = False
    rows: list[np.ndarray] = field(default_factory=list)
    hashes: list[np.ndarray] = field(default_factory=list)
    aside: dict[int, str] = field(default_factory=dict)
    mended: Counter[str] = field(default_factory=Counter)
    hidden: Counter[int] = field(default_factory=Counter)

    @property
    def row_numbers(self) -> np.ndarray:
        """Physical rows that were kept, in their order."""
        self.rows = [_joined(self.rows)]
        return self.rows[0]

    @property
    def row_hashes(self) -> np.ndarray:
        """A hash of all cells of each row kept: equal for equal rows."""
        self.hashes = [_joined(self.hashes)]
        return self.hashes[0]

    def only(self, kept: np.ndarray, reason: str) -> "Body":
        """Less the rows whose place in `kept` is false; these are set aside."""
        gone = dict.fromkeys(self.row_numbers[~kept].tolist(), reason)
        aside = {**self.aside, **gone}
        return replace(self, rows=[self.row_numbers[kept]], hashes=[self.row_hashes[kept]], aside=aside)


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    """Whole numbers of all blocks; of many rows they are held once."""
    return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, dtype=np.int64), *parts])


def gather(
    file: Opened, columns: Mapping[str, tuple[int, Gathered]], number: int, body: Body, problems: Problems | None = None
) -> set[str]:
    """Read all records below the header into `columns` (name → position in the file, where its cells go) and `body`.

    `number` is 0 for the first file of a table, 1 for the next one. Rows that a workbook hides are counted, or set
    aside if they are to be skipped. Returns the columns that hold a formula without its result: this is kept in
    `problems`, where a list is given.

    Raises
    ------
    KitError
        ``E-FORMULA``, ``E-QUOTE``, ``E-ROWS-LOST``.
    """
    places = {at for at, _ in columns.values()} | {file.header.places[name] for name in body.attributes.headers}
    uncached = {(row, place) for row, place in file.source.uncached if place in places}
    formulas: dict[int, int] = {}  # place of a column → the first such row
    apart = number * ROWS_APART
    with engine() as connection, ThreadPoolExecutor(_THREADS) as pool:
        for some in _ahead(file.source.in_blocks(file.header.first_data), pool):
            block = _usable_block(some, file, number, body)
            here = set(block.rows.tolist()) if uncached else set()
            formulas = {place: row for row, place in sorted(uncached, reverse=True) if row in here} | formulas
            body.rows.append(block.rows + apart)
            hashes = pool.submit(_row_hashes, block.columns if body.is_one else block.texts(), connection)
            taken = [pool.submit(_take, column, block.columns[position]) for position, column in columns.values()]
            body.hashes.append(hashes.result())
            _ = [taking.result() for taking in taken]
            if body.attributes.headers:
                body.attributes.take(file.header.places, block.texts())
    found = problems or Problems()
    found.found += [_formula(file, row, place) for place, row in sorted(formulas.items())]
    if problems is None:
        found.stop()
    return {column for column, (place, _) in columns.items() if place in formulas}


def _ahead(blocks: Iterator[Some], pool: ThreadPoolExecutor) -> Iterator[Some]:
    """Each block, while the next one is read."""
    following = pool.submit(next, blocks, None)
    while (block := following.result()) is not None:
        following = pool.submit(next, blocks, None)
        yield block


def _take(column: Gathered, cells: pa.Array) -> None:
    """Add some cells to a column: typed ones as they are, where each is plain as a text too."""
    if not (stays_typed(cells.type) and column.take_typed(cells)):
        column.take(texts_of(cells))


def _row_hashes(columns: list[pa.Array], connection: DuckDBPyConnection) -> np.ndarray:
    """A hash of all cells of each row: equal for equal rows."""
    names = [f"c{place}" for place, _ in enumerate(columns)]
    rows = connection.from_arrow(pa.table(columns, names))
    return rows.project(f"hash({', '.join(names)}) AS row_hash").fetchnumpy()["row_hash"].view(np.int64)


def _usable_block(some: Block | list[Record], file: Opened, number: int, body: Body) -> Block:
    """Records as wide as the header that are rows of data; the others are set aside."""
    width, apart = len(file.header.names), number * ROWS_APART
    block = _as_wide(some, file, body) if isinstance(some, Block) else None
    aside: dict[int, str] = {}
    if block is None:
        records = some.records() if isinstance(some, Block) else some
        records = _shown(records, file, number, body) if file.source.hidden_rows else records
        records = _evened(records, file, body)
        aside = {row: "ragged_row" for row, cells in records if len(cells) != width}
        block = block_of([record for record in records if record[0] not in aside], width)
    others = no_data(block, file.header)
    body.aside |= {row + apart: reason for row, reason in sorted((aside | others).items())}
    return block.only(~np.isin(block.rows, list(others))) if others else block


def _as_wide(block: Block, file: Opened, body: Body) -> Block | None:
    """The block if its records are as wide as the header, or may be made so; else None."""
    width, here = len(file.header.names), len(block.columns)
    surplus = block.columns[width:]
    if here == width:
        return block
    if here != file.usual or any(pc.any(pc.not_equal(texts_of(column), "")).as_py() for column in surplus):
        return None
    body.mended["surplus_cell"] += len(block) * bool(surplus)
    blank = pa.array([""] * len(block), pa.large_string())
    return Block(block.rows, [*block.columns[:width], *[blank] * (width - here)])


def _formula(file: Opened, row: int, place: int) -> KitError:
    return KitError("E-FORMULA", file=file.source.file, row=row, column=file.header.names[place])


def _evened(records: list[Record], file: Opened, body: Body) -> list[Record]:
    """Records as wide as the header wherever they may be."""
    width, usual = len(file.header.names), file.usual
    if usual in (0, width):
        return records
    even = [(row, evened(cells, width, usual)) for row, cells in records]
    body.mended["surplus_cell"] += sum(len(cells) == usual for _, cells in records) - sum(
        len(cells) == usual for _, cells in even
    )
    return even


def _shown(records: list[Record], file: Opened, number: int, body: Body) -> list[Record]:
    """Records, less those that a workbook hides if they are to be skipped."""
    hidden = [row for row, _ in records if row in file.source.hidden_rows]
    if not body.skips_hidden:
        body.hidden[number] += len(hidden)
        return records
    body.aside.update(dict.fromkeys((row + number * ROWS_APART for row in hidden), "hidden_row"))
    return [record for record in records if record[0] not in file.source.hidden_rows]


def mended(files: list[Opened], body: Body) -> dict[tuple[str, str], int]:
    """What was mended in files and rows as a whole: ("file", kind of normalisation) → how often."""
    counts = body.mended + sum((Counter(file.source.mended) for file in files), Counter[str]())
    return {("file", kind): n for kind, n in counts.items()}


def file_warnings(files: list[Opened], body: Body) -> list[Warned]:
    """What is to be said of the files as a whole: harm to their text, and what a workbook hides."""
    harms = [Warned(code, {"file": file.source.file}) for file in files for code in file.source.warnings]
    for number, file in enumerate(files):
        columns = [name for place, name in enumerate(file.header.names) if place in file.source.hidden_columns]
        counts = {"W-HIDDEN-ROWS": body.hidden[number], "W-HIDDEN-COLUMNS": len(columns)}
        harms += [Warned(code, {"file": file.source.file, "n": n}) for code, n in counts.items() if n]
    return harms
