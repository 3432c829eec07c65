"""The commands in the terminal."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from helpers.base.console import print_lines
from helpers.base.errors import KitError
from helpers.base.folders import shareable_path
from helpers.base.parameter_files import read_yaml
from helpers.base.tables import TABLES
from helpers.base.waiting import Progress, progress
from helpers.base.words import Words
from helpers.invite import command
from helpers.invite.settings import InviteSettings
from helpers.invite.wave import InviteTask
from helpers.invite.wave_files import write_questionnaire
from helpers.report.page.pdf import BRIEF, NO_PRINTS, PDF, Prints, browser
from helpers.report.settings import ReportSettings
from helpers.report.steps import PAGE
from helpers.run.batch import batches
from helpers.run.batch.several import most_at_once
from helpers.run.check.checking import CheckTask, run_check
from helpers.run.check.outcome import stopped
from helpers.run.check.readiness import in_full, ready
from helpers.run.check.report_verdict import check_report
from helpers.run.drivers import with_drivers
from helpers.run.failing import fault
from helpers.run.forget.command import add_forget
from helpers.run.languages import language_of
from helpers.run.manifest import MANIFEST, again
from helpers.run.new.command import add_new
from helpers.run.settings import SAMPLE, assignments, report_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if all is well, 2 for what the user has to mend, 1 for a fault of the kit."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if getattr(options, "table", "") is None and not options.file.lower().endswith((".yaml", ".yml")):
        parser.error("the following arguments are required: --as")
    try:
        return with_drivers(partial(options.run, options), language_of(options), partial(print_lines, to=sys.stderr))
    except KeyboardInterrupt:
        print_lines(Words(language_of(options), "JPY").say("run_interrupted"), to=sys.stderr)
        return 130
    except Exception as error:
        return _ended(error if isinstance(error, KitError) else fault(error), options)


def _ended(error: KitError, options: argparse.Namespace) -> int:
    """Say the error in the language that was asked for; where JSON was, that too."""
    language = language_of(options)
    if getattr(options, "json", False):
        print_lines(json.dumps(stopped(error, language)))
    print_lines(error.said(language), to=sys.stderr)
    return 1 if error.code == "E-FAULT" else 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py", description="The NPS value kit")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_report(commands.add_parser("report", help="run the notebooks and make the page"))
    batch = commands.add_parser("batch", help="run a list of parameter changes, several reports at once")
    batch.add_argument("file", type=Path, help="batch file")
    batch.set_defaults(run=_batch)
    _add_check(commands.add_parser("check", help="read a report's files, or one, and say what would happen"))
    _add_invite(commands.add_parser("invite", help="plan whom to ask, write the mails, and send them"))
    add_new(commands.add_parser("new", help="from a folder of exports to a report, by questions"), _page_of)
    add_forget(commands.add_parser("forget", help="remove one customer from all that out keeps"))
    lab = commands.add_parser("lab", help="make ready what run.py lab opens, and say where it lies")
    lab.add_argument("file", nargs="?", type=Path, help="parameter file")
    lab.set_defaults(run=_lab)
    refresh = commands.add_parser("refresh", help="make the samples and the stored notebooks anew (for maintainers)")
    refresh.set_defaults(run=_refresh)
    return parser


def _add_set(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=f"{what}; repeatable")


def _add_report(command: argparse.ArgumentParser) -> None:
    what = "parameter file (default: the sample), or the manifest.json of a report to be made again"
    command.add_argument("file", nargs="?", type=Path, default=SAMPLE, help=what)
    _add_set(command, "change a parameter")
    how = "print the page as a tagged PDF too, the brief first, by Chrome, Edge or Chromium"
    command.add_argument("--pdf", dest="prints", action="append_const", const=PDF, default=[], help=how)
    how = "print the brief alone, its two sheets"
    command.add_argument("--brief", dest="prints", action="append_const", const=BRIEF, help=how)
    command.set_defaults(run=_report)


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", help="a parameter file; or a file, a folder or a pattern of files")
    command.add_argument("--as", dest="table", choices=TABLES, help="what the file holds, if it is no parameter file")
    _add_set(command, "settle a question")
    command.add_argument("--settings", type=Path, metavar="FILE.yaml", help="take the settings of a parameter file")
    command.add_argument("--json", action="store_true", help="print one JSON object, for programs")
    what = "write the rows that can be used as Parquet"
    command.add_argument("--save", type=Path, metavar="CLEAN.parquet", help=what)
    command.set_defaults(run=_check)


def _add_invite(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, help="parameter file")
    wave = "name of the wave (default: the parameter wave, else year and month)"
    command.add_argument("--wave", metavar="NAME", help=wave)
    _add_set(command, "change a parameter")
    command.add_argument("--dry-run", action="store_true", help="say what would be written or sent, and do neither")
    command.add_argument("--send", action="store_true", help="send the mails that were written")
    which = "write mails to those who have not answered; a second reminder is --remind 2"
    numbered: dict[str, Any] = {"nargs": "?", "type": int, "const": 1, "default": 0, "choices": range(1, 10)}
    command.add_argument("--remind", help=which, metavar="N", **numbered)
    command.add_argument("--questionnaire", action="store_true", help="write the questionnaire alone")
    command.set_defaults(run=_invite)


def _report(options: argparse.Namespace) -> int:
    changes = assignments(options.set)
    if options.file.suffix.lower() == Path(MANIFEST).suffix:
        given = _given(again(options.file, changes, print_lines))
    else:
        given = {**read_yaml(options.file), **changes}
    _page_of(given, options.file.stem, options.prints)
    return 0


def _page_of(given: Mapping[str, Any], name: str, prints: Sequence[str] = ()) -> Path:
    """The page of a report that is run now; its answer is printed."""
    from helpers.run import runner  # here, as below: importing it takes a second

    printed = Prints(tuple(prints), browser()) if prints else NO_PRINTS
    folder = runner.run_report(ready(given, name), progress, printed, partial(in_full, given, name))
    print_lines(*runner.answer_of(folder, (PAGE, *prints)))
    return folder / PAGE


def _lab(options: argparse.Namespace) -> int:
    """Before run.py opens the notebooks."""
    from helpers.run.lab import prepare_lab

    print_lines(prepare_lab(options.file, language_of(options)).as_posix())
    return 0


def _batch(options: argparse.Namespace) -> int:
    index, failed = batches.run_batch(options.file, _looked_through_and_run, progress, print_lines, most=most_at_once())
    print_lines("", shareable_path(index))
    return 2 if failed else 0


def _looked_through_and_run(settings: ReportSettings, progress: Progress) -> Path:
    from helpers.run import runner

    given, name = _given(settings), settings.report_name
    return runner.run_report(ready(given, name), progress, told=partial(in_full, given, name))


def _given(settings: ReportSettings) -> dict[str, Any]:
    return settings.model_dump(include=settings.model_fields_set)


def _check(options: argparse.Namespace) -> int:
    if options.table is None:
        given = {**read_yaml(Path(options.file)), **assignments(options.set)}
        return check_report(Path(options.file), given, language_of(options), as_object=options.json)
    task = CheckTask(options.file, options.table, options.set, options.settings, options.save)
    return run_check(task, language_of(options), as_object=options.json)


def _invite(options: argparse.Namespace) -> int:
    wave = {"wave": options.wave} if options.wave else {}
    values = {**read_yaml(options.file), **assignments(options.set), **wave}
    settings = report_settings(values, options.file.stem)
    if options.questionnaire:
        return _questionnaire(settings, options)
    try:
        return command.invite(settings, InviteTask(options.dry_run, options.send, options.remind), print_lines)
    except KeyboardInterrupt:
        if not options.send:
            raise
        print_lines(Words(settings.language, settings.currency).say("invite_stopped"), to=sys.stderr)
        return 130


def _questionnaire(settings: InviteSettings, options: argparse.Namespace) -> int:
    if options.dry_run:
        print_lines(*command.questionnaire_text(settings))
    else:
        print_lines(*map(shareable_path, write_questionnaire(settings)))
    return 0


def _refresh(options: argparse.Namespace) -> int:
    from helpers.run import stored

    stored.refresh(progress)
    return 0
