"""Executed notebooks as they are shared: parameters as a table, no folder of the machine, no mark of the runner."""

import nbformat
from nbformat.v4 import new_output

from helpers.base.cells import PARAMETER_FILE
from helpers.base.words import Words
from helpers.report.page.choices import choices, without_folders
from helpers.report.settings import ReportSettings

WIDGET = "application/vnd.jupyter.widget-view+json"
_MARKS = ("papermill", "execution")


def shareable(notebook: nbformat.NotebookNode, settings: ReportSettings | None = None) -> nbformat.NotebookNode:
    """The notebook without times and metadata of its run; with `settings` they stand in its parameters cell.

    That cell then holds the values of the run, files without the machine's folders, and shows them as a table.
    """
    for part in (notebook, *notebook.cells):
        for mark in _MARKS:
            part.metadata.pop(mark, None)
    for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
        if "text/html" in output.get("data", ()):  # what stands in a widget's place, since no page can show one
            output.data.pop(WIDGET, None)
    if settings is not None:
        _show_choices(notebook, settings)
    return notebook


def parameters_of(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook's parameters cell."""
    return _tagged(notebook, "parameters")


def _tagged(notebook: nbformat.NotebookNode, tag: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if tag in cell.metadata.get("tags", []))


def _show_choices(notebook: nbformat.NotebookNode, settings: ReportSettings) -> None:
    """Put the run's values into the parameters cell, its source folded; the cell that was injected goes."""
    cell, injected = parameters_of(notebook), _tagged(notebook, "injected-parameters")
    values = {name: "null" if value is None else value for name, value in without_folders(settings).items()}
    table = choices(settings, Words(settings.language, settings.currency))
    cell.source = "\n".join(f"{name} = {value!r}" for name, value in ({PARAMETER_FILE: None} | values).items())
    cell.outputs = [new_output("display_data", {"text/plain": repr(table), "text/html": table._repr_html_()})]
    cell.metadata |= {"tags": ["parameters", "notebook-only"], "jupyter": {"source_hidden": True}}
    notebook.cells.remove(injected)
    _count(notebook)


def _count(notebook: nbformat.NotebookNode) -> None:
    """Number the cells that ran as if none had been taken out."""
    ran = [cell for cell in notebook.cells if cell.get("execution_count")]
    for number, cell in enumerate(ran, 1):
        cell.execution_count = number
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
