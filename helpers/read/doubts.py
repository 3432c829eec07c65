"""What the headers of a file leave in doubt though it can be read: warnings."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from helpers.base.errors import KitError
from helpers.base.parameters import TableName

from .asked import quoted
from .formats import Format, read_as
from .headers import Header
from .names import EXCLUDED, INCLUDED, Matches, strengths, tax

_CANCELLED = re.compile(r"キャンセル|取消|取り消し|\bcancel")
_BESIDE = re.compile(r"送料|配送料|割引|値引|クーポン|\bshipping\b|\bfreight\b|\bdiscount|\bcoupon")
_NO_MONEY = re.compile(
    r"\b(address|name|method|code|date|status|city|zip|phone|country|state)|住所|名|方法|コード|日|番号|先|区分"
)


class Note(NamedTuple):
    """A warning: its code, and what its sentence in ``errors.yaml`` names."""

    code: str
    fields: Mapping[str, str]

    def said(self, language: str) -> str:
        """Code and sentence."""
        return KitError(self.code, **self.fields).said(language)


def doubts(table: TableName, header: Header, mapping: Mapping[str, str], matches: Matches) -> list[Note]:
    """Warnings of what other headers of a purchases file say: of an amount found by its name, of cancelled orders.

    Examples
    --------
    >>> from helpers.read.headers import header
    >>> found = header([(1, ["注文番号", "会員番号", "受注日", "合計金額", "送料"])], "purchases")
    >>> places = dict(order_id=0, customer_id=1, ordered_at=2, amount=3)
    >>> [note.code for note in doubts("purchases", found, {}, Matches(places))]
    ['W-AMOUNT-BESIDE']
    """
    if table != "purchases":
        return []
    free = [name for place, name in enumerate(header.names) if place not in matches.found.values()]
    cancelled = [name for name in free if _CANCELLED.search(read_as(name))]
    notes = [] if "amount" in mapping else _of_the_amount(header, header.names[matches.found["amount"]], free)
    if cancelled and not {"status"} & {*mapping, *matches.found}:
        notes.append(Note("W-COLUMN-CANCELLED", {"file": header.file, "headers": quoted(cancelled)}))
    return notes


def _of_the_amount(header: Header, amount: str, free: list[str]) -> list[Note]:
    said = {"file": header.file, "header": quoted([amount])}
    untaxed = [name for name in free if tax(name) == EXCLUDED and "amount" in strengths("purchases", name)]
    beside = [name for name in free if _BESIDE.search(read_as(name)) and not _NO_MONEY.search(read_as(name))]
    notes = []
    if tax(amount) == INCLUDED and untaxed:
        notes.append(Note("W-AMOUNT-TAX", said | {"other": quoted(untaxed)}))
    if tax(amount) == EXCLUDED:
        notes.append(Note("W-AMOUNT-UNTAXED", said))
    if beside:
        notes.append(Note("W-AMOUNT-BESIDE", said | {"others": quoted(beside)}))
    return notes


def lacking(form: Format, header: Header, columns: list[str]) -> list[Note]:
    """Warning: a known export lacks headers that tell of refunds, statuses or discounts."""
    if not columns:
        return []
    names = {"format_en": form.name["en"], "format_ja": form.name["ja"], "headers": quoted(columns)}
    return [Note("W-FORMAT-COLUMNS", {"file": header.file, **names})]
