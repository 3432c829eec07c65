"""Records of a text file taken out many at a time, where every line is one: by Arrow, with the csv module's outcome."""

import csv
import re
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from helpers.read.files.records import Block
from helpers.read.files.text_bytes import first_bytes

_SURE = (  # begins with a letter that is no blank, whatever is called one
    "\\A[^\\x00-\\x20\\x7f-\\xa0\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}]"
)


def plain_block(content: bytes, delimiter: str, row: int, lines: int) -> Block | None:
    """Records of some whole `lines` in UTF-8, the first of them the file's `row`; blank ones are left out.

    None of the lines ends with a carriage return alone. ``None`` where they are not all plain: an empty one, a cell of
    several lines, a quotation mark inside of a cell or behind it, lines of differing width.

    Examples
    --------
    >>> plain_block(b'A1,"4,000"\\nA2,500\\n,\\n', ",", 2, 3).records()
    [(2, ['A1', '4,000']), (3, ['A2', '500'])]
    >>> contents = (b'A1,4"\\n', b'"A\\n1",4\\n', b"A1,4\\nA2\\n", b"A1,4\\n\\n")
    >>> [plain_block(content, ",", 2, content.count(b"\\n")) for content in contents]
    [None, None, None, None]
    """
    content = content if content.endswith(b"\n") else content + b"\n"
    quoted = b'"' in content
    if quoted and not _plain_lines(delimiter).fullmatch(content):
        return None
    table = _parsed(content, delimiter, quoted)
    if table is None or len(table) != lines:
        return None
    columns = [column.combine_chunks() for column in table.columns]
    block = Block(np.arange(row, row + len(table), dtype=np.int64), columns)
    doubtful = _may_be_blank(columns[0])
    blank = [not any(map(str.strip, cells)) for _, cells in block.only(doubtful).records()] if doubtful.any() else []
    if not any(blank):
        return block
    kept = np.ones(len(table), dtype=bool)
    kept[np.flatnonzero(doubtful)[blank]] = False
    return block.only(kept)


def _may_be_blank(cells: pa.Array) -> np.ndarray:
    """Which cells may begin with a blank; of most the first byte says that they don't."""
    firsts = first_bytes(cells)
    doubtful = (firsts <= ord(" ")) | (firsts > ord("~"))
    if doubtful.any():
        sure = pc.match_substring_regex(cells.filter(pa.array(doubtful)), _SURE)
        doubtful[doubtful] = ~sure.to_numpy(zero_copy_only=False)
    return doubtful


@lru_cache
def _plain_lines(delimiter: str) -> re.Pattern[bytes]:
    """Pattern of lines whose quoted cells are quoted as a whole, and end in their line."""
    mark = re.escape(delimiter)
    return re.compile(rf'(?:(?:"(?:[^"\r\n]|"")*+"|[^"{mark}\r\n]*+)(?:{mark}|\r?\n))*+'.encode())


def _parsed(content: bytes, delimiter: str, quoted: bool) -> pa.Table | None:
    first = content[: content.index(b"\n")].rstrip(b"\r").decode()
    names = [f"{place}" for place, _ in enumerate(next(csv.reader([first], delimiter=delimiter), ()))]
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
