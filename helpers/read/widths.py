"""How wide a file's rows are beside its header: a mark too many at the end of each row, or of the header."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from helpers.base.tables import CANONICAL_COLUMNS, TableName
from helpers.read.columns.header import Header
from helpers.read.columns.vocabulary import strengths

_MONEY = ("money", "maybe_money")
_BEGINS, _GOES_ON = re.compile(r"\W*\d{1,3}"), re.compile(r"\d{2,3}(\.\d+)?\D?")  # 1,200 and 12,50 in two cells


def usual_width(
    header: Header, rows: Sequence[Sequence[str]], table: TableName, mapping: Mapping[str, str] | None = None
) -> int:
    """Number of cells of most rows, the first of a file, where it may differ from the header's; else the header's.

    It may where the surplus cells are blank, and no amount or name seems divided by its own comma; or where only
    columns without a name are missing.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> found = header([(1, ["order_id", "customer_id", "ordered_at", "amount", "note"])], "purchases")
    >>> usual_width(found, [["O1", "C1", "2026-04-01", "500", "tea", ""]], "purchases")
    6
    >>> usual_width(found, [["O1", "C1", "2026-04-01", "1", "500", ""]], "purchases")
    5
    """
    width, named = len(header.names), max(map(len, header.lines))
    [(usual, rows_so)] = Counter(map(len, rows)).most_common(1) or [(width, 0)]
    if 2 * rows_so <= len(rows) or usual < named:
        return width
    if usual <= width:
        return usual
    wide = [cells for cells in rows if len(cells) == usual]
    is_blank = not any(cell.strip() for cells in wide for cell in cells[width:])
    return width if not is_blank or _is_divided(header, wide, table, mapping or {}) else usual


def _is_divided(header: Header, rows: Sequence[Sequence[str]], table: TableName, mapping: Mapping[str, str]) -> bool:
    """Whether an amount (1,200) or a name (Smith, John) seems to have made two cells of one in all rows."""
    columns = list(zip(*rows, strict=True))
    kinds = CANONICAL_COLUMNS[table]
    of_user = {name for column, name in mapping.items() if kinds.get(column) in _MONEY}
    money = (
        place
        for place, name in enumerate(header.names)
        if name in of_user or any(kinds.get(column) in _MONEY for column in strengths(table, name))
    )
    lead = [all(cell.startswith(" ") for cell in filled) for cells in columns[1:] if (filled := _filled(cells))]
    return (any(lead) and not all(lead)) or any(
        _all(_BEGINS, columns[place]) and _all(_GOES_ON, columns[place + 1]) for place in money
    )


def _filled(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _all(pattern: re.Pattern[str], cells: Iterable[str]) -> bool:
    return all(pattern.fullmatch(cell.strip()) for cell in cells)
