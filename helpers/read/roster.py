"""Who is a customer in this report, and which rows belong to whom."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from helpers.base.errors import KitError
from helpers.read.conditions import met
from helpers.read.ledger import check_one_row_each
from helpers.read.settings import ReadSettings
from helpers.read.typed_table import Table

_OWN_TOKEN = "[Tt][A-Za-z2-7]{34}"  # see helpers.invite.tokens
_CHANGES: Mapping[str, Callable[[pd.Series], pd.Series]] = {
    "zeros": lambda ids: ids.str.lstrip("0"),
    "case": lambda ids: ids.str.casefold(),
    "letters": lambda ids: ids.str.replace(r"[A-Za-z]+$", "", regex=True),
}


def roster(customers: Table, settings: ReadSettings) -> Table:
    """Customers of the report: acquired before ``as_of`` and meeting ``where``, one row each.

    Raises
    ------
    KitError
        ``E-CUSTOMER-CONFLICT`` where one customer_id has two different rows; ``E-WHERE`` where a
        condition names no column, does not fit it, or is met by nobody.
    """
    check_one_row_each(customers, ["customer_id"], "E-CUSTOMER-CONFLICT")
    table = customers
    if "acquired_on" in table.frame:
        table = table.without(table.frame["acquired_on"] >= pd.Timestamp(settings.as_of), "acquired_after_report")
    for column, condition in settings.where.items():
        if column not in table.frame:
            raise KitError("E-WHERE.column", file=table.file, column=column, known=", ".join(table.frame))
        table = table.without(~met(table.frame[column], condition, settings), "filtered")
    if settings.where and table.frame.empty and not customers.frame.empty:
        raise KitError("E-WHERE.nobody", file=table.file, columns=", ".join(settings.where))
    return table


def with_customer_id(table: Table, directories: Mapping[str, pd.DataFrame | None]) -> Table:
    """Table with a ``customer_id`` in each row: its own, else the one that a directory has for its token or e-mail.

    A directory (by its key, such as ``email``) has rows with customer_id and that key; a key that several customers
    share joins to none. ``person`` is the customer_id where known, else the key, named as such, else the row: an
    anonymous answer is a person of its own.
    """
    frame = table.frame
    nobody = pd.Series(pd.NA, index=frame.index, dtype="str")
    owner, person = frame.get("customer_id", nobody), nobody
    anonymous = pd.Series([f"row:{row}" for row in frame.index], index=frame.index, dtype="str")
    for key, directory in directories.items():
        if key in frame:
            owner = owner.fillna(frame[key].map(one_owner(directory, key)).astype("str"))
            person = person.fillna(f"{key}:" + frame[key])
    return replace(table, frame=frame.assign(customer_id=owner, person=owner.fillna(person).fillna(anonymous)))


def with_own_tokens(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with the kit's own tokens in small letters, as it makes them; those of other tools as they are.

    A mail program or a survey tool may have changed the letter case; another tool's tokens may differ in nothing else.

    Examples
    --------
    >>> with_own_tokens(pd.DataFrame({"token": ["T" + "AB" * 17, "aB3"]}))["token"].tolist()
    ['tababababababababababababababababab', 'aB3']
    """
    if "token" not in frame:
        return frame
    tokens = frame["token"].astype("str")
    own = tokens.str.fullmatch(_OWN_TOKEN).fillna(False).astype(bool)
    return frame.assign(token=tokens.mask(own, tokens.str.lower()))


def one_owner(directory: pd.DataFrame | None, key: str) -> pd.Series:
    """customer_id by e-mail or token, for those that belong to one customer alone."""
    if directory is None or key not in directory:
        return pd.Series(dtype="str")
    pairs = directory[["customer_id", key]].dropna().drop_duplicates()
    alone = pairs[~pairs[key].duplicated(keep=False)]
    return alone.set_index(key)["customer_id"]


def spelling_difference(ids: pd.Series, known_ids: pd.Series) -> str:
    """What keeps most unknown ids, missing ones among them, from being known, if it is only how they are written.

    It is ``zeros`` (leading zeros), ``case`` (small and capital letters) or ``letters`` (letters at the end); "" if
    none of these would make at least half of the ids one known id each.

    Examples
    --------
    >>> spelling_difference(pd.Series(["17", "18"]), pd.Series(["00017", "00018"]))
    'zeros'
    """
    return next((name for name, change in _CHANGES.items() if _would_match(change, ids, known_ids)), "")


def _would_match(change: Callable[[pd.Series], pd.Series], ids: pd.Series, known_ids: pd.Series) -> bool:
    changed = change(known_ids.drop_duplicates())
    alone = changed[~changed.duplicated(keep=False) & (changed != "")]
    return len(ids) > 0 and bool(change(ids.dropna()).isin(alone).sum() >= len(ids) / 2)
