"""What the headers of a file leave in doubt though it can be read: warnings."""

import re
from collections.abc import Iterable, Mapping, Set

from helpers.base.tables import TableName
from helpers.read.columns.formats import Format
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.spelling import read_as
from helpers.read.columns.vocabulary import EXCLUDED, INCLUDED, Matches, strengths, tax
from helpers.read.signs import sign
from helpers.read.typed_table import Warned

_STATE = 20  # characters of a state, and how many states a column has at most


def doubts(table: TableName, header: Header, mapping: Mapping[str, str], matches: Matches) -> list[Warned]:
    """Warnings of what other headers of a purchases file say: of an amount found by its name, of cancelled orders.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> found = header([(1, ["注文番号", "会員番号", "受注日", "合計金額", "送料"])], "purchases")
    >>> places = dict(order_id=0, customer_id=1, ordered_at=2, amount=3)
    >>> [note.code for note in doubts("purchases", found, {}, Matches(places))]
    ['W-AMOUNT-BESIDE']
    """
    if table != "purchases":
        return []
    free = [name for place, name in enumerate(header.names) if place not in matches.sure.values()]
    has_status = bool({"status"} & {*mapping, *matches.sure})
    cancelled = [
        name for name in free if sign("test").search(_spaced(name)) or (not has_status and _marks_cancelled(name))
    ]
    notes = [] if "amount" in mapping else _of_the_amount(header, header.names[matches.sure["amount"]], free)
    if cancelled and "status" not in mapping:
        notes.append(Warned("W-COLUMN-CANCELLED", {"file": header.file, "headers": quoted(cancelled)}))
    return notes


def _spaced(name: str) -> str:
    return re.sub("[_-]", " ", read_as(name))


def _marks_cancelled(name: str) -> bool:
    return any(sign(kind).search(_spaced(name)) for kind in ("cancelled", "test"))


def cancelled_cells(
    header: Header, read: Set[str], records: Iterable[tuple[int, list[str]]], unused: Set[str]
) -> list[Warned]:
    """Warning: columns that are not `read` hold a few words only, some of which mean a cancelled or test order.

    `records` are the first below the header; `unused` are statuses, in lower case, of orders that don't count.
    """
    rows = [cells for _, cells in records if len(cells) == len(header.names)]
    headers = []
    for name, cells in zip(header.names, zip(*rows, strict=True), strict=False):
        is_passed = name in read or (not header.format and _marks_cancelled(name))
        states = set() if is_passed else {cell.strip() for cell in set(cells)}
        if len(states) <= _STATE and any(_is_cancelled(state, unused) for state in states):
            headers.append(name)
    return [Warned("W-COLUMN-CANCELLED", {"file": header.file, "headers": quoted(headers)})] if headers else []


def _is_cancelled(state: str, unused: Set[str]) -> bool:
    return state.lower() in unused or (len(state) <= _STATE and _marks_cancelled(state))


def is_price(header: Header, matches: Matches) -> bool:
    """Whether the amount is, by its name, the price of one piece: another column holds how many there were."""
    amount, others = _spaced(header.names[matches.sure["amount"]]), map(_spaced, header.names)
    return (
        bool(sign("price").search(amount))
        and not sign("sum").search(amount)
        and any(map(sign("quantity").search, others))
    )


def other_basis(header: Header, amount: str) -> list[Warned]:
    """Warning: the amount may be what was paid, with shipping, and not goods alone."""
    return [Warned("W-AMOUNT-BASIS", {"file": header.file, "header": quoted([amount])})]


def _of_the_amount(header: Header, amount: str, free: list[str]) -> list[Warned]:
    said = {"file": header.file, "header": quoted([amount])}
    untaxed = [name for name in free if tax(name) == EXCLUDED and "amount" in strengths("purchases", name)]
    beside = [
        name for name in free if sign("beside").search(read_as(name)) and not sign("no_money").search(read_as(name))
    ]
    notes = []
    if tax(amount) == INCLUDED and untaxed:
        notes.append(Warned("W-AMOUNT-TAX", said | {"other": quoted(untaxed)}))
    if tax(amount) == EXCLUDED:
        notes.append(Warned("W-AMOUNT-UNTAXED", said))
    if not tax(amount) and any(map(_holds_tax, free)):
        notes.append(Warned("W-AMOUNT-TAX-OPEN", said | {"other": quoted(filter(_holds_tax, free))}))
    if sign("payable").search(_spaced(amount)) and not sign("no_shipping").search(_spaced(amount)):
        notes += other_basis(header, amount)
    if beside:
        notes.append(Warned("W-AMOUNT-BESIDE", said | {"others": quoted(beside)}))
    return notes


def _holds_tax(name: str) -> bool:
    text = _spaced(name)
    return bool(sign("of_tax").search(text)) and not (
        tax(name) or sign("no_tax").search(text) or sign("no_money").search(text)
    )


def lacking(form: Format, header: Header, columns: list[str]) -> list[Warned]:
    """Warning: a known export lacks headers that tell of refunds, statuses or discounts."""
    if not columns:
        return []
    names = {"format_en": form.name["en"], "format_ja": form.name["ja"], "headers": quoted(columns)}
    return [Warned("W-FORMAT-COLUMNS", {"file": header.file, **names})]
