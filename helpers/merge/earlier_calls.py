"""Earlier call lists, read as they were handed back."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.letters import cleaned
from helpers.base.texts import is_one_of
from helpers.merge.settings import MergeSettings
from helpers.merge.since_calls import CALL, HOLDOUT, TO_FILL, EarlierCalls
from helpers.read.cells.texts import identifier
from helpers.read.files.records import Record, Source
from helpers.read.roster import spelling_difference
from helpers.read.rows import files_of, sources
from helpers.read.signs import sign

NEEDED = ("customer_id", "assigned", "listed_on")
_READ = (*NEEDED, "called")
_TYPES = {"customer_id": "str", "assigned": "str", "listed_on": "datetime64[us]", "called": "boolean"}
_SEARCHED = 20  # records among which the header is
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: 0?0:00(?::00)?)?")  # as spreadsheets write it, year first


def earlier_calls(settings: MergeSettings) -> EarlierCalls | None:
    """The lists that ``earlier_calls`` names, or ``None`` where it names none.

    A list is told by its columns customer_id, assigned and listed_on; a column called says yes or no, and any text but
    a no is a yes: who was not reached was called all the same. The same list as CSV and as workbook counts once; where
    one of the two says nothing, the other counts, and where they differ, a yes.

    Raises
    ------
    KitError
        ``E-CALLS`` where a file is no call list, a row can't be read, or a customer was both to be called and held
        out; those of reading a file. Nobody is called on lists that are half understood.
    """
    if settings.earlier_calls is None:
        return None
    rows = []
    for path in files_of(settings.earlier_calls):
        found = [table for source in sources(path, settings.encoding) if (table := _listed(source))]
        if not found:
            raise KitError("E-CALLS.columns", file=path.name, names=", ".join(NEEDED))
        rows += [(*row, path.name) for table in found for row in table]
    frame = pd.DataFrame(rows, columns=[*_READ, "file"]).astype(_TYPES)
    by_list = frame.groupby(["customer_id", "listed_on"], as_index=False, sort=True)
    if by_list["assigned"].nunique()["assigned"].gt(1).any():
        raise KitError("E-CALLS.both", file=frame["file"].iloc[0])
    listed = by_list.agg({"assigned": "first", "called": "max"})[list(_READ)].astype(_TYPES)
    return EarlierCalls(listed, _files(frame))


def is_written_into(path: Path) -> bool:
    """Whether somebody has written into a list what became of the calls; so it is taken where it can't be read."""
    try:
        tables = [table for source in sources(path) if (table := _headed(source))]
        return not tables or any(_is_written(cells, places) for places, records in tables for _, cells in records)
    except KitError:
        return True


def _is_written(cells: Sequence[str], places: dict[str, int]) -> bool:
    return any(cleaned(cells[place]) for name in TO_FILL if (place := places.get(name, len(cells))) < len(cells))


def _files(frame: pd.DataFrame) -> dict[date, str]:
    """Day of each list → name of its first file, of those to call where there is one."""
    firsts = frame.sort_values(["listed_on", "assigned"], kind="stable").drop_duplicates("listed_on")
    return dict(zip(firsts["listed_on"].dt.date, firsts["file"], strict=True))


def check_listed(listed: EarlierCalls | None, customers: pd.Series) -> None:
    """Those on earlier lists are written as in the CRM, whose ids `customers` are.

    Raises
    ------
    KitError
        ``E-CALLS`` where most unknown ids would be known if they were.
    """
    if listed is None:
        return
    ids = listed.rows["customer_id"]
    strange = ids[~is_one_of(ids, customers)].drop_duplicates()
    if len(strange) and spelling_difference(strange, customers):
        raise KitError("E-CALLS.alike", file=next(iter(listed.lists.values())))


def _listed(source: Source) -> list[tuple[object, ...]] | None:
    """Rows of a table that is a call list; ``None`` where it is none."""
    if not (headed := _headed(source)):
        return None
    places, records = headed
    return list(_rows(source.file, records, {name: places[name] for name in _READ if name in places}))


def _headed(source: Source) -> tuple[dict[str, int], Iterator[Record]] | None:
    """Where each column of a call list stands, and the rows below its header; ``None`` where it is none."""
    records = iter(source.records())
    for _, heads in islice(records, _SEARCHED):
        places = {cleaned(head).casefold(): place for place, head in enumerate(heads)}
        if set(NEEDED) <= set(places):
            return places, records
    return None


def _rows(file: str, records: Iterator[Record], places: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for row, cells in records:
        texts = {name: cleaned(cells[place]) if place < len(cells) else "" for name, place in places.items()}
        if any(map(cleaned, cells)):
            who, listed_on = identifier(texts["customer_id"]).value, _day(texts["listed_on"])
            if who is None or listed_on is None or texts["assigned"] not in (CALL, HOLDOUT):
                raise KitError("E-CALLS.row", file=file, row=row)
            yield who, texts["assigned"], listed_on, _was_called(texts.get("called", ""))


def _day(text: str) -> pd.Timestamp | None:
    if parts := _DAY.fullmatch(text):
        with suppress(ValueError):  # a day that no calendar has
            return pd.Timestamp(*map(int, parts.groups()))
    return None


def _was_called(text: str) -> bool | None:
    return None if not text else not sign("cell_no").fullmatch(text.casefold())
