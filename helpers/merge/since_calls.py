"""Who stood on earlier call lists, whom one can reach now, and what those on the lists bought since."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from helpers.base.sums import summed
from helpers.base.texts import is_one_of

CALL, HOLDOUT = "call", "holdout"
PERSONAL = ("customer_id", "name", "email", "phone")
SINCE_CALL = "net_amount_since_call"


@dataclass(frozen=True, repr=False)
class EarlierCalls:
    """Who stood on earlier call lists; its text shows nobody."""

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


@dataclass(frozen=True, repr=False)
class Calling:
    """Whom one can reach; its text shows nobody."""

    people: pd.DataFrame  # customer_id, name, email, phone (missing where the CRM has none), refused (the reason)
    earlier: EarlierCalls | None = None


def with_calls(rows: pd.DataFrame, purchases: pd.DataFrame, listed: EarlierCalls | None, until: date) -> pd.DataFrame:
    """Customers with what those of the latest list bought since (missing of others); as they are where there is none.

    Parameters
    ----------
    rows : DataFrame
        One row a customer, as made by `helpers.merge.customers.customer_rows`.
    purchases : DataFrame
        Those that count, of the report's customers.
    until : date
        First day after the report's window.
    """
    latest = None if listed is None else listed.latest(until)
    if latest is None or latest.empty:
        return rows
    listed_on = latest.set_index("customer_id")["listed_on"]
    return rows.assign(**{SINCE_CALL: net_amount_since(purchases, listed_on).reindex(rows["customer_id"]).array})


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
