"""What every kind of file is read into: records of texts with their physical rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Record = tuple[int, list[str]]  # physical row (1 = the file's first) of the record's first line, its cells


@dataclass(frozen=True)
class Source:
    """A table's texts, as its file or sheet holds them, before anything is known of its columns.

    Attributes
    ----------
    file : str
        Name that messages show, without its folder; the sheet apart.
    kind : str
        csv (any delimiter), xlsx, xls, ods or parquet.
    records : callable
        Each call is a fresh iteration over all records, header and preamble among them; blank ones left out.
    encoding, delimiter : str
        Of text files; empty for others.
    sheet : str
        Of workbooks; empty for others.
    epoch_1904 : bool
        Whether a workbook's serial dates count from 1904.
    uncached : frozenset of (int, int)
        Row and position (from 0) of formula cells whose value the workbook doesn't hold.
    warnings : tuple of str
        Codes, for example ``W-KIND-NAME`` for a CSV file named orders.xlsx.

    Examples
    --------
    >>> source = Source("orders.csv", "csv", lambda: iter([(1, ["order_id"]), (3, ["A1"])]))
    >>> [row for row, cells in source.records()]
    [1, 3]
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
