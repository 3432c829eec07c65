"""One page to share: the answer on top, then the notebooks without their code, in a single file."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from helpers.report.context import Context
from helpers.report.html import rendered, style
from helpers.report.page.chapters import Chapter, chapter
from helpers.report.page.choices import choices
from helpers.report.page.folds import Fold, as_one
from helpers.report.page.method import method
from helpers.report.page.workbook import BOOK, tables_book
from helpers.report.settings import ReportSettings
from helpers.report.steps import PAGE, SUMMARY, joined_outlook

_TOLD = {  # line of the brief → part of a notebook that found it
    "page_why": "drivers", "page_words": "words", "page_where": "cut", "page_stake": "stakes",
    "page_calls": "called", "page_targets": "targets", "page_growth": "growth",
}  # fmt: skip
_IF_FOUND = {"drivers", "words", "targets", "called"}  # told where there is more of them than sentences
BRIEF_TEXT = "brief.md"
_FILES = ("reading", "aside")  # parts of several notebooks that stand in one place


def write(folder: Path, notebooks: Sequence[str], settings: ReportSettings) -> Path:
    """Write ``report.html`` into a run's folder, and beside it its tables and, as plain text, its brief.

    The page makes no request, runs no script, and has a content security policy that allows neither.
    """
    report = Context(settings)
    front, summary = joined_outlook(folder), json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    figures = {path.stem: path.read_bytes() for path in (folder / "charts").glob("*.csv")}
    paths = [folder / "notebooks" / f"{name}.ipynb" for name in notebooks]
    chapters = [chapter(path, number, figures, report.say("page_figures")) for number, path in enumerate(paths, 1)]
    brief, files, chapters = _parted(report, chapters, summary["customers"]["n"])
    made = report.say("page_made", day=datetime.now(settings.zone).date().isoformat())
    page = rendered(
        "page.html.j2",
        front=front,
        brief=brief,
        files=files,
        chapters=chapters,
        method=method(report, summary["ledgers"]),
        settings=choices(settings, report.words),
        style=style(),
        language=settings.language,
        again=report.say("page_again", command=f"python run.py report out/{settings.report_name}/manifest.json"),
        made=made,
        say=report.say,
    )
    target = folder / PAGE
    target.write_text(page, encoding="utf-8", newline="\n")
    text = rendered("brief.txt.j2", front=front, brief=brief, made=made, say=report.say)
    (folder / BRIEF_TEXT).write_text(text, encoding="utf-8", newline="\n")
    (folder / BOOK).write_bytes(tables_book(target.read_text(encoding="utf-8"), settings))
    return target


def _is_bare(part: Fold) -> bool:
    return part.name in _IF_FOUND and not re.search("<figure|<table", part.body)


def _parted(report: Context, chapters: list[Chapter], customers: int) -> tuple[dict[str, Any], Fold, list[Chapter]]:
    """What stands on the brief, what is told of the files in one place, and what is left of the chapters."""
    parts = {part.name: part for one in chapters for part in one.parts}
    told = [(report.say(label), parts.get(part)) for label, part in _TOLD.items()]
    figure = parts["gaps"].figure("gaps") if "gaps" in parts else ""
    brief = {
        "figure": figure,
        "lines": [(label, part.finding) for label, part in told if part and part.finding and not _is_bare(part)],
        "made": report.say("page_how_line", n=customers),
    }
    files = as_one([part for one in chapters for part in one.parts if part.name in _FILES], report.say("page_files"))
    left = [
        replace(one, parts=[part.without("gaps") for part in one.parts if part.name not in _FILES]) for one in chapters
    ]
    return brief, files, left
