"""What came of checking a file: for its parameter file, and for programs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.base.addresses import is_engine_address
from helpers.base.errors import KitError
from helpers.base.folders import PROJECT, project_path
from helpers.base.tables import TableName
from helpers.read.ledger import warnings_of
from helpers.read.typed_table import Table
from helpers.report.settings import ReportSettings

_NOTHING: Mapping[str, Any] = {
    "code": None, "message": None, "rows_in": None, "rows_used": None, "set_aside": [], "fields_aside": [], "fixed": {},
    "warnings": [], "encoding": None, "columns": {}, "not_used": [], "ratings": [],
}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """A checked file."""

    name: TableName  # the table that it was read as
    table: Table | None  # as far as it came
    settings: ReportSettings  # those used, with the currency of the file where none was named
    error: KitError | None = None  # what stopped it
    values: pd.DataFrame | None = None  # canonical values of the file's rows, before the step that uses them


def lines_for(result: Checked, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a parameter file needs to read the file as it was checked; `given`: what was set for the check alone."""
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
    if is_engine_address(path):
        return path
    whole = project_path(path)
    return whole.relative_to(PROJECT).as_posix() if whole.is_relative_to(PROJECT) else whole.as_posix()


def as_json(result: Checked) -> dict[str, Any]:
    """The check for programs: outcome, code, message, rows, what was set aside and fixed, warnings, columns.

    What needs the table is null or empty where the file was stopped before there was one. Rows of
    several files also name their file.
    """
    said = stopped(result.error, result.settings.language) if result.error else {"outcome": "ok", **_NOTHING}
    return said if result.table is None else said | _of_table(result.table)


def stopped(error: KitError, language: str) -> dict[str, Any]:
    """The same where nothing was read.

    Examples
    --------
    >>> stopped(KitError("E-PARAMETER", "as_of: required"), "en")["outcome"]
    'stop'
    """
    return {"outcome": "stop", **_NOTHING, "code": error.code, "message": error.said(language)}


def _aside(table: Table) -> list[dict[str, Any]]:
    """Row and reason of each row set aside; of an engine's table, whose rows have no numbers, each reason's rows."""
    if table.is_in_engine:
        return [{"row": None, "reason": reason, "rows": n} for reason, n in sorted(table.reasons_aside.items())]
    return table.placed(table.aside[["row", "reason"]]).to_dict("records")


def _of_table(table: Table) -> dict[str, Any]:
    reading = table.readings[0]
    fixed: Counter[str] = Counter()
    for (_, kind), cells in table.fixed.items():
        fixed[kind] += cells
    return {
        "rows_in": table.rows_in,
        "rows_used": table.rows_used,
        "set_aside": _aside(table),
        "fields_aside": table.placed(table.used_cells_aside()).to_dict("records"),
        "fixed": dict(sorted(fixed.items())),
        "warnings": sorted({warned.code for warned in warnings_of(table)}),
        "encoding": reading.encoding or None,
        "columns": table.headers,
        "not_used": table.not_used(),
        "ratings": list(reading.ratings),
    }
