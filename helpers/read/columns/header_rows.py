"""The column names that header rows give."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, count, takewhile, zip_longest
from zoneinfo import available_timezones

from helpers.read.columns.formats import Format, LabelRows
from helpers.read.columns.spelling import first_of, read_as

_OF_DATA = {
    "number": r"[-+]?[¥$€]?[\d,]*\d(\.\d+)?円?%?",
    "moment": r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?\b.*",
    "person": r"[^@\s]+@[^@\s]+\.[^@\s]+",
}
_IMPORT_ID = '{"ImportId"'


def holds(cells: Sequence[str], *kinds: str) -> bool:
    """Whether any cell looks like data of these kinds: number, moment, person (her address)."""
    return any(re.fullmatch("|".join(_OF_DATA[kind] for kind in kinds), read_as(cell)) for cell in cells)


def label_rows(form: Format | None, rows: Sequence[list[str]]) -> list[list[str]]:
    """Header rows under the names, which are ``rows[0]``, of a known export."""
    rule = form.label_rows if form else None
    place = first_of(rule.header, rows[0]) if rule else None
    if rule is None or place is None:
        return []
    return list(takewhile(lambda cells: _is_label(rule, cells, place), rows[1 : 1 + rule.at_most]))


def _is_label(rule: LabelRows, cells: list[str], place: int) -> bool:
    cell = cells[place] if place < len(cells) else ""
    if cell.startswith(_IMPORT_ID):
        return True
    if rule.cell == "blank":
        return not cell and not holds(cells, "number")
    return bool(cell) and not any(sign.isdigit() for sign in cell)


def merged(cells: list[str], above: list[str]) -> list[str]:
    """Names, and for blank ones the cell above, as where cells are merged downwards.

    Examples
    --------
    >>> merged(["", "Date", "Amount"], ["Customer ID", "Order", ""])
    ['Customer ID', 'Date', 'Amount']
    """
    if sum(map(bool, above)) < 2 or holds(above, "person", "moment", "number"):
        return cells
    return [name or over for name, over in zip_longest(cells, above[: len(cells)], fillvalue="")]


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
    return cells, [text for _, text in zip_longest(cells, texts[: len(cells)], fillvalue="")]


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
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(2))
    for number, cell in enumerate(given, 1):
        name = cell or f"column {number}"
        if not cell or cell in several:
            numbered = (f"{name} ({times})" for times in numbers[name])
            name = next(other for other in chain([name], numbered) if other not in taken)
            taken.add(name)
        names.append(name)
        if cell:
            several.setdefault(cell, []).append(name)
    return tuple(names), {name: tuple(others) for name, others in several.items() if len(others) > 1}
