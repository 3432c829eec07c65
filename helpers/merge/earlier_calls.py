"""Earlier call lists as they were handed back, and what those on them bought since."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.letters import cleaned
from helpers.base.sums import summed
from helpers.base.texts import is_one_of
from helpers.merge.settings import MergeSettings
from helpers.read.cells.texts import identifier
from helpers.read.files.records import Record, Source
from helpers.read.roster import spelling_difference
from helpers.read.rows import files_of, sources
from helpers.read.signs import sign

CALL, HOLDOUT = "call", "holdout"
NEEDED = ("customer_id", "assigned", "listed_on")
SINCE_CALL = "net_amount_since_call"
_READ = (*NEEDED, "called")
_TYPES = {"customer_id": "str", "assigned": "str", "listed_on": "datetime64[us]", "called": "boolean"}
_SEARCHED = 20  # records among which the header is
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: 0?0:00(?::00)?)?")  # as spreadsheets write it, year first


@dataclass(frozen=True, repr=False)
class EarlierCalls:
    """Who stood on earlier call lists; its text shows nobody."""

    file: str  # the first list's name, for messages
    rows: pd.DataFrame  # customer_id, assigned (call, holdout), listed_on, called (missing where nothing is said)

    def latest(self, before: date) -> pd.DataFrame:
        """Rows of the latest list of before a day, one a customer."""
        earlier = self.rows[self.rows["listed_on"] < pd.Timestamp(before)]
        return earlier[earlier["listed_on"] == earlier["listed_on"].max()].reset_index(drop=True)

    def recent(self, on: date, quarantine_days: int) -> pd.DataFrame:
        """customer_id, assigned of those called, or held out, fewer than so many days before a day.

        Who was to be called counts as called, unless the list says that it did not happen.
        """
        first, rows = pd.Timestamp(on - timedelta(days=quarantine_days)), self.rows
        is_near = (rows["listed_on"] > first) & (rows["listed_on"] < pd.Timestamp(on))
        is_kept = (rows["assigned"] == HOLDOUT) | rows["called"].fillna(True)
        return rows.loc[is_near & is_kept, ["customer_id", "assigned"]].drop_duplicates()


def earlier_calls(settings: MergeSettings) -> EarlierCalls | None:
    """The lists that ``earlier_calls`` names, or ``None`` where it names none.

    A list is told by its columns customer_id, assigned and listed_on; a column called says yes or no. The same list as
    CSV and as workbook counts once.

    Raises
    ------
    KitError
        ``E-CALLS`` where a file is no call list, a row can't be read, or a customer was both to be called and held
        out; those of reading a file. Nobody is called on lists that are half understood.
    """
    if settings.earlier_calls is None:
        return None
    names, rows = [], []
    for path in files_of(settings.earlier_calls):
        found = [table for source in sources(path, settings.encoding) if (table := _listed(source))]
        if not found:
            raise KitError("E-CALLS.columns", file=path.name, names=", ".join(NEEDED))
        names.append(path.name)
        rows += [row for table in found for row in table]
    frame = pd.DataFrame(rows, columns=list(_READ)).astype(_TYPES)
    by_list = frame.groupby(["customer_id", "listed_on"], as_index=False, sort=True)
    if by_list["assigned"].nunique()["assigned"].gt(1).any():
        raise KitError("E-CALLS.both", file=names[0])
    return EarlierCalls(names[0], by_list.agg({"assigned": "first", "called": "max"})[list(_READ)].astype(_TYPES))


def _listed(source: Source) -> list[tuple[object, ...]] | None:
    """Rows of a table that is a call list; ``None`` where it is none."""
    records = iter(source.records())
    for _, heads in islice(records, _SEARCHED):
        places = {cleaned(head).casefold(): place for place, head in enumerate(heads)}
        if set(NEEDED) <= set(places):
            return list(_rows(source.file, records, {name: places[name] for name in _READ if name in places}))
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


def with_calls(rows: pd.DataFrame, purchases: pd.DataFrame, listed: EarlierCalls | None, until: date) -> pd.DataFrame:
    """Customers with ``last_order_at`` of those who answered, and of the latest list what they bought since.

    Parameters
    ----------
    rows : DataFrame
        One row a customer, as made by `helpers.merge.customers.customer_rows`.
    purchases : DataFrame
        Those that count, of the report's customers.
    until : date
        First day after the report's window.

    Raises
    ------
    KitError
        ``E-CALLS.alike`` where most of the ids on the lists would be known if they were written as in the CRM.
    """
    answered = rows.loc[rows["segment"].notna(), "customer_id"]
    last = last_orders(purchases, answered).reindex(rows["customer_id"])
    rows = rows.assign(last_order_at=last.to_numpy("datetime64[us]"))
    if listed is None:
        return rows
    strange = listed.rows.loc[~is_one_of(listed.rows["customer_id"], rows["customer_id"]), "customer_id"]
    if len(strange) and spelling_difference(strange, rows["customer_id"]):
        raise KitError("E-CALLS.alike", file=listed.file)
    listed_on = listed.latest(until).set_index("customer_id")["listed_on"]
    return rows.assign(**{SINCE_CALL: net_amount_since(purchases, listed_on).reindex(rows["customer_id"]).array})


def last_orders(purchases: pd.DataFrame, customers: pd.Series) -> pd.Series:
    """Time of the last order of each of some customers who ordered, by customer_id."""
    theirs = purchases[(purchases["kind"] == "order") & is_one_of(purchases["customer_id"], customers)]
    return theirs.groupby("customer_id")["ordered_at"].max()


def net_amount_since(purchases: pd.DataFrame, listed_on: pd.Series) -> pd.Series:
    """Net amount of each customer's purchases from her own day on (minor units), by customer_id; 0 without any.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-01-09", "2026-01-10", "2026-01-20"])
    >>> paid = {"amount": [5, 30, 200], "refund_amount": [0, 10, 0]}
    >>> some = pd.DataFrame({"customer_id": "a", "ordered_at": days, **paid})
    >>> net_amount_since(some, pd.Series(pd.Timestamp("2026-01-10"), index=["a", "b"])).tolist()
    [220, 0]
    """
    theirs = purchases[is_one_of(purchases["customer_id"], listed_on.index)]
    theirs = theirs[theirs["ordered_at"] >= theirs["customer_id"].map(listed_on)]
    net = theirs["amount"] - theirs["refund_amount"].fillna(0)
    return summed(net, theirs["customer_id"]).reindex(listed_on.index).fillna(0)
