"""The commands ``report`` and ``batch`` in the terminal."""

import argparse
import json
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, PROJECT, output_root, shown

from . import batch, runner, stored
from .jobs import assignments, read_yaml, report_settings
from .page import PAGE
from .runs import FRONT

SAMPLE = PROJECT / "notebooks" / "parameters" / "sample.yaml"
_CONSOLE = str.maketrans({"\u00a5": "\uffe5", "—": "-", "–": "-", "−": "-", "…": "...", "“": '"', "”": '"'})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if all is well, 2 for what the user has to mend, 1 for a fault of the kit."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except KitError as error:
        say(str(error), to=sys.stderr)
        return 2
    except KeyboardInterrupt:
        say("Interrupted; nothing was changed.", to=sys.stderr)
        return 130
    except Exception as error:
        say(_fault(error), to=sys.stderr)
        return 1


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


def _refresh(options: argparse.Namespace) -> int:
    stored.refresh(progress)
    return 0


def progress(step: str, seconds: float) -> None:
    """One line a finished step, with its time."""
    say(f"{step:<32}{seconds:6.1f} s")


def say(*lines: str, to=None) -> None:
    """Print lines so that any console can show them, a Japanese Windows one too."""
    to = to or sys.stdout
    for line in lines:
        print(printable(line, to.encoding or "utf-8"), file=to, flush=True)


def printable(text: str, encoding: str) -> str:
    r"""Text that `encoding` can write: as it is, else with plain signs, at last with ``?``.

    Examples
    --------
    >>> printable("\u00a55 — 円", "cp932") == "\uffe55 - 円"
    True
    """
    try:
        text.encode(encoding)
        return text
    except UnicodeEncodeError:
        return text.translate(_CONSOLE).encode(encoding, "replace").decode(encoding)


def _fault(error: Exception) -> str:
    log = output_root() / "fault.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    log.chmod(0o600)
    return f"E-FAULT The kit failed ({type(error).__name__}). Details: {shown(log)}"
