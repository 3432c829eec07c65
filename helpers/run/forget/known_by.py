"""By what one customer is known in the files that ``out`` keeps, and which rows are hers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from helpers.base.spreadsheets import harmless

KEYS = ("customer_id", "token", "person", "email")  # the first that a row has tells whose it is


@dataclass(frozen=True, repr=False)
class KnownBy:
    """Her id, and the tokens, addresses and persons that stand beside it; its text shows nobody."""

    customer_id: str
    others: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """All that she is known by, also as spreadsheets have it."""
        plain = {self.customer_id, *self.others}
        return frozenset(plain | {str(harmless(name)) for name in plain})

    def rows(self, frame: pd.DataFrame) -> pd.Series:
        """Which rows are hers: by the id, where a row has none by its token, then its person, then its address.

        Examples
        --------
        >>> frame = pd.DataFrame({"customer_id": ["C1", "C2", None], "email": ["a@b.jp", "a@b.jp", "a@b.jp"]})
        >>> KnownBy("C1", frozenset({"a@b.jp"})).rows(frame).tolist()
        [True, False, True]
        """
        told = [frame[key] for key in KEYS if key in frame]
        whose = pd.Series(None, index=frame.index, dtype=object)
        for column in told:
            whose = whose.where(whose.notna(), column.astype(object).where(column.notna() & (column != "")))
        return whose.isin(self.names)

    def stands_in(self, text: str) -> bool:
        """Whether a text names her; an id that may be a figure or a word is told by its table alone.

        Examples
        --------
        >>> her = KnownBy("C1042", frozenset({"a@b.jp"}))
        >>> her.stands_in("of C1042, who"), her.stands_in("C10423"), KnownBy("1042").stands_in("1042")
        (True, False, False)
        """
        return any(
            re.search(rf"(?<![\w@.-]){re.escape(name)}(?![\w@-])", text) for name in self.names if _is_telling(name)
        )


def known_by(customer_id: str, frames: Iterable[pd.DataFrame]) -> KnownBy:
    """What stands beside her id in tables.

    Examples
    --------
    >>> sorted(known_by("C1", [pd.DataFrame({"customer_id": ["C1", "C2"], "token": ["x", "y"]})]).names)
    ['C1', 'x']
    """
    beside: set[str] = set()
    for frame in frames:
        if "customer_id" in frame:
            mine = frame[frame["customer_id"].isin({customer_id, harmless(customer_id)})]
            cells = mine[[key for key in KEYS[1:] if key in mine]].astype(object).to_numpy().ravel()
            beside |= {str(cell) for cell in cells if pd.notna(cell)} - {""}
    return KnownBy(customer_id, frozenset(beside - {customer_id}))


def _is_telling(name: str) -> bool:
    return "@" in name or (len(name) >= 4 and bool(re.search(r"[^\W\d]", name)) and bool(re.search(r"\d", name)))
