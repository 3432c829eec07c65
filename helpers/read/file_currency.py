"""The currency that a file tells."""

from itertools import islice

from babel.numbers import list_currencies

from helpers.base.folders import paths_in
from helpers.base.tables import TableName
from helpers.read.cells.amounts import currency_of
from helpers.read.cells.currencies import currencies_meant
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.header import Header
from helpers.read.columns.units import currency_told
from helpers.read.order_files import mapping_of
from helpers.read.rows import HEAD, opened, table_places
from helpers.read.settings import ReadSettings


def currency_of_file(name: TableName, settings: ReadSettings) -> str | None:
    """Currency that the first rows of a file tell, by a column of it, its headers or signs; None if they tell none."""
    return money_of_file(name, settings)[0]


def money_of_file(name: TableName, settings: ReadSettings, most: int = HEAD) -> tuple[str | None, list[str]]:
    """The currency as `currency_of_file` has it, and the amounts of so many first rows of a file, as texts."""
    path = getattr(settings, name)
    table = name if isinstance(path, str) else "amounts"
    file = opened(table_places(paths_in(path)[-1])[0], table, settings)
    headers = columns_of(table, file.header, mapping_of(table, file.header, settings)).headers
    money = "amount" if "amount" in headers else "unit_price"
    rows = [*islice(file.rows(), most)]
    named = _cells(rows[:HEAD], file.header, headers.get("currency"))
    codes = frozenset.intersection(*map(currencies_meant, named)) & list_currencies() if named else frozenset()
    amounts = _cells(rows, file.header, headers.get(money))
    if len(codes) == 1:
        return next(iter(codes)), amounts
    first = _cells(rows[:HEAD], file.header, headers.get(money))
    marked = [amount for amount in first if currency_of([amount])]
    signs = currency_of(marked) if 2 * len(marked) >= len(first) else None  # one $ among many is no answer
    return currency_told(file.header, headers) or signs, amounts


def _cells(rows: list[list[str]], header: Header, name: str | None) -> list[str]:
    """Filled cells of a column, in rows as wide as the header."""
    at = header.names.index(name) if name else None
    return [cell for row in rows if at is not None and len(row) == len(header.names) and (cell := row[at].strip())]
