"""A report lacks nothing: notebooks run to their end, rows accounted for, page there."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.base.errors import KitError
from helpers.run.whole import check_complete, check_whole


def tagged(*tags, count=1):
    return new_code_cell("1", metadata={"tags": list(tags)}, execution_count=count)


def test_a_whole_notebook_passes():
    assert check_complete(new_notebook(cells=[tagged(), new_markdown_cell("a"), tagged("last")]), "n") is None


@pytest.mark.parametrize(
    "cells",
    [[], [new_markdown_cell("a")], [tagged()], [tagged("last"), tagged()], [tagged(count=None), tagged("last")],
     [tagged(), tagged("last", count=None)]],
)  # fmt: skip
def test_half_a_notebook_does_not(cells):
    with pytest.raises(KitError, match=r"^E-INCOMPLETE n\.ipynb: "):
        check_complete(new_notebook(cells=cells), "n")


LEDGER = {"rows_in": 9, "rows_used": 6, "not_applicable": {"status": 2}, "defective": {"amount_invalid": 1}}


@pytest.fixture
def folder(tmp_path):
    """A whole report of one notebook."""
    (tmp_path / "notebooks").mkdir()
    nbformat.write(new_notebook(cells=[tagged("last")]), tmp_path / "notebooks" / "n.ipynb")
    (tmp_path / "report.html").write_text("page", encoding="utf-8")
    write_ledgers(tmp_path, purchases=LEDGER, responses=LEDGER)
    return tmp_path


def write_ledgers(folder, **ledgers):
    (folder / "summary.json").write_text(json.dumps({"ledgers": ledgers}), encoding="utf-8")


def test_a_whole_report_passes(folder):
    assert check_whole(folder, ["n"]) is None


@pytest.mark.parametrize("name", ["report.html", "summary.json", "notebooks/n.ipynb"])
@pytest.mark.parametrize("lack", ["missing", "empty"])
def test_a_file_that_lacks(folder, name, lack):
    (folder / name).unlink() if lack == "missing" else (folder / name).write_bytes(b"")
    with pytest.raises(KitError, match=f"^E-INCOMPLETE {name.rpartition('/')[2]}: "):
        check_whole(folder, ["n"])


def test_a_notebook_that_stopped(folder):
    nbformat.write(new_notebook(cells=[tagged(count=None), tagged("last")]), folder / "notebooks" / "n.ipynb")
    with pytest.raises(KitError, match=r"^E-INCOMPLETE n\.ipynb: "):
        check_whole(folder, ["n"])


@pytest.mark.parametrize(
    "changed", [{"rows_in": 10}, {"rows_used": 5}, {"not_applicable": {}}, {"defective": {"x": 2}}]
)
def test_a_row_unaccounted_for(folder, changed):
    write_ledgers(folder, responses=LEDGER, purchases=LEDGER | changed)
    with pytest.raises(KitError, match=r"^E-LEDGER purchases: "):
        check_whole(folder, ["n"])
