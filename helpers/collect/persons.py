"""What the CRM's file says of who its customers are, every row's: also of rows that no figure counts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from helpers.base.letters import INVISIBLE
from helpers.base.parameters import Settings
from helpers.collect.names import Names, visible
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.formats import read_as
from helpers.read.rows import Opened, files_of, opened

_OF_NAMES = re.compile(  # headers of what customers are called, besides the column name
    r"\b(first|last|family|given|middle|maiden|nick|display|full|customer|contact|kana) ?name|^name|surname|forename"
    r"|姓|氏名|名前|^名$|\(名\)|セイ|メイ(?![ルン])|(?<!住所)カナ|ふりがな|フリガナ|ニックネーム"
)
_SHORTEST_ID, _SHORTEST_MAILBOX = 4, 6  # shorter ones are words and amounts too


@dataclass(frozen=True)
class Persons:
    """Who is looked for in comments.

    Attributes
    ----------
    names : Names
    mailboxes, ids : frozenset of str
        What stands before the @ of their addresses, and their ids; without regard to letter case.
    """

    names: Names
    mailboxes: frozenset[str]
    ids: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str], emails: Iterable[str] = (), ids: Iterable[str] = ()) -> "Persons":
        """Persons of the cells of a customers file."""
        boxes = (email.partition("@")[0].rpartition("<")[2] for email in _plain(emails))
        return cls(
            Names.of(_plain(names)),
            frozenset(box for box in boxes if len(box) >= _SHORTEST_MAILBOX),
            frozenset(one for one in _plain(ids) if len(one) >= _SHORTEST_ID),
        )


def persons(settings: Settings) -> Persons | None:
    """Persons of the customers file, or ``None`` where it holds no names.

    Raises
    ------
    KitError
        Those of reading the customers file.
    """
    cells: dict[str, dict[str, None]] = {"name": {}, "email": {}, "customer_id": {}}
    for path in files_of(settings.customers) if settings.customers else ():
        one = opened(path, "customers", settings)
        places = _places(one, settings)
        for row in _rows(one):
            for kind, text in _of_row(row, places):
                cells[kind][text] = None
    return Persons.of(cells["name"], cells["email"], cells["customer_id"]) if cells["name"] else None


def _plain(cells: Iterable[str]) -> list[str]:
    """Cells as texts are compared, without letter case; all at once, which is faster than one by one."""
    return visible(INVISIBLE.sub("", "\n".join(cells))).casefold().split("\n")


def _rows(one: Opened) -> Iterator[list[str]]:
    return (cells for _, cells in islice(one.source.records(), one.header.first_data, None))


def _places(one: Opened, settings: Settings) -> dict[str, list[int]]:
    headers = columns_of("customers", one.header, settings.columns.get("customers")).headers
    taken = {header: column for column, header in headers.items()}
    found: dict[str, list[int]] = {"name": [], "email": [], "customer_id": []}
    for place, header in enumerate(one.header.names):
        kind = taken.get(header) or ("name" if _OF_NAMES.search(read_as(header)) else "")
        if kind in found:
            found[kind].append(place)
    return found


def _of_row(row: list[str], places: dict[str, list[int]]) -> Iterator[tuple[str, str]]:
    """Cells of a row; names in columns beside each other also as one name."""
    for kind, columns in places.items():
        texts = [text for place in columns if place < len(row) and (text := row[place].strip())]
        yield from ((kind, text) for text in texts)
        if kind == "name":
            yield from ((kind, f"{first} {second}") for first, second in pairwise(texts))
