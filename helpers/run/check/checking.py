"""The command ``check``: one file read, judged in words or as JSON, and saved clean where asked for."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.base.console import printable, say
from helpers.base.parameters import TABLES, TableName
from helpers.base.waiting import waiting
from helpers.base.words import Words
from helpers.report.sentences.one_file import account, next_step, verdict
from helpers.run.check.check import Checked, as_json, checked_file, lines_for
from helpers.run.check.clean import check_target, clean_table, lines_for_clean, write_clean
from helpers.run.jobs import assignments, read_yaml


@dataclass(frozen=True)
class Task:
    """What was asked for: a file (folder, pattern) as a table, settings, a parameter file, where to save."""

    file: str
    table: TableName
    set: Sequence[str] = ()
    settings: Path | None = None
    save: Path | None = None

    @property
    def path(self) -> str:
        """The file, counted from the folder that the command was given in."""
        return self.file if "://" in self.file else str(Path(self.file).absolute())

    def values(self) -> dict[str, Any]:
        """Settings of the parameter file, but for its files, and those set beside it, which win."""
        content = read_yaml(self.settings) if self.settings else {}
        return {name: value for name, value in content.items() if name not in TABLES} | assignments(self.set)


def run_check(task: Task, language: str, *, as_object: bool) -> int:
    """Check a file and say what came of it; 0 if it can be used, else 2, and the error on stderr.

    Raises
    ------
    KitError
        For settings that are wrong in themselves, and where the clean file can't be saved.
    """
    values = task.values()
    if task.save:
        check_target(task.save, task.path)
    if as_object:
        result, _ = _checked(task, values)
        say(json.dumps(as_json(result)))
        _say_error(result, language)
    else:
        words = Words(language, "JPY")
        with waiting(printable(words.say("check_waiting"), sys.stderr.encoding or "ascii"), sys.stderr):
            result, lines = _checked(task, values)
        say(verdict(result, Path(task.file).name, words))
        _say_error(result, language)
        say(*account(result, words), *_end(result, lines, task, words))
    return 2 if result.error else 0


def _checked(task: Task, values: dict[str, Any]) -> tuple[Checked, dict[str, Any]]:
    """The check, saved clean where asked for, and the lines of a parameter file to read what it leaves."""
    result = checked_file(task.path, task.table, values, describing=task.save is not None)
    if result.error or task.save is None:
        return result, lines_for(result, assignments(task.set))
    table = clean_table(result)
    write_clean(table, task.save)
    return result, lines_for_clean(result, table, task.save)


def _say_error(result: Checked, language: str) -> None:
    if result.error:
        say(result.error.said(language), to=sys.stderr)


def _end(result: Checked, lines: dict[str, Any], task: Task, words: Words) -> list[str]:
    if result.error or result.table is None:
        return []
    saved = ["", words.say("check_saved", n=len(result.table.frame), file=task.save.name)] if task.save else []
    return [*saved, *next_step(lines, words)]
