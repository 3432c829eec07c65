"""The command ``invite``: from the plan of a wave to mails that lie in a folder, or are sent."""

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import shown, survey_folder
from helpers.base.parameters import Settings
from helpers.base.spreadsheets import write_csv
from helpers.base.words import Words
from helpers.collect import mailing
from helpers.collect.answered import answered_ids
from helpers.collect.invitations import INVITATION, Letter, check_mail_settings, check_people, invitations, people
from helpers.collect.invited import LIST
from helpers.collect.questionnaire import as_text, questionnaire
from helpers.collect.sampling import FILE as PLAN
from helpers.collect.sampling import Plan, plan, record
from helpers.collect.sending import Mail, send
from helpers.collect.sent import ACCEPTED, UNCERTAIN, sent_log
from helpers.collect.server import server_of
from helpers.collect.tokens import token_key

from .findings.invite import plan_lines, result_lines, sending_lines
from .running.placing import flush, placed, workspace
from .runs import write_json

Say = Callable[..., None]


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


@dataclass(frozen=True)
class _Wave:
    """The wave's settings, its plan and its folder."""

    settings: Settings
    task: Task
    plan: Plan
    folder: Path
    key: bytes

    @property
    def words(self) -> Words:
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
        return datetime.now(ZoneInfo(self.settings.timezone))

    def letter(self, invited: pd.DataFrame) -> Letter:
        first, last = mailing.first_and_last_day(invited)
        return Letter(self.settings, first, last, self.now(), self.task.kind)


def invite(
    settings: Settings, task: Task, say: Say, bar: Callable[[Words], AbstractContextManager[Callable[[int, int], None]]]
) -> int:
    """Write the mails of a wave, or of a reminder, or send those that were written.

    Parameters
    ----------
    settings : Settings
    task : Task
    say : function
        Prints lines.
    bar : function
        A bar of mails sent and all mails, while they are sent.

    Returns
    -------
    int
        0; 2 where mails are left that could not be sent yet.

    Raises
    ------
    KitError
        For what the user has to mend; then nothing was written, and what was sent is in the log.
    """
    check_mail_settings(settings)
    if task.send:
        server_of(settings)
    if task.dry_run:
        return _said(_wave(settings, task), say)
    target = survey_folder(settings.report_name, settings.wave_name)
    _make_private(target.parent)
    with workspace(target) as place:
        wave = _wave(settings, task)
        return _sent(wave, say, bar) if task.send else _written(wave, place, say)


def _wave(settings: Settings, task: Task) -> _Wave:
    key, found = token_key(), plan(settings)
    check_people(found.asked, settings)
    return _Wave(settings, task, found, survey_folder(settings.report_name, settings.wave_name), key)


def write_questionnaire(settings: Settings) -> list[Path]:
    """Write the questionnaire alone into the wave's folder: it is needed before there is a link."""
    folder = survey_folder(settings.report_name, settings.wave_name)
    _make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    written = mailing.write_questionnaire(folder, settings)
    mailing.keep_private(folder)
    return written


def _make_private(folder: Path) -> None:
    """Make the folder of a report's surveys, its owner's alone."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def questionnaire_text(settings: Settings) -> list[str]:
    """Lines of the questionnaire, to paste into a survey tool."""
    return as_text(questionnaire(settings), settings).splitlines()


def _said(wave: _Wave, say: Say) -> int:
    """What would be written or sent."""
    if wave.task.send:
        mails = _mails(wave, wave.invited())
        say(*sending_lines(wave.settings, len(_open(wave, mails)), wave.words), wave.words.say("invite_dry_send"))
        return 0
    to = _people(wave, wave.invited())
    dry = wave.words.say("invite_dry", n=len(to), folder=shown(wave.folder / wave.task.folder))
    say(*plan_lines(wave.plan, wave.words), dry)
    return 0


def _people(wave: _Wave, invited: pd.DataFrame) -> list:
    """Whom the mails are for: of a reminder, those whose invitation went out and who have not answered."""
    everybody = list(people(invited, wave.plan.asked))
    if not wave.task.remind:
        return everybody
    silent = _reached(wave) - answered_ids(wave.settings, invited)
    return [one for one in everybody if one.customer_id in silent]


def _reached(wave: _Wave) -> set[str]:
    """Customers whose invitation was or may have been accepted; all, where the kit has not sent them."""
    everybody = set(wave.plan.asked["customer_id"])
    if not (wave.folder / mailing.LOG).exists():
        return everybody
    with sent_log(wave.folder / mailing.LOG, INVITATION) as log:
        results = log.results()
    if results.empty:
        return everybody
    return everybody & set(results.index[results["state"].isin([ACCEPTED, UNCERTAIN])])


def _written(wave: _Wave, place: Path, say: Say) -> int:
    _check_not_begun(wave)
    invited = wave.invited()
    to = _people(wave, invited)
    folder = place / wave.folder.name
    if wave.task.remind:
        folder.mkdir(mode=0o700)
        mailing.write_mails(folder / wave.task.folder, to, wave.letter(invited), invited)
        mailing.keep_private(folder)
        flush(folder)
        _put(folder / wave.task.folder, wave.folder / wave.task.folder, place)
    else:
        _write_wave(wave, folder, invited, to)
        flush(folder)
        placed(folder, wave.folder)
    wrote = wave.words.say("invite_written", n=len(to), folder=shown(wave.folder / wave.task.folder))
    say(*plan_lines(wave.plan, wave.words), wrote, wave.words.say("invite_next"))
    return 0


def _write_wave(wave: _Wave, folder: Path, invited: pd.DataFrame, to: list) -> None:
    folder.mkdir(mode=0o700)
    if wave.plan.remembered:
        shutil.copyfile(wave.folder / PLAN, folder / PLAN)
    else:
        write_json(record(wave.plan, wave.settings), folder / PLAN)
    mailing.write_wave(folder, invited, to, wave.letter(invited))


def _put(folder: Path, target: Path, place: Path) -> None:
    """Move a finished folder into the wave's; an earlier one that nobody sent goes."""
    if target.exists():
        target.rename(place / f"{target.name}.earlier")
    folder.rename(target)


