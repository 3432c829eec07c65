"""The commands ``report``, ``batch`` and ``check`` in the terminal."""

import argparse
import json
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, PROJECT, output_root, shown
from helpers.base.parameters import TABLES

from . import batch, runner, stored
from .check import stopped
from .checking import Task, run_check
from .console import say
from .jobs import assignments, read_yaml, report_settings
from .page import PAGE
from .runs import FRONT

SAMPLE = PROJECT / "notebooks" / "parameters" / "sample.yaml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if all is well, 2 for what the user has to mend, 1 for a fault of the kit."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except KitError as error:
        return _ended(error, options, 2)
    except KeyboardInterrupt:
        say("Interrupted; nothing was changed.", to=sys.stderr)
        return 130
    except Exception as error:
        return _ended(_fault(error), options, 1)


def _ended(error: KitError, options: argparse.Namespace, code: int) -> int:
    """Say the error in the language that was asked for; where JSON was, that too."""
    language = _language(options)
    if getattr(options, "json", False):
        say(json.dumps(stopped(error, language)))
    say(error.said(language), to=sys.stderr)
    return code


def _language(options: argparse.Namespace) -> str:
    """Language of the command line or the parameter file, as far as they can be read."""
    try:
        values = assignments(getattr(options, "set", []))
        path = getattr(options, "settings", None) or (options.file if isinstance(options.file, Path) else None)
        content = {} if "language" in values or path is None else read_yaml(path)
        common = content.get("set")
        values = content | (common if isinstance(common, dict) else {}) | values
    except (KitError, AttributeError):
        return "en"
    return "ja" if values.get("language") == "ja" else "en"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py", description="The NPS value kit")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    one = commands.add_parser("report", help="run the three notebooks and make the page")
    one.add_argument("file", nargs="?", type=Path, default=SAMPLE, help="parameter file (default: the sample)")
    one.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change a parameter; repeatable")
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
    again = commands.add_parser("refresh", help="make the samples and the stored notebooks anew (for maintainers)")
    again.set_defaults(run=_refresh)
    return parser


def _report(options: argparse.Namespace) -> int:
    values = {**read_yaml(options.file), **assignments(options.set)}
    settings = report_settings(values, options.file.stem)
    folder = runner.run_report(settings, progress)
    front = json.loads((folder / PRIVATE / FRONT).read_text(encoding="utf-8"))
    say("", front["headline"], *front["notes"], "", shown(folder / PAGE))
    return 0


def _batch(options: argparse.Namespace) -> int:
    index, failed = batch.run_batch(options.file, progress, say)
    say("", shown(index))
    return 2 if failed else 0


def _check(options: argparse.Namespace) -> int:
    task = Task(options.file, options.table, options.set, options.settings, options.save)
    return run_check(task, _language(options), as_object=options.json)


def _refresh(options: argparse.Namespace) -> int:
    stored.refresh(progress)
    return 0


def progress(step: str, seconds: float) -> None:
    """One line a finished step, with its time."""
    say(f"{step:<32}{seconds:6.1f} s")


def _fault(error: Exception) -> KitError:
    log = output_root() / "fault.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    log.chmod(0o600)
    return KitError("E-FAULT", f"The kit failed ({type(error).__name__}). Details: {shown(log)}")
