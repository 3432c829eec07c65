"""The commands ``report``, ``batch``, ``check`` and ``invite`` in the terminal."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from math import ceil
from pathlib import Path

from helpers.base.console import printable, say
from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, PROJECT, shown
from helpers.base.parameters import TABLES, Settings
from helpers.base.waiting import bar
from helpers.base.words import Words
from helpers.invite import command
from helpers.invite.wave import Task as Inviting
from helpers.report.page.page import PAGE
from helpers.report.page.pdf import PDF, browser
from helpers.report.steps import FRONT
from helpers.run import runner, stored
from helpers.run.again import MANIFEST, again
from helpers.run.batch import batches
from helpers.run.check.check import stopped
from helpers.run.check.checking import Task, run_check
from helpers.run.failing import fault
from helpers.run.jobs import assignments, read_yaml, report_settings

SAMPLE = PROJECT / "notebooks" / "parameters" / "sample.yaml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if all is well, 2 for what the user has to mend, 1 for a fault of the kit."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        say(Words(_language(options), "JPY").say("run_interrupted"), to=sys.stderr)
        return 130
    except Exception as error:
        return _ended(error if isinstance(error, KitError) else fault(error), options)


def _ended(error: KitError, options: argparse.Namespace) -> int:
    """Say the error in the language that was asked for; where JSON was, that too."""
    language = _language(options)
    if getattr(options, "json", False):
        say(json.dumps(stopped(error, language)))
    say(error.said(language), to=sys.stderr)
    return 1 if error.code == "E-FAULT" else 2


def _language(options: argparse.Namespace) -> str:
    """Language of the command line, else of the parameter file, as far as they can be read, else the computer's."""
    given = re.findall(r"^ *language *= *(en|ja) *$", "\n".join(getattr(options, "set", [])), re.MULTILINE)
    path = getattr(options, "settings", None) or getattr(options, "file", None)
    told = given[-1] if given else _language_of(path) if isinstance(path, Path) else None
    return "ja" if (told or os.environ.get("NPS_KIT_LANGUAGE")) == "ja" else "en"  # the variable comes from run.py


def _language_of(path: Path, *, based: bool = True) -> str | None:
    """Language of a parameter file, of a batch or its base, of a manifest; of a broken one by its letters."""
    try:
        content = read_yaml(path)
    except KitError:
        text = path.read_bytes().replace(b"\0", b"") if path.is_file() else b""  # UTF-16 too
        found = re.search(rb"^[^#\n]*\blanguage[\"']?\s*:\s*[\"']?(en|ja)\b", text, re.MULTILINE)
        return found[1].decode() if found else None
    common = content.get("set", content.get("settings"))  # of a batch, of a manifest
    values = content | (common if isinstance(common, dict) else {})
    if based and "language" not in values and isinstance(content.get("base"), str):
        return _language_of(path.parent / content["base"], based=False)
    return str(values.get("language", "en"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py", description="The NPS value kit")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    one = commands.add_parser("report", help="run the three notebooks and make the page")
    what = "parameter file (default: the sample), or the manifest.json of a report to be made again"
    one.add_argument("file", nargs="?", type=Path, default=SAMPLE, help=what)
    one.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change a parameter; repeatable")
    one.add_argument(
        "--pdf", action="store_true", help="print the page as a tagged PDF too, by Chrome, Edge or Chromium"
    )
    one.set_defaults(run=_report)
    many = commands.add_parser("batch", help="run a list of parameter changes, one report after the other")
    many.add_argument("file", type=Path, help="batch file")
    many.set_defaults(run=_batch)
    one = commands.add_parser("check", help="read one file, say what would happen to it, and write no report")
    one.add_argument("file", help="a file, a folder or a pattern of files")
    one.add_argument("--as", dest="table", required=True, choices=TABLES, help="what the file holds")
    one.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="settle a question; repeatable")
    one.add_argument("--settings", type=Path, metavar="FILE.yaml", help="take the settings of a parameter file")
    one.add_argument("--json", action="store_true", help="print one JSON object, for programs")
    one.add_argument("--save", type=Path, metavar="CLEAN.parquet", help="write the rows that can be used as Parquet")
    one.set_defaults(run=_check)
    one = commands.add_parser("invite", help="plan whom to ask, write the mails, and send them")
    one.add_argument("file", type=Path, help="parameter file")
    one.add_argument(
        "--wave", metavar="NAME", help="name of the wave (default: the parameter wave, else year and month)"
    )
    one.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change a parameter; repeatable")
    one.add_argument("--dry-run", action="store_true", help="say what would be written or sent, and do neither")
    one.add_argument("--send", action="store_true", help="send the mails that were written")
    which = "write mails to those who have not answered; a second reminder is --remind 2"
    one.add_argument("--remind", nargs="?", type=int, const=1, default=0, choices=range(1, 10), metavar="N", help=which)
    one.add_argument("--questionnaire", action="store_true", help="write the questionnaire alone")
    one.set_defaults(run=_invite)
    again = commands.add_parser("refresh", help="make the samples and the stored notebooks anew (for maintainers)")
    again.set_defaults(run=_refresh)
    return parser


def _report(options: argparse.Namespace) -> int:
    changes = assignments(options.set)
    if options.file.suffix.lower() == MANIFEST:
        settings = again(options.file, changes, say)
    else:
        settings = report_settings({**read_yaml(options.file), **changes}, options.file.stem)
    folder = runner.run_report(settings, progress, browser() if options.pdf else None)
    front = json.loads((folder / PRIVATE / FRONT).read_text(encoding="utf-8"))
    pages = [shown(folder / name) for name in ((PAGE, PDF) if options.pdf else (PAGE,))]
    say("", front["headline"], *front["notes"], "", *pages)
    return 0


def _batch(options: argparse.Namespace) -> int:
    index, failed = batches.run_batch(options.file, progress, say)
    say("", shown(index))
    return 2 if failed else 0


def _check(options: argparse.Namespace) -> int:
    task = Task(options.file, options.table, options.set, options.settings, options.save)
    return run_check(task, _language(options), as_object=options.json)


def _invite(options: argparse.Namespace) -> int:
    wave = {"wave": options.wave} if options.wave else {}
    values = {**read_yaml(options.file), **assignments(options.set), **wave}
    settings = report_settings(values, options.file.stem)
    if options.questionnaire:
        return _questionnaire(settings, options)
    try:
        return command.invite(settings, Inviting(options.dry_run, options.send, options.remind), say, _bar)
    except KeyboardInterrupt:
        if not options.send:
            raise
        say(Words(settings.language, settings.currency).say("invite_stopped"), to=sys.stderr)
        return 130


def _questionnaire(settings: Settings, options: argparse.Namespace) -> int:
    if options.dry_run:
        say(*command.questionnaire_text(settings))
    else:
        say(*map(shown, command.write_questionnaire(settings)))
    return 0


def _bar(words: Words) -> AbstractContextManager[Callable[[int, int], None]]:
    def text(done: int, total: int, left: float) -> str:
        line = words.say("invite_bar", done=done, total=total, minutes=ceil(left / 60))
        return printable(line, sys.stderr.encoding or "ascii")

    return bar(text, sys.stderr)


def _refresh(options: argparse.Namespace) -> int:
    stored.refresh(progress)
    return 0


def progress(step: str, seconds: float) -> None:
    """One line a finished step, with its time."""
    say(f"{seconds:6.1f} s  {step}")
