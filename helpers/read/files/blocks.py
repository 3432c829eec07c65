"""Records of a text file taken out many at a time, where every line is one: by Arrow, with the csv module's outcome."""

import csv
import re
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from helpers.read.files.records import Block

LETTERS_AT_ONCE = 2**22
_SURE = (  # begins with a letter that is no blank, whatever is called one
    "\\A[^\\x00-\\x20\\x7f-\\xa0\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}]"
)


def plain_block(text: str, delimiter: str, row: int, lines: int) -> Block | None:
    """Records of some whole `lines`, the first of them the file's `row`; blank ones are left out.

    None of the lines ends with a carriage return alone. ``None`` where they are not all plain: an empty one, a cell of
    several lines, a quotation mark inside of a cell or behind it, lines of differing width.

    Examples
    --------
    >>> plain_block('A1,"4,000"\\nA2,500\\n,\\n', ",", 2, 3).records()
    [(2, ['A1', '4,000']), (3, ['A2', '500'])]
    >>> texts = ('A1,4"\\n', '"A\\n1",4\\n', "A1,4\\nA2\\n", "A1,4\\n\\n")
    >>> [plain_block(text, ",", 2, text.count("\\n")) for text in texts]
    [None, None, None, None]
    """
    text = text if text.endswith("\n") else f"{text}\n"
    quoted = '"' in text
    if quoted and not _plain_lines(delimiter).fullmatch(text):
        return None
    table = _parsed(text, delimiter, quoted)
    if table is None or len(table) != lines:
        return None
    columns = [column.combine_chunks() for column in table.columns]
    block = Block(np.arange(row, row + len(table), dtype=np.int64), columns)
    doubtful = pc.invert(pc.match_substring_regex(columns[0], _SURE)).to_numpy(zero_copy_only=False)
    blank = [not any(map(str.strip, cells)) for _, cells in block.only(doubtful).records()] if doubtful.any() else []
    if not any(blank):
        return block
    kept = np.ones(len(table), dtype=bool)
    kept[np.flatnonzero(doubtful)[blank]] = False
    return block.only(kept)


@lru_cache
def _plain_lines(delimiter: str) -> re.Pattern[str]:
    """Pattern of lines whose quoted cells are quoted as a whole, and end in their line."""
    mark = re.escape(delimiter)
    return re.compile(rf'(?:(?:"(?:[^"\r\n]|"")*+"|[^"{mark}\r\n]*+)(?:{mark}|\r?\n))*+')


def _parsed(text: str, delimiter: str, quoted: bool) -> pa.Table | None:
    first = text[: text.index("\n")].rstrip("\r")
    names = [f"{place}" for place, _ in enumerate(next(csv.reader([first], delimiter=delimiter), ()))]
    content = text.encode()
    try:
        return pv.read_csv(
            pa.BufferReader(content),
            pv.ReadOptions(use_threads=False, block_size=len(content) + 1, column_names=names),
            pv.ParseOptions(delimiter=delimiter, quote_char='"' if quoted else False, newlines_in_values=False),
            pv.ConvertOptions(
                check_utf8=False, column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:  # lines of differing width
        return None
