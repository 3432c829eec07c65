"""What else SQLAlchemy reaches, as far as the one statement runs there as it is."""

import weakref

import pyarrow as pa
import sqlalchemy
from sqlalchemy.exc import NoSuchModuleError, NoSuchTableError, SQLAlchemyError
from sqlalchemy.types import Date, DateTime, Integer, Numeric, TypeEngine

from helpers.base.addresses import Address
from helpers.read.engines.connection import Connection, code_of_state, faults

_UNKNOWN = "E-ENGINE-OTHER"  # export Parquet instead


class Alchemy(Connection):
    """Any engine with a dialect for SQLAlchemy; results come row by row."""

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        with faults(self, lambda error: _code(error, "E-ENGINE-REACH")):
            self._connection = sqlalchemy.create_engine(address.url).connect()
        weakref.finalize(self, self._connection.close)
        self.quotes = self._connection.dialect.identifier_preparer.initial_quote

    def rows(self, statement: str) -> pa.Table:
        with faults(self, _code):
            result = self._connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
            names, rows = list(result.keys()), result.fetchall()
        columns = zip(*rows, strict=True) if rows else ([] for _ in names)
        return pa.table(dict(zip(names, map(pa.array, columns), strict=True)))

    def columns(self) -> pa.Schema:
        """By what the engine says of the table: not every one tells the types of a result."""
        *schemas, table = self.address.table
        with faults(self, _code):
            there = sqlalchemy.inspect(self._connection).get_columns(table, schema=".".join(schemas) or None)
        return pa.schema([(column["name"], _arrow_type(column["type"])) for column in there])

    def hold(self, name: str, table: pa.Table) -> None:
        held = sqlalchemy.Table(
            name, sqlalchemy.MetaData(), *(sqlalchemy.Column(column, sqlalchemy.Text) for column in table.column_names),
            prefixes=["TEMPORARY"],
        )  # fmt: skip
        with faults(self, _code):
            held.drop(self._connection, checkfirst=True)
            held.create(self._connection)
            if table.num_rows:
                self._connection.execute(held.insert(), table.to_pylist())


def _arrow_type(kind: TypeEngine) -> pa.DataType:
    kinds = {
        Date: pa.date32(), DateTime: pa.timestamp("us"), Integer: pa.int64(), Numeric: pa.decimal128(38, 6),
    }  # fmt: skip
    return next((arrow for known, arrow in kinds.items() if isinstance(kind, known)), pa.string())


def _code(error: Exception, default: str = _UNKNOWN) -> str:
    if isinstance(error, NoSuchModuleError | ModuleNotFoundError):
        return _UNKNOWN
    if isinstance(error, NoSuchTableError):
        return "E-ENGINE-TABLE"
    state = getattr(getattr(error, "orig", None), "sqlstate", None) if isinstance(error, SQLAlchemyError) else None
    return code_of_state(state, default)
