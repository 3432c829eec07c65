"""Signs by which cells, headers and files are told (`signs.yaml`)."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SIGNS: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("signs.yaml").read_text(encoding="utf-8"))


@cache
def sign(name: str) -> re.Pattern[str]:
    """Pattern of any of a sign's alternatives.

    Examples
    --------
    >>> bool(sign("price").search("unit price"))
    True
    """
    return re.compile("|".join(SIGNS[name]))
