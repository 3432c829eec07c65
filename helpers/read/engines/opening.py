"""From an address to an open connection, with the driver that it needs, and to the records of its table."""

from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from helpers.base.addresses import Address, address_of
from helpers.base.errors import KitError
from helpers.read.engines.connection import Connection
from helpers.read.engines.table import EngineTable
from helpers.read.files.records import Block, Record, Source
from helpers.read.typed_table import IN_ENGINE

_POSTGRES, _SPARK = ("postgresql", "postgres"), ("sc", "spark", "local")
_MODULES: Mapping[str, tuple[str, ...]] = {  # scheme → what has to be importable
    **dict.fromkeys(_POSTGRES, ("adbc_driver_postgresql",)),
    "sc": ("pyspark", "grpc"),
    **dict.fromkeys(("spark", "local"), ("pyspark", "py4j")),
}
DRIVERS: Mapping[str, tuple[str, ...]] = {  # scheme → packages of requirements-engines.txt
    **dict.fromkeys(_POSTGRES, ("adbc-driver-postgresql",)),
    "sc": ("pyspark-client",),
    **dict.fromkeys(("spark", "local"), ("pyspark",)),
}
OTHERS = ("sqlalchemy",)
_LOOKED_AT = 2000  # rows, to know the columns by


def driver_missing(name: str) -> KitError | None:
    """``E-ENGINE-DRIVER`` where an address needs a driver that isn't there.

    Of engines that SQLAlchemy alone reaches, their own driver is the user's to install.

    Raises
    ------
    KitError
        ``E-ENGINE-SECRET``, ``E-ENGINE-NO-TABLE``.
    """
    scheme = address_of(name).scheme
    if all(find_spec(module) for module in _MODULES.get(scheme, OTHERS)):
        return None
    return KitError("E-ENGINE-DRIVER", file=scheme, packages=" ".join(DRIVERS.get(scheme, OTHERS)))


def connected(name: str) -> Connection:
    """Open connection to an address.

    Raises
    ------
    KitError
        ``E-ENGINE-SECRET``, ``E-ENGINE-NO-TABLE``, ``E-ENGINE-DRIVER``, ``E-ENGINE-REACH``, ``E-ENGINE-LOGIN``.
    """
    if missing := driver_missing(name):
        raise missing
    return _connection(address_of(name))


def _connection(address: Address) -> Connection:
    """Drivers are imported where an address asks for one: a laptop's report needs none."""
    if address.scheme in _POSTGRES:
        from helpers.read.engines.postgres import Postgres

        return Postgres(address)
    if address.scheme in _SPARK:
        from helpers.read.engines.spark import Spark

        return Spark(address)
    from helpers.read.engines.alchemy import Alchemy

    return Alchemy(address)


def engine_source(address: str) -> tuple[Source, EngineTable]:
    """Source of the table of an address: its first rows as records, all of its rows as blocks.

    Raises
    ------
    KitError
        ``E-FILE-EMPTY``, ``E-ENGINE-…`` where it can't be reached or read.
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
    return source, there


def _blocks(there: EngineTable, first: list[Record]) -> Iterator[Block | list[Record]]:
    yield first
    yield there.block(there.texts())
