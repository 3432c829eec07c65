"""Who is a customer in this report, and which rows belong to whom."""

from dataclasses import replace

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.parameters import Settings

from .conditions import met
from .ledger import Table, check_one_row_each


def roster(customers: Table, settings: Settings) -> Table:
    """Customers of the report: acquired before ``as_of`` and meeting ``where``, one row each.

    Raises
    ------
    KitError
        ``E-CUSTOMER-CONFLICT`` where one customer_id has two different rows; ``E-WHERE`` where a
        condition names no column or does not fit it.
    """
    check_one_row_each(customers, ["customer_id"], "E-CUSTOMER-CONFLICT", "Keep one row a customer.")
    table = customers
    if "acquired_on" in table.frame:
        table = table.without(table.frame["acquired_on"] >= pd.Timestamp(settings.as_of), "acquired_after_report")
    for column, condition in settings.where.items():
        if column not in table.frame:
            raise KitError("E-WHERE", f"where: {table.file} has no column {column}; it has {', '.join(table.frame)}.")
        table = table.without(~met(table.frame[column], condition, settings), "filtered")
    return table


def with_customer_id(table: Table, directory: pd.DataFrame | None, key: str) -> Table:
    """Table with a ``customer_id``: its own, or the one that `directory` has for its e-mail or token.

    Parameters
    ----------
    table : Table
        Purchases or responses.
    directory : DataFrame or None
        Columns customer_id and `key`; a key that several customers share joins to none.
    key : str
        ``email`` or ``token``.

    Returns
    -------
    Table
        Also with ``person``: the customer_id where known, else the key, named as such.
    """
    frame = table.frame
    if "customer_id" in frame:
        return replace(table, frame=frame.assign(person=frame["customer_id"]))
    found = frame[key].map(one_owner(directory, key)).astype("str")
    return replace(table, frame=frame.assign(customer_id=found, person=found.fillna(f"{key}:" + frame[key])))


def one_owner(directory: pd.DataFrame | None, key: str) -> pd.Series:
    """customer_id by e-mail or token, for those that belong to one customer alone."""
    if directory is None or key not in directory:
        return pd.Series(dtype="str")
    pairs = directory[["customer_id", key]].dropna().drop_duplicates()
    alone = pairs[~pairs[key].duplicated(keep=False)]
    return alone.set_index(key)["customer_id"]
