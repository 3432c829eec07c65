"""Where a file's header is, among its first records."""

from collections.abc import Mapping, Sequence

from helpers.base.errors import KitError
from helpers.base.tables import TableName
from helpers.read.columns.assignment import absent, assigned
from helpers.read.columns.content import Content
from helpers.read.columns.formats import Format, known_format
from helpers.read.columns.header import Header, first_text, trimmed
from helpers.read.columns.header_rows import holds, label_rows, merged, named, unique, zones_told
from helpers.read.columns.vocabulary import RANKS, Matches, strengths
from helpers.read.files.records import Record

KNOWN_EXPORT = 1000  # what a known export counts for beside the columns that are found
SEARCHED = 20  # records that may come before the header, and the header
_IDS = ("order_id", "customer_id", "email", "token", "response_id", "complaint_id")
_DATES = ("ordered_at", "responded_at", "received_at", "acquired_on", "invited_at")
_TELLING = ("order_id", "customer_id", "response_id", "complaint_id", "score", "amount", *_DATES)


def header(
    head: Sequence[Record], table: TableName, mapping: Mapping[str, str] | None = None, file: str = ""
) -> Header:
    """Header of a table, found among its first records, about 40; `mapping` is the user's word for this table.

    Raises
    ------
    KitError
        ``E-HEADER`` where the first row looks like data and no row holds known names; ``E-FILE-EMPTY``.

    Examples
    --------
    >>> found = header([(1, ["売上一覧"]), (3, ["注文番号", "会員番号", "受注日", "金額"])], "purchases")
    >>> found.row, found.preamble, found.first_data, found.fits
    (3, 1, 2, 4)
    """
    rows = [list(map(str.strip, cells)) for _, cells in head]
    if not rows:
        raise KitError("E-FILE-EMPTY", file=file)
    at = place_of_names(rows[:SEARCHED], table, mapping)
    form = known_format(rows[at], table)
    labels = label_rows(form, rows[at:])
    above = rows[at - 1] if at and head[at][0] - head[at - 1][0] == 1 else []
    lines = [rows[at], *labels]
    given, texts = named(form, merged(rows[at], above), labels)
    names, repeated = unique(given)
    texts = [text or name for text, name in zip(texts, names, strict=True)]
    matches = assigned(table, names, texts, mapping, form)
    fit = fits(form, matches)
    whole = not absent(table, matches) or _by_the_user(mapping, matches)
    if not whole and is_data(rows[at], fit):
        raise KitError("E-HEADER", file=file)
    return Header(
        file=file,
        names=names,
        labels=tuple(texts),
        row=head[at][0],
        rows=1 + len(labels),
        preamble=at,
        format=form.key if form else "",
        fits=fit,
        sure=form is not None or _is_sure(names, table, mapping, matches),
        repeated=repeated,
        lines=frozenset(map(trimmed, lines)),
        starts=frozenset(map(first_text, lines)),
        ids=frozenset(place for column, place in matches.sure.items() if column in _IDS),
        dates=frozenset(place for column, place in matches.sure.items() if column in _DATES),
        zones=zones_told(names, labels),
        above=tuple((row, " ".join(cells).strip()) for row, cells in head[:at]),
        content=Content([cells for _, cells in head[at + 1 + len(labels) :] if len(cells) == len(names)]),
    )


def _is_sure(names: Sequence[str], table: TableName, mapping: Mapping[str, str] | None, matches: Matches) -> bool:
    """Whether these can be nothing but headers: data may hold "email", hardly "order_id", nor two known names."""
    first_places = {column: places[0] for column, places in matches.doubtful.items()} | dict(matches.sure)
    own_names = (
        strengths(table, names[place]).get(column) in RANKS[:2]
        for column, place in first_places.items()
        if column in _TELLING
    )
    return fits(None, matches) > 1 or any(own_names) or _by_the_user(mapping, matches)


def _by_the_user(mapping: Mapping[str, str] | None, matches: Matches) -> bool:
    return bool(matches.sure.keys() & (mapping or {}).keys())


def fits(form: Format | None, matches: Matches) -> int:
    """How well a header fits a table: columns found, a known export above all."""
    return KNOWN_EXPORT * (form is not None) + len(matches.sure) + len(matches.doubtful)


def place_of_names(rows: Sequence[list[str]], table: TableName, mapping: Mapping[str, str] | None = None) -> int:
    """Index of the row of names: the first, unless a later one holds more known names.

    Examples
    --------
    >>> place_of_names([["Sales 2026"], ["Order ID", "Email", "Order date", "Amount"]], "purchases")
    1
    """
    best, most = 0, -1
    for place, cells in enumerate(rows):
        form = known_format(cells, table)
        matches = assigned(table, cells, mapping=mapping, form=form)
        whole = form is not None or not absent(table, matches)
        fit = fits(form, matches)
        if place == 0 or (fit > most and _may_follow(rows[:place], cells, whole, fit)):
            best, most = place, fit
            if whole:
                break
    return best


def _may_follow(before: Sequence[list[str]], cells: list[str], whole: bool, fit: int) -> bool:
    """Whether a row of names may stand under these rows: no row of data looks so."""
    if holds(cells, "person", "moment") or sum(map(bool, cells)) < sum(map(bool, before[0])):
        return False
    titles = all(sum(map(bool, row)) <= 2 and sum(map(bool, row)) < sum(map(bool, cells)) for row in before)
    return whole or titles or (fit > 1 and not holds(cells, "number"))


def is_data(cells: Sequence[str], fit: int) -> bool:
    """Whether a row that lacks needed names, with so many fit ones, is a row of data and no header.

    Examples
    --------
    >>> is_data(["C1", "a@example.jp", "email"], 1), is_data(["Q1", "Q2"], 0)
    (True, False)
    """
    return fit < KNOWN_EXPORT and (holds(cells, "person", "moment") or (fit == 0 and holds(cells, "number")))
