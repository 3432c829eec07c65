"""Which of a file's first rows are its header, and the column names that they give."""

import re
from collections.abc import Mapping, Sequence
from itertools import chain, count
from zoneinfo import available_timezones

from helpers.base.tables import TableName
from helpers.read.columns.assignment import assigned, is_complete
from helpers.read.columns.formats import Format, LabelRows, known_format
from helpers.read.columns.spelling import first_of, read_as
from helpers.read.columns.vocabulary import Matches

KNOWN_EXPORT = 1000  # what a known export counts for beside the columns that are found
_NUMBER = r"[-+]?[¥$€]?[\d,]*\d(\.\d+)?円?%?"
_MOMENT = r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?\b.*"
_PERSON = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_IMPORT_ID = '{"ImportId"'


def filled_cells(cells: Sequence[str]) -> int:
    """Number of cells that are not blank."""
    return sum(map(bool, cells))


def _looks(cells: Sequence[str], *patterns: str) -> bool:
    return any(re.fullmatch("|".join(patterns), read_as(cell)) for cell in cells)


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
        whole = form is not None or is_complete(table, matches)
        fit = fits(form, matches)
        if place == 0 or (fit > most and _may_follow(rows[:place], cells, whole, fit)):
            best, most = place, fit
            if whole:
                break
    return best


def _may_follow(before: Sequence[list[str]], cells: list[str], whole: bool, fit: int) -> bool:
    """Whether a row of names may stand under these rows: no row of data looks so."""
    if _looks(cells, _PERSON, _MOMENT) or filled_cells(cells) < filled_cells(before[0]):
        return False
    titles = all(filled_cells(row) <= 2 and filled_cells(row) < filled_cells(cells) for row in before)
    return whole or titles or (fit > 1 and not _looks(cells, _NUMBER))


def is_data(cells: Sequence[str], fit: int) -> bool:
    """Whether a row that lacks needed names, with so many fit ones, is a row of data and no header.

    Examples
    --------
    >>> is_data(["C1", "a@example.jp", "email"], 1), is_data(["Q1", "Q2"], 0)
    (True, False)
    """
    return fit < KNOWN_EXPORT and (_looks(cells, _PERSON, _MOMENT) or (fit == 0 and _looks(cells, _NUMBER)))


def label_rows(form: Format | None, rows: Sequence[list[str]]) -> list[list[str]]:
    """Header rows under the names, which are ``rows[0]``, of a known export."""
    rule = form.label_rows if form else None
    place = first_of(rule.header, rows[0]) if rule else None
    labels: list[list[str]] = []
    if rule is None or place is None:
        return labels
    for cells in rows[1 : 1 + rule.at_most]:
        if not _is_label(rule, cells, place):
            break
        labels.append(cells)
    return labels


def _is_label(rule: LabelRows, cells: list[str], place: int) -> bool:
    cell = cells[place] if place < len(cells) else ""
    if cell.startswith(_IMPORT_ID):
        return True
    if rule.cell == "blank":
        return not cell and not _looks(cells, _NUMBER)
    return bool(cell) and not any(sign.isdigit() for sign in cell)


def merged(cells: list[str], above: list[str]) -> list[str]:
    """Names, and for blank ones the cell above, as where cells are merged downwards.

    Examples
    --------
    >>> merged(["", "Date", "Amount"], ["Customer ID", "Order", ""])
    ['Customer ID', 'Date', 'Amount']
    """
    if filled_cells(above) < 2 or _looks(above, _PERSON, _MOMENT, _NUMBER):
        return cells
    return [name or (above[place] if place < len(above) else "") for place, name in enumerate(cells)]


def named(form: Format | None, cells: list[str], labels: Sequence[list[str]]) -> tuple[list[str], list[str]]:
    """Names and question texts by position, of a row of names and the header rows under it.

    Labels under a question are choices where its columns have blank names: they are joined with the
    question. Labels under codes are the questions' texts.
    """
    if not (form and form.label_rows and labels):
        return cells, cells
    if form.label_rows.cell == "blank":
        names = _questions(cells, labels[0])
        return names, names
    texts = [] if labels[0][0].startswith(_IMPORT_ID) else labels[0]
    return cells, [texts[place] if place < len(texts) else "" for place in range(len(cells))]


def _questions(cells: list[str], choices: list[str]) -> list[str]:
    names: list[str] = []
    question = ""
    for place, cell in enumerate(cells):
        question = cell or question
        alone = cell and (place + 1 == len(cells) or cells[place + 1])
        choice = choices[place] if place < len(choices) else ""
        names.append(question if alone or not choice else f"{question} – {choice}")
    return names


def zones_told(names: Sequence[str], labels: Sequence[Sequence[str]]) -> dict[str, str]:
    """Time zones in the last header row of Qualtrics, by column name.

    Examples
    --------
    >>> zones_told(["EndDate", "Q1"], [['{"ImportId":"endDate","timeZone":"America/Denver"}', '{"ImportId":"QID1"}']])
    {'EndDate': 'America/Denver'}
    """
    zones = {}
    for name, cell in zip(names, labels[-1] if labels else (), strict=False):
        zone = re.search(r'"timeZone" ?: ?"([\w/+-]+)"', cell) if cell.startswith(_IMPORT_ID) else None
        if zone and zone[1] in available_timezones():
            zones[name] = zone[1]
    return zones


def unique(given: Sequence[str]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Names made unique, and for those that were not the unique ones.

    Examples
    --------
    >>> unique(["送料", "", "送料"])
    (('送料', 'column 2', '送料 (2)'), {'送料': ('送料', '送料 (2)')})
    """
    taken = {*given}
    names: list[str] = []
    several: dict[str, list[str]] = {}
    for number, cell in enumerate(given, 1):
        name = cell or f"column {number}"
        if not cell or cell in several:
            numbered = (f"{name} ({times})" for times in count(2))
            name = next(other for other in chain([name], numbered) if other not in taken)
            taken.add(name)
        names.append(name)
        if cell:
            several.setdefault(cell, []).append(name)
    return tuple(names), {name: tuple(others) for name, others in several.items() if len(others) > 1}
