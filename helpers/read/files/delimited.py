"""A text file's records: CSV, TSV and what else has cells between marks.

They are counted a second time, by a way that owes nothing to the reader that took them out.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TextIO

from helpers.base.errors import KitError
from helpers.read.files.blocks import plain_block
from helpers.read.files.delimiters import evenness, mended_evenness, seen_delimiter
from helpers.read.files.line_ends import line_ends
from helpers.read.files.line_mending import has_end_mark, padded_quotes, without_blanks, without_end_mark
from helpers.read.files.many_lines import ManyLines
from helpers.read.files.records import Block, Record, Source, batches
from helpers.read.files.second_count import careful_count, plain_chunks, quick_count

LONGEST_CELL = 10_000_000  # letters; the csv module's own limit is less than long comments need
SAMPLE_LINES = 1000
_SAID = re.compile(r'"?sep=([,;|\t:^~])"?[\r\n]*', re.IGNORECASE)  # as Excel understands a first line
_DIGITS = re.compile(r"\d+")
_LINE_END = re.compile("\r\n?|\n")


def text_source(path: Path, encoding: str) -> Source:
    """Records of a text file; those of differing width stay as they are.

    Reading to the end checks their number by a second count.

    Raises
    ------
    KitError
        ``E-FILE-EMPTY``; while reading ``E-QUOTE``, ``E-CELL-LENGTH``, ``E-ROWS-LOST``.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "shop.csv"
    >>> _ = path.write_bytes(b'id;note\\n\\n1;"a;b"\\n')
    >>> source = text_source(path, "utf-8")
    >>> source.delimiter, list(source.records())
    (';', [(1, ['id', 'note']), (3, ['1', 'a;b'])])
    """
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        lines = list(islice(file, SAMPLE_LINES))
    said = _SAID.fullmatch(lines[0]) if lines else None
    table = lines[1:] if said else lines
    if not re.search(r'[^\s,;|"]', "".join(table)):
        raise KitError("E-FILE-EMPTY", file=path.name)
    delimiter = said[1] if said else seen_delimiter(table)
    in_bytes = encoding in ("utf-8", "utf-8-sig") and not said and not any(line.endswith("\r") for line in lines)
    width, ended = evenness(table, delimiter)[2], has_end_mark(path)
    layout = _Layout(path, encoding, delimiter, skipped=bool(said), width=width, ended=ended, in_bytes=in_bytes)
    layout, mended = _with_padding(layout, table)
    mended |= {"end_mark": 1} if layout.ended else {}
    records, blocks = partial(_records, layout), partial(_blocks, layout)
    return Source(path.name, "csv", records, encoding=encoding, delimiter=delimiter, mended=mended, blocks=blocks)


class _Layout(NamedTuple):
    """What reading a file needs to know; `skipped`: whether its first line only names the delimiter."""

    path: Path
    encoding: str
    delimiter: str
    skipped: bool
    width: int  # cells of most records
    ended: bool = False  # by DOS's mark
    padded: bool = False  # blanks stand around quotation marks
    in_bytes: bool = False  # see `helpers.read.files.many_lines.ManyLines`

    @contextmanager
    def opened(self) -> Iterator[TextIO]:
        """The file below the line that names the delimiter."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            if self.skipped:
                file.readline()
            yield file

    @contextmanager
    def lines(self) -> Iterator[Iterable[str]]:
        """Its lines, mended."""
        with self.opened() as file:
            lines = without_end_mark(file) if self.ended else file
            yield without_blanks(lines, self.delimiter) if self.padded else lines


def _with_padding(layout: _Layout, sample: list[str]) -> tuple[_Layout, dict[str, int]]:
    """Layout that takes cells with blanks before their quotation marks as quoted, and the number of such cells.

    So it is where the first records are divided more evenly by it, or as evenly and no records are joined by it.
    """
    if not any(_may_be_padded(chunk, layout.delimiter) for chunk in plain_chunks(layout.path, layout.encoding)):
        return layout, {}
    with layout.lines() as lines:
        cells = padded_quotes(lines, layout.delimiter)
    there, mended = evenness(sample, layout.delimiter), mended_evenness(sample, layout.delimiter)
    padded = layout._replace(padded=True, width=mended[2])
    alike = mended[:2] == there[:2] and (read := _number(padded)) and _number(layout) in (0, read)
    if cells and (alike or mended[:2] > there[:2]):
        return padded, {"blank_before_quote": cells}
    return layout, {}


def _may_be_padded(chunk: bytes, delimiter: str) -> bool:
    """Whether blanks stand between a quotation mark and a delimiter or a line end."""
    blanks = {b" ", b"\t"} - {delimiter.encode()}
    if b'"' not in chunk or not any(blank + b'"' in chunk or b'"' + blank in chunk for blank in blanks):
        return False  # seen in no time, as most files are
    ends, blank = b"[" + re.escape(delimiter).encode() + b"\r\n]", b"[" + b"".join(blanks) + b"]+"
    return bool(re.search(ends + blank + b'"|"' + blank + b"(?:" + ends + b"|$)", chunk))


