"""A wave as the command ``invite`` finds it: its plan, its invitations, its mails, and to whom they still go."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import shown, survey_folder
from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.collect.plan.invited import LIST
from helpers.collect.plan.sampling import Plan, plan
from helpers.invite import mailing
from helpers.invite.answered import answered_ids
from helpers.invite.invitations import check_people, invitations, people
from helpers.invite.mails import INVITATION, Letter, Person
from helpers.invite.sending import Mail
from helpers.invite.sent import ACCEPTED, UNCERTAIN, sent_log
from helpers.invite.tokens import token_key


@dataclass(frozen=True)
class Task:
    """What is asked of the command.

    Attributes
    ----------
    dry_run : bool
        Say all, write and send nothing.
    send : bool
        Send what was written.
    remind : int
        The number of a reminder; 0: the invitations themselves.
    """

    dry_run: bool = False
    send: bool = False
    remind: int = 0

    @property
    def kind(self) -> str:
        """How the log and the mails call it."""
        return f"reminder-{self.remind}" if self.remind else INVITATION

    @property
    def folder(self) -> str:
        """Where its mails lie in the wave's folder."""
        return f"reminders-{self.remind}" if self.remind else mailing.MAILS

    @property
    def merge_folder(self) -> str:
        """Where its list for a mail-merge lies: a reminder's beside its mails, since the wave's own holds everybody."""
        return self.folder if self.remind else ""


@dataclass(frozen=True)
class Wave:
    """One wave, and what is done about it.

    Attributes
    ----------
    settings : Settings
    task : Task
    plan : Plan
    folder : Path
        Where the wave lies, or will.
    key : bytes
        Signs the tokens.
    """

    settings: Settings
    task: Task
    plan: Plan
    folder: Path
    key: bytes = field(repr=False)

    @property
    def words(self) -> Words:
        """Words in the language of the settings."""
        return Words(self.settings.language, self.settings.currency)

    def invited(self) -> pd.DataFrame:
        """Those invited: as written, else with new tokens.

        Raises
        ------
        KitError
            ``E-WAVE-MISSING``, ``E-WAVE-TOKENS``.
        """
        if not ((self.folder / LIST).exists() or self.task.send or self.task.remind):
            return invitations(self.plan.asked, self.settings, key=self.key, invited_at=self.now())
        invited = mailing.read_invited(self.folder, self.settings, self.key)
        if not self.plan.remembered or not self.plan.asked["customer_id"].isin(invited["customer_id"]).all():
            raise KitError("E-WAVE-TOKENS", file=shown(self.folder / LIST))
        return invited

    def now(self) -> datetime:
        """The time in the shop's zone."""
        return datetime.now(ZoneInfo(self.settings.timezone))

    def letter(self, invited: pd.DataFrame) -> Letter:
        """What the mails of the task say."""
        first, last = mailing.first_and_last_day(invited)
        return Letter(self.settings, first, last, self.now(), self.task.kind)

    def people(self, invited: pd.DataFrame) -> list[Person]:
        """Whom the mails are for: of a reminder, those whose invitation went out and who have not answered."""
        everybody = list(people(invited, self.plan.asked))
        if not self.task.remind:
            return everybody
        silent = self.reached() - answered_ids(self.settings, invited)
        return [one for one in everybody if one.customer_id in silent]

    def reached(self) -> set[str]:
        """Customers whose invitation was or may have been accepted; all, where the kit has not sent them."""
        everybody = set(self.plan.asked["customer_id"])
        if not (self.folder / mailing.LOG).exists():
            return everybody
        with sent_log(self.folder / mailing.LOG, INVITATION) as log:
            results = log.results()
        if results.empty:
            return everybody
        return everybody & set(results.index[results["state"].isin([ACCEPTED, UNCERTAIN])])

    def mails(self, invited: pd.DataFrame) -> list[Mail]:
        """Mails that were written and may still be sent.

        Raises
        ------
        KitError
            ``E-WAVE-MISSING``; ``E-WAVE-OVER`` where the links hold no more.
        """
        folder = self.folder / self.task.folder
        if not folder.is_dir():
            raise KitError("E-WAVE-MISSING", file=shown(folder))
        _, last = mailing.first_and_last_day(invited)
        if self.now().date() > last:
            raise KitError("E-WAVE-OVER", name="token_days", last=date.isoformat(last))
        may = {one.customer_id for one in self.people(invited)}
        return [mail for mail in mailing.mails_in(folder, invited) if mail.customer_id in may]

    def open_ids(self, mails: Iterable[Mail]) -> list[str]:
        """Customers whose mail was not sent yet."""
        ids = [mail.customer_id for mail in mails]
        if not (self.folder / mailing.LOG).exists():
            return ids
        with sent_log(self.folder / mailing.LOG, self.task.kind) as log:
            return log.open_ids(ids)


def wave_of(settings: Settings, task: Task) -> Wave:
    """The wave that the settings name: planned now, or as it is remembered.

    Raises
    ------
    KitError
        ``E-TOKEN-KEY``, ``E-MAIL-NAME``, ``E-MAIL-ADDRESS``, and those of `helpers.collect.plan.sampling.plan`.
    """
    key, found = token_key(), plan(settings)
    check_people(found.asked, settings)
    return Wave(settings, task, found, survey_folder(settings.report_name, settings.wave_name), key)
