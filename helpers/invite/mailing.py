"""The files of one wave: the mails, the list for a mail-merge, who has which token; private, all of them."""

import email
import email.policy
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import shown
from helpers.base.parameters import Settings
from helpers.base.spreadsheets import write_csv
from helpers.base.templates import filled
from helpers.collect.plan.invited import LIST
from helpers.invite.invitations import COLUMNS
from helpers.invite.links import link_pattern, personal_link
from helpers.invite.mails import Letter, Person, mail_values, message, salutation, subject
from helpers.invite.questionnaire import TEMPLATES, as_page, as_text, questionnaire
from helpers.invite.sending import Mail, dated
from helpers.invite.sent import ACCEPTED
from helpers.invite.tokens import is_signed
from helpers.read.roles import canonical_table

MAILS, LOG = "mails", "log.sqlite"
_MERGE, _MERGE_TEXT, _PARTICIPANTS = "mail_merge.csv", "mail_merge.txt", "participants.csv"
_QUESTIONS, _PREVIEW = "questionnaire.txt", "questionnaire.html"


def write_wave(folder: Path, invited: pd.DataFrame, people: list[Person], letter: Letter) -> None:
    """Write all of a wave into an empty folder: tokens, mails, the list for a mail-merge, the questionnaire.

    Parameters
    ----------
    folder : Path
        Its owner's alone.
    invited : DataFrame
        customer_id, token, wave, invited_at, expires_on.
    people : list of Person
        Those of them who are mailed.
    letter : Letter
    """
    write_csv(as_listed(invited), folder / LIST)
    write_mails(folder / MAILS, people, letter, invited)
    write_merge(folder, people, letter)
    if letter.settings.survey_tool == "limesurvey":
        rows = [{"firstname": "", "lastname": one.name, "email": one.email, "token": one.token} for one in people]
        write_csv(pd.DataFrame(rows, columns=["firstname", "lastname", "email", "token"]), folder / _PARTICIPANTS)
    write_questionnaire(folder, letter.settings)
    keep_private(folder)


def write_questionnaire(folder: Path, settings: Settings) -> list[Path]:
    """Write the questionnaire as text to paste and as a page to look at."""
    asked = questionnaire(settings)
    texts = {_QUESTIONS: as_text(asked, settings), _PREVIEW: as_page(asked, settings)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8-sig" if name == _QUESTIONS else "utf-8", newline="\n")
    return [folder / name for name in texts]


def write_mails(folder: Path, people: Iterable[Person], letter: Letter, invited: pd.DataFrame) -> None:
    """Write each mail as a file that a mail program opens, numbered as the invitations are."""
    folder.mkdir(mode=0o700)
    names = file_names(invited)
    for person in people:
        (folder / names[person.customer_id]).write_bytes(message(person, letter).as_bytes())


def file_names(invited: pd.DataFrame) -> dict[str, str]:
    """Name of each customer's mail, by the order of the invitations.

    Examples
    --------
    >>> file_names(pd.DataFrame({"customer_id": ["C7", "C2"]}))
    {'C7': '00001.eml', 'C2': '00002.eml'}
    """
    return {customer_id: f"{number:05}.eml" for number, customer_id in enumerate(invited["customer_id"], 1)}


def write_merge(folder: Path, people: Iterable[Person], letter: Letter) -> None:
    """Write what a mailing tool or a mail-merge needs: a row a person, and the text with the columns' names in it."""
    pattern = link_pattern(letter.settings)
    rows = [
        {
            "customer_id": one.customer_id,
            "email": one.email,
            "name": one.name,
            "greeting": salutation(one.name, letter.words),
            "link": personal_link(pattern, one.token),
            "answer_until": letter.expires_on.isoformat(),
        }
        for one in people
    ]
    columns = ["customer_id", "email", "name", "greeting", "link", "answer_until"]
    write_csv(pd.DataFrame(rows, columns=columns), folder / _MERGE)
    text = filled(TEMPLATES, "mail.txt.j2", **mail_values(letter, "{greeting}", "{link}"))
    (folder / _MERGE_TEXT).write_text(f"{subject(letter)}\n\n{text}", encoding="utf-8-sig", newline="\r\n")


def keep_private(folder: Path) -> None:
    """Take everybody else's rights from a folder and all that is in it."""
    folder.chmod(0o700)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def read_invited(folder: Path, settings: Settings, key: bytes) -> pd.DataFrame:
    """The wave's invitations as they were written.

    Raises
    ------
    KitError
        ``E-WAVE-MISSING`` where the wave was not written yet; ``E-WAVE-TOKENS`` where a token was not made with
        this key, or the list was changed since.
    """
    if not (folder / LIST).is_file():
        raise KitError("E-WAVE-MISSING", file=shown(folder / LIST))
    own: dict = {"columns": {}, "sheets": {}, "encoding": None, "date_order": None}
    table = canonical_table("invitations", settings.model_copy(update={"invitations": str(folder / LIST), **own}))
    assert table is not None, "the list is there"
    frame = table.frame
    if not _is_whole(frame, table.rows_in) or not all(
        is_signed(token, key, wave, last.date())
        for token, wave, last in zip(frame["token"], frame["wave"], frame["expires_on"], strict=True)
    ):
        raise KitError("E-WAVE-TOKENS", file=shown(folder / LIST))
    return frame.reset_index(drop=True)


def _is_whole(frame: pd.DataFrame, rows: int) -> bool:
    return set(COLUMNS) <= set(frame) and len(frame) == rows and bool(frame[COLUMNS].notna().all(axis=None))


def as_listed(invited: pd.DataFrame) -> pd.DataFrame:
    """Invitations as the list has them: times and days in ISO form."""
    return invited[COLUMNS].assign(
        invited_at=invited["invited_at"].dt.strftime("%Y-%m-%dT%H:%M:%S"),
        expires_on=invited["expires_on"].dt.strftime("%Y-%m-%d"),
    )


def first_and_last_day(invited: pd.DataFrame) -> tuple[date, date]:
    """Day of the invitations, and the last day on which answers count."""
    return invited["invited_at"].min().date(), invited["expires_on"].max().date()


def mails_in(folder: Path, invited: pd.DataFrame) -> Iterator[Mail]:
    """Each mail that was written, in the order of the invitations, to be sent with the date of its sending."""
    for customer_id, name in file_names(invited).items():
        if (folder / name).is_file():
            yield Mail(customer_id, _address(folder / name), partial(_now_dated, folder / name))


def _address(path: Path) -> str:
    with path.open("rb") as file:
        head = b"".join(iter(file.readline, b"\r\n"))
    return email.message_from_bytes(head, policy=email.policy.default)["To"].addresses[0].addr_spec


def _now_dated(path: Path) -> bytes:
    return dated(path.read_bytes(), datetime.now().astimezone())


def with_delivery(invited: pd.DataFrame, results: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Invitations with what the log of sending knows: when each was accepted, and whether it was (0 or 1).

    Parameters
    ----------
    invited : DataFrame
        As read by `read_invited`.
    results : DataFrame
        See `helpers.invite.sent.SentLog.results`.
    zone : str
        The shop's time zone.
    """
    accepted = results.loc[results["state"] == ACCEPTED, "ended_at"]
    at = pd.to_datetime(accepted, utc=True, format="ISO8601").dt.tz_convert(zone).dt.tz_localize(None)
    sent_at = at.reindex(invited["customer_id"]).set_axis(invited.index).astype("datetime64[us]")
    delivered = invited["customer_id"].isin(accepted.index).astype("int64")
    return as_listed(invited.assign(invited_at=sent_at.fillna(invited["invited_at"]))).assign(delivered=delivered)
