"""Who may be asked, and why the others may not: every row of the customers file, counted once."""

from dataclasses import dataclass, replace

import pandas as pd

from helpers.base.parameters import MAILABLE, Settings
from helpers.collect.plan.invited import asked_since
from helpers.collect.plan.optouts import OptOuts
from helpers.read.ledger import Table
from helpers.read.roster import roster

REASONS = ("no_consent", "consent_unknown", "opted_out", "no_address", "address_shared", "asked_recently")


@dataclass(frozen=True)
class Eligible:
    """Customers who may be asked, and those who may not.

    Attributes
    ----------
    customers : DataFrame
        Those who may: the customers file's columns, indexed as there.
    left_out : DataFrame
        customer_id (missing where the row's is unreadable), reason: one row for each other row of the file.
    """

    customers: pd.DataFrame
    left_out: pd.DataFrame

    def counts(self) -> pd.DataFrame:
        """reason, customers: the reasons of reading and of the report first, then `REASONS` in their order."""
        found = self.left_out["reason"].value_counts()
        order = [*sorted(set(found.index) - set(REASONS)), *(reason for reason in REASONS if reason in found.index)]
        return pd.DataFrame({"reason": pd.Series(order, dtype="str"), "customers": [int(found[one]) for one in order]})


def eligible(everyone: Table, before: pd.DataFrame, listed: OptOuts | None, settings: Settings) -> Eligible:
    """Who of the customers file may be asked; each other row is left out for the first reason that holds.

    The reasons, in this order: the row can't be used; not a customer at ``as_of``, or filtered by ``where``;
    no consent (a blank is none; without such a column nobody's is known, unless ``consent_given``);
    opted out; no address that a mail reaches; an address that another customer who may be asked has too (the one with
    the smallest id is asked); asked within the quarantine.

    Parameters
    ----------
    everyone : Table
        Canonical customers, with names.
    before : DataFrame
        As made by `helpers.collect.plan.invited.invited_before`.
    listed : OptOuts or None
    """
    table = roster(everyone, settings)
    rows = table.frame
    if "mail_consent" in rows:
        table = table.without(~rows["mail_consent"].fillna(False).astype(bool), "no_consent")
    elif not settings.consent_given:
        table = table.without(pd.Series(True, index=rows.index), "consent_unknown")
    if listed:
        table = table.without(_opted_out(table.frame, everyone.frame, listed), "opted_out")
    addresses = table.frame.get("email", pd.Series(pd.NA, index=table.frame.index, dtype="str"))
    table = replace(table, frame=table.frame.assign(email=addresses)).without(~_mailable(addresses), "no_address")
    recent = asked_since(before, settings)
    table = table.without(_later_of_address(table.frame), "address_shared")
    table = table.without(_asked_recently(table.frame, everyone.frame, recent), "asked_recently")
    ids = everyone.frame["customer_id"].reindex(table.aside["row"]).to_numpy()
    left = pd.DataFrame({"customer_id": pd.Series(ids, dtype="str"), "reason": table.aside["reason"].astype("str")})
    assert len(table.frame) + len(left) == table.rows_in, "the plan's counts do not close"
    return Eligible(table.frame, left)


def _opted_out(rows: pd.DataFrame, everyone: pd.DataFrame, listed: OptOuts) -> pd.Series:
    """Who is on the list, or shares the address of one who is: the address is what people opt out."""
    meant = listed.meant(rows)
    if "email" not in rows:
        return meant
    theirs = everyone.loc[listed.meant(everyone), "email"].dropna()
    return meant | rows["email"].isin(set(theirs))


def _mailable(addresses: pd.Series) -> pd.Series:
    return addresses.str.fullmatch(MAILABLE).fillna(False).astype(bool)


def _later_of_address(rows: pd.DataFrame) -> pd.Series:
    """Customers whose address one of a smaller id has too."""
    return rows.sort_values("customer_id", kind="stable").duplicated("email").reindex(rows.index)


def _asked_recently(rows: pd.DataFrame, everyone: pd.DataFrame, recent: set[str]) -> pd.Series:
    """Who was asked within the quarantine, or whose address was, as another customer's."""
    asked = rows["customer_id"].isin(recent)
    if "email" not in everyone:
        return asked
    theirs = everyone.loc[everyone["customer_id"].isin(recent), "email"].dropna()
    return asked | rows["email"].isin(set(theirs))
