"""Runs the three notebooks with a report's settings, whole or not at all."""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import nbformat

from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, PROJECT, output_root, project_path, shown
from helpers.base.parameters import TABLES, Settings
from helpers.read.files import files_of

from . import page
from .prose import in_language
from .runs import SETTINGS, SUMMARY, write_json

NOTEBOOKS = ("01_collect_survey", "02_merge_purchases", "03_compare_value")
SECONDS_PER_CELL = 1800
_RUNNING = ".running"
_PACKAGES = (
    "jupyterlab",
    "pandas",
    "numpy",
    "scipy",
    "duckdb",
    "pyarrow",
    "matplotlib",
    "seaborn",
    "papermill",
)

Progress = Callable[[str, float], None]


def run_report(settings: Settings, progress: Progress = lambda step, seconds: None) -> Path:
    """Run a report and put it into ``out/<report_name>``; an earlier one stays until this one is whole.

    Parameters
    ----------
    settings : Settings
    progress : callable
        Called with each finished step's name and its seconds.

    Returns
    -------
    Path
        Folder of the report.

    Raises
    ------
    KitError
        For what the user has to mend; the earlier report is untouched.
    """
    root = output_root()
    workspace = root / _RUNNING / f"{settings.report_name}-{os.getpid()}"
    shutil.rmtree(workspace, ignore_errors=True)
    folder = workspace / settings.report_name
    (folder / "notebooks").mkdir(parents=True)
    try:
        with _kernel_environment(workspace):
            for name in NOTEBOOKS:
                timed(progress, name, partial(_run_notebook, name, folder, settings))
        timed(progress, "report.html", partial(page.write, folder, NOTEBOOKS, settings))
        write_json(manifest(settings, folder), folder / "manifest.json")
        _keep_settings(settings, folder / PRIVATE)
        return _placed(folder, root / settings.report_name)
    finally:
        shutil.rmtree(workspace, ignore_errors=True)


def _keep_settings(settings: Settings, folder: Path) -> None:
    """The settings as given, paths and all, for exploring the run."""
    folder.mkdir(mode=0o700, exist_ok=True)
    write_json(settings.model_dump(mode="json"), folder / SETTINGS).chmod(0o600)


def timed(progress: Progress, step: str, work: Callable[[], object]) -> None:
    """Do some work and tell its time."""
    start = perf_counter()
    work()
    progress(step, perf_counter() - start)


@contextmanager
def _kernel_environment(workspace: Path) -> Iterator[None]:
    """Kernels write into the workspace instead of ``out``."""
    before = os.environ.get("NPS_KIT_OUT")
    os.environ["NPS_KIT_OUT"] = str(workspace)
    try:
        yield
    finally:
        os.environ.pop("NPS_KIT_OUT")
        os.environ |= {"NPS_KIT_OUT": before} if before else {}


def _run_notebook(name: str, folder: Path, settings: Settings) -> None:
    source = in_language(nbformat.read(PROJECT / "notebooks" / f"{name}.ipynb", as_version=4), name, settings.language)
    finished = executed(source, notebook_parameters(source, settings))
    check_complete(finished, name)
    nbformat.write(page.shareable(finished, settings), folder / "notebooks" / f"{name}.ipynb")


def executed(notebook: nbformat.NotebookNode, values: dict[str, Any]) -> nbformat.NotebookNode:
    """Notebook run from top to bottom by papermill, with `values` for its parameters.

    Raises
    ------
    KitError
        What a cell raised for the user to mend; ``E-KERNEL`` where the notebook's process ended or
        took too long.
    """
    import papermill  # here, because importing it takes a second
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notebook.ipynb"
        nbformat.write(notebook, path)
        try:
            papermill.execute_notebook(
                path,
                path,
                parameters=values,
                kernel_name="python3",
                progress_bar=False,
                cwd=PROJECT,
                execution_timeout=SECONDS_PER_CELL,
                extra_arguments=["--IPKernelApp.log_level=50"],
            )
        except papermill.PapermillExecutionError as error:
            if error.ename != "KitError":
                raise
            code, _, message = "\n".join(error.traceback).partition(" ")  # as shown, in the report's language
            raise KitError(code, message) from None
        except (DeadKernelError, CellTimeoutError) as error:
            raise KitError(
                "E-KERNEL", f"the notebook's process ended early ({type(error).__name__}). Run it again."
            ) from None
        return nbformat.read(path, as_version=4)


def notebook_parameters(notebook: nbformat.NotebookNode, settings: Settings) -> dict[str, Any]:
    """Values of the settings for the names that a notebook's parameters cell holds."""
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    names = [line.partition(":")[0] for line in cell.source.splitlines()]
    return {name: value for name, value in settings.model_dump(mode="json").items() if name in names}


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
        raise KitError("E-INCOMPLETE", f"{name}: the notebook stopped before its end. Run the report again.")


def manifest(settings: Settings, folder: Path) -> dict[str, Any]:
    """What made a report: settings, hashes of the files, versions, ledgers."""
    told = settings.model_dump(mode="json")
    told |= {table: shown(project_path(path)) for table in TABLES if (path := getattr(settings, table))}
    ledgers = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["ledgers"]
    return {
        "settings": told,
        "inputs": {table: _input(path) for table in TABLES if (path := getattr(settings, table))},
        "versions": {"python": sys.version.split()[0], **{name: version(name) for name in _PACKAGES}},
        "ledgers": ledgers,
    }


def _input(name: str) -> dict[str, Any]:
    """Name and hash of a file; of several files each, and the hash of their hashes."""
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files_of(name)}
    if len(files) == 1:
        ((file, digest),) = files.items()
        return {"file": file, "sha256": digest}
    whole = hashlib.sha256("".join(files.values()).encode("ascii")).hexdigest()
    return {"file": project_path(name).name, "sha256": whole, "files": files}


def _placed(folder: Path, target: Path) -> Path:
    """Move a finished report to its place; the earlier one is renamed aside and then removed."""
    aside = folder.parent / "earlier"
    try:
        if target.exists():
            target.rename(aside)
        folder.rename(target)
    except OSError:
        if aside.exists() and not target.exists():
            aside.rename(target)
        raise KitError(
            "E-FILE-OPEN",
            f"{target.name}: a file of the earlier report is open in another program. Close it and run again.",
        ) from None
    return target
