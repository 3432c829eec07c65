"""What the first records below a header tell of its columns: whether their cells can be what the header says."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from helpers.base.letters import spaced_out
from helpers.base.tables import CANONICAL_COLUMNS, ONE_KEY_OF, REQUIRED, TableName
from helpers.read.signs import sign

KEY_OF: Mapping[TableName, str] = {
    "customers": "customer_id", "purchases": "order_id", "responses": "response_id", "complaints": "complaint_id",
    "orders": "order_id",
}  # fmt: skip
_CATEGORY = 20  # a category has no more values, and each of them ten times
_ENOUGH = 10  # rows from which values that all differ tell of an id
_DATED = re.compile(
    r"\d{1,4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,4}|^\d{8}|^[2-6]\d{4}(\.\d+)?$|(令和|平成|昭和|[mtshr])\D?\d|"
    r"\d{1,2}\W{0,2}[a-z]{3,9}\W|[a-z]{3,9}\W+\d{1,2}\b",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"\d{4}[-/年]\d{1,2}[-/月]")
_MONEY = re.compile(r"[^\d@]{0,6}\d[\d,.' ]*[^\d@]{0,12}")
_COUNT = re.compile(r"[\d一二三四五六七八九十百]|^(なし|いない|none|nobody|zero)$", re.IGNORECASE)
_LONGEST_ANSWER = 60  # characters of an answer on a scale


def is_address(cell: str) -> bool:
    """Whether a cell may hold an e-mail address."""
    return "@" in cell


def is_dated(cell: str) -> bool:
    """Whether a cell may hold a day, in one of many forms: a small number can't."""
    return bool(_DATED.search(cell))


def is_money(cell: str) -> bool:
    """Whether a cell may hold an amount."""
    return bool(_MONEY.fullmatch(cell)) and not _DAY_FIRST.match(cell)


def is_count(cell: str) -> bool:
    """Whether a cell may tell how many people."""
    return bool(_COUNT.search(cell)) and not _DAY_FIRST.match(cell) and not is_address(cell)


def is_scaled(cell: str) -> bool:
    """Whether a cell may be an answer on a scale, in words too."""
    return len(cell) <= _LONGEST_ANSWER and not _DAY_FIRST.match(cell) and not is_address(cell)


_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "email": is_address, "day": is_dated, "maybe_day": is_dated, "money": is_money, "maybe_money": is_money,
    "count": is_count, "score": is_scaled, "influence": is_scaled,
}  # fmt: skip


@dataclass(frozen=True)
class Content:
    """The first `rows` below a header, each as wide as it."""

    rows: Sequence[Sequence[str]]

    def cells(self, place: int) -> list[str]:
        """Cells of a column that are filled."""
        return [cell for row in self.rows if (cell := row[place].strip())]

    def first(self, place: int) -> str:
        """The first cell of a column that is filled; "" if none is."""
        return next((cell for row in self.rows if (cell := row[place].strip())), "")

    def fits(self, table: TableName, column: str, place: int) -> bool:
        """Whether most cells of a column can be this canonical one; without rows, any can.

        An id that each row has of its own is neither mostly blank nor a category, and what a table requires isn't
        blank throughout.

        Examples
        --------
        >>> content = Content([["9", "a@example.jp"], ["10", ""]])
        >>> content.fits("responses", "email", 0), content.fits("responses", "email", 1)
        (False, True)
        """
        cells = self.cells(place)
        if not self.rows:
            return True
        if column == KEY_OF.get(table):
            return 2 * len(cells) >= len(self.rows) and not is_category(cells)
        if not cells:
            return column not in (*REQUIRED[table], *ONE_KEY_OF.get(table, ()))
        return mostly(cells, _LOOKS.get(CANONICAL_COLUMNS[table].get(column, ""), bool))

    def can_be(self, table: TableName, column: str, place: int) -> bool:
        """Whether a column may be proposed: it fits, and an id that each row has of its own differs in most rows."""
        cells = self.cells(place)
        if column == KEY_OF.get(table) and len(self.rows) >= _ENOUGH and 2 * len({*cells}) < len(self.rows):
            return column == "order_id" and not mostly(cells, is_dated) and len({*cells}) > _CATEGORY
        return self.fits(table, column, place)

    def proves(self, table: TableName, column: str, place: int) -> bool:
        """Whether the cells themselves tell what a header leaves open: an id all differ in, words for order and refund.

        Rows that are merely numbered have no id.

        Examples
        --------
        >>> content = Content([[f"ch_{number}", str(number)] for number in range(3, 15)])
        >>> content.proves("purchases", "order_id", 0), content.proves("purchases", "order_id", 1)
        (True, False)
        """
        cells = self.cells(place)
        if column == "kind":
            return len(cells) > 0 and 10 * sum(map(_is_kind, cells)) >= 8 * len(cells)
        return column == KEY_OF.get(table) and is_unique(cells, len(self.rows)) and not _is_numbered(cells)


def mostly(cells: Sequence[str], looks: Callable[[str], bool]) -> bool:
    """Whether most cells look so; no cells don't.

    Examples
    --------
    >>> mostly(["a@example.jp", "b"], is_address), mostly(["a@example.jp"], is_address)
    (False, True)
    """
    return 2 * sum(map(looks, cells)) > len(cells)


def is_category(cells: Sequence[str]) -> bool:
    """Whether a few values stand in all cells.

    Examples
    --------
    >>> is_category(["web"] * 10 + ["shop"] * 10), is_category(["A1", "A2"])
    (True, False)
    """
    distinct = len(set(cells))
    return distinct <= _CATEGORY and len(cells) >= _ENOUGH * distinct


def is_unique(cells: Sequence[str], rows: int) -> bool:
    """Whether nearly every row has a value of its own, and there are enough to say so.

    Examples
    --------
    >>> is_unique([f"A{n}" for n in range(20)], 20), is_unique(["A", "B"], 2), is_unique(["A"] * 20, 20)
    (True, False, False)
    """
    return rows >= _ENOUGH and 20 * len(set(cells)) >= 19 * rows


def _is_numbered(cells: Sequence[str]) -> bool:
    """Whether each cell is the one above plus one: a line number."""
    if not all(cell.isdecimal() for cell in cells):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(cells)}
    return steps <= {1} or steps <= {-1}


def _is_kind(cell: str) -> bool:
    word = spaced_out(cell.lower())
    return any(sign(name).fullmatch(word) for name in ("kind_order", "kind_refund", "kind_other"))
