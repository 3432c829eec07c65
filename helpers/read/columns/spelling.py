"""How headers are compared: in plain form, and as patterns meet them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_LONGEST = 500  # characters of a header that patterns look at
_REMEMBERED = 1 << 16  # headers: a file has up to 16,384 columns
_UNTOLD = re.compile(r"[\s_.\-\u2010-\u2015\u200b-\u200f\u2060\ufeff]+")
_MARK_UP = re.compile(r"<[^<>]*>|[\u200b-\u200f\ufeff]")
_SAME = str.maketrans({"\u301c": "~", "\u2212": "-", "\u2225": "\u2016"})  # one sign of Shift_JIS, two of Unicode


def _narrow(text: str) -> str:
    """Half width and lower case; signs that systems convert in two ways (wave dash, minus, double bar) are one."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).translate(_SAME).casefold()


@lru_cache(_REMEMBERED)
def plain(header: str) -> str:
    """Header as it is compared: case, width, blanks, zero-width characters, ``_``, ``.`` and ``-`` don't tell.

    Examples
    --------
    >>> plain("Ｅ-mail Address"), plain("顧客_ID"), plain("Order No.")
    ('emailaddress', '顧客id', 'orderno')
    """
    return _UNTOLD.sub("", _narrow(header))


@lru_cache(_REMEMBERED)
def read_as(header: str) -> str:
    """Header as patterns meet it: half width, lower case, single blanks, no mark-up.

    Examples
    --------
    >>> read_as("How <b>likely</b>  are you…")
    'how likely are you...'
    """
    text = _narrow(header[:_LONGEST])
    return " ".join(_MARK_UP.sub(" ", text).split())


@lru_cache(_REMEMBERED)
def spaced(header: str) -> str:
    """Header as patterns of words meet it: with blanks for ``_`` and ``-``.

    Examples
    --------
    >>> spaced("Order_Date")
    'order date'
    """
    return read_as(header).replace("_", " ").replace("-", " ")


def first_of(headers: Iterable[str], names: Sequence[str]) -> int | None:
    """Position of the first of `headers` that is among `names`.

    Examples
    --------
    >>> first_of(["Net Sales", "N. Revenue"], ["Date", "n_revenue"])
    1
    """
    there = _positions(tuple(names))
    return next((there[plain(header)] for header in headers if plain(header) in there), None)


@lru_cache(maxsize=4)
def _positions(names: tuple[str, ...]) -> Mapping[str, int]:
    """The first position of each name, as names are compared."""
    return {plain(name): position for position, name in reversed(list(enumerate(names)))}
