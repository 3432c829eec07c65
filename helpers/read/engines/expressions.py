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
from helpers.read.engines.connection import is_number, is_numeric, is_time
from helpers.read.engines.table import EngineTable
from helpers.read.settings import ReadSettings
from helpers.read.signs import SIGNS

_DECIMAL = f"DECIMAL(24,{DECIMALS})"
_TEXTS = ("order_id", "customer_id", "email", "status", "kind", "currency")
_AMOUNTS = ("amount", "refund_amount")
_IDS = ("order_id", "customer_id")
_OTHER_LETTERS = "[^0-9A-Za-z]"
_SOMEBODYS = [f"customer_id LIKE '%{digit}%'" for digit in range(1, 10)]
_NOBODYS_NUMBERS = ("0", "-1")  # whole numbers among the words for nobody
_LARGEST = 10**12  # larger amounts are looked at
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
        for column in _AMOUNTS:
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
        plain = [
            self._dated(), "refund_amount >= 0", "refund_amount <= amount",
            f"amount < {self._in_minor_units(_LARGEST)}", "order_id <> ''", *self._plain_ids(),
        ]  # fmt: skip
        return f"NOT COALESCE({' AND '.join(plain)}, 1 = 0)"

    def day(self) -> str:
        """Day of a canonical row, where it may be one."""
        return f"CASE WHEN {self._dated()} THEN CAST(ordered_at AS DATE) END"

    def fine(self) -> str:
        """Condition on a canonical row: some amount is finer than a minor unit."""
        columns = [column for column in _AMOUNTS if column in self.columns.headers and not self._is_whole(column)]
        return " OR ".join(map(self.there.connection.is_fine, columns)) or "1 = 0"

    def order_id(self) -> str:
        """Expression for the order's id."""
        return self._text("order_id")

    def _type(self, column: str) -> pa.DataType:
        return self.there.field(self.header, self.columns.headers[column]).type

    def _is_number(self, column: str) -> bool:
        return is_number(self._type(column))

    def _is_whole(self, column: str) -> bool:
        return pt.is_integer(self._type(column)) and self.settings.amount_power >= 0

    def _text(self, column: str) -> str:
        """A text as it stands: one that isn't as it should be makes its row odd."""
        link = self.there.connection
        if column not in self.columns.headers:
            return f"CAST(NULL AS {link.text})"
        cell = self.there.cell(self.there.field(self.header, self.columns.headers[column]))
        if column == "email":
            return f"NULLIF(LOWER(TRIM({cell})), '')"
        return f"NULLIF({cell}, '')" if column == "customer_id" else cell

    def _time(self) -> str:
        field = self.there.field(self.header, self.columns.headers["ordered_at"])
        link = self.there.connection
        return link.local(link.quoted(field.name), field.type, self.settings.timezone)

    def _money(self, column: str) -> str:
        """Minor units, to the last decimal that is kept; what is no finite number is missing, or too large."""
        if column not in self.columns.headers:
            return f"CAST(0 AS {_DECIMAL})"
        field = self.there.field(self.header, self.columns.headers[column])
        name = self.there.connection.quoted(field.name)
        exact = "BIGINT" if self._is_whole(column) else _DECIMAL
        bounded = f"CASE WHEN {name} > -{_LARGEST} AND {name} < {_LARGEST} THEN CAST({name} AS {exact}) END"
        unit = self._in_minor_units(name if is_numeric(field.type) else bounded)
        return f"COALESCE({unit}, 0)" if column == "refund_amount" else unit

    def _in_minor_units(self, number: object) -> str:
        power = self.settings.amount_power
        return f"{number}" + (f" * {10**power}" if power > 0 else f" / {10**-power}" if power < 0 else "")

    def _dated(self) -> str:
        first, last = map(self.there.connection.moment, (_FIRST_DAY, _LAST_DAY))
        return f"ordered_at >= {first} AND ordered_at < {last}"

    def _plain_ids(self) -> list[str]:
        """Conditions on ids that need no look; whole numbers need none but where they stand for nobody.

        Most ids are seen to be plain by one short expression: letters and digits, of a customer's one that is no 0,
        which no word for nobody has without a hyphen.
        """
        link, whole = self.there.connection, [column for column in _IDS if self._is_integer(column)]
        texts = [column for column in _IDS if column in self.columns.headers and column not in whole]
        numbers = ", ".join(map(link.literal, _NOBODYS_NUMBERS))
        plain = [f"COALESCE(customer_id NOT IN ({numbers}), 1 = 1)"] * ("customer_id" in whole)
        if texts:
            usual = [f"NOT ({link.matches(' || '.join(texts), _OTHER_LETTERS)})"]
            others = [f"COALESCE({link.matches(column, f'^({PLAIN_ID})$')}, 1 = 1)" for column in texts]
            if "customer_id" in texts:
                usual.append(f"({' OR '.join(_SOMEBODYS)})")
                others.append(f"NOT COALESCE({self._nobody()}, 1 = 0)")
            plain.append(f"({' AND '.join(usual)} OR {' AND '.join(others)})")
        return plain

    def _is_integer(self, column: str) -> bool:
        return column in self.columns.headers and pt.is_integer(self._type(column))

    def _nobody(self) -> str:
        """Ids that may be words for nobody: without a digit but 0 and 1, which is told before the words are."""
        link = self.there.connection
        words = "|".join(word for word in SIGNS["id_placeholder"] if word.isascii())
        bare = "TRANSLATE(customer_id, '23456789', '') = customer_id"
        return f"({bare} AND {link.matches('LOWER(customer_id)', f'^({words})$')})"
