"""A connection to an engine: the few words in which engines differ, and what every one of them can do."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pyarrow as pa
import pyarrow.types as pt

from helpers.base.addresses import Address
from helpers.base.errors import KitError

_NONE = "SELECT * FROM {place} WHERE 1 = 0"


class Connection(ABC):
    """An open connection; what it is given to hold is there as a table for this connection alone."""

    text = "VARCHAR"  # type of texts
    timestamp = "TIMESTAMP"  # type of moments without a zone
    quotes = '"'
    # of whole numbers, the quickest first: it is exact up to 2 ** 53, the last always
    sums: tuple[str, ...] = ("CAST(SUM({}) AS BIGINT)",)
    unguessed = ""  # column beside those of a subquery of which the engine is to guess nothing

    def __init__(self, address: Address) -> None:
        self.address = address

    @abstractmethod
    def rows(self, statement: str) -> pa.Table:
        """Result of a statement."""

    @abstractmethod
    def hold(self, name: str, table: pa.Table) -> None:
        """Send a small table, in the place of an earlier one of this name (``nps_…``); its columns are texts.

        Statements give it a further name.
        """

    def spread(self, statement: str, key: str) -> str:
        """A statement with ``:share`` among its conditions, so that the engine uses several processors.

        Rows with the same `key` are seen together; the whole is no common table expression.
        """
        return statement.replace(":share", "1 = 1")

    def quoted(self, name: str) -> str:
        """A name of the shop's, as statements have it."""
        return f"{self.quotes}{name.replace(self.quotes, 2 * self.quotes)}{self.quotes}"

    def literal(self, text: str) -> str:
        """A text of the kit's own, as statements have it."""
        return "'" + text.replace("'", "''") + "'"

    def place(self) -> str:
        """The table, as statements have it."""
        return ".".join(map(self.quoted, self.address.table))

    def matches(self, expression: str, pattern: str) -> str:
        """Whether a text matches a regular expression."""
        return f"REGEXP_LIKE({expression}, {self.literal(pattern)})"

    def is_fine(self, number: str) -> str:
        """Whether an exact number has decimals."""
        return f"{number} <> ROUND({number}, 0)"

    def moment(self, day: date) -> str:
        """Begin of a day."""
        return f"CAST({self.literal(f'{day} 00:00:00')} AS {self.timestamp})"

    def local(self, expression: str, kind: pa.DataType, timezone: str) -> str:
        """A date or a moment in the shop's time; one without a zone is in it already."""
        return f"CAST({expression} AS {self.timestamp})"

    def columns(self) -> pa.Schema:
        """Names and types of the table's columns."""
        return self.rows(_NONE.format(place=self.place())).schema

    def is_unique(self, column: str) -> bool:
        """Whether the engine itself sees to it that no two rows have the same in this column."""
        return False

    def fault(self, code: str) -> KitError:
        """An error of this table's engine: never what the driver says, which may tell hosts, users or values."""
        return KitError(code, file=self.address.file, engine=self.address.scheme)


@contextmanager
def faults(connection: Connection, told: Callable[[Exception], str]) -> Iterator[None]:
    """What a driver raises, as one error of the kit's: `told` says which."""
    try:
        yield
    except KitError:
        raise
    except Exception as error:
        raise connection.fault(told(error)) from None


def code_of_state(state: str | None, default: str) -> str:
    """Code of an error by its SQLSTATE.

    Examples
    --------
    >>> code_of_state("28P01", "E-ENGINE-LOST"), code_of_state("25006", "E-ENGINE-LOST"), code_of_state(None, "E-X")
    ('E-ENGINE-LOGIN', 'E-ENGINE-RIGHTS', 'E-X')
    """
    codes = {
        r"28...|3D000": "E-ENGINE-LOGIN", r"42P01|3F000|42S02": "E-ENGINE-TABLE", r"42501|25006": "E-ENGINE-RIGHTS",
        r"57014": "E-ENGINE-CANCELLED", r"08...|57P0.": "E-ENGINE-LOST", r"42...|22...": "E-ENGINE-STATEMENT",
        r"53...": "E-ENGINE-FULL",
    }  # fmt: skip
    return next((code for pattern, code in codes.items() if re.fullmatch(pattern, state or "")), default)


def is_number(kind: pa.DataType) -> bool:
    """Whether a column holds numbers."""
    return is_numeric(kind) or pt.is_integer(kind) or pt.is_floating(kind) or pt.is_decimal(kind)


def is_numeric(kind: pa.DataType) -> bool:
    """Whether a column holds exact numbers of any length: those of PostgreSQL's ``numeric``, texts that say so."""
    return isinstance(kind, pa.OpaqueType) and kind.type_name == "numeric"


def is_time(kind: pa.DataType) -> bool:
    """Whether a column holds dates or moments."""
    return pt.is_date(kind) or pt.is_timestamp(kind)
