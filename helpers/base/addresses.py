"""The address of a table in an engine, as a parameter has it in the place of a file's path."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from helpers.base.errors import KitError

_LOCAL = re.compile(r"local(\[[0-9*]+\])?(\?|$)")
_SECRET = re.compile(r"(?i)pass|pwd|token|secret|credential|api_?key|access_?key")
_OWN = ("table", "path")


@dataclass(frozen=True)
class Address:
    """Where a table lies: the engine's `scheme` and `url`, less what names the table or a Parquet `path` there."""

    scheme: str
    url: str
    table: tuple[str, ...] = ()
    path: str = ""

    @property
    def file(self) -> str:
        """What messages and reports call it: the table alone."""
        return ".".join(self.table) or self.path.rstrip("/").rsplit("/", 1)[-1]

    @property
    def shown(self) -> str:
        """Engine and table, without host and user, as a report may show it."""
        return f"{self.scheme}: {self.file}"


def is_engine_address(name: str) -> bool:
    """Whether a parameter names an engine's table and no file.

    Examples
    --------
    >>> [is_engine_address(name) for name in ("postgresql://db/shop?table=orders", "local[*]?path=/a", "a.csv")]
    [True, True, False]
    """
    return "://" in name or bool(_LOCAL.match(name))


def address_of(name: str) -> Address:
    """The parts of an address.

    Raises
    ------
    KitError
        ``E-ENGINE-SECRET`` where it holds one, ``E-ENGINE-NO-TABLE`` where it names no table.

    Examples
    --------
    >>> address_of("postgresql://db/shop?table=sales.orders&sslmode=require")
    Address(scheme='postgresql', url='postgresql://db/shop?sslmode=require', table=('sales', 'orders'), path='')
    >>> address_of("sc://spark:15002/;user_id=a?table=orders").url, address_of("local[*]?path=/data/orders").url
    ('sc://spark:15002/;user_id=a', 'local[*]')
    """
    if holds_secret(name):
        raise KitError("E-ENGINE-SECRET", file=_scheme(name))
    front, _, query = name.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    own = {key: value for key, value in pairs if key in _OWN and value}
    if len(own) != 1:
        raise KitError("E-ENGINE-NO-TABLE", file=_scheme(name))
    rest = urlencode([pair for pair in pairs if pair[0] not in _OWN], quote_via=quote)
    table = tuple(filter(None, own.get("table", "").split(".")))
    return Address(_scheme(name), front + f"?{rest}" * bool(rest), table, own.get("path", ""))


def holds_secret(name: str) -> bool:
    """Whether an address carries a password or a token: these come from the environment or the driver's own files.

    Examples
    --------
    >>> holds_secret("postgresql://me:hush@db/shop"), holds_secret("sc://x/;token=abc"), holds_secret("mysql://me@db/s")
    (True, True, False)
    """
    if not is_engine_address(name):
        return False
    user, at, _ = urlsplit(name).netloc.rpartition("@") if "://" in name else ("", "", "")
    named = [part.partition("=")[0] for part in re.split("[;?&]", unquote(name))[1:] if "=" in part]
    return (bool(at) and ":" in user) or any(map(_SECRET.search, named))


def _scheme(name: str) -> str:
    return name.partition("://")[0] if "://" in name else "local"
