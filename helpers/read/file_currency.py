"""The currency that a file tells."""

from itertools import islice

from babel.numbers import list_currencies

from helpers.base.folders import paths_in
from helpers.base.tables import TableName
from helpers.read.cells.amounts import currency_of
from helpers.read.cells.currencies import currencies_meant
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.units import currency_told
from helpers.read.order_files import mapping_of
from helpers.read.rows import HEAD, opened, table_places
from helpers.read.settings import ReadSettings


def currency_of_file(name: TableName, settings: ReadSettings) -> str | None:
    """Currency that the first rows of a file tell, by a column of it, its headers or signs; None if they tell none."""
    path = getattr(settings, name)
    table = name if isinstance(path, str) else "amounts"
    file = opened(table_places(paths_in(path)[-1])[0], table, settings)
    headers = columns_of(table, file.header, mapping_of(table, file.header, settings)).headers
    money = "amount" if "amount" in headers else "unit_price"
    places = {"currency": headers.get("currency"), "amount": headers.get(money)}
    cells = {column: file.header.names.index(header) for column, header in places.items() if header}
    head = [cells for cells in islice(file.rows(), HEAD) if len(cells) == len(file.header.names)]
    named = {text for record in head if "currency" in cells and (text := record[cells["currency"]].strip())}
    codes = frozenset.intersection(*map(currencies_meant, named)) & list_currencies() if named else frozenset()
    if len(codes) == 1:
        return next(iter(codes))
    amounts = [amount for record in head if "amount" in cells and (amount := record[cells["amount"]].strip())]
    marked = [amount for amount in amounts if currency_of([amount])]
    signs = currency_of(marked) if 2 * len(marked) >= len(amounts) else None  # one $ among many is no answer
    return currency_told(file.header, headers) or signs
