"""What a user is asked about a file's columns: the error, and the lines to put into the parameter file."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from helpers.base.errors import KitError
from helpers.base.tables import TableName
from helpers.read.columns.content import is_address, mostly
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.naming import as_yaml, lines
from helpers.read.columns.spelling import plain, spaced
from helpers.read.columns.vocabulary import NAMES
from helpers.read.signs import says

_MOST_COMPARED = 500  # headers of a wide file that are compared with the names of a column
_ALIKE = 0.7  # share of letters from which a header is offered as the likely one


def unknown_column(table: TableName, column: str) -> KitError:
    """Error: `columns` names a column that the table doesn't have."""
    return KitError("E-COLUMN-UNKNOWN", table=table, column=column, known=", ".join(NAMES[table]))


def several(table: TableName, header: Header, column: str, places: Sequence[int]) -> KitError:
    """Error: several headers could be a column; those of one name are told apart by a number."""
    if not header.sure:  # its names may be data
        return missing(table, header, {column: ""}, ())
    groups = {name: several for several in header.repeated.values() for name in several}
    fitting = sorted(places, key=lambda place: not header.content.can_be(table, column, place))
    names = [header.names[place] for place in fitting]
    group = groups.get(names[0], ())
    if group and set(names) <= set(group):
        first, *others = f"{group[0]} (1)", *group[1:]
        code, shown = "E-HEADER-DUPLICATE", {"header": quoted(group[:1]), "row": str(header.row)}
    else:
        first, *others = [f"{name} (1)" if name in header.repeated else name for name in names]
        code, shown = "E-COLUMN-ASK", {"headers": quoted([first, *others])}
    choice = as_yaml(first) + "  # or " + ", ".join(map(as_yaml, others))
    said = {"file": header.file, "column": column, "lines": lines(table, {column: choice})}
    return KitError(code, **said, **shown, table=table, offered={"asked": (column,), "choices": (first, *others)})


def missing(table: TableName, header: Header, columns: Mapping[str, str], taken: Iterable[int]) -> KitError:
    """Error: required columns (each with "" or the header looked for) are not there; `taken` are other columns."""
    held = {*taken}
    free = [name for place, name in enumerate(header.names) if place not in held] if header.sure else []
    named = [f"{column} ({quoted([wanted])})" if wanted else column for column, wanted in columns.items()]
    wanted_lines = {column.split(" ")[0]: _wanted(table, column, free, header) for column in columns}
    likely = {column: _likely(table, column, free, header) for column in wanted_lines}
    found, lines_wanted = quoted(header.names) if header.sure else "—", lines(table, wanted_lines)
    code = "E-COLUMN-MISSING.amounts" if table == "purchases" and [*columns] == ["amount"] else "E-COLUMN-MISSING"
    said = {"file": header.file, "missing": ", ".join(named), "found": found, "lines": lines_wanted}
    mails = [name for name in free if mostly(header.content.cells(header.places[name]), is_address)]
    offered = {"asked": tuple(columns), "choices": tuple(free), "likely": likely, "mails": mails}
    return KitError(code, **said, table=table, offered=offered)


def price_alone(header: Header, sure: Mapping[str, int], price: int) -> KitError:
    """Error: a column is the price of one piece, and none surely tells how many there were."""
    name = as_yaml(header.names[price])
    free = [name for place, name in enumerate(header.names) if place not in set(sure.values())]
    others = next((other for other in free if says("quantity", spaced(other))), "")
    likely = _likely("purchases", "quantity", free, header) or others
    quantity = as_yaml(likely) if likely else "YOUR HEADER"
    ways = ({"quantity": quantity, "unit_price": name}, {"amount": name})
    factors, amount = (lines("purchases", way) for way in ways)
    return KitError(
        "E-UNIT-PRICE", file=header.file, header=quoted([header.names[price]]), factors=factors, amount=amount
    )


def _wanted(table: TableName, column: str, free: Sequence[str], header: Header) -> str:
    """Value of a line: the likely header, or a placeholder; and which columns would do as well."""
    first, *others = column.split(" or ")
    value = as_yaml(likely) if (likely := _likely(table, first, free, header)) else "YOUR HEADER"
    if table == "responses" and others:
        others = [*others, f'or {first}: "" if the answers are anonymous']
    return f"{value}  # or {', '.join(others)}" if others else value


def _likely(table: TableName, column: str, free: Sequence[str], header: Header) -> str:
    """The header that is most like the names of a column, and whose cells can be it; "" if none is."""
    entry = NAMES[table][column]
    names = {plain(column)} | entry.names | entry.also
    fitting = [name for name in free[:_MOST_COMPARED] if header.content.can_be(table, column, header.places[name])]
    likeness = {header: max(_alike(plain(header), name) for name in names) for header in fitting}
    best = max(likeness, key=lambda header: likeness[header], default="")
    return best if likeness.get(best, 0) >= _ALIKE else ""


def _alike(header: str, name: str) -> float:
    if len(name) > 1 and len(header) > 1 and (name in header or header in name):
        return 0.9
    return SequenceMatcher(None, header, name).ratio()
