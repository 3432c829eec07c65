"""Many reports one after the other, and an index of them."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter

from helpers.base.errors import KitError
from helpers.base.folders import output_root
from helpers.base.placing import workspace
from helpers.base.waiting import Progress, waiting
from helpers.base.words import Words
from helpers.read.once import KEPT, make_room
from helpers.report.settings import ReportSettings
from helpers.report.steps import SUMMARY, write_csv
from helpers.run.batch.batch_files import batch_settings
from helpers.run.batch.dates import answers_until
from helpers.run.batch.entries import Entry, over_time
from helpers.run.batch.index import index_page
from helpers.run.batch.persons import persons_of
from helpers.run.batch.several import made_beside
from helpers.run.batch.table import index_table
from helpers.run.batch.trends import trends
from helpers.run.batch.withdrawal import not_beside, withdraw
from helpers.run.forks import ForkEnded, environment_with

INDEX, TABLE, TRENDS = "index.html", "index.csv", "trend_*"
RunReport = Callable[[ReportSettings, Progress], Path]


def run_batch(
    path: Path, run_report: RunReport, progress: Progress, say: Callable[..., None], *, most: int = 1
) -> tuple[Path, int]:
    """Run every report of a batch file, up to `most` at once; one that fails is told and the others go on.

    `run_report` makes one report, and gives its folder; `progress` is told of each finished step; `say` prints
    lines. What comes is ``out/<batch>/index.html`` (with ``index.csv`` beside it), and how many reports failed.
    """
    name, reports = batch_settings(path)
    until = answers_until(reports)
    folder = output_root() / name
    _check_free(folder / TABLE)
    words = Words(reports[0].language, reports[0].currency)
    entries: list[Entry] = []
    seconds: list[float] = []
    cut = [_cut(settings, last_day) for settings, last_day in zip(reports, until, strict=True)]
    jobs = [partial(_entry, settings, day, run_report) for settings, day in zip(cut, until, strict=True)]
    most = min(most, len(jobs))  # one alone is made here, and shows its own steps
    with _tables_kept(folder, cut), made_beside(jobs, progress, most) as made:
        for number, (settings, wait) in enumerate(zip(cut, made, strict=True), 1):
            place = _place(number, len(cut), settings.report_name, seconds, words)
            say(place)
            start = perf_counter()
            with waiting(f"{_bar(number - 1, len(cut))} {place}", sys.stderr) if most > 1 else nullcontext():
                entry = _beside(_waited(settings, wait), entries)
            entries.append(entry)
            if entry.error:
                say(entry.error)
            else:
                seconds.append(perf_counter() - start)
    folder.mkdir(parents=True, exist_ok=True)
    return _written(folder, name, entries, words), sum(bool(entry.error) for entry in entries)


@contextmanager
def _tables_kept(folder: Path, reports: Sequence[ReportSettings]) -> Iterator[None]:
    """A place for the tables that several of the reports read; gone in the end, and with the next run of the batch."""
    with workspace(folder, "E-RUNNING.batch") as place:
        make_room(place, reports)
        with environment_with({KEPT: str(place)}):
            yield


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


def _bar(done: int, total: int) -> str:
    """What is done of all, as a bar of signs.

    Examples
    --------
    >>> _bar(3, 12)
    '[#####               ]'
    """
    return f"[{'#' * (20 * done // total):20}]"


def _cut(settings: ReportSettings, last_day: date | None) -> ReportSettings:
    """The settings with the answers up to a day alone."""
    return settings.model_copy(update={"answers_to": last_day}) if last_day else settings


def _entry(settings: ReportSettings, last_day: date | None, run_report: RunReport, progress: Progress) -> Entry:
    """The report run, or the reason why not, in its own language."""
    try:
        folder = run_report(settings, progress)
        figures = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        return Entry(settings, figures, persons=persons_of(folder, settings), answers_until=last_day)
    except KitError as error:
        return _failed(settings, error)


def _failed(settings: ReportSettings, error: KitError) -> Entry:
    return Entry(settings, error=error.said(settings.language))


def _waited(settings: ReportSettings, wait: Callable[[], Entry]) -> Entry:
    """The entry of a report; its process may have ended early."""
    try:
        return wait()
    except ForkEnded:
        return _failed(settings, KitError("E-KERNEL", file=settings.report_name))


def _beside(entry: Entry, earlier: Sequence[Entry]) -> Entry:
    """The report, or why it had to be withdrawn: side by side with those before it, it gives a few customers away."""
    reason = None if entry.error else not_beside(entry, earlier)
    if reason is None:
        return entry
    try:
        withdraw(entry, reason)
    except KitError as locked:
        reason = locked
    return _failed(entry.settings, reason)


def _written(folder: Path, name: str, entries: Sequence[Entry], words: Words) -> Path:
    """Write the index and what belongs to it, and put all into the folder once all is written."""
    with tempfile.TemporaryDirectory(prefix=".index-", dir=folder) as part:
        place = Path(part)
        write_csv(index_table(entries, words), place / TABLE)
        html = index_page(name, entries, words, _write_trends(over_time(entries), words, place))
        (place / INDEX).write_text(html, encoding="utf-8", newline="\n")
        _placed(place, folder)
    return folder / INDEX


def _write_trends(dated: Sequence[Entry], words: Words, place: Path) -> dict[str, tuple[bytes, str]]:
    """Charts over time as PNG with the figures behind them; none where the reports are no dates."""
    if not dated:
        return {}
    from helpers.report.style import png  # here, because importing matplotlib takes a second

    charts, note = {}, dated[0].settings.note
    for exhibit in trends(dated, words):
        write_csv(exhibit.frame.assign(note=note) if note else exhibit.frame, place / f"{exhibit.name}.csv")
        image = png(exhibit.figure)
        (place / f"{exhibit.name}.png").write_bytes(image)
        charts[exhibit.name] = image, exhibit.alternative
    return charts


def _placed(part: Path, folder: Path) -> None:
    """Move the files to their places, the page last; charts of an earlier batch go.

    Raises
    ------
    KitError
        ``E-FILE-LOCKED`` where another program holds one open.
    """
    new = sorted(part.iterdir(), key=lambda path: path.name == INDEX)
    stale = [path for path in folder.glob(TRENDS) if path.name not in {kept.name for kept in new}]
    for path in (*new, *stale):
        try:
            os.replace(path, folder / path.name) if path in new else path.unlink()
        except PermissionError:
            raise KitError("E-FILE-LOCKED", file=f"{folder.name}/{path.name}") from None
