"""A wave as the command ``invite`` finds it: its plan, its invitations, its mails, and to whom they still go."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import shareable_path, survey_folder
from helpers.base.words import Words
from helpers.collect.periods import times
from helpers.collect.plan.invited import LIST
from helpers.collect.plan.sampling import Plan, plan
from helpers.invite import wave_files
from helpers.invite.invitations import check_people, first_and_last_day, invitations, read_invited, recipients
from helpers.invite.log import ACCEPTED, UNCERTAIN, SentLog, sent_log
from helpers.invite.mails import INVITATION, Letter, Recipient
from helpers.invite.sending import Mail
from helpers.invite.settings import InviteSettings
from helpers.invite.tokens import token_key
from helpers.read.roles import canonical_table
from helpers.read.roster import with_customer_id, with_own_tokens


@dataclass(frozen=True)
class InviteTask:
    """What is asked of the command."""

    dry_run: bool = False  # say all, write and send nothing
    send: bool = False  # send what was written
    remind: int = 0  # the number of a reminder; 0: the invitations themselves

    @property
    def kind(self) -> str:
        """How the log and the mails call it."""
        return f"reminder-{self.remind}" if self.remind else INVITATION

    @property
    def folder(self) -> str:
        """Where its mails lie in the wave's folder."""
        return f"reminders-{self.remind}" if self.remind else wave_files.MAILS_FOLDER

    @property
    def merge_folder(self) -> str:
        """Where its list for a mail-merge lies: a reminder's beside its mails, since the wave's own holds everybody."""
        return self.folder if self.remind else ""


@dataclass(frozen=True)
class PlannedWave:
    """One wave, and what is done about it."""

    settings: InviteSettings
    task: InviteTask
    plan: Plan
    folder: Path  # where the wave lies, or will
    key: bytes = field(repr=False)  # signs the tokens

    @property
    def words(self) -> Words:
        """Words in the language of the settings."""
        return Words(self.settings.language, self.settings.currency)

    def log(self, kind: str) -> AbstractContextManager[SentLog]:
        """What is known of the sending of invitations or of a reminder."""
        return sent_log(self.folder / wave_files.LOG_FILE, kind, only_read=True)

    def invited(self) -> pd.DataFrame:
        """Those invited: as written, else with new tokens.

        Raises
        ------
        KitError
            ``E-WAVE-MISSING``, ``E-WAVE-TOKENS``.
        """
        if not ((self.folder / LIST).exists() or self.task.send or self.task.remind):
            return invitations(self.plan.asked, self.settings, key=self.key, invited_at=self.now())
        invited = read_invited(self.folder, self.settings, self.key)
        if not self.plan.remembered or not self.plan.asked["customer_id"].isin(invited["customer_id"]).all():
            raise KitError("E-WAVE-TOKENS", file=shareable_path(self.folder / LIST))
        return invited

    def now(self) -> datetime:
        """The time in the shop's zone."""
        return datetime.now(self.settings.zone)

    def letter(self, invited: pd.DataFrame) -> Letter:
        """What the mails of the task say."""
        first, last = first_and_last_day(invited)
        return Letter(self.settings, first, last, self.now(), self.task.kind)

    def recipients(self, invited: pd.DataFrame) -> list[Recipient]:
        """Whom the mails are for: of a reminder, those whose invitation went out and who have not answered."""
        everybody = list(recipients(invited, self.plan.asked))
        if not self.task.remind:
            return everybody
        silent = self.reached() - _answered_ids(self.settings, invited)
        return [person for person in everybody if person.customer_id in silent]

    def reached(self) -> set[str]:
        """Customers whose invitation was or may have been accepted; all, where the kit has not sent them."""
        everybody = set(self.plan.asked["customer_id"])
        with self.log(INVITATION) as log:
            results = log.results()
        went_out = results.index[results["state"].isin([ACCEPTED, UNCERTAIN])]
        return everybody if results.empty else everybody & set(went_out)

    def mails(self, invited: pd.DataFrame) -> list[Mail]:
        """Mails that were written and may still be sent.

        Raises
        ------
        KitError
            ``E-WAVE-MISSING``; ``E-WAVE-OVER`` where the links hold no more.
        """
        folder = self.folder / self.task.folder
        if not folder.is_dir():
            raise KitError("E-WAVE-MISSING", file=shareable_path(folder))
        _, last = first_and_last_day(invited)
        if self.now().date() > last:
            raise KitError("E-WAVE-OVER", name="token_days", last=date.isoformat(last))
        may = {person.customer_id for person in self.recipients(invited)}
        return [mail for mail in wave_files.mails_in(folder, invited) if mail.customer_id in may]


def planned_wave(settings: InviteSettings, task: InviteTask) -> PlannedWave:
    """The wave that the settings name: planned now, or as it is remembered.

    Raises
    ------
    KitError
        ``E-TOKEN-KEY``, ``E-MAIL-NAME``, ``E-MAIL-ADDRESS``, and those of `helpers.collect.plan.sampling.plan`.
    """
    key, drawn = token_key(), plan(settings)
    check_people(drawn.asked, settings)
    return PlannedWave(settings, task, drawn, survey_folder(settings.report_name, settings.wave_name), key)


def _answered_ids(settings: InviteSettings, invited: pd.DataFrame) -> set[str]:
    """Customers of whom there is an answer to this wave, by its token, their customer_id or their e-mail.

    An answer without a token counts from the day of the invitation on; one without a date counts too:
    rather no reminder than one to somebody who has answered.

    Raises
    ------
    KitError
        ``E-REMIND-ANSWERS`` where the settings name no answers; those of reading them.
    """
    responses, customers = (canonical_table(name, settings) for name in ("responses", "customers"))
    if responses is None:
        raise KitError("E-REMIND-ANSWERS", name="responses")
    directory = None if customers is None else customers.frame
    responses = replace(responses, frame=with_own_tokens(responses.frame))
    frame = with_customer_id(responses, {"token": invited, "email": directory}).frame
    since = ~(times(frame, "responded_at") < invited["invited_at"].min().normalize())
    if "token" in frame:
        since |= frame["token"].isin(invited["token"])
    return set(frame.loc[since, "customer_id"].dropna())
