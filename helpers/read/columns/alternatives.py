"""Other columns of a file that fit as well as those taken: warnings, with the line that takes them instead."""

from collections.abc import Mapping, Sequence

from helpers.base.tables import TableName
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.naming import line
from helpers.read.columns.spelling import spaced
from helpers.read.columns.vocabulary import Matches
from helpers.read.signs import says
from helpers.read.typed_table import Warned


def alternatives(
    table: TableName, header: Header, mapping: Mapping[str, str], matches: Matches, by_name: Matches
) -> list[Warned]:
    """Warnings where a column was taken by its cells though another has the name, and of other amounts.

    `by_name` are the columns as names alone have them.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> records = [(1, ["注文番号", "会員番号", "受注日", "amount", "小計"]), (2, ["A", "C", "D", "12", "10"])]
    >>> found = header(records, "purchases")
    >>> found_by = Matches(dict(order_id=0, customer_id=1, ordered_at=2, amount=3))
    >>> [note.code for note in alternatives("purchases", found, {}, found_by, found_by)]
    ['W-AMOUNT-OTHER']
    """
    notes = _by_cells(table, header, matches, by_name)
    if table == "purchases" and "amount" in matches.sure and "amount" not in mapping and not header.format:
        notes += _amounts(header, matches)
    return notes


def _by_cells(table: TableName, header: Header, matches: Matches, by_name: Matches) -> list[Warned]:
    """Columns whose name was passed over, since its cells are mostly blank or of another kind."""
    notes = []
    for column, place in matches.sure.items():
        named = (by_name.sure[column],) if column in by_name.sure else by_name.doubtful.get(column, ())
        if others := [header.names[other] for other in named if other not in matches.sure.values()]:
            said = {"column": column, "header": quoted([header.names[place]]), "line": line(table, column, others[0])}
            notes.append(Warned("W-COLUMN-CELLS", {"file": header.file, **said, "others": quoted(others)}))
    return notes


def _amounts(header: Header, matches: Matches) -> list[Warned]:
    """Other columns of money that could be what an order came to, and don't merely repeat the one taken."""
    amount, taken = matches.sure["amount"], {*matches.sure.values()}
    same = header.content.cells(amount)
    others = [
        name
        for place, name in enumerate(header.names)
        if place not in taken and _is_amount(name) and _is_other(header.content.cells(place), same, header, place)
    ]
    if not others:
        return []
    said = {"header": quoted([header.names[amount]]), "others": quoted(others)}
    return [Warned("W-AMOUNT-OTHER", {"file": header.file, **said, "line": line("purchases", "amount", others[0])})]


def _is_amount(name: str) -> bool:
    return bool(says("amount_like", spaced(name))) and not says("no_amount", spaced(name))


def _is_other(cells: Sequence[str], same: Sequence[str], header: Header, place: int) -> bool:
    return bool(cells) and cells != same and header.content.fits("purchases", "amount", place)
