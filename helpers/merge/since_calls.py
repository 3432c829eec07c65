"""Who stood on earlier call lists, whom one can reach now, and what those on the lists bought since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from helpers.base.texts import is_one_of

CALL, HOLDOUT = "call", "holdout"
PERSONAL = ("customer_id", "name", "email", "phone")
SINCE_CALL = "net_amount_since_call"
TO_FILL = ("called", "result")  # columns of a list, by those who call


@dataclass(frozen=True, repr=False)
class EarlierCalls:
    """Who stood on earlier call lists; its text shows nobody."""

    rows: pd.DataFrame  # customer_id, assigned (call, holdout), listed_on, called (missing where nothing is said)
    lists: Mapping[date, str] = field(default_factory=dict)  # day of each → name of its file, those to call first

    def latest(self, before: date) -> pd.DataFrame:
        """Rows of the latest list of before a day, one a customer."""
        earlier = self.rows[self.rows["listed_on"] < pd.Timestamp(before)]
        return earlier[earlier["listed_on"] == earlier["listed_on"].max()].reset_index(drop=True)

    def not_before(self, day: date) -> dict[str, date]:
        """Name and day of each list of that day or later."""
        return {file: listed_on for listed_on, file in self.lists.items() if listed_on >= day}

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
    is_consent_known: bool = False  # whether the customers file, or the user, says who agreed to be contacted


def latest_list(listed: EarlierCalls | None, until: date) -> date | None:
    """Day of the latest list of before a day, or ``None``."""
    latest = None if listed is None else listed.latest(until)
    return None if latest is None or latest.empty else latest["listed_on"].iloc[0].date()


def with_calls(rows: pd.DataFrame, listed: EarlierCalls | None, until: date) -> pd.DataFrame:
    """Customers with what those of the latest list bought since, missing of others; no such column without a list.

    Parameters
    ----------
    rows : DataFrame
        One row a customer, as made by `helpers.merge.customers.customer_rows`.
    until : date
        First day after the report's window.
    """
    if listed is None or latest_list(listed, until) is None:
        return rows.drop(columns=SINCE_CALL)
    is_listed = is_one_of(rows["customer_id"], listed.latest(until)["customer_id"])
    return rows.assign(**{SINCE_CALL: rows[SINCE_CALL].astype("Float64").where(is_listed)})
