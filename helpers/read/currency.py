"""The currency that a file itself tells, where nobody has said it."""

from itertools import islice

from babel.numbers import list_currencies

from helpers.base.parameters import Settings, TableName
from helpers.read.cells.money import currency_of
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.units import currency_told
from helpers.read.rows import HEAD, files_of, opened


def currency_of_file(name: TableName, settings: Settings) -> str | None:
    """Currency that the first rows of a file tell, by a column of it, its headers or signs; None if they tell none."""
    one = opened(files_of(getattr(settings, name))[0], name, settings)
    headers = columns_of(name, one.header, settings.columns.get(name)).headers
    cells = {column: one.header.names.index(headers[column]) for column in ("currency", "amount") if column in headers}
    records = islice(one.source.records(), one.header.first_data, HEAD)
    head = [record for _, record in records if len(record) == len(one.header.names)]
    codes = {record[cells["currency"]].strip().upper() for record in head if "currency" in cells} - {""}
    if len(codes) == 1 and (code := codes.pop()) in list_currencies():
        return code
    amounts = [amount for record in head if "amount" in cells and (amount := record[cells["amount"]].strip())]
    marked = [amount for amount in amounts if currency_of([amount])]
    signs = currency_of(marked) if 2 * len(marked) >= len(amounts) else None  # one $ among many is no answer
    return currency_told(one.header, headers) or signs
