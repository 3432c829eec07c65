"""Lines of a parameter file that name columns, to be pasted into it."""

import json
from collections.abc import Mapping, Sequence
from functools import partial

from helpers.base.tables import TableName, named_table

_MOST_OTHERS = 5  # headers that are offered beside the first
as_yaml = partial(json.dumps, ensure_ascii=False)


def lines(table: TableName, columns: Mapping[str, str]) -> str:
    """Lines of a parameter file that name columns.

    Examples
    --------
    >>> print(lines("responses", {"score": '"Q3"  # or "Q4"'}))
    columns:
      responses:
        score: "Q3"  # or "Q4"
    """
    return "\n".join(
        ["columns:", f"  {named_table(table)}:", *(f"    {column}: {value}" for column, value in columns.items())]
    )


def line(table: TableName, column: str, header: str) -> str:
    """The same in one line, for a warning.

    Examples
    --------
    >>> line("purchases", "amount", "Subtotal")
    'columns: {purchases: {amount: "Subtotal"}}'
    """
    return f"columns: {{{named_table(table)}: {{{column}: {as_yaml(header)}}}}}"


def proposals(table: TableName, columns: Mapping[str, Sequence[str]]) -> str:
    """Lines that name columns, each with the headers that may be it; "" without any.

    Examples
    --------
    >>> print(proposals("responses", {"comment": ("q5", "q6")}))
    columns:
      responses:
        comment: "q5"  # or "q6"
    """
    return lines(table, {column: _choice(headers) for column, headers in columns.items()}) if columns else ""


def _choice(headers: Sequence[str]) -> str:
    first, *others = headers
    more = "  # or " + ", ".join(map(as_yaml, others[:_MOST_OTHERS])) if others else ""
    return as_yaml(first) + more + ", …" * (len(others) > _MOST_OTHERS)
