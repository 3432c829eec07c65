"""What the CRM's file says of who its customers are, every row's: also of rows that no figure counts."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from helpers.base.parameters import Settings
from helpers.collect.masking import Persons
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.spelling import read_as
from helpers.read.rows import Opened, files_of, opened

_OF_NAMES = re.compile(  # headers of what customers are called, besides the column name
    r"\b(first|last|family|given|middle|maiden|nick|display|full|customer|contact|kana) ?name|^name|surname|forename"
    r"|姓|氏名|名前|^名$|\(名\)|セイ|メイ(?![ルン])|(?<!住所)カナ|ふりがな|フリガナ|ニックネーム"
)


def named_persons(settings: Settings) -> Persons | None:
    """Persons of the customers file, or ``None`` where it holds no names.

    Raises
    ------
    KitError
        Those of reading the customers file.
    """
    cells: dict[str, dict[str, None]] = {"name": {}, "email": {}, "customer_id": {}}
    for path in files_of(settings.customers) if settings.customers else ():
        file = opened(path, "customers", settings)
        places = _places(file, settings)
        for row in _rows(file):
            for kind, text in _of_row(row, places):
                cells[kind][text] = None
    return Persons.of(cells["name"], cells["email"], cells["customer_id"]) if cells["name"] else None


def _rows(file: Opened) -> Iterator[list[str]]:
    return (cells for _, cells in islice(file.source.records(), file.header.first_data, None))


def _places(file: Opened, settings: Settings) -> dict[str, list[int]]:
    headers = columns_of("customers", file.header, settings.columns.get("customers")).headers
    taken = {header: column for column, header in headers.items()}
    places: dict[str, list[int]] = {"name": [], "email": [], "customer_id": []}
    for place, header in enumerate(file.header.names):
        kind = taken.get(header) or ("name" if _OF_NAMES.search(read_as(header)) else "")
        if kind in places:
            places[kind].append(place)
    return places


def _of_row(row: list[str], places: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    """Cells of a row; names in columns beside each other also as one name."""
    for kind, columns in places.items():
        texts = [text for place in columns if place < len(row) and (text := row[place].strip())]
        yield from ((kind, text) for text in texts)
        if kind == "name":
            yield from ((kind, f"{first} {second}") for first, second in pairwise(texts))
