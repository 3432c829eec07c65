"""How those of a call list can be reached, and what a caller is told of them."""

from dataclasses import dataclass

import pandas as pd

from helpers.base.results import Support, public, told_by
from helpers.merge.since_calls import CALL

TOLD_OF_EACH = ("comment", "days_since_last_order", "complaints", "acquisition_channel")  # where anybody has any
_WAYS = {"phone": "phones", "email": "addresses"}


@dataclass(frozen=True)
class Reach:
    """Of those to call: how many have a number or an address; what is known of any of them, in general terms."""

    phones: int = told_by("reach")
    addresses: int = told_by("reach")
    filled: tuple[str, ...] = public()  # columns of `TOLD_OF_EACH` that are not empty
    is_consent_known: bool = public()  # whether a file says, or the user, who agreed to be contacted


def reach_of(rows: pd.DataFrame, *, is_consent_known: bool) -> tuple[Reach, Support]:
    """How those to call can be reached, and whom that is of.

    Parameters
    ----------
    rows : DataFrame
        One row a customer of both parts of the list: assigned, phone, email and the columns of `TOLD_OF_EACH`.

    Examples
    --------
    >>> rows = pd.DataFrame({"assigned": ["call", "call", "holdout"], "phone": ["1", None, "2"], "complaints": 0})
    >>> rows = rows.reindex(columns=["assigned", "phone", "email", *TOLD_OF_EACH])
    >>> found, _ = reach_of(rows, is_consent_known=True)
    >>> found.phones, found.addresses, found.filled
    (1, 0, ('complaints',))
    """
    mine = rows[rows["assigned"] == CALL]
    has = mine[list(_WAYS)].notna().rename(columns=_WAYS)
    filled = tuple(name for name in TOLD_OF_EACH if mine[name].notna().any())
    found = Reach(int(has["phones"].sum()), int(has["addresses"].sum()), filled, is_consent_known)
    return found, Support(mine["assigned"].astype("str"), has)
