"""PostgreSQL, by ADBC: results come as Arrow, and the driver finds passwords in its own files and the environment."""

import re
import weakref

import adbc_driver_manager
import adbc_driver_postgresql.dbapi as driver
import pyarrow as pa
import pyarrow.types as pt

from helpers.base.addresses import Address
from helpers.read.engines.connection import Connection, code_of_state, faults

_SESSION = """
SELECT set_config(name, CASE name WHEN 'jit' THEN 'off' ELSE '256MB' END, true) FROM pg_catalog.pg_settings
WHERE name = 'jit' OR name = 'work_mem' AND CAST(setting AS bigint) < 262144
"""
_UNIQUE = """
SELECT 1 AS one FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE i.indrelid = CAST({place} AS regclass) AND a.attname = {column}
AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND i.indpred IS NULL AND i.indexprs IS NULL
"""
_HELD = "(SELECT * FROM UNNEST({arrays}) texts({columns}))"
_NAMED = re.compile(r"""(?<![\w"'])nps_\w+(?![\w"'])""")
_MOST_TWICE = 2**23  # letters of what is held: more takes longer to join twice than two processes save


class Postgres(Connection):
    """One transaction that sees the table as it was when it began; it is never kept.

    Its sums of many customers stay in memory, and statements are not compiled, which takes seconds for each. By itself
    it groups many keys with one process. What is held goes along with each statement that names it: tables of one
    connection are read by one process alone, and those who may only read, or read from a replica, make none.
    """

    text = "TEXT"
    sums = ("SUM(CAST({} AS float8))", *Connection.sums)
    unguessed = ", CLOCK_TIMESTAMP() AS unguessed"  # or it takes days for as many as moments, and sorts all rows

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        with faults(self, lambda error: _code(error, "E-ENGINE-REACH")):
            self._connection = driver.connect(address.url.replace("postgres://", "postgresql://", 1))
        weakref.finalize(self, self._connection.close)
        self._held: dict[str, str] = {}
        with faults(self, _code), self._connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(_SESSION)

    def rows(self, statement: str) -> pa.Table:
        with faults(self, _code), self._connection.cursor() as cursor:
            cursor.execute(_NAMED.sub(lambda name: self._held.get(name[0], name[0]), statement))
            return cursor.fetch_arrow_table()

    def hold(self, name: str, table: pa.Table) -> None:
        arrays = ", ".join(f"CAST({self._array(column.to_pylist())} AS text[])" for column in table.columns)
        self._held[name] = _HELD.format(arrays=arrays, columns=", ".join(table.column_names))

    def _array(self, texts: list[str | None]) -> str:
        quoted = ["NULL" if text is None else f'"{_escaped(text)}"' for text in texts]
        return self.literal(f"{{{','.join(quoted)}}}")

    def spread(self, statement: str, key: str) -> str:
        if sum(len(self._held.get(name, "")) for name in set(_NAMED.findall(statement))) > _MOST_TWICE:
            return super().spread(statement, key)
        halves = (f"COALESCE(HASHTEXT({key}), 0) {side} 0" for side in ("<", ">="))
        return " UNION ALL ".join(f"({statement.replace(':share', half)})" for half in halves)

    def matches(self, expression: str, pattern: str) -> str:
        return f"{expression} ~ {self.literal(pattern)}"

    def is_fine(self, number: str) -> str:
        return f"(SCALE({number}) > 0 AND {super().is_fine(number)})"

    def local(self, expression: str, kind: pa.DataType, timezone: str) -> str:
        if pt.is_timestamp(kind) and kind.tz:
            return f"({expression} AT TIME ZONE {self.literal(timezone)})"
        return super().local(expression, kind, timezone)

    def is_unique(self, column: str) -> bool:
        asked = _UNIQUE.format(place=self.literal(self.place()), column=self.literal(column))
        return bool(self.rows(asked).num_rows)


def _escaped(text: str) -> str:
    """A text as arrays have it between their quotation marks."""
    return text.replace("\\", r"\\").replace('"', r"\"")


def _code(error: Exception, default: str = "E-ENGINE-LOST") -> str:
    if not isinstance(error, adbc_driver_manager.Error):
        return default
    if "authentication" in str(error):
        return "E-ENGINE-LOGIN"
    return code_of_state(error.sqlstate, default)
