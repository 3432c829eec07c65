"""What a user is asked about a file's columns: the error, and the lines to put into the parameter file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial

from helpers.base.errors import KitError
from helpers.base.tables import TableName
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.spelling import plain
from helpers.read.columns.vocabulary import NAMES

_ALIKE = 0.7  # share of letters from which a header is offered as the likely one


def lines(table: TableName, columns: Mapping[str, str]) -> str:
    """Lines of a parameter file that name columns.

    Examples
    --------
    >>> print(lines("responses", {"score": '"Q3"  # or "Q4"'}))
    columns:
      responses:
        score: "Q3"  # or "Q4"
    """
    return "\n".join(["columns:", f"  {table}:", *(f"    {column}: {value}" for column, value in columns.items())])


_as_yaml = partial(json.dumps, ensure_ascii=False)


def unknown_column(table: TableName, column: str) -> KitError:
    """Error: `columns` names a column that the table doesn't have."""
    return KitError("E-COLUMN-UNKNOWN", table=table, column=column, known=", ".join(NAMES[table]))


def several(table: TableName, header: Header, column: str, places: Sequence[int]) -> KitError:
    """Error: several headers could be a column; those of one name are told apart by a number."""
    if not header.sure:  # its names may be data
        return missing(table, header, {column: ""}, ())
    groups = {name: several for several in header.repeated.values() for name in several}
    names = [header.names[place] for place in places]
    group = groups.get(names[0], ())
    if group and set(names) <= set(group):
        first, *others = f"{group[0]} (1)", *group[1:]
        code, shown = "E-HEADER-DUPLICATE", {"header": quoted(group[:1]), "row": str(header.row)}
    else:
        first, *others = [f"{name} (1)" if name in header.repeated else name for name in names]
        code, shown = "E-COLUMN-ASK", {"headers": quoted([first, *others])}
    choice = _as_yaml(first) + "  # or " + ", ".join(map(_as_yaml, others))
    return KitError(code, file=header.file, column=column, lines=lines(table, {column: choice}), **shown)


def missing(table: TableName, header: Header, columns: Mapping[str, str], taken: Iterable[int]) -> KitError:
    """Error: required columns (each with "" or the header looked for) are not there; `taken` are other columns."""
    free = [name for place, name in enumerate(header.names) if place not in set(taken)] if header.sure else []
    named = [f"{column} ({quoted([wanted])})" if wanted else column for column, wanted in columns.items()]
    wanted_lines = {column.split(" ")[0]: _wanted(table, column, free) for column in columns}
    found, lines_wanted = quoted(header.names) if header.sure else "—", lines(table, wanted_lines)
    return KitError("E-COLUMN-MISSING", file=header.file, missing=", ".join(named), found=found, lines=lines_wanted)


def _wanted(table: TableName, column: str, free: Sequence[str]) -> str:
    """Value of a line: the likely header, or a placeholder; and which columns would do as well."""
    first, *others = column.split(" or ")
    value = _as_yaml(likely) if (likely := _likely(table, first, free)) else "YOUR HEADER"
    if table == "responses" and others:
        others = [*others, f'or {first}: "" if the answers are anonymous']
    return f"{value}  # or {', '.join(others)}" if others else value


def _likely(table: TableName, column: str, free: Sequence[str]) -> str:
    """The header that is most like the names of a column; "" if none is."""
    entry = NAMES[table][column]
    names = {plain(column)} | entry.names | entry.also
    likeness = {header: max(_alike(plain(header), name) for name in names) for header in free}
    best = max(likeness, key=lambda header: likeness[header], default="")
    return best if likeness.get(best, 0) >= _ALIKE else ""


def _alike(header: str, name: str) -> float:
    if len(name) > 1 and len(header) > 1 and (name in header or header in name):
        return 0.9
    return SequenceMatcher(None, header, name).ratio()
