"""HTML from the templates beside this module; every value is escaped."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).with_name("templates")


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def rendered(template: str, **values: Any) -> str:
    """Template filled with values.

    Examples
    --------
    >>> rendered("lines.html.j2", items=["A < B"], kind="note").strip()
    '<p class="note mathjax_ignore">A &lt; B</p>'
    """
    return _environment().get_template(template).render(values)


def style() -> str:
    """The style sheet of the page and the index."""
    return (TEMPLATES / "page.css").read_text(encoding="utf-8")
