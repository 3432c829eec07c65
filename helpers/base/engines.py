"""The engine that sums and compares rows: DuckDB, inside of this process."""

import os
from functools import cache

import duckdb
import pandas as pd
import pyarrow as pa


def engine() -> duckdb.DuckDBPyConnection:
    """A connection that says nothing: in a notebook a statement of two seconds would show a bar in its cell.

    Examples
    --------
    >>> with engine() as connection:
    ...     connection.execute("SELECT current_setting('enable_progress_bar')").fetchall()
    [(False,)]
    """
    connection = _database(os.getpid()).cursor()
    connection.execute("SET enable_progress_bar = false")
    return connection


def arrow_table(frame: pd.DataFrame) -> pa.Table:
    """A frame as the engine takes it, its columns shared where that can be.

    Examples
    --------
    >>> arrow_table(pd.DataFrame({"id": ["a"]}, index=[7])).to_pydict()
    {'id': ['a']}
    """
    return pa.Table.from_pandas(frame, preserve_index=False)


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    """One a process: starting it takes longer than to read a small file, and a fork must not use its parent's."""
    return duckdb.connect()
