"""Rows among a table's that are no data: totals, and headers once more."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.read.columns.header import TOTAL_STARTS, Header, is_footer, is_repeated_header
from helpers.read.files.arrow_texts import texts_of
from helpers.read.files.records import Block
from helpers.read.files.text_bytes import first_bytes

_OF_TOTALS = "".join(sorted(filter(str.isascii, TOTAL_STARTS)))
_NO_TOTAL = "".join(letter for letter in map(chr, range(ord("!"), ord("~") + 1)) if letter not in _OF_TOTALS)
_BEGINS_NO_TOTAL = np.isin(np.arange(256), [*_NO_TOTAL.encode()])  # by a text's first byte
_PLAIN_START = rf"\A(?:[^\x00-\x20\x7f-\x{{10ffff}}{_OF_TOTALS}]|[{_OF_TOTALS}][0-9-])(?:[ -~]*[!-~])?\z"


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
