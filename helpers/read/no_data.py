"""Rows among a table's that are no data: totals, and headers once more."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.read.columns.header import Header, first_text, trimmed
from helpers.read.columns.spelling import read_as
from helpers.read.files.arrow_texts import texts_of
from helpers.read.files.records import Block
from helpers.read.files.text_bytes import first_bytes

_TOTAL = re.compile(
    r"【?((総?合|総|小)計|計|(grand ?|sub ?)?totals?|平均|average)"
    r"(金額|額|値|点数?|得点|スコア| ?(score|rating)s?|数|件数|人数)?】? ?:?"
    r"(?P<number> ?\(?[¥$]?[\d,.]+ ?(円|件|人|名|行|rows?|orders?|customers?)\)?|[ :]\(?[¥$]?[\d,.]+\)?)?"
)
_TOTAL_STARTS = frozenset("総合小計平【GTSAgtsaＧＴＳＡｇｔｓａ")
_OF_TOTALS = "".join(sorted(filter(str.isascii, _TOTAL_STARTS)))
_NO_TOTAL = "".join(letter for letter in map(chr, range(ord("!"), ord("~") + 1)) if letter not in _OF_TOTALS)
_BEGINS_NO_TOTAL = np.isin(np.arange(256), [*_NO_TOTAL.encode()])  # by a text's first byte
_PLAIN_START = rf"\A(?:[{re.escape(_NO_TOTAL)}]|[{_OF_TOTALS}][0-9-])(?:[ -~]*[!-~])?\z"


def no_data(block: Block, header: Header) -> dict[int, str]:
    """Rows that are no data, and why; only those that may be none are looked at one by one."""
    first, begins_none = texts_of(block.columns[0]), _BEGINS_NO_TOTAL.copy()
    begins_none[[start.encode()[0] for start in header.starts if start]] = False
    doubtful = ~begins_none[first_bytes(first)]
    if not doubtful.any():
        return {}
    block, first = block.only(doubtful), first.filter(pa.array(doubtful))
    plain = pc.match_substring_regex(first, _PLAIN_START)
    plain = pc.and_not(plain, pc.is_in(first, pa.array(header.starts, first.type)))
    if not plain.false_count:
        return {}
    records = block.only(~plain.to_numpy(zero_copy_only=False)).records()
    return {row: reason for row, cells in records if (reason := _reason(cells, header))}


def _reason(cells: list[str], header: Header) -> str:
    """What a row is that is no data; "" if it is."""
    if is_repeated_header(cells, header):
        return "header_repeated"
    return "footer" if is_footer(cells, header) else ""


def is_repeated_header(cells: Sequence[str], header: Header) -> bool:
    """Whether a row is a header row once more, as in files copied together.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> found = header([(1, ["order_id", "customer_id", "ordered_at", "amount"])], "purchases")
    >>> is_repeated_header(["order_id ", "customer_id", "ordered_at", "amount"], found)
    True
    """
    return first_text(cells) in header.starts and trimmed(cells) in header.lines


def is_footer(cells: Sequence[str], header: Header) -> bool:
    """Whether a row is a total under or between the data: its first cell says so, no id and no date.

    Examples
    --------
    >>> from helpers.read.columns.header_search import header
    >>> found = header([(1, ["order_id", "customer_id", "ordered_at", "amount"])], "purchases")
    >>> is_footer(["", "", "合計", "12,800"], found), is_footer(["A1", "合計", "2026-01-01", "1"], found)
    (True, False)
    """
    first = first_text(cells)
    said = _TOTAL.fullmatch(read_as(first)) if first[:1] in _TOTAL_STARTS else None
    if not said:
        return False
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    if filled[0] in header.ids and not said["number"]:  # no order, customer or answer is called so
        return True
    vital = header.ids | header.dates
    return vital.isdisjoint(filled[1:]) if vital else 2 * len(filled) <= len(cells)
