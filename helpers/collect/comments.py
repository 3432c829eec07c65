"""What people wrote beside their score: for the shop's own eyes, and masked where it asks for that."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from helpers.base.words import Words
from helpers.collect.masking import Persons, masked_comments
from helpers.collect.settings import CollectSettings
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.spelling import read_as
from helpers.read.opened import Opened
from helpers.read.rows import opened, table_places

_OF_NAMES = re.compile(  # headers of what customers are called, besides the column name
    r"\b(first|last|family|given|middle|maiden|nick|display|full|customer|contact|kana) ?name|^name|surname|forename"
    r"|姓|氏名|名前|^名$|\(名\)|セイ|メイ(?![ルン])|(?<!住所)カナ|ふりがな|フリガナ|ニックネーム"
)
_COLUMNS = ["person", "customer_id", "segment", "score", "responded_at"]


@dataclass(frozen=True, repr=False)
class Comments:
    """Comments of the valid answers, one row each."""

    table: pd.DataFrame  # person, customer_id, segment, score, responded_at, comment as it was written
    masked: pd.Series | None = None  # the same comments; None where they are not to be shown, or must not be
    is_read: bool = True  # whether a column of comments was read


def comments(answered: pd.DataFrame | None, written: pd.Series | None, settings: CollectSettings) -> Comments:
    """Comments of the valid answers; masked under ``share_comments``, if the CRM tells which names to mask.

    Both are by row of the file: the valid answers, as `helpers.collect.responses.answers` makes them, and
    the comments, ``None`` without such a column.

    Raises
    ------
    KitError
        Those of reading the customers file.

    Examples
    --------
    >>> settings = CollectSettings(as_of="2026-04-01")
    >>> row = {"person": "a", "customer_id": "a", "segment": "promoter", "score": 9, "responded_at": pd.NaT}
    >>> written = comments(pd.DataFrame([row]), pd.Series(["Fine!"]), settings)
    >>> written.table["comment"].tolist(), written.masked is None
    (['Fine!'], True)
    """
    if answered is None or written is None:
        return Comments(pd.DataFrame(columns=[*_COLUMNS, "comment"]), is_read=written is not None)
    table = answered[_COLUMNS].assign(comment=written.reindex(answered.index)).dropna(subset="comment")
    persons = named_persons(settings) if settings.share_comments and len(table) else None
    if persons is None:
        return Comments(table)
    return Comments(table, masked_comments(table["comment"], persons, Words(settings.language, settings.currency)))


def named_persons(settings: CollectSettings) -> Persons | None:
    """Persons of the customers file, or ``None`` where it holds no names.

    Raises
    ------
    KitError
        Those of reading the customers file.
    """
    cells = _known(settings)
    return Persons.of(*cells.values()) if cells["name"] else None


def known_persons(settings: CollectSettings) -> Persons:
    """Persons of the customers file, whatever it holds of them.

    Raises
    ------
    KitError
        Those of reading the customers file.
    """
    return Persons.of(*_known(settings).values())


def _known(settings: CollectSettings) -> dict[str, dict[str, None]]:
    """Names, addresses and ids of the customers file, each once."""
    cells: dict[str, dict[str, None]] = {"name": {}, "email": {}, "customer_id": {}}
    for place in table_places(settings.customers) if settings.customers else ():
        file = opened(place, "customers", settings)
        places = _places(file, settings)
        for row in file.all_rows():
            for kind, text in _of_row(row, places):
                cells[kind][text] = None
    return cells


def _places(file: Opened, settings: CollectSettings) -> dict[str, list[int]]:
    headers = columns_of("customers", file.header, settings.columns.get("customers")).headers
    names = [place for place, header in enumerate(file.header.names) if _is_name(header, headers)]
    others = {kind: [file.header.places[headers[kind]]] if kind in headers else [] for kind in ("email", "customer_id")}
    return {"name": names, **others}


def _is_name(header: str, headers: Mapping[str, str]) -> bool:
    """Whether a column holds what customers are called: by its name, unless it was read as something else."""
    return headers.get("name") == header or (header not in headers.values() and bool(_OF_NAMES.search(read_as(header))))


def _of_row(row: list[str], places: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    """Cells of a row; names in columns beside each other also as one name."""
    for kind, columns in places.items():
        texts = [text for place in columns if place < len(row) and (text := row[place].strip())]
        yield from ((kind, text) for text in texts)
        if kind == "name":
            yield from ((kind, f"{first} {second}") for first, second in pairwise(texts))
