"""Who has asked not to be mailed: the list of a mailing tool, by address or customer id."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.letters import cleaned
from helpers.collect.settings import CollectSettings
from helpers.read.cells.lanes import Parsed
from helpers.read.cells.texts import email, identifier
from helpers.read.columns.vocabulary import strengths
from helpers.read.files.records import Source
from helpers.read.roster import spelling_difference
from helpers.read.rows import files_of, sources

_KEYS = {"email": email, "customer_id": identifier}


@dataclass(frozen=True, repr=False)
class OptOuts:
    """Addresses and ids of those who may not be mailed, as they are compared."""

    file: str  # the list's name, for messages
    emails: frozenset[str]
    ids: frozenset[str]

    def meant(self, customers: pd.DataFrame) -> pd.Series:
        """Which customers are on the list, by their id or their address."""
        by_id = customers["customer_id"].isin(self.ids)
        return by_id | customers["email"].isin(self.emails) if "email" in customers else by_id

    def unknown(self, customers: pd.DataFrame) -> int:
        """Entries that are no customer's.

        Raises
        ------
        KitError
            ``E-OPT-OUTS`` where most ids would be known if they were written as in the customers file.
        """
        ids = pd.Series(sorted(self.ids), dtype="str")
        strange = ids[~ids.isin(customers["customer_id"])]
        if len(strange) and spelling_difference(strange, customers["customer_id"]):
            raise KitError("E-OPT-OUTS.alike", file=self.file)
        return len(strange) + len(self.emails - set(customers.get("email", pd.Series(dtype="str")).dropna()))


def opted_out(customers: pd.DataFrame, listed: OptOuts | None, refused: Iterable[pd.Series] = ()) -> pd.Series:
    """Who is on the list, refused, or shares the address of one who is: the address is what people opt out."""
    meant = pd.Series(False, index=customers.index) if listed is None else listed.meant(customers)
    for some in refused:
        meant |= some
    if "email" not in customers:
        return meant
    return meant | customers["email"].isin(set(customers.loc[meant, "email"].dropna()))


def opt_outs(settings: CollectSettings) -> OptOuts | None:
    """The list that ``opt_outs`` names, or ``None`` where it names none.

    A list has a column of addresses or of customer ids, told by its header; a list of one column
    needs no header: what holds an @ is an address, all else an id.

    Raises
    ------
    KitError
        ``E-FILE-MISSING`` where there is no such file; ``E-OPT-OUTS`` where no column is told, or a row
        holds neither; those of reading a file. Nobody is mailed on a list that is half understood.
    """
    if settings.opt_outs is None:
        return None
    found: dict[str, set[str]] = {key: set() for key in _KEYS}
    names = []
    for path in files_of(settings.opt_outs):
        (source, *others) = sources(path, settings.encoding)
        if others:
            raise KitError("E-OPT-OUTS.sheets", file=source.file)
        names.append(source.file)
        for row, key, text in _entries(source):
            parsed: Parsed = _KEYS[key](text)
            if parsed.value is None:
                raise KitError("E-OPT-OUTS.row", file=source.file, row=row)
            found[key].add(str(parsed.value))
    return OptOuts(names[0], frozenset(found["email"]), frozenset(found["customer_id"]))


def _entries(source: Source) -> list[tuple[int, str, str]]:
    """Row, key and text of each filled cell of the columns that count."""
    records = [(row, [cleaned(cell) for cell in cells]) for row, cells in source.records()]
    records = [(row, cells) for row, cells in records if any(cells)]
    heads = records[0][1] if records else []
    places = {place: key for place, head in enumerate(heads) for key in _KEYS if key in strengths("customers", head)}
    if places:
        cells = [(row, place, text) for row, texts in records[1:] for place, text in enumerate(texts)]
        return [(row, places[place], text) for row, place, text in cells if text and place in places]
    filled = [(row, [text for text in texts if text]) for row, texts in records]
    if any(len(texts) > 1 for _, texts in filled):
        raise KitError("E-OPT-OUTS.columns", file=source.file)
    return [(row, "email" if "@" in text else "customer_id", text) for row, (text,) in filled]
