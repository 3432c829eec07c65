"""What a notebook's cells have set: in its parameters cell, and in what was put in after it."""

import ast
from collections.abc import Collection, Iterable
from typing import Any

PARAMETER_FILE = "parameter_file"  # the mark of a parameters cell
INJECTED = "# Parameters"  # how papermill begins the cell that it puts in


def values_set(inputs: Iterable[str], parameters: Collection[str]) -> dict[str, Any]:
    """What the cells of parameters that ran have set: those that hold literals alone, one of them a parameter.

    The latest parameters cell counts, the one that sets ``parameter_file``, and what was set after it: an
    earlier run of it may have been mended since.

    Parameters
    ----------
    inputs : iterable of str
        Sources of the cells in the order in which they ran, as IPython keeps them in ``In``.
    parameters : collection of str
        Names that are parameters.

    Examples
    --------
    >>> values_set(["import pandas", 'parameter_file: str = "x"\\nmargn: float = 0.4', "n = 3"], {"parameter_file"})
    {'parameter_file': 'x', 'margn': 0.4}
    """
    values: dict[str, Any] = {}
    for source in reversed(list(inputs)):
        here = _literals(source)
        if source.startswith(INJECTED) or set(here) & set(parameters):
            values = here | values
        if PARAMETER_FILE in here and not source.startswith(INJECTED):
            break
    return values


def _literals(source: str) -> dict[str, Any]:
    """What a cell sets to literals; nothing where it does anything else."""
    try:
        return dict(_literal(node) for node in ast.parse(source).body)
    except (SyntaxError, ValueError):
        return {}


def _literal(node: ast.stmt) -> tuple[str, Any]:
    """Name and value of an assignment of a literal; anything else is a ValueError."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    (target,) = targets
    value = getattr(node, "value", None)
    if not isinstance(target, ast.Name) or value is None:
        raise ValueError("no assignment of a name")
    return target.id, ast.literal_eval(value)
