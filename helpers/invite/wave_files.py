"""The files of one wave: the mails, the list for a mail-merge, who has which token; private, all of them."""

import email.policy
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.parser import BytesHeaderParser
from functools import partial
from pathlib import Path

import pandas as pd

from helpers.base.folders import survey_folder
from helpers.base.spreadsheets import write_csv
from helpers.base.templates import filled_template
from helpers.collect.plan.invited import LIST
from helpers.invite.invitations import as_listed
from helpers.invite.mails import Letter, Recipient, mail_values, message, salutation, subject
from helpers.invite.questionnaire import INVITE_TEMPLATES, as_page, as_text, link_pattern, personal_link, questionnaire
from helpers.invite.sending import Mail, dated
from helpers.invite.settings import InviteSettings

MAILS_FOLDER, LOG_FILE = "mails", "log.sqlite"
_MERGE, _MERGE_TEXT, _PARTICIPANTS = "mail_merge.csv", "mail_merge.txt", "participants.csv"
_QUESTIONS, _PREVIEW = "questionnaire.txt", "questionnaire.html"


def write_wave(folder: Path, invited: pd.DataFrame, recipients: list[Recipient], letter: Letter) -> None:
    """Write all of a wave into an empty folder: tokens, mails, the list for a mail-merge, the questionnaire.

    `recipients` are those of the `invited` (customer_id, token, wave, invited_at, expires_on) who are mailed.
    """
    write_csv(as_listed(invited), folder / LIST)
    write_mails(folder / MAILS_FOLDER, recipients, letter, invited)
    write_merge(folder, recipients, letter)
    if letter.settings.survey_tool == "limesurvey":
        rows = [("", to.name, to.email, to.token) for to in recipients]
        write_csv(pd.DataFrame(rows, columns=["firstname", "lastname", "email", "token"]), folder / _PARTICIPANTS)
    _write_questions(folder, letter.settings)
    keep_private(folder)


def write_questionnaire(settings: InviteSettings) -> list[Path]:
    """Write the questionnaire alone into the wave's folder: it is needed before there is a link."""
    folder = survey_folder(settings.report_name, settings.wave_name)
    make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    written = _write_questions(folder, settings)
    keep_private(folder)
    return written


def _write_questions(folder: Path, settings: InviteSettings) -> list[Path]:
    """Write the questionnaire as text to paste and as a page to look at."""
    asked = questionnaire(settings)
    texts = {_QUESTIONS: as_text(asked, settings), _PREVIEW: as_page(asked, settings)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8-sig" if name == _QUESTIONS else "utf-8", newline="\n")
    return [folder / name for name in texts]


def write_mails(folder: Path, recipients: Iterable[Recipient], letter: Letter, invited: pd.DataFrame) -> None:
    """Write each mail as a file that a mail program opens, numbered as the invitations are."""
    folder.mkdir(mode=0o700)
    names = file_names(invited)
    for person in recipients:
        (folder / names[person.customer_id]).write_bytes(message(person, letter).as_bytes())


def file_names(invited: pd.DataFrame) -> dict[str, str]:
    """Name of each customer's mail, by the order of the invitations.

    Examples
    --------
    >>> file_names(pd.DataFrame({"customer_id": ["C7", "C2"]}))
    {'C7': '00001.eml', 'C2': '00002.eml'}
    """
    return {customer_id: f"{number:05}.eml" for number, customer_id in enumerate(invited["customer_id"], 1)}


def write_merge(folder: Path, recipients: Iterable[Recipient], letter: Letter) -> None:
    """Write what a mailing tool or a mail-merge needs: a row a person, and the text with the columns' names in it."""
    pattern, until = link_pattern(letter.settings), letter.expires_on.isoformat()
    rows = [
        (to.customer_id, to.email, to.name, salutation(to.name, letter.words), personal_link(pattern, to.token), until)
        for to in recipients
    ]
    columns = ["customer_id", "email", "name", "greeting", "link", "answer_until"]
    write_csv(pd.DataFrame(rows, columns=columns), folder / _MERGE)
    text = filled_template(INVITE_TEMPLATES, "mail.txt.j2", **mail_values(letter, "{greeting}", "{link}"))
    (folder / _MERGE_TEXT).write_text(f"{subject(letter)}\n\n{text}", encoding="utf-8-sig", newline="\r\n")


def make_private(folder: Path) -> None:
    """Make the folder of a report's surveys, its owner's alone."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def keep_private(folder: Path) -> None:
    """Take everybody else's rights from a folder and all that is in it."""
    folder.chmod(0o700)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def mails_in(folder: Path, invited: pd.DataFrame) -> Iterator[Mail]:
    """Each mail that was written, in the order of the invitations, to be sent with the date of its sending."""
    for customer_id, name in file_names(invited).items():
        if (folder / name).is_file():
            yield Mail(customer_id, _address(folder / name), partial(_now_dated, folder / name))


def _address(path: Path) -> str:
    with path.open("rb") as file:
        return BytesHeaderParser(policy=email.policy.default).parse(file)["To"].addresses[0].addr_spec


def _now_dated(path: Path) -> bytes:
    return dated(path.read_bytes(), datetime.now().astimezone())
