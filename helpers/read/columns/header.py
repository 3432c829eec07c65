"""Where a file's header is: lines before it, header rows, unique column names; and rows that are no data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.base.errors import KitError
from helpers.base.parameters import TableName
from helpers.read.columns.assignment import assigned, is_complete
from helpers.read.columns.formats import known_format, read_as
from helpers.read.columns.header_rows import (
    fits,
    is_data,
    label_rows,
    merged,
    named,
    place_of_names,
    unique,
    zones_told,
)
from helpers.read.columns.names import RANKS, Matches, strengths

Record = tuple[int, list[str]]
SEARCHED = 20  # records that may come before the header, and the header
_IDS = ("order_id", "customer_id", "email", "token", "response_id", "complaint_id")
_DATES = ("ordered_at", "responded_at", "received_at", "acquired_on", "invited_at")
_TELLING = ("order_id", "customer_id", "response_id", "complaint_id", "score", "amount", *_DATES)
_TOTAL = re.compile(
    r"【?((総?合|総|小)計|計|(grand ?|sub ?)?totals?|平均|average)(金額|額|数|件数|人数)?】? ?:?"
    r"(?P<number> ?\(?[¥$]?[\d,.]+ ?(円|件|人|名|行|rows?|orders?|customers?)\)?|[ :]\(?[¥$]?[\d,.]+\)?)?"
)
_TOTAL_STARTS = frozenset("総合小計平【GTSAgtsaＧＴＳＡｇｔｓａ")


class NoHeader(KitError):
    """A sheet or file without a header row."""


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
    lines before the header: physical row, text.
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

    @property
    def first_data(self) -> int:
        """Index of the first record after the header."""
        return self.preamble + self.rows


def header(
    head: Sequence[Record], table: TableName, mapping: Mapping[str, str] | None = None, file: str = ""
) -> Header:
    """Header of a table, found among its first records.

    Parameters
    ----------
    head : sequence of (int, list of str)
        The first records, about 40: physical row, cells.
    table : str
        What the file is given as.
    mapping : mapping of str to str, optional
        The user's word for this table: canonical column → header.
    file : str, optional
        Name for messages.

    Raises
    ------
    NoHeader
        ``E-HEADER`` where the first row looks like data and no row holds known names;
        ``E-FILE-EMPTY``.

    Examples
    --------
    >>> found = header([(1, ["売上一覧"]), (3, ["注文番号", "会員番号", "受注日", "金額"])], "purchases")
    >>> found.row, found.preamble, found.first_data, found.fits
    (3, 1, 2, 4)
    """
    rows = [[cell.strip() for cell in cells] for _, cells in head]
    if not rows:
        raise NoHeader("E-FILE-EMPTY", file=file)
    at = place_of_names(rows[:SEARCHED], table, mapping)
    form = known_format(rows[at], table)
    labels = label_rows(form, rows[at:])
    above = rows[at - 1] if at and head[at][0] - head[at - 1][0] == 1 else []
    lines = [rows[at], *labels]
    given, texts = named(form, merged(rows[at], above), labels)
    names, repeated = unique(given)
    texts = [text or name for text, name in zip(texts, names, strict=True)]
    matches = assigned(table, names, texts, mapping, form)
    known = fits(form, matches)
    whole = is_complete(table, matches) or _by_the_user(mapping, matches)
    if not whole and is_data(rows[at], known):
        raise NoHeader("E-HEADER", file=file)
    return Header(
        file=file,
        names=names,
        labels=tuple(texts),
        row=head[at][0],
        rows=1 + len(labels),
        preamble=at,
        format=form.key if form else "",
        fits=known,
        sure=form is not None or _is_sure(names, table, mapping, matches),
        repeated=repeated,
        lines=frozenset(map(_trimmed, lines)),
        starts=frozenset(map(_first, lines)),
        ids=frozenset(place for column, place in matches.found.items() if column in _IDS),
        dates=frozenset(place for column, place in matches.found.items() if column in _DATES),
        zones=zones_told(names, labels),
        above=tuple((row, " ".join(cells).strip()) for row, cells in head[:at]),
    )


def is_repeated_header(cells: Sequence[str], header: Header) -> bool:
    """Whether a row is a header row once more, as in files copied together.

    Examples
    --------
    >>> found = header([(1, ["order_id", "customer_id", "ordered_at", "amount"])], "purchases")
    >>> is_repeated_header(["order_id ", "customer_id", "ordered_at", "amount"], found)
    True
    """
    return _first(cells) in header.starts and _trimmed(cells) in header.lines


def is_footer(cells: Sequence[str], header: Header) -> bool:
    """Whether a row is a total under or between the data: its first cell says so, no id and no date.

    Examples
    --------
    >>> found = header([(1, ["order_id", "customer_id", "ordered_at", "amount"])], "purchases")
    >>> is_footer(["", "", "合計", "12,800"], found), is_footer(["A1", "合計", "2026-01-01", "1"], found)
    (True, False)
    """
    first = _first(cells)
    said = _TOTAL.fullmatch(read_as(first)) if first[:1] in _TOTAL_STARTS else None
    if not said:
        return False
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    if filled[0] in header.ids and not said["number"]:  # no order, customer or answer is called so
        return True
    vital = header.ids | header.dates
    return vital.isdisjoint(filled[1:]) if vital else 2 * len(filled) <= len(cells)


def _first(cells: Sequence[str]) -> str:
    return next((cell for text in cells if (cell := text.strip("\ufeff").strip())), "")


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells without blanks around them and without blank cells at the end."""
    texts = [cell.strip("\ufeff").strip() for cell in cells]  # files copied together keep their marks
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _is_sure(names: Sequence[str], table: TableName, mapping: Mapping[str, str] | None, matches: Matches) -> bool:
    """Whether these can be nothing but headers: data may hold "email", hardly "order_id", nor two known names."""
    first_places = {column: places[0] for column, places in matches.doubtful.items()} | dict(matches.found)
    own_names = (
        strengths(table, names[place]).get(column) in RANKS[:2]
        for column, place in first_places.items()
        if column in _TELLING
    )
    return fits(None, matches) > 1 or any(own_names) or _by_the_user(mapping, matches)


def _by_the_user(mapping: Mapping[str, str] | None, matches: Matches) -> bool:
    return bool(matches.found.keys() & (mapping or {}).keys())
