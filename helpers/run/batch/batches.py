"""Many reports one after the other, and an index of them."""

import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import pandas as pd

from helpers.base.errors import KitError, sentence
from helpers.base.folders import output_root
from helpers.base.parameter_files import read_yaml
from helpers.base.results import SEGMENTS, Estimate
from helpers.base.waiting import Progress
from helpers.base.words import Words
from helpers.report.settings import ReportSettings
from helpers.report.steps import PAGE, SUMMARY, write_csv
from helpers.run.batch.entries import Entry, over_time
from helpers.run.batch.index import index_page
from helpers.run.batch.trends import trends
from helpers.run.settings import report_settings

INDEX, TABLE, TRENDS = "index.html", "index.csv", "trend_*"
RunReport = Callable[[ReportSettings, Progress], Path]


def run_batch(path: Path, run_report: RunReport, progress: Progress, say: Callable[..., None]) -> tuple[Path, int]:
    """Run every report of a batch file; one that fails is told and the others go on.

    `run_report` makes one report, and gives its folder; `progress` is told of each finished step; `say` prints
    lines. What comes is ``out/<batch>/index.html`` (with ``index.csv`` beside it), and how many reports failed.
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
        entry = _entry(settings, run_report, progress)
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


def _entry(settings: ReportSettings, run_report: RunReport, progress: Progress) -> Entry:
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


def index_table(entries: Sequence[Entry], words: Words) -> pd.DataFrame:
    """The rows as a spreadsheet takes them: heads in the report's language, figures as numbers."""
    rows = pd.DataFrame([_cells(entry, words) for entry in entries], dtype=object)
    return rows.convert_dtypes()  # whole numbers stay whole beside empty cells


def _cells(entry: Entry, words: Words) -> dict[str, Any]:
    settings, measure, done = entry.settings, entry.measure, not entry.error
    say, digits = words.say, settings.minor_digits or None
    means = {say("index_mean", segment=say(f"segment_{name}")): entry.mean(name, measure) for name in SEGMENTS}
    return {
        say("index_report"): settings.report_name,
        say("index_as_of"): words.day(settings.as_of),
        say("index_status"): say("index_ok") if done else say("index_failed"),
        say("head_answers"): entry.answers,
        **_ends_named(say("index_points"), entry.nps, 1, words),
        say("index_currency"): settings.currency,
        say("index_measure"): say(f"measure_{measure}") if done else None,
        say("index_days"): settings.window_days or None,
        **_rounded(means, digits),
        **_ends_named(say("pair_promoter_detractor"), entry.gap(measure), digits, words),
        say("head_reason"): entry.error or None,
        say("index_page"): f"../{settings.report_name}/{PAGE}" if done else None,
        say("index_note"): settings.note or None,
    }


def _ends_named(head: str, figure: Estimate, digits: int | None, words: Words) -> Mapping[str, float | None]:
    low, high = words.say("index_low", name=head), words.say("index_high", name=head)
    return _rounded({head: figure.estimate, low: figure.low, high: figure.high}, digits)


def _rounded(figures: Mapping[str, float | None], digits: int | None) -> Mapping[str, float | None]:
    return {name: None if value is None else round(value, digits) for name, value in figures.items()}


def batch_settings(path: Path) -> tuple[str, list[ReportSettings]]:
    """Name and reports of a batch file.

    The file has ``reports``, a list of parameter changes, and optionally ``base``, a parameter file
    (beside the batch file) that they change, and ``set``, changes for all.

    Raises
    ------
    KitError
        ``E-BATCH`` if two reports have the same name or there are none; ``E-PARAMETER`` as for a
        report, naming which.
    """
    content = read_yaml(path)
    reports = content.get("reports") or []
    is_listed = isinstance(reports, list) and all(isinstance(changes, dict) for changes in reports)
    if not reports or not is_listed or set(content) - {"base", "set", "reports"}:
        raise KitError("E-BATCH.shape", file=path.name)
    base_file, common = content.get("base") or "", content.get("set") or {}
    if not isinstance(base_file, str) or not isinstance(common, dict):
        raise KitError("E-BATCH.base", file=path.name)
    base = read_yaml(path.parent / base_file) if base_file else {}
    name = report_settings({"as_of": "2000-01-01"}, path.stem).report_name  # refuses what is no folder's name
    settings = [_numbered(i, {**base, **common, **changes}, changes, name) for i, changes in enumerate(reports, 1)]
    names = {text.casefold() for text in (name, *(report.report_name for report in settings))}  # as Windows compares
    if len(names) <= len(settings):
        raise KitError("E-BATCH.names", file=path.name)
    return name, settings


def _numbered(number: int, values: dict[str, Any], changes: Mapping[str, Any], batch: str) -> ReportSettings:
    try:
        named = values if "report_name" in changes else {**values, "report_name": f"{batch}-{number:02}"}
        return report_settings(named, "")
    except KitError as error:
        raise KitError(error.code, sentence("in_batch", number=number, message=error.texts)) from None
