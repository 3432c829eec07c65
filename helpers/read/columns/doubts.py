"""What the headers of a file leave in doubt though it can be read: warnings."""

from collections.abc import Mapping, Set

from helpers.base.tables import FACTORS, TableName
from helpers.read.columns.formats import Format
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.naming import line
from helpers.read.columns.spelling import read_as, spaced
from helpers.read.columns.vocabulary import EXCLUDED, INCLUDED, Matches, strengths, tax
from helpers.read.signs import says
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
    if table not in ("purchases", "amounts"):
        return []
    read = {place for column, place in matches.sure.items() if column != "tax"}
    free = [name for place, name in enumerate(header.names) if place not in read]
    has_status = bool({"status"} & {*mapping, *matches.sure})
    cancelled = [name for name in free if says("test", spaced(name)) or (not has_status and _marks_cancelled(name))]
    made_of = [header.names[matches.sure[column]] for column in ("amount", *FACTORS) if column in matches.sure]
    notes = [] if "amount" in mapping or not made_of else _of_the_amount(header, made_of, free)
    if cancelled and "status" not in mapping:
        notes.append(Warned("W-COLUMN-CANCELLED", {"file": header.file, "headers": quoted(cancelled)}))
    return notes


def _marks_cancelled(name: str) -> bool:
    return says("cancelled", spaced(name)) or says("test", spaced(name))


def cancelled_cells(header: Header, read: Set[str], unused: frozenset[str]) -> list[Warned]:
    """Warning: columns that are not `read` hold a few words only, some of which mean a cancelled or test order.

    The first ones below the header are looked at; `unused` are statuses, in lower case, of orders that don't count.
    """
    columns = zip(header.names, zip(*header.content.rows, strict=True), strict=False)
    all_states = {name: {*map(str.strip, cells)} for name, cells in columns if name not in read}
    few = {name: states for name, states in all_states.items() if len(states) <= _STATE}
    cancelled = {state for state in set[str]().union(*few.values()) if _is_cancelled(state, unused)}
    marked = [name for name, states in few.items() if states & cancelled]
    headers = [name for name in marked if header.format or not _marks_cancelled(name)]
    return [Warned("W-COLUMN-CANCELLED", {"file": header.file, "headers": quoted(headers)})] if headers else []


def _is_cancelled(state: str, unused: frozenset[str]) -> bool:
    return state.lower() in unused or (len(state) <= _STATE and _marks_cancelled(state))


def other_basis(header: Header, amount: str) -> list[Warned]:
    """Warning: the amount may be what was paid, with shipping, and not goods alone."""
    return [Warned("W-AMOUNT-BASIS", {"file": header.file, "header": quoted([amount])})]


def _of_the_amount(header: Header, made_of: list[str], free: list[str]) -> list[Warned]:
    """Warnings of an amount that is a column, or the product of quantity and unit price."""
    amount, kind = made_of[-1], "amount" if len(made_of) == 1 else "unit_price"
    said = {"file": header.file, "header": " × ".join(quoted([name]) for name in made_of)}
    beside = [name for name in free if says("beside", read_as(name)) and not says("no_money", read_as(name))]
    notes = []
    if tax(amount) == INCLUDED and (untaxed := _untaxed(free, kind)):
        switch = {"other": quoted(untaxed), "line": line("purchases", kind, untaxed[0])}
        notes.append(Warned("W-AMOUNT-TAX", said | switch))
    if tax(amount) == EXCLUDED:
        notes.append(Warned("W-AMOUNT-UNTAXED", said))
    if not tax(amount) and any(map(_holds_tax, free)):
        notes.append(Warned("W-AMOUNT-TAX-OPEN", said | {"other": quoted(filter(_holds_tax, free))}))
    if says("payable", spaced(amount)) and not says("no_shipping", spaced(amount)):
        notes += other_basis(header, amount)
    if beside:
        notes.append(Warned("W-AMOUNT-BESIDE", said | {"others": quoted(beside)}))
    return notes


def _untaxed(names: list[str], kind: str) -> list[str]:
    return [name for name in names if kind in strengths("purchases", name) and tax(name) == EXCLUDED]


def _holds_tax(name: str) -> bool:
    text = spaced(name)
    return bool(says("of_tax", text)) and not (tax(name) or says("no_tax", text) or says("no_money", text))


def lacking(form: Format, header: Header, columns: list[str]) -> list[Warned]:
    """Warning: a known export lacks headers that tell of refunds, statuses or discounts."""
    if not columns:
        return []
    names = {"format_en": form.name["en"], "format_ja": form.name["ja"], "headers": quoted(columns)}
    return [Warned("W-FORMAT-COLUMNS", {"file": header.file, **names})]
