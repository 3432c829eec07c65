"""Invitations: who is asked, whether a mail to her can be written, and whose token is which."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from helpers.base.errors import LANGUAGES, KitError, in_column
from helpers.base.folders import shareable_path
from helpers.base.letters import CONTROL, MAILABLE
from helpers.base.words import Words
from helpers.collect.plan.invited import LIST, written_list
from helpers.collect.plan.sampling import Plan
from helpers.invite.log import ACCEPTED
from helpers.invite.mails import Recipient
from helpers.invite.questionnaire import link_pattern
from helpers.invite.settings import InviteSettings
from helpers.invite.tokens import is_signed, new_token
from helpers.read.roles import canonical_table

INVITATION_COLUMNS = ["customer_id", "token", "wave", "invited_at", "expires_on"]
_REQUIRED = ("sender_address", "unsubscribe_contact", "survey_url")


def check_mail_settings(settings: InviteSettings) -> None:
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


def check_anybody(plan: Plan, settings: InviteSettings) -> None:
    """Stop where nobody may be asked, with the reasons.

    Raises
    ------
    KitError
        ``E-NOBODY-ASKED``.
    """
    if plan.remembered or len(plan.asked):
        return
    counts = plan.left_out.set_index("reason")["customers"]
    languages = {language: Words(language, settings.currency) for language in LANGUAGES}
    reasons = {language: _reasons(counts, words) for language, words in languages.items()}
    code = "E-NOBODY-ASKED.consent" if "consent_unknown" in counts else "E-NOBODY-ASKED.reasons"
    raise KitError(code if len(counts) else "E-NOBODY-ASKED.empty", reasons=reasons)


def _reasons(counts: pd.Series, words: Words) -> str:
    named = (f"{words.say(f'reason_{reason}')} {words.count(n)}" for reason, n in counts.items())
    return words.say("list_separator").join(named)


def check_people(asked: pd.DataFrame, settings: InviteSettings) -> None:
    """Stop where a name or an address can't stand in a mail: a line break in it would begin a header of its own.

    Raises
    ------
    KitError
        ``E-MAIL-NAME``, ``E-MAIL-ADDRESS``, naming the rows of the customers file, never what they hold.
    """
    names = asked["name"].fillna("").map(CONTROL.search).notna()
    addresses = asked["email"].fillna("").map(MAILABLE.fullmatch).isna()
    for code, column, wrong in (("E-MAIL-NAME", "name", names), ("E-MAIL-ADDRESS", "email", addresses)):
        if wrong.any():
            table = canonical_table("customers", settings)
            assert table is not None, "somebody was asked"
            rows = table.frame.index[table.frame["customer_id"].isin(asked.loc[wrong, "customer_id"])]
            raise KitError(code, place=in_column(table.rows_named(rows), column))


def invitations(asked: pd.DataFrame, settings: InviteSettings, *, key: bytes, invited_at: datetime) -> pd.DataFrame:
    """A new token for each customer asked: customer_id, token, wave, invited_at, expires_on (the last day).

    Parameters
    ----------
    key : bytes
        Signs the tokens (see `helpers.invite.tokens.token_key`).
    invited_at : datetime
        In the shop's time zone; kept to the second, without the zone.
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
    return rows[INVITATION_COLUMNS].reset_index(drop=True)


def recipients(invited: pd.DataFrame, asked: pd.DataFrame) -> Iterator[Recipient]:
    """Those invited who may still be mailed, in the order of their invitations."""
    listed = asked.set_index("customer_id")[["email", "name"]].to_dict("index")
    for customer_id, token in zip(invited["customer_id"], invited["token"], strict=True):
        if person := listed.get(customer_id):
            name = "" if pd.isna(person["name"]) else person["name"].strip()
            yield Recipient(customer_id, person["email"], name, token)


def read_invited(folder: Path, settings: InviteSettings, key: bytes) -> pd.DataFrame:
    """The wave's invitations as they were written.

    Raises
    ------
    KitError
        ``E-WAVE-MISSING`` where the wave was not written yet; ``E-WAVE-TOKENS`` where a token was not made with
        this key, or the list was changed since.
    """
    if not (folder / LIST).is_file():
        raise KitError("E-WAVE-MISSING", file=shareable_path(folder / LIST))
    table = written_list(folder / LIST, settings)
    filled = table.frame.reindex(columns=INVITATION_COLUMNS).dropna()
    signed = [is_signed(row.token, key, row.wave, row.expires_on.date()) for row in filled.itertuples()]
    if not set(INVITATION_COLUMNS) <= set(table.frame) or sum(signed) < table.rows_in:
        raise KitError("E-WAVE-TOKENS", file=shareable_path(folder / LIST))
    return table.frame.reset_index(drop=True)


def as_listed(invited: pd.DataFrame) -> pd.DataFrame:
    """Invitations as the list has them: times and days in ISO form."""
    return invited[INVITATION_COLUMNS].assign(
        invited_at=invited["invited_at"].dt.strftime("%Y-%m-%dT%H:%M:%S"),
        expires_on=invited["expires_on"].dt.strftime("%Y-%m-%d"),
    )


def first_and_last_day(invited: pd.DataFrame) -> tuple[date, date]:
    """Day of the invitations, and the last day on which answers count."""
    return invited["invited_at"].min().date(), invited["expires_on"].max().date()


def with_delivery(invited: pd.DataFrame, results: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Invitations with what the log of sending knows: when each was accepted, and whether it was (0 or 1).

    `results` are those of `helpers.invite.log.SentLog`, `zone` is the shop's time zone.
    """
    accepted = results.loc[results["state"] == ACCEPTED, "ended_at"]
    at = pd.to_datetime(accepted, utc=True, format="ISO8601").dt.tz_convert(zone).dt.tz_localize(None)
    sent_at = at.reindex(invited["customer_id"]).set_axis(invited.index).astype("datetime64[us]")
    delivered = invited["customer_id"].isin(accepted.index).astype("int64")
    return as_listed(invited.assign(invited_at=sent_at.fillna(invited["invited_at"]))).assign(delivered=delivered)
