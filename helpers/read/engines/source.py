"""A table in an engine, read as a file is: its header, a look at its first rows, and rows as texts."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from helpers.base.errors import KitError
from helpers.base.tables import TableName, named_table
from helpers.read.columns.header import looked_into
from helpers.read.columns.header_search import header
from helpers.read.engines.opening import connected
from helpers.read.engines.table import EngineTable
from helpers.read.files.records import Block, Record, Source
from helpers.read.opened import Opened
from helpers.read.settings import ReadSettings
from helpers.read.typed_table import IN_ENGINE

_HEAD, _LOOKED_AT = 40, 2000


def opened_table(address: str, table: TableName, settings: ReadSettings) -> Opened:
    """The table of an address and its header; all of its rows, where they are read one by one, come as texts.

    Raises
    ------
    KitError
        ``E-ENGINE-…`` where it can't be reached or read, and those of `header`.
    """
    link = connected(address)
    there = EngineTable(link, link.columns())
    if not there.fields.names:
        raise link.fault("E-ENGINE-TABLE")
    head = there.block(there.texts(f"LIMIT {_LOOKED_AT}"))
    if not len(head):
        raise KitError("E-FILE-EMPTY", file=link.address.file)
    first: list[Record] = [(1, list(there.fields.names))]
    source = Source(
        file=link.address.file, kind=IN_ENGINE, records=lambda: iter([*first, *head.records()]),
        blocks=lambda: _blocks(there, first),
    )  # fmt: skip
    mapping = settings.columns.get(named_table(table), {})
    found = header(list(islice(source.records(), _HEAD)), table, mapping, source.file)
    opened = Opened(source, found, engine=there)
    return replace(opened, header=looked_into(found, opened.rows()))


def _blocks(there: EngineTable, first: list[Record]) -> Iterator[Block | list[Record]]:
    yield first
    yield there.block(there.texts())
