"""From an address to an open connection, with the driver that it needs."""

from collections.abc import Mapping
from importlib.util import find_spec

from helpers.base.addresses import Address, address_of
from helpers.base.errors import KitError
from helpers.read.engines.connection import Connection

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
