"""Invitations: who is asked, whether a mail to her can be written, and whose token is which."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pandas as pd

from helpers.base.errors import KitError, in_column
from helpers.base.letters import CONTROL
from helpers.base.parameters import MAILABLE, Settings
from helpers.invite.links import link_pattern
from helpers.invite.mails import Person
from helpers.invite.tokens import new_token
from helpers.read.roles import canonical_table

COLUMNS = ["customer_id", "token", "wave", "invited_at", "expires_on"]
_REQUIRED = ("sender_address", "unsubscribe_contact", "survey_url")


def check_mail_settings(settings: Settings) -> None:
    """Stop where a mail would lack what it has to say: who sends it, the link, how to unsubscribe.

    Raises
    ------
    KitError
        ``E-MAIL-SETTINGS``, naming the parameters; ``E-SURVEY-URL``.
    """
    missing = [name for name in _REQUIRED if not getattr(settings, name)]
    missing += ["sender_name"] if not (settings.sender_name or settings.shop_name) else []
    if missing:
        raise KitError("E-MAIL-SETTINGS", name=", ".join(missing))
    link_pattern(settings)


def check_people(asked: pd.DataFrame, settings: Settings) -> None:
    """Stop where a name or an address can't stand in a mail: a line break in it would begin a header of its own.

    Parameters
    ----------
    asked : DataFrame
        customer_id, email, name.

    Raises
    ------
    KitError
        ``E-MAIL-NAME``, ``E-MAIL-ADDRESS``, naming the rows of the customers file, never what they hold.
    """
    names = pd.Series([bool(CONTROL.search(name)) for name in asked["name"].fillna("")], index=asked.index)
    addresses = pd.Series([not MAILABLE.fullmatch(one) for one in asked["email"].fillna("")], index=asked.index)
    for code, column, wrong in (("E-MAIL-NAME", "name", names), ("E-MAIL-ADDRESS", "email", addresses)):
        if wrong.any():
            table = canonical_table("customers", settings)
            assert table is not None, "somebody was asked"
            rows = table.frame.index[table.frame["customer_id"].isin(asked.loc[wrong, "customer_id"])]
            raise KitError(code, place=in_column(table.rows_named(rows), column))


def invitations(asked: pd.DataFrame, settings: Settings, *, key: bytes, invited_at: datetime) -> pd.DataFrame:
    """A new token for each customer asked.

    Parameters
    ----------
    asked : DataFrame
        customer_id.
    key : bytes
        Signs the tokens (see `helpers.invite.tokens.token_key`).
    invited_at : datetime
        In the shop's time zone.

    Returns
    -------
    DataFrame
        customer_id, token, wave, invited_at (to the second, without its zone), expires_on (the last day).
    """
    expires_on = invited_at.date() + timedelta(days=settings.token_days)
    tokens = [new_token(key, settings.wave_name, expires_on) for _ in asked.index]
    assert len(set(tokens)) == len(tokens), "tokens are random"
    rows = asked[["customer_id"]].assign(
        token=pd.Series(tokens, index=asked.index, dtype="str"),
        wave=settings.wave_name,
        invited_at=pd.Timestamp(invited_at.replace(microsecond=0, tzinfo=None)).as_unit("us"),
        expires_on=pd.Timestamp(expires_on).as_unit("us"),
    )
    return rows[COLUMNS].reset_index(drop=True)


def people(invited: pd.DataFrame, asked: pd.DataFrame) -> Iterator[Person]:
    """Those invited who may still be mailed, in the order of their invitations."""
    known = asked.set_index("customer_id")[["email", "name"]].to_dict("index")
    for customer_id, token in zip(invited["customer_id"], invited["token"], strict=True):
        if one := known.get(customer_id):
            yield Person(customer_id, one["email"], "" if pd.isna(one["name"]) else one["name"].strip(), token)
