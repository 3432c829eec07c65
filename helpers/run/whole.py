"""Whether a report is whole: notebooks run to their end, rows accounted for, page there."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat

from helpers.base.errors import KitError
from helpers.report.page.page import PAGE
from helpers.report.steps import SUMMARY


def check_whole(folder: Path, notebooks: Iterable[str]) -> None:
    """Make sure that a run's folder lacks nothing.

    Raises
    ------
    KitError
        ``E-INCOMPLETE`` for a notebook or file; ``E-LEDGER`` where rows are unaccounted for.
    """
    for name in notebooks:
        path = folder / "notebooks" / f"{name}.ipynb"
        _check_there(path)
        check_complete(nbformat.read(path, as_version=4), name)
    for path in (folder / PAGE, folder / SUMMARY):
        _check_there(path)
    for table, ledger in json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["ledgers"].items():
        if not closes(ledger):
            raise KitError("E-LEDGER", table=table)


def _check_there(path: Path) -> None:
    if not path.is_file() or not path.stat().st_size:
        raise KitError("E-INCOMPLETE", file=path.name)


def check_complete(notebook: nbformat.NotebookNode, name: str) -> None:
    """Make sure that every code cell ran, up to the one marked as last.

    Raises
    ------
    KitError
        ``E-INCOMPLETE``.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    last = code[-1].metadata.get("tags", []) if code else []
    if "last" not in last or any(cell.execution_count is None for cell in code):
        raise KitError("E-INCOMPLETE", file=f"{name}.ipynb")


def closes(ledger: dict[str, Any]) -> bool:
    """Whether the rows of a file are those used and those set aside.

    Examples
    --------
    >>> account = {"rows_in": 9, "rows_used": 6, "not_applicable": {"status": 2}, "defective": {"amount": 1}}
    >>> closes(account), closes(account | {"rows_in": 10})
    (True, False)
    """
    aside = sum(ledger["not_applicable"].values()) + sum(ledger["defective"].values())
    return bool(ledger["rows_in"] == ledger["rows_used"] + aside)
