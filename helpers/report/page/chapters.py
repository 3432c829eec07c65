"""A notebook as a chapter of the page: its prose and results as clean HTML, without code."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import nh3
from traitlets.config import Config

from helpers.report.html import TEMPLATES
from helpers.report.page.folds import Fold, parts_of

if TYPE_CHECKING:
    from nbconvert import HTMLExporter

LIMITS = "limits"  # tag of the cells that say what to keep in mind; the page gathers them at its end
_CSV = "data:text/csv;"
_ALLOWED = (nh3.ALLOWED_TAGS | {"figure", "figcaption"}) - {"div", "span"}  # of cells, which would span parts
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"class"},  # no ids: chapters have cells of the same name
    "img": {"src", "alt", "width", "height"},
    "th": {"scope", "class", "rowspan"},
    "a": {"href", "download", "class"},
    "table": {"class", "tabindex"},  # what scrolls sideways is reached by the keyboard
    "figure": {"data-name", "data-title"},
}


@dataclass(frozen=True)
class Chapter:
    """A notebook's results as clean HTML: its title, what stands before its parts, the parts, and its limits."""

    title: str
    start: Fold
    parts: list[Fold]
    limits: str


def chapter(path: Path, number: int, figures: Mapping[str, bytes], label: str) -> Chapter:
    """The chapter of an executed notebook.

    Parameters
    ----------
    number : int
        Its place on the page, for the headings' ids.
    figures : mapping
        Name of a chart → its CSV, linked under the chart with the words of `label`.
    """
    notebook = nbformat.read(path, as_version=4)
    limits = [cell for cell in notebook.cells if LIMITS in cell.metadata.get("tags", [])]
    body_cells = [cell for cell in notebook.cells if cell not in limits]
    resources = {"label": label, "figures": {name: b64encode(csv).decode("ascii") for name, csv in figures.items()}}
    body = _numbered(_clean([_sunk(cell) for cell in body_cells], notebook, resources), number)
    title, start, parts = parts_of(body, list(_names(body_cells)))
    return Chapter(title, start, parts, _clean([_untitled(cell) for cell in limits], notebook, resources))


def _names(cells: list[nbformat.NotebookNode]) -> Iterator[str]:
    """Of each part that of the cell with its heading."""
    for cell in cells:
        if cell.cell_type == "markdown":
            yield from [cell.id.removesuffix("-question")] * len(re.findall(r"^## ", cell.source, re.MULTILINE))


def _sunk(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Cell with its headings one level down: the page has a title of its own."""
    return _with_source(cell, re.sub(r"^#", "##", cell.source, flags=re.MULTILINE))


def _untitled(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return _with_source(cell, re.sub(r"^#.*\n*", "", cell.source))


def _with_source(cell: nbformat.NotebookNode, source: str) -> nbformat.NotebookNode:
    return nbformat.from_dict({**cell, "source": source}) if cell.cell_type == "markdown" else cell


def _clean(cells: list[nbformat.NotebookNode], notebook: nbformat.NotebookNode, resources: dict[str, Any]) -> str:
    part = nbformat.from_dict({**notebook, "cells": cells})
    html, _ = _exporter().from_notebook_node(part, resources=resources)
    return nh3.clean(
        html,
        tags=_ALLOWED,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"data", "http", "https"},
        link_rel=None,
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Links lead to the web or to a chart's figures; pictures lie inside."""
    if attribute == "href" and value.startswith("data:") and not value.startswith(_CSV):
        return None
    return None if tag == "img" and attribute == "src" and not value.startswith("data:image/png;") else value


@cache
def _exporter() -> "HTMLExporter":
    """One for all chapters: it compiles its templates at its first."""
    from nbconvert import HTMLExporter  # here, because importing it takes half a second

    return HTMLExporter(config=_configuration(), extra_template_basedirs=[str(TEMPLATES)], template_name="kit")


def _configuration() -> Config:
    config = Config()
    config.HTMLExporter.exclude_input = True
    config.HTMLExporter.exclude_input_prompt = True
    config.HTMLExporter.exclude_output_prompt = True
    config.HTMLExporter.exclude_anchor_links = True
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = {"notebook-only"}
    return config


def _numbered(html: str, number: int) -> str:
    """Headings with ids that stay unique when the chapters stand on one page."""
    count = iter(range(1, 1000))
    return re.sub(r"<h([2-4])[^>]*>", lambda match: f'<h{match[1]} id="part-{number}-{next(count)}">', html)
