"""Customers of whom several e-mails are known: contacts of a company, an id that is nobody's, or new addresses."""

from typing import Any

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.tables import ONE_KEY_OF
from helpers.collect.settings import CollectSettings
from helpers.read.typed_table import Table, Warned

_FEW = 2  # further addresses that somebody may have moved to
_IN_ANSWERS = 0.01  # share of the answers from which on further addresses are no longer moves
_IN_ORDERS = 0.10  # share of the customers; over the years more of them move
_MOST_ADDRESSES = 9  # of one customer


def person_of_each(frame: pd.DataFrame, settings: CollectSettings) -> pd.Series:
    """Person of each answer: under ``person: email`` each address of a customer is one.

    Examples
    --------
    >>> frame = pd.DataFrame({"person": ["A", "A"], "customer_id": ["A", "A"], "email": ["p@x.jp", None]}, dtype="str")
    >>> person_of_each(frame, CollectSettings(as_of="2026-04-01", person="email")).tolist()
    ['A p@x.jp', 'A']
    """
    if settings.person != "email":
        return frame["person"]
    known = frame["customer_id"].notna() & frame["email"].notna()
    return frame["person"].mask(known, frame["customer_id"] + " " + frame["email"])


def with_contacts_checked(responses: Table, settings: CollectSettings) -> Table:
    """Answers; asks where customers answered under several e-mails, warns where they are few.

    Raises
    ------
    KitError
        ``E-PERSON``.
    """
    frame = responses.frame
    if settings.person == "email" and "email" not in frame:
        raise KitError("E-PERSON.email", file=responses.file)
    addresses = _addresses(frame)
    if settings.person or addresses.empty:
        return responses
    if _further(addresses) > max(_FEW, _IN_ANSWERS * len(frame)):
        is_dated = "responded_at" in frame and frame["responded_at"].notna().all()
        rule = "latest  # or first, mean, drop" if is_dated else "mean  # or drop"
        raise KitError("E-PERSON", file=responses.file, **_counts(addresses), rule=rule)
    return responses.warned(Warned("W-PERSON", {"file": responses.file, "n": len(addresses)}))


def told_of_orders(responses: Table, settings: CollectSettings) -> Table:
    """Answers with a warning where the purchases are needed to find their customers, and none are named."""
    frame = responses.frame
    others = [key for key in ONE_KEY_OF["responses"] if key in frame and key != "order_id"]
    n = int((frame["order_id"].notna() & frame[others].isna().all(axis=1)).sum()) if "order_id" in frame else 0
    told = Warned("W-ANSWER-ORDERS", {"file": responses.file, "n": n})
    return responses.warned(told) if n and settings.purchases is None else responses


def check_ids_shared(purchases: Table, settings: CollectSettings) -> None:
    """Asks where ids of the purchases stand with so many e-mails that they can't each be one customer's.

    Raises
    ------
    KitError
        ``E-ID-SHARED``.
    """
    addresses = _addresses(purchases.frame)
    if settings.person or addresses.empty:
        return
    many = addresses.max() > _MOST_ADDRESSES
    if many or _further(addresses) > max(_FEW, _IN_ORDERS * purchases.frame["customer_id"].nunique()):
        raise KitError("E-ID-SHARED", file=purchases.file, **_counts(addresses))


def _addresses(frame: pd.DataFrame) -> pd.Series:
    """Number of e-mails of each customer_id that has several."""
    if not {"customer_id", "email"} <= set(frame):
        return pd.Series(dtype="int64")
    pairs = frame[["customer_id", "email"]].dropna().drop_duplicates()
    return (counts := pairs["customer_id"].value_counts())[counts > 1]


def _further(addresses: pd.Series) -> int:
    return int((addresses - 1).sum())


def _counts(addresses: pd.Series) -> dict[str, Any]:
    return {"customers": len(addresses), "addresses": int(addresses.sum())}
