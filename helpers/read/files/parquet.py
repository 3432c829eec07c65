"""A Parquet file as records, whose cells are texts or stay typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from helpers.base.errors import KitError
from helpers.read.files.arrow_texts import is_readable, stays_typed, texts_of
from helpers.read.files.records import RECORDS_AT_ONCE, Block, Record, Source

_CELLS_AT_ONCE = 1_500_000


def source(path: Path) -> Source:
    """Source of a Parquet file: row 1 has the columns' names, the data start in row 2.

    Missing values and NaN are blank. A float keeps its decimal point (``12.0``), so that ids which became floats can be
    told; one too large for that to be exact (1e15; 2**24 in single precision) looks like ``1.23456789012346E+17``.
    Moments with a time zone are given in UTC, ``2025-04-01 10:00:00+00:00``. Nothing in the file's metadata is run.
    Warning ``W-NESTED`` where columns are left out: lists, records, bytes, durations.

    Raises
    ------
    KitError
        ``E-PARQUET``, also from ``records``; ``E-FILE-EMPTY``.
    """
    with _opened(path) as file:
        fields = list(file.schema_arrow)
    readable = [position for position, field in enumerate(fields) if is_readable(field.type)]
    if not readable:
        raise KitError("E-FILE-EMPTY", file=path.name)
    return Source(
        file=path.name,
        kind="parquet",
        records=lambda: _records(path, readable),
        blocks=lambda: _blocks(path, readable),
        warnings=("W-NESTED",) if len(readable) < len(fields) else (),
    )


@contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True, arrow_extensions_enabled=False) as file:
            yield file
    except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: a text that isn't UTF-8
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the system, as of a locked file
        raise KitError("E-PARQUET", file=path.name) from None


def _records(path: Path, positions: list[int]) -> Iterator[Record]:
    for block in _blocks(path, positions):
        for start in range(0, len(block), RECORDS_AT_ONCE):  # the first few are often all that is wanted
            some = block[start : start + RECORDS_AT_ONCE]
            yield from some if isinstance(some, list) else some.records()


def _blocks(path: Path, positions: list[int]) -> Iterator[Block | list[Record]]:
    with _opened(path) as file:
        yield [(1, [file.schema_arrow.names[position] for position in positions])]
        row = 2
        for batch in file.iter_batches(_CELLS_AT_ONCE // len(positions) or 1):
            batch.validate(full=True)
            columns = [_typed_or_texts(batch.column(position)) for position in positions]
            block = Block(np.arange(row, row + len(batch), dtype=np.int64), columns)
            filled = reduce(pc.or_, map(_filled, columns))
            yield block.only(filled.to_numpy(zero_copy_only=False)) if filled.false_count else block
            row += len(batch)


def _typed_or_texts(values: pa.Array) -> pa.Array:
    return values if stays_typed(values.type) else texts_of(values)


def _filled(column: pa.Array) -> pa.Array:
    return column.is_valid() if stays_typed(column.type) else pc.not_equal(column, "")
