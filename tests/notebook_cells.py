"""A notebook's cells run in this process, without a kernel."""

import nbformat

from helpers.base.folders import PROJECT


def code(notebook):
    """Its cells of code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    """What a cell is marked as."""
    return cell.metadata.get("tags", [])


def run_cells(name, **values):
    """Run a stored notebook from top to bottom; values take the place of those in its cell of parameters."""
    namespace = {}
    for cell in code(nbformat.read(PROJECT / "notebooks" / f"{name}.ipynb", as_version=4)):
        exec(compile(cell.source, name, "exec"), namespace)
        namespace |= values if "parameters" in tags(cell) else {}
