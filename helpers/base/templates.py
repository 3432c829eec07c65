"""Templates filled with values: what is not plain text is HTML, where every value is escaped."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape


@cache
def _environment(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(disabled_extensions=("txt.j2",), default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def filled_template(folder: Path, template: str, **values: Any) -> str:
    """Template of a folder filled with values; values in any but ``.txt.j2`` are escaped for HTML."""
    return _environment(folder).get_template(template).render(values)
