"""How statements see the columns of purchases in an engine: typed, in minor units and the shop's time."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.types as pt

from helpers.base.errors import KitError
from helpers.base.sums import DECIMALS
from helpers.base.tables import FACTORS
from helpers.read.cells.texts import PLAIN_ID
from helpers.read.columns.choice import Columns
from helpers.read.columns.header import Header
from helpers.read.engines.connection import is_number, is_time
from helpers.read.engines.table import EngineTable
from helpers.read.settings import ReadSettings
from helpers.read.signs import SIGNS

_DECIMAL = f"DECIMAL(24,{DECIMALS})"
_TEXTS = ("order_id", "customer_id", "email", "status", "kind", "currency")
_ROWS = "SELECT {listed} FROM {place}"
_FIRST_DAY, _LAST_DAY = date(1954, 1, 1), date(2100, 1, 1)  # moments outside are looked at


@dataclass(frozen=True, repr=False)
class Expressions:
    """Expressions for the canonical columns of a table, by its header."""

    there: EngineTable
    header: Header
    columns: Columns
    settings: ReadSettings

    def check(self) -> None:
        """Stop where a column is of another type, or where amounts have to be made of several columns.

        Raises
        ------
        KitError
            ``E-ENGINE-TYPE``, ``E-ENGINE-VIEW``.
        """
        link, headers = self.there.connection, self.columns.headers
        made = self.columns.not_applicable or self.columns.amount_less or self.columns.blanks
        if made or set(FACTORS) <= headers.keys() or ("tax" in headers and not self._is_number("tax")):
            raise link.fault("E-ENGINE-VIEW")
        if not is_time(self._type("ordered_at")):
            raise KitError("E-ENGINE-TYPE.date", file=link.address.file, column=headers["ordered_at"])
        for column in ("amount", "refund_amount"):
            if column in headers and not self._is_number(column):
                raise KitError("E-ENGINE-TYPE.number", file=link.address.file, column=headers[column])

    def rows(self) -> str:
        """Statement that gives all rows in canonical columns."""
        shown = {**{name: self._text(name) for name in _TEXTS}, "ordered_at": self._time()}
        shown |= {"amount": self._money("amount"), "refund_amount": self._money("refund_amount")}
        listed = ", ".join(f"{expression} AS {name}" for name, expression in shown.items())
        return _ROWS.format(listed=listed, place=self.there.connection.place())

    def odd(self) -> str:
        """Condition on a canonical row: its values alone say that it needs a look."""
        link = self.there.connection
        wrong = [
            "ordered_at IS NULL", "amount IS NULL", "amount < 0", "refund_amount < 0", "refund_amount > amount",
            f"ordered_at < {link.moment(_FIRST_DAY)}", f"ordered_at >= {link.moment(_LAST_DAY)}",
            "order_id IS NULL", *self._odd_id("order_id"), *self._odd_id("customer_id"), *self._nobody(),
        ]  # fmt: skip
        return " OR ".join(wrong)

    def order_id(self) -> str:
        """Expression for the order's id."""
        return self._text("order_id")

    def _type(self, column: str) -> pa.DataType:
        return self.there.field(self.header, self.columns.headers[column]).type

    def _is_number(self, column: str) -> bool:
        return is_number(self._type(column))

    def _text(self, column: str) -> str:
        link = self.there.connection
        if column not in self.columns.headers:
            return f"CAST(NULL AS {link.text})"
        text = f"TRIM({self.there.cell(self.there.field(self.header, self.columns.headers[column]))})"
        return f"NULLIF({f'LOWER({text})' if column == 'email' else text}, '')"

    def _time(self) -> str:
        field = self.there.field(self.header, self.columns.headers["ordered_at"])
        link = self.there.connection
        return link.local(link.quoted(field.name), field.type, self.settings.timezone)

    def _money(self, column: str) -> str:
        """Minor units, to the last decimal that is kept; an amount that is no finite number is missing."""
        if column not in self.columns.headers:
            return f"CAST(0 AS {_DECIMAL})"
        field = self.there.field(self.header, self.columns.headers[column])
        name, power = self.there.connection.quoted(field.name), self.settings.amount_power
        unit = f"CAST({name} AS {_DECIMAL})" + (f" * {10**power}" if power >= 0 else f" / {10**-power}")
        bounded = f"CASE WHEN {name} > -1000000000000 AND {name} < 1000000000000 THEN {unit} END"
        return f"COALESCE({bounded}, 0)" if column == "refund_amount" else bounded

    def _odd_id(self, column: str) -> list[str]:
        """Ids that need a look: those of whole numbers need none."""
        if column not in self.columns.headers or pt.is_integer(self._type(column)):
            return []
        return [f"NOT ({self.there.connection.matches(column, f'^({PLAIN_ID})$')})"]

    def _nobody(self) -> list[str]:
        """Ids that may be words for nobody: without a digit but 0 and 1, which is told before the words are."""
        if "customer_id" not in self.columns.headers:
            return []
        link = self.there.connection
        words = "|".join(word for word in SIGNS["id_placeholder"] if word.isascii())
        bare = "TRANSLATE(customer_id, '23456789', '') = customer_id"
        return [f"({bare} AND {link.matches('LOWER(customer_id)', f'^({words})$')})"]
