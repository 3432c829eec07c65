"""One page to share: the answer on top, then the three notebooks without their code, in a single file."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import nbformat
import nh3
from traitlets.config import Config

from helpers.base.folders import PRIVATE, project_path, shown
from helpers.base.parameters import TABLES, Settings
from helpers.base.words import Words

from .html import TEMPLATES, rendered, style
from .runs import FRONT

PAGE = "report.html"
_ALLOWED = nh3.ALLOWED_TAGS | {"figure", "figcaption"}
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "*": {"class"},  # no ids: chapters have cells of the same name
    "img": {"src", "alt", "width"},
    "th": {"scope", "class"},
    "a": {"href", "download", "class"},
}


def write(folder: Path, notebooks: Sequence[str], settings: Settings) -> Path:
    """Write ``report.html`` into a run's folder.

    The page makes no request, runs no script, and has a content security policy that allows neither.
    """
    words = Words(settings.language, settings.currency)
    front = json.loads((folder / PRIVATE / FRONT).read_text(encoding="utf-8"))
    chapters = [_chapter(folder / "notebooks" / f"{name}.ipynb", number) for number, name in enumerate(notebooks, 1)]
    html = rendered(
        "page.html.j2",
        front=front,
        chapters=chapters,
        contents=[_contents(chapter) for chapter in chapters],
        style=style(),
        language=settings.language,
        settings=_settings_told(settings),
        made=words.say("page_made", day=datetime.now(ZoneInfo(settings.timezone)).date().isoformat()),
        say=words.say,
    )
    target = folder / PAGE
    target.write_text(html, encoding="utf-8", newline="\n")
    return target


def _settings_told(settings: Settings) -> list[tuple[str, str]]:
    """The choices that a report was made with: every parameter and its value, files by their names alone."""
    files = set(TABLES)
    values = settings.model_dump(mode="json", exclude={"shop_name", "note"})
    told = {name: Path(value).name if name in files and value else value for name, value in values.items()}
    return [(name, _told(value)) for name, value in told.items() if value not in (None, {}, [], "")]


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_told(part)}" for name, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _chapter(path: Path, number: int) -> str:
    """A notebook's prose and results as clean HTML; headings one level down and numbered for links."""
    from nbconvert import HTMLExporter  # here, because importing it takes half a second

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"^#", "##", cell.source, flags=re.MULTILINE)
    exporter = HTMLExporter(config=_configuration(), extra_template_basedirs=[str(TEMPLATES)], template_name="kit")
    body, _ = exporter.from_notebook_node(notebook)
    clean = nh3.clean(body, tags=_ALLOWED, attributes=_ATTRIBUTES, url_schemes={"data", "http", "https"}, link_rel=None)
    return _numbered(clean, number)


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


def _contents(chapter: str) -> list[dict[str, str]]:
    """Level, id and text of the headings that a table of contents shows."""
    found = re.findall(r'<h([23]) id="([^"]+)">(.*?)</h\1>', chapter, flags=re.DOTALL)
    return [
        {"level": level, "id": anchor, "text": re.sub(r"<[^>]+>", "", text).strip()} for level, anchor, text in found
    ]


def shareable(notebook: nbformat.NotebookNode, settings: Settings | None = None) -> nbformat.NotebookNode:
    """Executed notebook without the runner's marks: no times, no metadata of the run, no folders of the machine."""
    paths = [path for table in TABLES if settings and (path := getattr(settings, table))]
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        for path in paths:
            cell.source = cell.source.replace(path, shown(project_path(path)))
    return notebook
