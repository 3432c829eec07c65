"""A file's header: its names and where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from helpers.read.columns.content import Content

_MOST_SHOWN, _LONGEST_SHOWN = 40, 60
_LOOKED_AT, _LEAST_LOOKED_AT, _CELLS_LOOKED_AT = 2000, 40, 800_000


@dataclass(frozen=True)
class Header:
    """Header of a table.

    `names` are unique, by position; `labels` the question texts where they stand apart, else the
    names. `row` is the physical row of the names, `rows` how many header rows there are,
    `preamble` the records before them, `first_data` the first record after them. `repeated` has the
    names that stand over several columns: name → the unique names of those. `fits` tells how well
    the header fits the table: canonical columns found, much more for a known export (`format`).
    `zones`: name → the time zone that the header itself tells. `sure`: it is a header beyond doubt,
    so that its names may be shown. `lines` are the header's rows and `starts` their first cells,
    `ids` and `dates` the positions of such columns, to tell rows that are no data. `above` are the
    lines before the header: physical row, text; `content` the first records below it.
    """

    file: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    row: int
    rows: int
    preamble: int
    format: str
    fits: int
    sure: bool
    repeated: Mapping[str, tuple[str, ...]]
    lines: frozenset[tuple[str, ...]]
    starts: frozenset[str]
    ids: frozenset[int]
    dates: frozenset[int]
    zones: Mapping[str, str]
    above: tuple[tuple[int, str], ...] = ()
    content: Content = field(default=Content(()), repr=False, compare=False)

    @property
    def first_data(self) -> int:
        """Index of the first record after the header."""
        return self.preamble + self.rows

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Position of each name."""
        return {name: place for place, name in enumerate(self.names)}


def looked_into(header: Header, rows: Iterable[Sequence[str]]) -> Header:
    """The header with what the first of a file's rows below it tell of its columns: fewer of a wide file."""
    width = len(header.names)
    most = max(_LEAST_LOOKED_AT, min(_LOOKED_AT, _CELLS_LOOKED_AT // width))
    return replace(header, content=Content([cells for cells in islice(rows, most) if len(cells) == width]))


def quoted(names: Iterable[str], most: int = _MOST_SHOWN) -> str:
    """Headers as messages show them: each in quotes, long ones and long lists cut.

    Examples
    --------
    >>> quoted(["金額", "送料"])
    '"金額", "送料"'
    """
    names = list(names)
    cut = [name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…" for name in names[:most]]
    return ", ".join([*(f'"{name}"' for name in cut), *(["…"] if len(names) > most else [])])


def counted_names(names: Sequence[str], most: int = _MOST_SHOWN) -> str:
    """The same, a list that is cut with how many there are in all.

    Examples
    --------
    >>> counted_names(["a", "b", "c"], most=2), counted_names(["a"])
    ('"a", "b", … (3)', '"a"')
    """
    return f"{quoted(names, most)} ({len(names):,})" if len(names) > most else quoted(names)


def first_text(cells: Sequence[str]) -> str:
    """The first cell that is not blank; "" if all are.

    Examples
    --------
    >>> first_text(["", " 合計 ", "12,800"])
    '合計'
    """
    return next((cell for text in cells if (cell := text.strip("\ufeff").strip())), "")


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells without blanks around them and without blank cells at the end.

    Examples
    --------
    >>> trimmed(["order_id ", "", "amount", " "])
    ('order_id', '', 'amount')
    """
    texts = [cell.strip("\ufeff").strip() for cell in cells]  # files copied together keep their marks
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
