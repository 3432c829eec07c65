"""Records of a text file counted by a way that owes nothing to the reader that took them out."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from helpers.read.files.line_ends import line_ends

BYTES_AT_ONCE = 2**20
_BY_BYTES = ("utf-8", "utf-8-sig", "cp932", "euc_jp", "cp1252")  # in which quotes and line ends are ASCII's bytes


def quick_count(path: Path, encoding: str) -> int:
    """Number of records, blank ones among them: line ends before which an even number of quotation marks stands.

    Too many or too few where an unquoted cell holds a quotation mark; ``careful_count`` is for those files.
    """
    ends, inside, last = 0, 0, b"\n"
    for chunk in plain_chunks(path, encoding):
        parts = chunk.split(b'"')
        outside = b'"'.join(parts[inside::2])
        ends += line_ends(outside).n
        inside = (inside + len(parts) - 1) % 2
        last = chunk[-1:]
    return ends + (last not in b"\r\n")


def careful_count(path: Path, encoding: str, delimiter: str, *, padded: bool = False) -> int:
    """Number of records, blank ones among them, cell by cell: marks inside an unquoted cell are plain letters.

    A cell is quoted, too, that has blanks before its mark, if the file's are `padded`.
    """
    mark, blanks = re.escape(delimiter), f"[{''.join({' ', chr(9)} - {delimiter})}]*" * padded
    cell = re.compile(f'(?:{blanks}"[^"]*(?:""[^"]*)*"(?!")|(?!{blanks}"))[^{mark}]*({mark}|$)')
    records, inside = 0, False
    with path.open(encoding=encoding, newline="") as lines:
        for line in lines:
            if inside or '"' in line:
                inside = _stays_open('"' * inside + line.rstrip("\r\n"), cell)
            records += not inside
    return records + inside


def _stays_open(line: str, cell: re.Pattern[str]) -> bool:
    """Whether a line ends inside a quoted cell."""
    match = cell.match(line)
    while match and match[1]:
        match = cell.match(line, match.end())
    return match is None


def plain_chunks(path: Path, encoding: str) -> Iterator[bytes]:
    """Parts of a file in bytes of ASCII's meaning, no carriage return parted from its line feed."""
    if encoding not in _BY_BYTES:
        with path.open(encoding=encoding) as lines:
            while text := lines.read(BYTES_AT_ONCE):
                yield text.encode("utf-8", "surrogatepass")
        return
    with path.open("rb") as file:
        file.seek(len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0)
        while chunk := file.read(BYTES_AT_ONCE):
            while chunk.endswith(b"\r") and (more := file.read(1)):
                chunk += more
            yield chunk
