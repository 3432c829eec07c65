"""Lines of a text file mended before they are divided into cells: blanks around quotation marks, DOS's end mark."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

END_MARK = "\x1a"  # Ctrl-Z, as DOS ends a text
_TAIL_BYTES = 4096
_ENDED = re.compile(rb"\x1a[\x1a\s]*\Z")
_REST = re.compile('[^"]*(?:""[^"]*)*"(?!")')  # of a quoted cell, up to its last mark


class _Around(NamedTuple):
    """Blanks before an opening and after a closing quotation mark."""

    opening: re.Pattern[str]
    closing: re.Pattern[str]


@lru_cache
def _around(delimiter: str) -> _Around:
    blanks = "".join({" ", "\t"} - {delimiter})
    return _Around(re.compile(f'([{blanks}]*)"'), re.compile(rf"([{blanks}]*)(?={re.escape(delimiter)}|[\r\n]|\Z)"))


def without_blanks(lines: Iterable[str], delimiter: str) -> Iterator[str]:
    r"""Lines whose quoted cells have no blanks around their quotation marks.

    Examples
    --------
    >>> list(without_blanks(['O1, "1,000" ,"a\n', 'b" , tea "x"\n'], ","))
    ['O1,"1,000","a\n', 'b", tea "x"\n']
    """
    return (line for line, _ in _mended(lines, delimiter))


def padded_quotes(lines: Iterable[str], delimiter: str) -> int:
    r"""Number of quoted cells with blanks around their quotation marks.

    Examples
    --------
    >>> padded_quotes(['O1, "1,000" ,"a, "" b"\n', 'O2, tea "x"\n'], ",")
    1
    """
    return sum(cells for _, cells in _mended(lines, delimiter))


def _mended(lines: Iterable[str], delimiter: str) -> Iterator[tuple[str, int]]:
    """Each line without these blanks, and the number of cells that had any."""
    inside = False
    for line in lines:
        if not inside and '"' not in line:
            yield line, 0
            continue
        parts, cells, inside = _cells(line, delimiter, inside)
        yield "".join(parts), cells


def _cells(line: str, delimiter: str, inside: bool) -> tuple[list[str], int, bool]:
    """Parts of a line to be joined, number of cells mended, whether the line ends inside a quoted cell."""
    around, parts, cells, at = _around(delimiter), [], 0, 0
    while at < len(line):
        opened = None if inside else around.opening.match(line, at)
        if opened or inside:
            start = opened.end() if opened else at
            rest = _REST.match(line, start)
            parts.append('"' * bool(opened) + (rest[0] if rest else line[start:]))
            closed = around.closing.match(line, rest.end()) if rest else None
            cells += bool((opened and opened[1]) or (closed and closed[1]))
            if not rest:
                return parts, cells, True
            inside, at = False, closed.end() if closed else rest.end()
        end = line.find(delimiter, at) + 1 or len(line)
        parts.append(line[at:end])
        at = end
    return parts, cells, inside


def has_end_mark(path: Path) -> bool:
    """Whether a file ends with DOS's mark, which may stand several times and before a last line end."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL_BYTES, 0))
        return bool(_ENDED.search(file.read()))


def without_end_mark(lines: Iterable[str]) -> Iterator[str]:
    r"""Lines of which the last has no end mark; a blank one where there is nothing else in it.

    Examples
    --------
    >>> list(without_end_mark(["id,note\n", "1,a\x1ab\n", "2,c\x1a"])), list(without_end_mark(["id\n", "\x1a"]))
    (['id,note\n', '1,a\x1ab\n', '2,c'], ['id\n', '\n'])
    """
    last = None
    for line in lines:
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield re.sub(rf"{END_MARK}+(?=\s*\Z)", "", last) or "\n"
