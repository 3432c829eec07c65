"""Apache Spark: by Spark Connect (``sc://…``), on a cluster (``spark://…``) or on this machine (``local[*]``)."""

import sys
import warnings
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pyarrow as pa
import pyarrow.types as pt
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from helpers.base.addresses import Address
from helpers.base.console import unheard
from helpers.read.engines.connection import Connection, faults

_CODES = {  # how an error class of Spark's begins → ours
    **dict.fromkeys(("TABLE_OR_VIEW_NOT_FOUND", "SCHEMA_NOT_FOUND", "PATH_NOT_FOUND"), "E-ENGINE-TABLE"),
    "INSUFFICIENT_PERMISSIONS": "E-ENGINE-RIGHTS", "OPERATION_CANCELED": "E-ENGINE-CANCELLED",
    **dict.fromkeys(("CAST", "DATATYPE_MISMATCH", "UNRESOLVED", "PARSE"), "E-ENGINE-STATEMENT"),
}  # fmt: skip

_RETRIES = 4  # a second or two: the driver's own fifteen take ten minutes to tell that a server is gone


class Spark(Connection):
    """A session; moments are in UTC there, so that they come out the same on every cluster."""

    text = "STRING"
    timestamp = "TIMESTAMP_NTZ"
    quotes = "`"

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        # the driver asks pandas for an option that pandas has given up
        warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
        builder = SparkSession.builder
        is_remote = address.scheme == "sc"
        builder = builder.remote(address.url) if is_remote else builder.master(address.url).appName("nps")
        quiet = nullcontext() if is_remote else unheard()
        with faults(self, lambda error: _code(error, "E-ENGINE-REACH")), _as_if_typed(), quiet:
            self._session = builder.create() if is_remote else builder.getOrCreate()
            if is_remote:  # where its driver is not installed there is no such module
                from pyspark.sql.connect.client.retries import DefaultPolicy

                weakref.finalize(self, self._session.stop)
                self._session.client.set_retry_policies([DefaultPolicy(max_retries=_RETRIES)])
            self._session.conf.set("spark.sql.session.timeZone", "UTC")

    def rows(self, statement: str) -> pa.Table:
        with faults(self, _code):
            return self._session.sql(statement).toArrow()

    def hold(self, name: str, table: pa.Table) -> None:
        schema = ", ".join(f"{column} STRING" for column in table.column_names)
        with faults(self, _code):
            self._session.createDataFrame(table.to_pandas(), schema).createOrReplaceTempView(name)

    def literal(self, text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def place(self) -> str:
        return f"parquet.{self.quoted(self.address.path)}" if self.address.path else super().place()

    def local(self, expression: str, kind: pa.DataType, timezone: str) -> str:
        plain = super().local(expression, kind, timezone)
        if pt.is_timestamp(kind) and kind.tz:
            return f"CONVERT_TIMEZONE('UTC', {self.literal(timezone)}, {plain})"
        return plain


@contextmanager
def _as_if_typed() -> Iterator[None]:
    """Where the main module has no file, as in a fork, the driver takes it for its own doctests, and ends."""
    alone = not hasattr(sys, "ps1")
    if alone:
        sys.ps1 = ""
    try:
        yield
    finally:
        if alone:
            del sys.ps1


def _code(error: Exception, default: str = "E-ENGINE-LOST") -> str:
    if not isinstance(error, PySparkException):
        return default
    said = f"{error.getErrorClass() or ''} {error}"
    return next((code for begin, code in _CODES.items() if begin in said), default)
