"""Many reports one after the other, and an index of them."""

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from helpers.base.errors import KitError
from helpers.base.folders import output_root
from helpers.base.parameters import Settings
from helpers.base.words import Words
from helpers.report.steps import SUMMARY, write_csv
from helpers.run.batch.entries import Entry, over_time
from helpers.run.batch.index import index_page
from helpers.run.batch.index_table import index_table
from helpers.run.jobs import batch_settings
from helpers.run.runner import Progress, run_report

INDEX, TABLE, TRENDS = "index.html", "index.csv", "trend_*"


def run_batch(path: Path, progress: Progress, say: Callable[..., None]) -> tuple[Path, int]:
    """Run every report of a batch file; one that fails is told and the others go on.

    Returns
    -------
    tuple of Path and int
        ``out/<batch>/index.html`` (with ``index.csv`` beside it), and how many reports failed.
    """
    name, reports = batch_settings(path)
    folder = output_root() / name
    _check_free(folder / TABLE)
    words = Words(reports[0].language, reports[0].currency)
    entries: list[Entry] = []
    seconds: list[float] = []
    for number, settings in enumerate(reports, 1):
        say(_place(number, len(reports), settings.report_name, seconds, words))
        start = perf_counter()
        entry = _entry(settings, progress)
        entries.append(entry)
        if entry.error:
            say(entry.error)
        else:
            seconds.append(perf_counter() - start)
    folder.mkdir(parents=True, exist_ok=True)
    return _written(folder, name, entries, words), sum(bool(entry.error) for entry in entries)


def _check_free(path: Path) -> None:
    """Make sure, before the reports take their time, that an earlier table is not open in Excel."""
    try:
        if path.exists():
            path.open("r+b").close()
    except PermissionError:
        raise KitError("E-FILE-LOCKED", file=f"{path.parent.name}/{path.name}") from None


def _place(number: int, total: int, name: str, seconds: Sequence[float], words: Words) -> str:
    """Which report this is, and about how long the rest takes: as long for each as the finished ones did."""
    here = words.say("batch_report", number=number, total=total, name=name)
    if not seconds:
        return here
    left = sum(seconds) / len(seconds) * (total - number + 1)
    time = words.say("batch_minutes", n=left / 60) if left >= 90 else words.say("batch_seconds", n=max(left, 1))
    return words.say("batch_left", report=here, time=time)


def _entry(settings: Settings, progress: Progress) -> Entry:
    """The report run, or the reason why not, in its own language."""
    try:
        folder = run_report(settings, progress)
        return Entry(settings, json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
    except KitError as error:
        return Entry(settings, error=error.said(settings.language))


def _written(folder: Path, name: str, entries: Sequence[Entry], words: Words) -> Path:
    """Write the index and what belongs to it, and put all into the folder once all is written."""
    with tempfile.TemporaryDirectory(prefix=".index-", dir=folder) as part:
        place = Path(part)
        write_csv(index_table(entries, words), place / TABLE)
        trends = _write_trends(over_time(entries), words, place)
        html = index_page(name, entries, words, trends)
        (place / INDEX).write_text(html, encoding="utf-8", newline="\n")
        _placed(place, folder)
    return folder / INDEX


def _write_trends(dated: Sequence[Entry], words: Words, place: Path) -> dict[str, tuple[bytes, str]]:
    """Charts over time as PNG with the figures behind them; none where the reports are no dates."""
    if not dated:
        return {}
    from helpers.report.exhibits.trend import trends  # here, because importing matplotlib takes a second
    from helpers.report.style import png

    found, note = {}, dated[0].settings.note
    for exhibit in trends(dated, words):
        write_csv(exhibit.frame.assign(note=note) if note else exhibit.frame, place / f"{exhibit.name}.csv")
        image = png(exhibit.figure)
        (place / f"{exhibit.name}.png").write_bytes(image)
        found[exhibit.name] = image, exhibit.alternative
    return found


def _placed(part: Path, folder: Path) -> None:
    """Move the files to their places, the page last; charts of an earlier batch go.

    Raises
    ------
    KitError
        ``E-FILE-LOCKED`` where another program holds one open.
    """
    new = sorted(part.iterdir(), key=lambda path: path.name == INDEX)
    stale = [path for path in folder.glob(TRENDS) if path.name not in {one.name for one in new}]
    for path in (*new, *stale):
        try:
            os.replace(path, folder / path.name) if path in new else path.unlink()
        except PermissionError:
            raise KitError("E-FILE-LOCKED", file=f"{folder.name}/{path.name}") from None
