"""A file that was opened: its records, and its header."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from helpers.read.columns.header import Header
from helpers.read.files.records import Source


@dataclass(frozen=True)
class Opened:
    """A file whose header was found; `usual`: number of cells of its rows, where that differs from the header's."""

    source: Source
    header: Header
    usual: int = 0

    def rows(self) -> Iterator[list[str]]:
        """Cells of the rows below the header, as wide as it wherever they may be."""
        width = len(self.header.names)
        records = islice(self.source.records(), self.header.first_data, None)
        return (evened(cells, width, self.usual or width) for _, cells in records)


def evened(cells: list[str], width: int, usual: int) -> list[str]:
    """A row as wide as the header, if it is as wide as is usual and its surplus cells are blank; else as it is.

    Examples
    --------
    >>> evened(["O1", "500", ""], 2, 3), evened(["O1", "1", "500"], 2, 3), evened(["O1"], 2, 1)
    (['O1', '500'], ['O1', '1', '500'], ['O1', ''])
    """
    if len(cells) != usual or any(map(str.strip, cells[width:])):
        return cells
    return cells[:width] + [""] * (width - usual)
