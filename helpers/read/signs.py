"""Signs by which cells, headers and files are told (`signs.yaml`)."""

import re
from functools import cache, lru_cache
from typing import Any

from helpers.base.own_yaml import own_yaml

SIGNS: dict[str, Any] = own_yaml(str(__package__), "signs")


@cache
def sign(name: str) -> re.Pattern[str]:
    """Pattern of any of a sign's alternatives.

    Examples
    --------
    >>> bool(sign("price").search("unit price"))
    True
    """
    return re.compile("|".join(SIGNS[name]))


@lru_cache(1 << 17)  # each of a wide file's headers is asked for several signs
def says(name: str, text: str) -> bool:
    """Whether a text has a sign.

    Examples
    --------
    >>> says("price", "unit price"), says("price", "total")
    (True, False)
    """
    return bool(sign(name).search(text))
