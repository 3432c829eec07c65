"""What every kind of file is read into: records of texts with their physical rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Record = tuple[int, list[str]]  # physical row (1 = the file's first) of the record's first line, its cells


@dataclass(frozen=True)
class Source:
    """A table's texts, as its file or sheet holds them, before anything is known of its columns.

    `file` is the name that messages show, without its folder; `kind` csv (any delimiter), xlsx, xls, ods or parquet.
    Each call of `records` is a fresh iteration over all records, header and preamble among them; blank ones are left
    out. `encoding` and `delimiter` are those of text files, `sheet` and `epoch_1904` (serial dates count from 1904)
    those of workbooks. `uncached` has row and position (from 0) of formula cells whose value the workbook doesn't hold,
    `warnings` codes such as ``W-KIND-NAME`` for a CSV file named orders.xlsx. `mended`: kind of normalisation of the
    file itself → how often. `hidden_rows` (physical) and `hidden_columns` (from 0) are those that a workbook hides.
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