def _number(layout: _Layout) -> int:
    """Number of records; 0 if they can't be read."""
    try:
        return sum(1 for _ in _records(layout))
    except KitError:
        return 0


@dataclass
class _At:
    """How far a file is read: its next physical row, and how many records were taken out."""

    row: int
    records: int = 0


def _records(layout: _Layout) -> Iterator[Record]:
    """Records with the physical rows of their first lines; their number checked at the end by a second count."""
    at = _At(1 + layout.skipped)
    with layout.lines() as lines:
        yield from _by_line(lines, layout, at)
    _check_number(layout, at.records)


def _blocks(layout: _Layout) -> Iterator[Block | list[Record]]:
    """The same many at a time; lines that hold more than plain records are read one by one."""
    if layout.ended or layout.padded:
        yield from batches(_records(layout))
        return
    at = _At(1 + layout.skipped)
    with layout.opened() as file:
        following = ManyLines(file, layout.in_bytes)
        while content := following.many():
            ends = line_ends(content)
            lines = ends.n + (content[-1:] not in b"\r\n")
            may_be_plain = not ends.lone_returns and len(content) < LONGEST_CELL
            block = plain_block(content, layout.delimiter, at.row, lines) if may_be_plain else None
            if block is None:
                here = chain(StringIO(content.decode(), newline=""), following)
                yield from batches(_by_line(here, layout, at, at.row + lines))
            else:
                at.row, at.records = at.row + lines, at.records + lines
                yield block
    _check_number(layout, at.records)


def _by_line(lines: Iterable[str], layout: _Layout, at: _At, end: int | None = None) -> Iterator[Record]:
    """Records that are not blank, up to the one that reaches the row `end`."""
    start = at.row
    reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
    try:
        for cells in reader:
            at.records += 1
            next_row = start + reader.line_num
            if next_row - at.row > 1 and _holds_rows(cells, layout):
                raise KitError("E-QUOTE", file=layout.path.name, row=at.row)
            if cells and ((cells[0] and not cells[0].isspace()) or any(map(str.strip, cells))):
                yield at.row, cells
            at.row = next_row
            if end and next_row >= end:
                return
    except csv.Error as error:
        raise _unreadable(error, layout.path.name, at.row, start + reader.line_num - 1) from None


def _check_number(layout: _Layout, records: int) -> None:
    path, encoding, read = layout.path, layout.encoding, records + layout.skipped
    if read == quick_count(path, encoding):
        return
    if read != (there := careful_count(path, encoding, layout.delimiter, padded=layout.padded)):
        raise KitError("E-ROWS-LOST", file=path.name, read=read, there=there)


def _unreadable(error: csv.Error, file: str, row: int, last_row: int) -> KitError:
    """A cell that is too long for one line, else a quotation mark: it may have swallowed what follows."""
    if "field limit" in str(error) and row == last_row:
        return KitError("E-CELL-LENGTH", file=file, row=row, limit=f"{LONGEST_CELL:,}")
    return KitError("E-QUOTE", file=file, row=row)


def _holds_rows(cells: list[str], layout: _Layout) -> bool:
    """Whether a cell has swallowed rows: one stray quotation mark opened it, another one closed it."""
    parts = ((position, _LINE_END.split(cell)) for position, cell in enumerate(cells))
    return layout.width > 2 and any(
        _are_rows(lines, position, cells, layout) for position, lines in parts if len(lines) > 1
    )


def _are_rows(lines: list[str], position: int, cells: list[str], layout: _Layout) -> bool:
    """Whether a cell's lines are whole rows, but for the ends that lie outside of it, and no prose with commas.

    The inner lines have the delimiters of rows, the last one those up to where the cell ends, and all begin like
    the record: with digits if it does. With less than two inner lines the first line has to fit too, with none
    the beginnings have to be of one form.
    """
    mark, missing = layout.delimiter, layout.width - len(cells)
    inner = [line for line in lines[1:-1] if line.strip()]
    start, *starts = [line.partition(mark)[0] for line in (cells[0] if position else lines[0], *inner, lines[-1])]
    first_fits = lines[0].count(mark) == layout.width - 1 - position
    if not inner:
        alike = bool(_DIGITS.search(start)) and _DIGITS.sub("0", start) == _DIGITS.sub("0", starts[0])
    else:
        alike = not _DIGITS.search(start) or all(map(_DIGITS.search, starts))
    fit = all(line.count(mark) == layout.width - 1 for line in inner) and lines[-1].count(mark) == position + missing
    return fit and alike and (first_fits or len(inner) > 1)
