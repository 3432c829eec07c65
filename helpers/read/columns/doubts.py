"""What the headers of a file leave in doubt though it can be read: warnings."""

import re
from collections.abc import Iterable, Mapping, Set

from helpers.base.tables import TableName
from helpers.read.columns.formats import Format
from helpers.read.columns.header import Header, quoted
from helpers.read.columns.spelling import read_as
from helpers.read.columns.vocabulary import EXCLUDED, INCLUDED, Matches, strengths, tax
from helpers.read.typed_table import Warned

_CANCELLED = re.compile(r"キャンセル|取消|取り消し|\bcancel")
_TEST = re.compile(r"(?<![ンb])テスト|(?<!b )\btest\b")  # not コンテスト, nor A/B tests
_STATE = 20  # characters of a state, and how many states a column has at most
_PRICE = re.compile(r"\bprice\b|価格|単価|値段")
_SUM = re.compile(r"\btotal\b|合計|総")
_QUANTITY = re.compile(
    r"\b(qty|quantity|quantities|units|number of items|items sold)\b|数量|個数|(購入|注文|販売)(点)?数|点数"
)
_PAYABLE = re.compile(
    r"送料|\bshipping\b|\bpostage\b|請求|支払|決済|総合計|\bgrand total\b|\b(paid|payment|charged|billed)\b"
)
_NO_SHIPPING = re.compile(r"送料(別|抜|無|なし|を?除)|\b(excl\w*\.?|without|before|ex|no)( of)? (shipping|postage)")
_OF_TAX = re.compile(r"消費税|税額|^税金?$|\b(tax(es)?|vat|gst)\b")
_NO_TAX = re.compile(r"[内うち]消費税|税率|税番|\b(rate|id|no|exempt\w*|type|class|included)\b|%")
_BESIDE = re.compile(r"送料|配送料|割引|値引|クーポン|\bshipping\b|\bfreight\b|\bdiscount|\bcoupon")
_NO_MONEY = re.compile(
    r"\b(address|name|method|code|date|status|city|zip|phone|country|state)|住所|名|方法|コード|日|番号|先|区分"
)


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
    cancelled = [name for name in free if _TEST.search(_spaced(name)) or (not has_status and _marks_cancelled(name))]
    notes = [] if "amount" in mapping else _of_the_amount(header, header.names[matches.sure["amount"]], free)
    if cancelled and "status" not in mapping:
        notes.append(_cancelled(header, cancelled))
    return notes


def _spaced(name: str) -> str:
    return re.sub("[_-]", " ", read_as(name))


def _marks_cancelled(name: str) -> bool:
    return bool(_CANCELLED.search(_spaced(name)) or _TEST.search(_spaced(name)))


def _cancelled(header: Header, names: Iterable[str]) -> Warned:
    return Warned("W-COLUMN-CANCELLED", {"file": header.file, "headers": quoted(names)})


def cancelled_cells(
    header: Header, read: Set[str], records: Iterable[tuple[int, list[str]]], unused: Set[str]
) -> list[Warned]:
    """Warning: columns that are not read hold a few words only, some of which mean a cancelled or test order.

    Parameters
    ----------
    header : Header
    read : set of str
        Headers of columns that are read.
    records : iterable of (int, list of str)
        The first records below the header.
    unused : set of str
        Statuses, in lower case, of orders that don't count.
    """
    rows = [cells for _, cells in records if len(cells) == len(header.names)]
    headers = []
    for name, cells in zip(header.names, zip(*rows, strict=True), strict=False):
        is_passed = name in read or (not header.format and _marks_cancelled(name))
        states = set() if is_passed else {cell.strip() for cell in set(cells)}
        if len(states) <= _STATE and any(_is_cancelled(state, unused) for state in states):
            headers.append(name)
    return [_cancelled(header, headers)] if headers else []


def _is_cancelled(state: str, unused: Set[str]) -> bool:
    return state.lower() in unused or (len(state) <= _STATE and _marks_cancelled(state))


def _amount(header: Header, matches: Matches) -> str:
    return header.names[matches.sure["amount"]]


def is_price(header: Header, matches: Matches) -> bool:
    """Whether the amount is, by its name, the price of one piece: another column holds how many there were."""
    amount, others = _spaced(_amount(header, matches)), map(_spaced, header.names)
    return bool(_PRICE.search(amount)) and not _SUM.search(amount) and any(map(_QUANTITY.search, others))


def price_taken(header: Header, amount: str) -> list[Warned]:
    """Warning: the user takes the price of one piece as the amount."""
    return [Warned("W-AMOUNT-PRICE", {"file": header.file, "header": quoted([amount])})]


def other_basis(header: Header, amount: str) -> list[Warned]:
    """Warning: the amount may be what was paid, with shipping, and not goods alone."""
    return [Warned("W-AMOUNT-BASIS", {"file": header.file, "header": quoted([amount])})]


def _of_the_amount(header: Header, amount: str, free: list[str]) -> list[Warned]:
    said = {"file": header.file, "header": quoted([amount])}
    untaxed = [name for name in free if tax(name) == EXCLUDED and "amount" in strengths("purchases", name)]
    beside = [name for name in free if _BESIDE.search(read_as(name)) and not _NO_MONEY.search(read_as(name))]
    notes = []
    if tax(amount) == INCLUDED and untaxed:
        notes.append(Warned("W-AMOUNT-TAX", said | {"other": quoted(untaxed)}))
    if tax(amount) == EXCLUDED:
        notes.append(Warned("W-AMOUNT-UNTAXED", said))
    if not tax(amount) and any(map(_holds_tax, free)):
        notes.append(Warned("W-AMOUNT-TAX-OPEN", said | {"other": quoted(filter(_holds_tax, free))}))
    if _PAYABLE.search(_spaced(amount)) and not _NO_SHIPPING.search(_spaced(amount)):
        notes += other_basis(header, amount)
    if beside:
        notes.append(Warned("W-AMOUNT-BESIDE", said | {"others": quoted(beside)}))
    return notes


def _holds_tax(name: str) -> bool:
    text = _spaced(name)
    return bool(_OF_TAX.search(text)) and not (tax(name) or _NO_TAX.search(text) or _NO_MONEY.search(text))


def lacking(form: Format, header: Header, columns: list[str]) -> list[Warned]:
    """Warning: a known export lacks headers that tell of refunds, statuses or discounts."""
    if not columns:
        return []
    names = {"format_en": form.name["en"], "format_ja": form.name["ja"], "headers": quoted(columns)}
    return [Warned("W-FORMAT-COLUMNS", {"file": header.file, **names})]
