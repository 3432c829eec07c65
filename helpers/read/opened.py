"""A file that was opened: its records, and its header."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from helpers.read.columns.header import Header
from helpers.read.engines.elsewhere import Elsewhere
from helpers.read.files.records import Source


@dataclass(frozen=True)
class Opened:
    """A file whose header was found; `usual`: number of cells of its rows, where that differs from the header's.

    `engine` is where the table lies, if it lies in no file, and `stays` what of it stays there.
    """

    source: Source
    header: Header
    usual: int = 0
    engine: Any = None  # a `helpers.read.engines.table.EngineTable`
    stays: Elsewhere | None = None

    def rows(self) -> Iterator[list[str]]:
        """Cells of the rows below the header, as wide as it wherever they may be; the first of an engine's table."""
        width = len(self.header.names)
        records = islice(self.source.records(), self.header.first_data, None)
        return (evened(cells, width, self.usual or width) for _, cells in records)

    def all_rows(self) -> Iterator[list[str]]:
        """The same of an engine's table too."""
        if self.engine is None:
            yield from self.rows()
        else:
            for some in self.source.in_blocks(self.header.first_data):
                yield from (cells for _, cells in (some if isinstance(some, list) else some.records()))


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
