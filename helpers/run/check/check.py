"""What would happen to one file: how it is read, its ledger, and what has to be mended."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from helpers.base.errors import KitError
from helpers.base.folders import PROJECT, project_path
from helpers.base.parameters import Settings, TableName, checked
from helpers.collect.responses import answers
from helpers.merge.purchases import counted
from helpers.read.currency import currency_of_file
from helpers.read.ledger import Table, Warned, check_defects, check_one_row_each, warnings_of
from helpers.read.roles import canonical_table
from helpers.read.roster import roster

FAR = "2199-12-31"  # a check knows no report: no date is after it


@dataclass(frozen=True)
class Checked:
    """A checked file.

    Attributes
    ----------
    name : str
        The table that it was read as.
    table : Table or None
        As far as it came.
    settings : Settings
        Those used, with the currency of the file where none was named.
    error : KitError or None
        What stopped it.
    values : DataFrame or None
        Canonical values of the file's rows, before the step that uses them.
    """

    name: TableName
    table: Table | None
    settings: Settings
    error: KitError | None = None
    values: pd.DataFrame | None = None


def checked_file(path: str, name: TableName, values: Mapping[str, Any], *, describing: bool = False) -> Checked:
    """Read one file as a table, and find out what a report would do with it.

    Parameters
    ----------
    path : str
        A file, a folder or a pattern.
    name : str
        customers, purchases, responses, complaints or invitations.
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


def _in_its_currency(name: TableName, settings: Settings) -> Settings:
    """Settings with the currency of the file, where the user named none."""
    asked = name == "purchases" and "currency" not in settings.model_fields_set
    found = currency_of_file(name, settings) if asked else None
    return settings.model_copy(update={"currency": found}) if found else settings


def _as_used(table: Table, settings: Settings) -> Table:
    """The table as its step would use it, as far as one file can tell."""
    if table.name == "responses":
        return answers(table, settings, customers=None, invitations=None)
    if table.name == "purchases":
        return counted(table, settings)
    if table.name == "complaints":
        check_one_row_each(table, ["complaint_id"], "E-COMPLAINT-CONFLICT")
    return roster(table, settings) if table.name == "customers" else table


def lines_for(result: Checked, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a parameter file needs to read the file as it was checked.

    Parameters
    ----------
    given : mapping
        Settings that the user named for the check alone.
    """
    warned = {warning.code for warning in result.table.warnings} if result.table else set()
    currency = {"currency": result.settings.currency} if "W-CURRENCY" in warned else {}
    return {result.name: for_parameters(getattr(result.settings, result.name)), **currency, **given}


def for_parameters(path: str) -> str:
    """Path as a parameter file names it: from the project's folder on where it lies in it.

    Examples
    --------
    >>> for_parameters(str(PROJECT / "data" / "mine" / "orders.csv"))
    'data/mine/orders.csv'
    """
    whole = project_path(path)
    return whole.relative_to(PROJECT).as_posix() if whole.is_relative_to(PROJECT) else whole.as_posix()


def as_json(result: Checked) -> dict[str, Any]:
    """The check for programs: outcome, code, message, rows, what was set aside and fixed, warnings, columns.

    What needs the table is null or empty where the file was stopped before there was one. Rows of
    several files also name their file.
    """
    if result.error and result.table is None:
        return stopped(result.error, result.settings.language)
    assert result.table is not None, "only an error leaves none"
    return _outcome(result.error, result.settings.language) | _of_table(result.table)


def stopped(error: KitError, language: str) -> dict[str, Any]:
    """The same where nothing was read.

    Examples
    --------
    >>> stopped(KitError("E-PARAMETER", "as_of: required"), "en")["outcome"]
    'stop'
    """
    nothing: dict[str, Any] = {
        "rows_in": None, "rows_used": None, "set_aside": [], "fields_aside": [], "fixed": {}, "warnings": [],
        "encoding": None, "columns": {},
    }  # fmt: skip
    return _outcome(error, language) | nothing


def _outcome(error: KitError | None, language: str) -> dict[str, Any]:
    return {
        "outcome": "stop" if error else "ok",
        "code": error.code if error else None,
        "message": error.said(language) if error else None,
    }


def _of_table(table: Table) -> dict[str, Any]:
    reading = table.readings[0]
    fixed: Counter[str] = Counter()
    for (_, kind), cells in table.fixed.items():
        fixed[kind] += cells
    return {
        "rows_in": table.rows_in,
        "rows_used": len(table.frame),
        "set_aside": table.placed(table.aside[["row", "reason"]]).to_dict("records"),
        "fields_aside": table.placed(table.used_cells_aside()).to_dict("records"),
        "fixed": dict(sorted(fixed.items())),
        "warnings": sorted({warned.code for warned in warnings_of(table)}),
        "encoding": reading.encoding or None,
        "columns": dict(reading.columns),
    }
