"""The command ``check``: one file read, judged in words or as JSON, and saved clean where asked for."""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from helpers.base.addresses import address_of, is_engine_address
from helpers.base.console import print_lines
from helpers.base.errors import KitError
from helpers.base.parameter_files import read_yaml
from helpers.base.tables import TABLES, TableName
from helpers.base.waiting import waiting
from helpers.base.words import Words
from helpers.collect.contacts import check_ids_shared
from helpers.collect.responses import answers
from helpers.merge.purchases import counted
from helpers.merge.there import counted_there
from helpers.read.file_currency import currency_of_file
from helpers.read.ledger import check_defects, check_one_row_each
from helpers.read.roles import canonical_table
from helpers.read.roster import roster
from helpers.read.typed_table import Table, Warned
from helpers.report.settings import ReportSettings
from helpers.run.check.account import account, needed_besides, next_step, verdict
from helpers.run.check.clean import check_target, clean_table, lines_for_clean, write_clean
from helpers.run.check.outcome import Checked, as_json, lines_for
from helpers.run.settings import assignments, checked

FAR = "2199-12-31"  # a check knows no report: no date is after it


@dataclass(frozen=True)
class CheckTask:
    """What was asked for: a file (folder, pattern) as a table, settings, a parameter file, where to save."""

    file: str
    table: TableName
    set: Sequence[str] = ()
    settings: Path | None = None
    save: Path | None = None

    @property
    def path(self) -> str:
        """The file, counted from the folder that the command was given in."""
        return self.file if is_engine_address(self.file) else str(Path(self.file).absolute())

    @property
    def called(self) -> str:
        """What the verdict calls it."""
        return address_of(self.file).file if is_engine_address(self.file) else Path(self.file).name

    def values(self) -> dict[str, Any]:
        """Settings of the parameter file, but for its files, and those set beside it, which win."""
        content = read_yaml(self.settings) if self.settings else {}
        return {name: value for name, value in content.items() if name not in TABLES} | assignments(self.set)


def run_check(task: CheckTask, language: str, *, as_object: bool) -> int:
    """Check a file and say what came of it; 0 if it can be used, else 2, and the error on stderr.

    Raises
    ------
    KitError
        For settings that are wrong in themselves, and where the clean file can't be saved.
    """
    values = task.values()
    if task.save:
        check_target(task.save, task.path)
    words = Words(language, "JPY")
    with nullcontext() if as_object else waiting(words.say("check_waiting"), sys.stderr):
        result, lines = _checked(task, values)
    print_lines(json.dumps(as_json(result)) if as_object else verdict(result, task.called, words))
    if result.error:
        print_lines(result.error.said(language), to=sys.stderr)
    if not as_object:
        print_lines(*account(result, words), *_end(result, lines, task, words))
    return 2 if result.error else 0


def _checked(task: CheckTask, values: dict[str, Any]) -> tuple[Checked, dict[str, Any]]:
    """The check, saved clean where asked for, and the lines of a parameter file to read what it leaves."""
    result = checked_file(task.path, task.table, values, describing=task.save is not None)
    if task.save and result.table is not None and result.table.elsewhere:
        error = KitError("E-ENGINE-SAVE", file=result.table.file)
        return replace(result, error=error), {}
    if result.error or task.save is None:
        return result, lines_for(result, assignments(task.set))
    table = clean_table(result)
    write_clean(table, task.save)
    return result, lines_for_clean(result, table, task.save)


def _end(result: Checked, lines: dict[str, Any], task: CheckTask, words: Words) -> list[str]:
    if result.error or result.table is None:
        return []
    saved = ["", words.say("check_saved", n=len(result.table.frame), file=task.save.name)] if task.save else []
    return [*saved, *needed_besides(result.name, words), *next_step(lines, words)]


def checked_file(path: str, name: TableName, values: Mapping[str, Any], *, describing: bool = False) -> Checked:
    """Read one file (a folder, a pattern) as a table, and find out what a report would do with it.

    Parameters
    ----------
    values : mapping
        Settings that matter for reading; without ``as_of`` no date is too late, without
        ``currency`` that of the file is taken, with a warning.
    describing : bool
        Whether names of customers and comments are read too.

    Raises
    ------
    KitError
        For settings that are wrong in themselves.
    """
    given = checked({"as_of": FAR, **values, name: path})
    result = Checked(name, None, given)
    try:
        result = replace(result, settings=_in_its_currency(name, given))
        table = canonical_table(name, result.settings, describing=describing)
        assert table is not None, "the path was given"
        if result.settings.currency != given.currency:
            table = table.warned(Warned("W-CURRENCY", {"file": table.file, "currency": result.settings.currency}))
        result = replace(result, table=table, values=table.frame)
        table = _as_used(table, result.settings)
        result = replace(result, table=table)
        check_defects(table, result.settings.bad_rows)
    except KitError as error:
        return replace(result, error=error)
    return result


def _in_its_currency(name: TableName, settings: ReportSettings) -> ReportSettings:
    """Settings with the currency of the file, where the user named none."""
    asked = name == "purchases" and "currency" not in settings.model_fields_set
    currency = currency_of_file(name, settings) if asked else None
    return settings.model_copy(update={"currency": currency}) if currency else settings


def _as_used(table: Table, settings: ReportSettings) -> Table:
    """The table as its step would use it, as far as one file can tell."""
    if table.name == "responses":
        return answers(table, settings, customers=None, invitations=None)
    if table.name == "purchases":
        check_ids_shared(table, settings)
        return counted_there(counted(table, settings), settings)
    if table.name == "complaints":
        check_one_row_each(table, ["complaint_id"], "E-COMPLAINT-CONFLICT")
    return roster(table, settings) if table.name == "customers" else table
