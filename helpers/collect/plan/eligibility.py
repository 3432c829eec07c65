"""Who may be asked, and why the others may not: every row of the customers file, counted once."""

from dataclasses import dataclass, replace

import pandas as pd

from helpers.base.letters import MAILABLE
from helpers.collect.settings import CollectSettings
from helpers.read.roster import roster
from helpers.read.typed_table import Table

REASONS = ("no_consent", "consent_unknown", "opted_out", "no_address", "address_shared", "asked_recently")


@dataclass(frozen=True, repr=False)
class Eligible:
    """Customers who may be asked, and those who may not."""

    customers: pd.DataFrame  # those who may: the customers file's columns, indexed as there
    left_out: pd.DataFrame  # each other row of the file: customer_id (missing where it is unreadable), reason

    def counts(self) -> pd.DataFrame:
        """reason, customers: the reasons of reading and of the report first, then `REASONS` in their order."""
        sizes = self.left_out["reason"].value_counts().sort_index()
        order = [*sizes.index.difference(REASONS), *(reason for reason in REASONS if reason in sizes.index)]
        return sizes[order].rename("customers").reset_index()


def eligible(
    everyone: Table, settings: CollectSettings, *, recent: set[str], opted_out: pd.Series | None = None
) -> Eligible:
    """Who of the customers file may be asked; each other row is left out for the first reason that holds.

    The reasons, in this order: the row can't be used; not a customer at ``as_of``, or filtered by ``where``;
    no consent (a blank is none; without such a column nobody's is known, unless ``consent_given``);
    opted out; no address that a mail reaches; an address that another customer who may be asked has too (the one with
    the smallest id is asked); asked within the quarantine.

    Parameters
    ----------
    everyone : Table
        Canonical customers, with names.
    recent : set of str
        Customers asked within the quarantine, as `helpers.collect.plan.invited.asked_since` tells.
    opted_out : Series of bool or None
        Who of the file's customers opted out, as `helpers.collect.plan.optouts.opted_out` tells.
    """
    table = roster(everyone, settings)
    rows = table.frame
    if "mail_consent" in rows:
        table = table.without(~rows["mail_consent"].fillna(False).astype(bool), "no_consent")
    elif not settings.consent_given:
        table = table.without(pd.Series(True, index=rows.index), "consent_unknown")
    if opted_out is not None:
        table = table.without(opted_out.reindex(table.frame.index), "opted_out")
    addresses = table.frame.get("email", pd.Series(pd.NA, index=table.frame.index, dtype="str"))
    mailable = addresses.str.fullmatch(MAILABLE).fillna(False).astype(bool)
    table = replace(table, frame=table.frame.assign(email=addresses)).without(~mailable, "no_address")
    by_id = table.frame.sort_values("customer_id", kind="stable")
    table = table.without(by_id.duplicated("email").reindex(table.frame.index), "address_shared")
    table = table.without(_asked_recently(table.frame, everyone.frame, recent), "asked_recently")
    ids = everyone.frame["customer_id"].reindex(table.aside["row"]).to_numpy()
    left = pd.DataFrame({"customer_id": pd.Series(ids, dtype="str"), "reason": table.aside["reason"].astype("str")})
    assert len(table.frame) + len(left) == table.rows_in, "the plan's counts do not close"
    return Eligible(table.frame, left)


def _asked_recently(rows: pd.DataFrame, everyone: pd.DataFrame, recent: set[str]) -> pd.Series:
    """Who was asked within the quarantine, or whose address was, as another customer's."""
    asked = rows["customer_id"].isin(recent)
    if "email" not in everyone:
        return asked
    theirs = everyone.loc[everyone["customer_id"].isin(recent), "email"].dropna()
    return asked | rows["email"].isin(set(theirs))
