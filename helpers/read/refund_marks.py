"""Marks by which ids of refunds differ from those of their orders: C1001, R-1001, 1001-R2."""

import pandas as pd

_MARKS = "refund|return|ref|rfd|ret|rma|rf|cn|cm|c|r"
_BEFORE = rf"(?i)^(?:(?:{_MARKS})[-_#: ]?|-)(.+)$"  # C1001, R-1001, -1001
_AFTER = rf"(?i)^(.+?)(?:[-_#: ]?(?:{_MARKS})|[-_#: ](?:{_MARKS})\d)$"  # 1001R, 1001-R, 1001-R2
MARKED = (_BEFORE, _AFTER)


def without_mark(ids: pd.Series, mark: str) -> pd.Series:
    """What is left of ids of refunds less a mark (one of `MARKED`); missing where there is none.

    Examples
    --------
    >>> without_mark(pd.Series(["R-1001", "1002"]), MARKED[0]).tolist()
    ['1001', nan]
    """
    return ids.str.extract(mark, expand=False)


def ids_without_marks(ids: list[str]) -> set[str]:
    """What ids may be less a mark of refunds.

    Examples
    --------
    >>> sorted(ids_without_marks(["C1001", "1002-R", "7"]))
    ['1001', '1002']
    """
    texts = pd.Series(ids, dtype="str")
    return {bare for mark in MARKED for bare in without_mark(texts, mark).dropna()}
