"""The command ``invite``: from the plan of a wave to mails that lie in a folder, or are sent."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import shareable_path, survey_folder
from helpers.base.placing import flush, placed, workspace
from helpers.base.spreadsheets import write_csv
from helpers.base.waiting import bar, waiting
from helpers.collect.plan.invited import LIST
from helpers.collect.plan.sampling import FILE as PLAN
from helpers.collect.plan.sampling import record
from helpers.invite import wave_files
from helpers.invite.invitations import check_anybody, check_mail_settings, with_delivery
from helpers.invite.log import sent_log
from helpers.invite.mails import Recipient
from helpers.invite.notices import plan_lines, postal_lines, result_lines, sending_lines, waiting_line
from helpers.invite.questionnaire import as_text, questionnaire
from helpers.invite.sending import send
from helpers.invite.server import server_of
from helpers.invite.settings import InviteSettings
from helpers.invite.wave import InviteTask, PlannedWave, planned_wave
from helpers.report.steps import write_json

Say = Callable[..., None]


def invite(settings: InviteSettings, task: InviteTask, say: Say) -> int:
    """Write the mails of a wave, or of a reminder, or send those that were written.

    0; 2 where mails are left that could not be sent yet. `say` prints lines.

    Raises
    ------
    KitError
        For what the user has to mend; then nothing was written, and what was sent is in the log.
    """
    check_mail_settings(settings)
    if task.send:
        server_of(settings)
    if task.dry_run:
        wave = planned_wave(settings, task)
        return _would_send(wave, say) if task.send else _written(wave, None, say)
    target = survey_folder(settings.report_name, settings.wave_name)
    wave_files.make_private(target.parent)
    with workspace(target, "E-RUNNING.wave") as place:
        wave = planned_wave(settings, task)
        return _sent(wave, say) if task.send else _written(wave, place, say)


def questionnaire_text(settings: InviteSettings) -> list[str]:
    """Lines of the questionnaire, to paste into a survey tool."""
    return as_text(questionnaire(settings), settings).splitlines()


def _written(wave: PlannedWave, place: Path | None, say: Say) -> int:
    """Write the mails by way of a workspace; without one, say what would be written."""
    _check_not_begun(wave)
    check_anybody(wave.plan, wave.settings)
    invited, words = wave.invited(), wave.words
    to = wave.recipients(invited)
    folder, own_tool = (shareable_path(wave.folder / name) for name in (wave.task.folder, wave.task.merge_folder))
    if place is None:
        said = [words.say("invite_dry", n=len(to), folder=folder)]
    else:
        with waiting(words.say("invite_writing"), sys.stderr):
            _write(wave, place, invited, to)
        said = [words.say("invite_written", n=len(to), folder=folder), words.say("invite_next", folder=own_tool)]
    say(*plan_lines(wave.plan, words), *said, *postal_lines(wave.settings, words))
    return 0


def _write(wave: PlannedWave, place: Path, invited: pd.DataFrame, to: list[Recipient]) -> None:
    """Write the mails into the workspace, and put them where they belong once they are whole."""
    folder = place / wave.folder.name
    folder.mkdir(mode=0o700)
    if wave.task.remind:
        wave_files.write_mails(folder / wave.task.folder, to, wave.letter(invited), invited)
        wave_files.write_merge(folder / wave.task.merge_folder, to, wave.letter(invited))
        wave_files.keep_private(folder)
        flush(folder)
        _put(folder / wave.task.folder, wave.folder / wave.task.folder, place)
    else:
        if wave.plan.remembered:
            shutil.copyfile(wave.folder / PLAN, folder / PLAN)
        else:
            write_json(record(wave.plan, wave.settings), folder / PLAN)
        wave_files.write_wave(folder, invited, to, wave.letter(invited))
        flush(folder)
        placed(folder, wave.folder)


def _put(folder: Path, target: Path, place: Path) -> None:
    """Move a finished folder into the wave's; an earlier one that nobody sent goes."""
    if target.exists():
        target.rename(place / f"{target.name}.earlier")
    folder.rename(target)


def _check_not_begun(wave: PlannedWave) -> None:
    """Stop where mails of this kind were sent, or the wave was reminded of: they would not be the same any more."""
    begun = any(wave.folder.glob("reminders-*")) and not wave.task.remind
    with wave.log(wave.task.kind) as log:
        begun = begun or len(log.attempts()) > 0
    if begun:
        raise KitError("E-WAVE-BEGUN", file=shareable_path(wave.folder / wave.task.folder))
    if wave.task.remind > 1 and not (wave.folder / f"reminders-{wave.task.remind - 1}").exists():
        raise KitError("E-REMIND-ORDER", name="--remind", before=wave.task.remind - 1)


def _would_send(wave: PlannedWave, say: Say) -> int:
    ids = [mail.customer_id for mail in wave.mails(wave.invited())]
    with wave.log(wave.task.kind) as log:
        lines = sending_lines(wave.settings, len(log.open_ids(ids)), wave.words)
    say(*lines, wave.words.say("invite_dry_send"), *postal_lines(wave.settings, wave.words))
    return 0


def _sent(wave: PlannedWave, say: Say) -> int:
    invited = wave.invited()
    mails = wave.mails(invited)
    ids = [mail.customer_id for mail in mails]

    def say_wait(left: int, seconds: float) -> None:  # below the bar: why nothing moves, and for how long
        say("", waiting_line(left, seconds, wave.words), to=sys.stderr)

    with sent_log(wave.folder / wave_files.LOG_FILE, wave.task.kind) as log:
        say(*sending_lines(wave.settings, len(log.open_ids(ids)), wave.words), *postal_lines(wave.settings, wave.words))
        try:
            with bar(wave.words.say("invite_bar", left="{remaining}"), sys.stderr) as show:
                rate = wave.settings.mails_per_minute
                send(mails, log, server_of(wave.settings), mails_per_minute=rate, progress=show, waits=say_wait)
        finally:
            if not wave.task.remind and len(log.attempts()):
                _list_anew(wave, invited, log.results())
        left, results = len(log.open_ids(ids)), log.results().reindex(ids)
    say(*result_lines(results, left, wave.words, shareable_path(wave.folder / wave_files.LOG_FILE)))
    return 2 if left else 0


def _list_anew(wave: PlannedWave, invited: pd.DataFrame, results: pd.DataFrame) -> None:
    """Put when each mail was accepted into the wave's list, at once or not at all."""
    fresh = wave.folder / f"{LIST}.new"
    write_csv(with_delivery(invited, results, str(wave.settings.zone)), fresh).chmod(0o600)
    os.replace(fresh, wave.folder / LIST)
