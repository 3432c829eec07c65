"""A table in an engine: its columns, and its rows as the texts of a file's cells."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from helpers.read.columns.header import Header
from helpers.read.engines.connection import Connection
from helpers.read.files.records import Block

_TEXTS = "SELECT {cells} FROM {place} {ends}"


@dataclass(frozen=True, repr=False)
class EngineTable:
    """A table in an engine: its connection, and the names and types of its columns."""

    connection: Connection
    fields: pa.Schema

    def field(self, found: Header, name: str) -> pa.Field:
        """The table's own column for a name of the header."""
        return self.fields.field(found.places[name])

    def cell(self, field: pa.Field) -> str:
        """Expression for a column's cells as texts; moments with a zone are in UTC and say so."""
        link, column = self.connection, self.connection.quoted(field.name)
        if pt.is_timestamp(field.type) and field.type.tz:
            utc = link.local(column, field.type, "UTC")
            return f"CONCAT(CAST({utc} AS {link.text}), {link.literal('+00:00')})"
        return f"CAST({column} AS {link.text})"

    def texts(self, ends: str = "") -> pa.Table:
        """Rows as texts, blank where nothing stands; `ends` is what the statement says after the table's name."""
        cells = ", ".join(f"{self.cell(field)} AS c{place}" for place, field in enumerate(self.fields))
        rows = self.connection.rows(_TEXTS.format(cells=cells, place=self.connection.place(), ends=ends))
        return pa.table([_filled(column) for column in rows.columns], rows.column_names)

    def block(self, rows: pa.Table) -> Block:
        """Rows as those of a file, in an order of their own: an engine knows none."""
        ordered = rows.sort_by([(name, "ascending") for name in rows.column_names])
        columns = [_filled(column) for column in ordered.columns]
        return Block(np.arange(2, rows.num_rows + 2, dtype=np.int64), columns)


def _filled(column: pa.ChunkedArray) -> pa.Array:
    texts = pc.fill_null(pc.cast(column, pa.large_string()), "")
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
