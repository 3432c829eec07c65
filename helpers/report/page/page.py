"""One page to share: the answer on top, then the three notebooks without their code, in a single file."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from helpers.base.folders import PRIVATE
from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.report.html import rendered, style
from helpers.report.page.chapters import chapter
from helpers.report.page.choices import choices
from helpers.report.sentences.method_sentences import method
from helpers.report.steps import FRONT, PAGE, SUMMARY


def write(folder: Path, notebooks: Sequence[str], settings: Settings) -> Path:
    """Write ``report.html`` into a run's folder.

    The page makes no request, runs no script, and has a content security policy that allows neither.
    """
    words = Words(settings.language, settings.currency)
    front, summary = (
        json.loads(path.read_text(encoding="utf-8")) for path in (folder / PRIVATE / FRONT, folder / SUMMARY)
    )
    figures = {path.stem: path.read_bytes() for path in (folder / "charts").glob("*.csv")}
    paths = [folder / "notebooks" / f"{name}.ipynb" for name in notebooks]
    chapters = [chapter(path, number, figures, words.say("page_figures")) for number, path in enumerate(paths, 1)]
    html = rendered(
        "page.html.j2",
        front=front,
        chapters=chapters,
        method=method(summary["ledgers"], words, settings),
        settings=choices(settings, words),
        style=style(),
        language=settings.language,
        again=words.say("page_again", command=f"python run.py report out/{settings.report_name}/manifest.json"),
        made=words.say("page_made", day=datetime.now(ZoneInfo(settings.timezone)).date().isoformat()),
        say=words.say,
    )
    target = folder / PAGE
    target.write_text(html, encoding="utf-8", newline="\n")
    return target
