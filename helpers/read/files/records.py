"""What every kind of file is read into: records of texts with their physical rows, one by one or many at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pyarrow as pa

from helpers.read.files.arrow_texts import texts_of

Record = tuple[int, list[str]]  # physical row (1 = the file's first) of the record's first line, its cells
RECORDS_AT_ONCE = 4000  # few enough to stay near the processor


@dataclass(frozen=True, repr=False)
class Block:
    """Some records of one width, none of them blank: their physical rows, and each column.

    A column is of texts, or stays as the file types it: see `helpers.read.files.arrow_texts.stays_typed`.
    """

    rows: np.ndarray
    columns: list[pa.Array]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, places: slice) -> "Block":
        """Some of the records, one after the other."""
        start, stop, _ = places.indices(len(self))
        return Block(self.rows[places], [column.slice(start, max(stop - start, 0)) for column in self.columns])

    def texts(self) -> list[pa.Array]:
        """Each column as texts."""
        return [texts_of(column) for column in self.columns]

    def only(self, kept: np.ndarray) -> "Block":
        """The records whose place in `kept` is true."""
        return Block(self.rows[kept], [column.filter(pa.array(kept)) for column in self.columns])

    def records(self) -> list[Record]:
        """The same, one by one.

        Examples
        --------
        >>> block = block_of([(2, ["A1", "500"]), (3, ["A2", ""])], width=2)
        >>> block[1:].records(), block.only(np.array([True, False])).records()
        ([(3, ['A2', ''])], [(2, ['A1', '500'])])
        """
        cells = zip(*(column.to_pylist() for column in self.texts()), strict=True)
        return list(zip(self.rows.tolist(), map(list, cells), strict=True))


def block_of(records: list[Record], width: int) -> Block:
    """Records that are all so wide, as a block."""
    columns = zip(*(cells for _, cells in records), strict=True) if records else ((),) * width
    rows = np.array([row for row, _ in records], dtype=np.int64)
    return Block(rows, [pa.array(column, pa.large_string()) for column in columns])


def batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Records, many at a time.

    Examples
    --------
    >>> [len(some) for some in batches((row, ["A"]) for row in range(9000))]
    [4000, 4000, 1000]
    """
    left = iter(records)
    while some := list(islice(left, RECORDS_AT_ONCE)):
        yield some


@dataclass(frozen=True)
class Source:
    """A table's texts, as its file or sheet holds them, before anything is known of its columns.

    `file` is the name that messages show, without its folder; `kind` csv (any delimiter), xlsx, xls, ods or parquet.
    Each call of `records` is a fresh iteration over all records, header and preamble among them; blank ones are left
    out. `blocks` gives the same many at a time, where the kind of file has a faster way to. `encoding` and `delimiter`
    are those of text files, `sheet` and `epoch_1904` (serial dates count from 1904) those of workbooks. `uncached` has
    row and position (from 0) of formula cells whose value the workbook doesn't hold, `warnings` codes such as
    ``W-KIND-NAME`` for a CSV file named orders.xlsx. `mended`: kind of normalisation of the file itself → how often.
    `hidden_rows` (physical) and `hidden_columns` (from 0) are those that a workbook hides.
    """

    file: str
    kind: str
    records: Callable[[], Iterator[Record]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    epoch_1904: bool = False
    uncached: frozenset[tuple[int, int]] = frozenset()
    warnings: tuple[str, ...] = ()
    mended: Mapping[str, int] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    blocks: Callable[[], Iterator[Block | list[Record]]] | None = None

    def in_blocks(self, start: int) -> Iterator[Block | list[Record]]:
        """All records but the first `start`, many at a time: as a `Block` where they are of one width.

        Examples
        --------
        >>> source = Source("a.csv", "csv", lambda: iter([(1, ["id"]), (2, ["C1"]), (3, ["C2"])]))
        >>> list(source.in_blocks(1))
        [[(2, ['C1']), (3, ['C2'])]]
        """
        for block in self.blocks() if self.blocks else batches(self.records()):
            if here := block[start:]:
                yield here
            start = max(start - len(block), 0)
