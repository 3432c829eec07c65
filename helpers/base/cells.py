"""What a notebook's cells have set: the names in its parameters cell, and in what was put in after it."""

import ast
from collections.abc import Collection, Iterable

INJECTED = "# Parameters"  # how papermill begins the cell that it puts in


def names_set(inputs: Iterable[str], parameters: Collection[str]) -> list[str]:
    """Names set by the cells of parameters that ran: those that hold literals alone, one of them a parameter.

    The latest parameters cell counts, the one that sets ``report_name``, and what was set after it: an
    earlier run of it may have been mended since.

    Parameters
    ----------
    inputs : iterable of str
        Sources of the cells in the order in which they ran, as IPython keeps them in ``In``.
    parameters : collection of str
        Names that are parameters.

    Examples
    --------
    >>> names_set(["import pandas", 'report_name: str = "x"\\nmargn: float = 0.4', "n = 3"], {"report_name"})
    ['report_name', 'margn']
    """
    names: list[str] = []
    for source in reversed(list(inputs)):
        here = _literals(source)
        if source.startswith(INJECTED) or set(here) & set(parameters):
            names = here + names
        if "report_name" in here and not source.startswith(INJECTED):
            break
    return list(dict.fromkeys(names))


def _literals(source: str) -> list[str]:
    """Names that a cell sets to literals; none where it does anything else."""
    try:
        body = ast.parse(source).body
        names = [_name(node) for node in body]
    except (SyntaxError, ValueError):
        return []
    return names


def _name(node: ast.stmt) -> str:
    """Name of an assignment of a literal; anything else is a ValueError."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    (target,) = targets
    value = getattr(node, "value", None)
    if not isinstance(target, ast.Name) or value is None:
        raise ValueError("no assignment of a name")
    ast.literal_eval(value)
    return target.id
