"""A file that was opened: its records, and its header."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from helpers.read.columns.header import Header
from helpers.read.files.records import Source
from helpers.read.widths import evened


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
