"""Notebooks run from top to bottom, each in a process of its own with a limit of time."""

import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import nbformat

from helpers.base.causes import UNWRITABLE
from helpers.base.errors import KitError, KitErrors
from helpers.base.folders import PROJECT
from helpers.run.forks import CAN_FORK

if TYPE_CHECKING:
    from papermill import PapermillExecutionError

NOTEBOOKS = ("01_collect_survey", "02_merge_purchases", "03_compare_value", "04_what_next")
HANDED_ON = {  # the step that each begins with
    "02_merge_purchases": "responses", "03_compare_value": "customers", "04_what_next": "customers",
}  # fmt: skip
MINUTE = 60  # seconds


def executed(
    notebook: nbformat.NotebookNode, values: dict[str, Any], path: Path | None = None, minutes: int = 60
) -> nbformat.NotebookNode:
    """Notebook run from top to bottom by papermill, with `values` for its parameters.

    Parameters
    ----------
    notebook : NotebookNode
    values : dict
    path : Path, optional
        Where the notebook is kept as far as it ran; its name is told in errors.
    minutes : int
        What the whole notebook may take.

    Raises
    ------
    KitError
        What a cell raised for the user to mend; ``E-NOTEBOOK`` for any other exception of a cell,
        ``E-TIME-LIMIT``, and ``E-KERNEL`` where the notebook's process ended early.
    OSError
        Where the disk is full or can't be written.
    """
    deadline = monotonic() + MINUTE * minutes
    with tempfile.TemporaryDirectory() as folder:
        path = path or Path(folder) / "notebook.ipynb"
        nbformat.write(notebook, path)
        with _readable(path.name, minutes, deadline):
            return _execute(path, values, deadline)


def _execute(path: Path, values: dict[str, Any], deadline: float) -> nbformat.NotebookNode:
    import papermill  # here, as its engine, because importing it takes a second

    from helpers.run import engine

    for name in ("papermill", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they log comes as an exception too
    return papermill.execute_notebook(
        path,
        path,
        parameters=values,
        engine_name=engine.use(),
        kernel_name="python3",
        progress_bar=False,
        **({} if CAN_FORK else {"cwd": PROJECT}),  # papermill changes this process's folder, which forks don't need
        timeout_func=lambda cell: max(1, deadline - monotonic()),  # 0 would be no limit
        shell_timeout_interval=1,  # seconds until a kernel that died between two cells is noticed
        iopub_timeout=60,
        shutdown_kernel="immediate",
        extra_arguments=["--IPKernelApp.log_level=50"],
    )


@contextmanager
def _readable(file: str, minutes: int, deadline: float) -> Iterator[None]:
    """Turn what papermill raises into one line for the user."""
    from nbclient.exceptions import CellTimeoutError
    from papermill import PapermillExecutionError

    try:
        yield
    except PapermillExecutionError as error:
        raise _raised_by_a_cell(error, file) from None
    except CellTimeoutError:
        if monotonic() < deadline:  # its messages stopped
            raise KitError("E-KERNEL", file=file) from None
        raise KitError("E-TIME-LIMIT", file=file, minutes=minutes) from None
    except RuntimeError as error:
        if not str(error).startswith("Kernel "):  # died, or did not respond
            raise
        raise KitError("E-KERNEL", file=file) from None


def _raised_by_a_cell(error: "PapermillExecutionError", file: str) -> Exception:
    if error.ename in ("KitError", "KitErrors"):
        shown = re.split(r"(?m)^\d+\. (?=E-)", "\n".join(error.traceback))  # in the report's language
        several = [KitError(*text.strip().split(" ", 1)) for text in shown if text.strip()]
        return several[0] if len(several) == 1 else KitErrors(several)
    number = re.match(r"\[Errno (\d+)\][^:]*(?:: '(.*)')?", error.evalue)
    if number and int(number[1]) in UNWRITABLE:
        return OSError(int(number[1]), "", number[2])
    return KitError("E-NOTEBOOK", file=file, kind=error.ename)


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
