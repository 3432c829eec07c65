"""What a notebook's process does comes out as one line."""

from time import monotonic

import nbformat
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.base.errors import KitError
from helpers.run import kernels
from helpers.run.kernels import check_complete, executed
from tests.each import each

LANGUAGE = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}


def notebook(*cells):
    parameters = new_code_cell("a: int = 1", metadata={"tags": ["parameters"]})
    return new_notebook(cells=[parameters, *map(new_code_cell, cells)], metadata=LANGUAGE)


def test_parameters_arrive_and_the_notebook_is_kept_where_it_was_asked_for(tmp_path):
    found = executed(notebook("a + 1"), {"a": 5}, tmp_path / "n.ipynb")
    assert found.cells[-1].outputs[0]["data"]["text/plain"] == "6"
    assert nbformat.read(tmp_path / "n.ipynb", as_version=4) == found


def test_what_a_cell_raises_for_the_user_comes_out_as_it_is():
    source = "from helpers.base.errors import KitError\nraise KitError('E-X', 'mend the file. Then run again.')"
    with pytest.raises(KitError) as raised:
        executed(notebook(source), {})
    assert (raised.value.code, raised.value.message) == ("E-X", "mend the file. Then run again.")


def test_another_exception_is_told_by_its_kind_alone(tmp_path):
    with pytest.raises(KitError, match=r"^E-NOTEBOOK n\.ipynb: .*KeyError") as raised:
        executed(notebook("{}['taro@example.jp']", "a + 1"), {}, tmp_path / "n.ipynb")
    assert "taro" not in str(raised.value)
    kept = nbformat.read(tmp_path / "n.ipynb", as_version=4)
    assert [cell.execution_count for cell in kept.cells if cell.cell_type == "code"] == [1, 2, None]


@pytest.mark.slow
@pytest.mark.parametrize("number", [28, 30])
def test_a_full_disk_is_no_fault_of_the_notebook(number):
    with pytest.raises(OSError) as raised:
        executed(notebook(f"raise OSError({number}, 'full', 'taro')"), {})
    said = raised.value  # of the text only the path, which tells what to mend
    assert (said.errno, said.strerror, said.filename) == (number, "", "taro")


@pytest.mark.slow
def test_another_error_of_the_system_is_one():
    with pytest.raises(KitError, match=r"^E-NOTEBOOK notebook\.ipynb: .*FileNotFoundError"):
        executed(notebook("open('none', encoding='utf-8')"), {})


def test_a_process_that_ends_early_is_told():
    with pytest.raises(KitError, match=r"^E-KERNEL notebook\.ipynb: "):
        executed(notebook("import os; os._exit(9)"), {})


@pytest.mark.slow
def test_a_process_that_ends_between_two_cells_too():
    later = "import os, threading, time\nthreading.Thread(target=lambda: (time.sleep(0.2), os._exit(9))).start()"
    with pytest.raises(KitError, match=r"^E-KERNEL notebook\.ipynb: "):
        executed(notebook(later, "time.sleep(600)"), {})


@pytest.mark.slow
@pytest.mark.parametrize("cells", [["time.sleep(600)"], ["time.sleep(1)"] * 600])
def test_the_limit_is_that_of_the_whole_notebook(monkeypatch, cells):
    monkeypatch.setattr(kernels, "MINUTE", 2.5)
    with pytest.raises(KitError, match=r"^E-TIME-LIMIT notebook\.ipynb: not finished after 1 minutes"):
        executed(notebook("import time", *cells), {}, minutes=1)


@each(
    ("error", "left", "told"),
    [
        (CellTimeoutError("no message"), 100, r"^E-KERNEL n\.ipynb: "),  # long before the limit: its messages stopped
        (CellTimeoutError("no answer"), -1, r"^E-TIME-LIMIT n\.ipynb: not finished after 60 minutes"),
        (RuntimeError("Kernel didn't respond in 60 seconds"), 100, r"^E-KERNEL n\.ipynb: "),
        (DeadKernelError("Kernel died"), 100, r"^E-KERNEL n\.ipynb: "),
        (RuntimeError("another"), 100, "^another$"),
    ],
)
def test_what_papermill_raises_is_told_for_what_it_is(error, left, told):
    with pytest.raises((KitError, RuntimeError), match=told), kernels._readable("n.ipynb", 60, monotonic() + left):
        raise error


# --- run to its end --------------------------------------------------------------------------------------------------


def tagged(*tags, count=1):
    return new_code_cell("1", metadata={"tags": list(tags)}, execution_count=count)


def test_a_whole_notebook_passes():
    assert check_complete(new_notebook(cells=[tagged(), new_markdown_cell("a"), tagged("last")]), "n") is None


@each(
    "cells",
    [[], [new_markdown_cell("a")], [tagged()], [tagged("last"), tagged()], [tagged(count=None), tagged("last")],
     [tagged(), tagged("last", count=None)]],
)  # fmt: skip
def test_half_a_notebook_does_not(cells):
    with pytest.raises(KitError, match=r"^E-INCOMPLETE n\.ipynb: "):
        check_complete(new_notebook(cells=cells), "n")