def _check_not_begun(wave: _Wave) -> None:
    """Stop where mails of this kind were sent, or the wave was reminded of: they would not be the same any more."""
    begun = any(wave.folder.glob("reminders-*")) and not wave.task.remind
    if (wave.folder / mailing.LOG).exists():
        with sent_log(wave.folder / mailing.LOG, wave.task.kind) as log:
            begun = begun or len(log.attempts()) > 0
    if begun:
        raise KitError("E-WAVE-BEGUN", file=shown(wave.folder / wave.task.folder))
    if wave.task.remind > 1 and not (wave.folder / f"reminders-{wave.task.remind - 1}").exists():
        raise KitError("E-REMIND-ORDER", name="--remind", before=wave.task.remind - 1)


def _mails(wave: _Wave, invited: pd.DataFrame) -> list[Mail]:
    """Mails that were written and may still be sent.

    Raises
    ------
    KitError
        ``E-WAVE-MISSING``; ``E-WAVE-OVER`` where the links hold no more.
    """
    folder = wave.folder / wave.task.folder
    if not folder.is_dir():
        raise KitError("E-WAVE-MISSING", file=shown(folder))
    _, last = mailing.first_and_last_day(invited)
    if wave.now().date() > last:
        raise KitError("E-WAVE-OVER", name="token_days", last=date.isoformat(last))
    may = {one.customer_id for one in _people(wave, invited)}
    return [mail for mail in mailing.mails_in(folder, invited) if mail.customer_id in may]


def _open(wave: _Wave, mails: Iterable[Mail]) -> list[str]:
    """Customers whose mail was not sent yet."""
    ids = [mail.customer_id for mail in mails]
    if not (wave.folder / mailing.LOG).exists():
        return ids
    with sent_log(wave.folder / mailing.LOG, wave.task.kind) as log:
        return log.open_ids(ids)


def _sent(wave: _Wave, say: Say, bar: Callable) -> int:
    invited = wave.invited()
    mails = _mails(wave, invited)
    say(*sending_lines(wave.settings, len(_open(wave, mails)), wave.words))
    with sent_log(wave.folder / mailing.LOG, wave.task.kind) as log:
        try:
            with bar(wave.words) as told:
                send(mails, log, server_of(wave.settings), mails_per_minute=wave.settings.mails_per_minute, told=told)
        finally:
            if not wave.task.remind and len(log.attempts()):
                _list_anew(wave, invited, log.results())
        ids = [mail.customer_id for mail in mails]
        left, results = len(log.open_ids(ids)), log.results().reindex(ids)
    say(*result_lines(results, left, wave.words, shown(wave.folder / mailing.LOG)))
    return 2 if left else 0


def _list_anew(wave: _Wave, invited: pd.DataFrame, results: pd.DataFrame) -> None:
    """Put when each mail was accepted into the wave's list, at once or not at all."""
    fresh = wave.folder / f"{LIST}.new"
    write_csv(mailing.with_delivery(invited, results, wave.settings.timezone), fresh).chmod(0o600)
    os.replace(fresh, wave.folder / LIST)
