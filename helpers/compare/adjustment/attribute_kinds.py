"""What an attribute is of by its name: known before the window, or of the day of the export (attribute_kinds.yaml)."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd

from helpers.base.own_yaml import own_yaml
from helpers.read.cells.texts import among
from helpers.read.columns.spelling import plain, spaced

EXPORT_DAY, UNKNOWN_DAY = "export_day", "unknown_day"
FIXED_LABELS = ("birth_month", "gender", "region", "postcode", "address", "source")  # kinds that numbers only name
_LONGEST_FIXED, _LONGEST = 60, 200  # characters of a name
_SIGNS = re.compile(r"\W+")
_WORDS_JOINED = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TABLE = own_yaml(str(__package__), "attribute_kinds")


def _made_of(kind: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Pattern of the names of a kind."""
    before, names, after = (
        "|".join([*kind.get(part, []), *_TABLE["any"].get(part, [])]) for part in ("before", "names", "after")
    )
    return re.compile(f"(?:{before})*(?:{names})+(?:{after})*")


_FIXED = {name: _made_of(kind) for name, kind in _TABLE["fixed"].items()}
_EXPORT_DAY = re.compile("|".join(_TABLE["export_day"]))
_STATUSES = frozenset(_TABLE["statuses"])


@lru_cache(1 << 16)
def kind_by_name(name: str) -> str:
    """Kind of an attribute: one that can't move with purchases, ``export_day``, or ``unknown_day``.

    Examples
    --------
    >>> [kind_by_name(name) for name in ("Default Address Province Code", "customer_gender", "生年月日", "utm_source")]
    ['region', 'gender', 'birth', 'source']
    >>> [kind_by_name(name) for name in ("Total Spent", "last_utm_source", "会員ランク", "Note")]
    ['export_day', 'export_day', 'export_day', 'unknown_day']
    """
    bare = _SIGNS.sub("", plain(name)) if len(name) <= _LONGEST_FIXED else ""
    kinds = (kind for kind, pattern in _FIXED.items() if pattern.fullmatch(bare))
    words = spaced(_WORDS_JOINED.sub(" ", name[:_LONGEST]))
    return next(kinds, EXPORT_DAY if _EXPORT_DAY.search(words) else UNKNOWN_DAY)


def attribute_kind(name: str, cells: pd.Series) -> str:
    """`kind_by_name`; a "state" that is one of an account is of the export day.

    Examples
    --------
    >>> attribute_kind("State", pd.Series(["NY", None])), attribute_kind("state", pd.Series(["enabled", "invited"]))
    ('region', 'export_day')
    """
    kind = kind_by_name(name)
    is_of_account = kind == "region" and bool(among(cells.astype("str"), _STATUSES).any())
    return EXPORT_DAY if is_of_account else kind
