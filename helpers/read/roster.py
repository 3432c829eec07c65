"""Who is a customer in this report, and which rows belong to whom."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.problems import Problems
from helpers.read.conditions import met, near_told, one_after_another, values_told
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
    problems = Problems()
    problems.tried(partial(check_one_row_each, customers, ["customer_id"], "E-CUSTOMER-CONFLICT"))
    table = customers
    if "acquired_on" in table.frame:
        table = table.without(table.frame["acquired_on"] >= pd.Timestamp(settings.as_of), "acquired_after_report")
    meeting = problems.tried(partial(_meeting, table, settings))
    problems.stop()
    return meeting or table


def _meeting(customers: Table, settings: ReadSettings) -> Table:
    """Those who meet all conditions, but for those on columns of which something is asked already."""
    problems, table = Problems(), customers
    columns = [column for column in settings.where if column not in customers.undecided]
    nobody_by = []
    for column in columns:
        met_by = problems.tried(partial(_meeting_one, customers, column, settings))
        if met_by is not None:
            table = table.without(~met_by[table.frame.index], "filtered")
            nobody_by += [column] * (not met_by.any())
    problems.stop()
    if columns and table.frame.empty and not customers.frame.empty:
        there = [values_told(customers.frame[column], settings) for column in nobody_by or columns]
        raise KitError("E-WHERE.nobody", file=table.file, columns=", ".join(columns), there=one_after_another(there))
    return table


def _meeting_one(customers: Table, column: str, settings: ReadSettings) -> pd.Series:
    if column not in customers.frame:
        known = list(map(str, customers.frame))
        near = near_told(column, known)
        raise KitError("E-WHERE.column", file=customers.file, column=column, known=", ".join(known), near=near)
    return met(customers.frame[column], settings.where[column], settings)


def with_customer_id(table: Table, directories: Mapping[str, pd.DataFrame | None]) -> Table:
    """Table with a ``customer_id`` in each row: its own, else a directory's for its token, e-mail or order.

    A directory (by its key, such as ``email``) has rows with customer_id and that key; a key that several customers
    share joins to none. ``person`` is the customer_id where known, else the key, named as such, else the row: an
    anonymous answer is a person of its own.
    """
    frame = table.frame
    nobody = pd.Series(pd.NA, index=frame.index, dtype="str")
    owner, person = frame.get("customer_id", nobody), nobody
    for key, directory in directories.items():
        if key in frame:
            owner = owner.fillna(frame[key].map(one_owner(directory, key)).astype("str"))
            person = person.fillna(f"{key}:" + frame[key])
    person = owner.fillna(person)
    anonymous = frame.index[person.isna()]
    person[anonymous] = [f"row:{row}" for row in anonymous]
    return replace(table, frame=frame.assign(customer_id=owner, person=person))


def with_buyers(purchases: Table, everyone: Table | None) -> Table:
    """Purchases with the customer of each: by its id or e-mail; without a customers file buyers are customers."""
    frame = purchases.frame
    if everyone is None and "email" in frame:  # guests too
        owner = frame["customer_id"].fillna(frame["email"]) if "customer_id" in frame else frame["email"]
        purchases = replace(purchases, frame=frame.assign(customer_id=owner))
    purchases = with_customer_id(purchases, {"email": None if everyone is None else everyone.frame})
    return replace(purchases, frame=purchases.frame.drop(columns="person"))


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
