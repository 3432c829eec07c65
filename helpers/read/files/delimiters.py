"""Which mark divides a text file's cells, told by how evenly it divides the first records."""

import csv
import re
from collections import Counter
from contextlib import suppress

from helpers.read.files.line_mending import without_blanks

DELIMITERS = ",\t;|"
SAMPLE_RECORDS = 50


def seen_delimiter(lines: list[str]) -> str:
    """The mark that divides the first records most evenly; for a single column one that divides none.

    Examples
    --------
    >>> seen_delimiter(["id;note", "1;a, b", "2;c"]), seen_delimiter(["id", "1"])
    (';', ',')
    """
    shapes = {mark: _better(lines, mark) for mark in DELIMITERS}
    best = max(shapes, key=lambda mark: shapes[mark])
    whole = (mark for mark in DELIMITERS if set(_widths(lines, mark)) <= {1})
    return best if shapes[best][1] else next(whole, ",")


def evenness(lines: list[str], delimiter: str) -> tuple[bool, float, int, float]:
    """How evenly a mark divides: whether the first record too, share of the commonest width, that width, blanks.

    A mark before which the first record is whole must divide most others, and not be one of prose, with a blank after.

    Examples
    --------
    >>> evenness(["id;note", "1;a", "2"], ";")
    (True, 0.6666666666666666, 2, -0.0)
    """
    widths = _widths(lines, delimiter)
    by_width = Counter(width for width in widths if width > 1)
    width, records = max(by_width.items(), key=lambda counted: counted[::-1], default=(1, 0))
    share = records / max(len(widths), 1)
    prose = len(re.findall(re.escape(delimiter) + " ", "".join(lines))) / max("".join(lines).count(delimiter), 1)
    first = widths[:1] == [width] and share >= 0.5
    return (first, share, width, -prose) if first or (share >= 0.5 > prose) else (False, 0.0, 1, 0.0)


def _better(lines: list[str], delimiter: str) -> tuple[bool, float, int, float]:
    """Its evenness, or that of the mended lines where they differ and are divided more evenly."""
    mended = list(without_blanks(lines, delimiter))
    as_it_is = evenness(lines, delimiter)
    return as_it_is if mended == lines else max(as_it_is, evenness(mended, delimiter))


def mended_evenness(lines: list[str], delimiter: str) -> tuple[bool, float, int, float]:
    """The same of lines without blanks around quotation marks.

    Examples
    --------
    >>> mended_evenness(['a, "b,c"', 'd, "e"'], ",")
    (True, 1.0, 2, -0.0)
    """
    return evenness(list(without_blanks(lines, delimiter)), delimiter)


def _widths(lines: list[str], delimiter: str) -> list[int]:
    """Numbers of cells of the first records that aren't blank."""
    widths = []
    with suppress(csv.Error):  # too long a cell: reading says so
        for cells in csv.reader(lines, delimiter=delimiter):
            widths += [len(cells)] * any(map(str.strip, cells))
            if len(widths) == SAMPLE_RECORDS:
                break
    return widths
