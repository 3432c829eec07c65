"""HTML from the templates beside this module; every value is escaped."""

from pathlib import Path
from typing import Any

from helpers.base.templates import filled_template

TEMPLATES = Path(__file__).with_name("templates")


def rendered(template: str, **values: Any) -> str:
    """Template filled with values.

    Examples
    --------
    >>> rendered("lines.html.j2", items=["A < B"], kind="note").strip()
    '<p class="note mathjax_ignore">A &lt; B</p>'
    """
    return filled_template(TEMPLATES, template, **values)


def style() -> str:
    """The style sheet of the page and the index."""
    return (TEMPLATES / "page.css").read_text(encoding="utf-8")
