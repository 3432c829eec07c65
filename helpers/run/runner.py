"""Runs the notebooks with a report's settings, whole or not at all."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from helpers.base.cells import PARAMETER_FILE
from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, PROJECT, invitations_root, output_root, shareable_path
from helpers.base.placing import flush, placed, workspace
from helpers.base.tables import TABLES
from helpers.base.waiting import Progress, timed
from helpers.base.words import Words
from helpers.read.once import KEPT, make_room
from helpers.report.call_files import carry_calls
from helpers.report.page import page
from helpers.report.page.pdf import NO_PRINTS, Prints, write_pdf
from helpers.report.page.prose import in_language
from helpers.report.page.shared import shareable
from helpers.report.page.workbook import BOOK
from helpers.report.settings import ReportSettings
from helpers.report.steps import FRONT, PAGE, SETTINGS, SUMMARY, write_json
from helpers.run.failing import as_told, keep_failed
from helpers.run.forks import CAN_FORK, KERNEL_SETTINGS, end_forks, environment_with
from helpers.run.kernels import HANDED_ON, NOTEBOOKS, check_complete, executed
from helpers.run.manifest import MANIFEST, manifest
from helpers.run.privacy import check_shareable
from helpers.run.turns import Work, in_turn

FOLDER = PROJECT / "notebooks"
_AS_RUN, _TABLES = ".notebooks", ".tables"  # beside the report's folder; no report's name begins with a point


def answer_of(folder: Path, pages: Sequence[str]) -> list[str]:
    """What a report says first, its notes, and where its pages lie."""
    front = json.loads((folder / PRIVATE / FRONT).read_text(encoding="utf-8"))
    return ["", front["headline"], *front["notes"], "", *(shareable_path(folder / page) for page in pages)]


def run_report(
    settings: ReportSettings,
    progress: Progress = lambda step, seconds: None,
    prints: Prints = NO_PRINTS,
    told: Callable[[KitError], KitError] = lambda reason: reason,
) -> Path:
    """Run a report and put it into ``out/<report_name>``; an earlier one stays until this one is whole.

    A run that fails leaves ``FAILED.txt`` and the notebooks as far as they ran in the private folder.

    Parameters
    ----------
    settings : ReportSettings
    progress : callable
        Called with each finished step's name, in the report's language, and its seconds.
    prints : Prints
        The PDF files that are wanted too, and the browser that prints them (see `helpers.report.page.pdf.browser`).
    told : callable
        Makes of the reason why a run failed what is told of it: all that is wrong, not what stopped it alone.

    Returns
    -------
    Path
        Folder of the report.

    Raises
    ------
    KitError
        For what the user has to mend, or ``E-FAULT``; the earlier report is untouched.
    """
    target = output_root() / settings.report_name
    with workspace(target) as place:
        try:
            folder = _made(place, settings, progress, prints)
        except Exception as error:
            reason = told(as_told(error, target))
            shutil.rmtree(place / settings.report_name, ignore_errors=True)  # room for the reason on a full disk
            keep_failed(reason, place / _AS_RUN, target, settings)
            raise reason from (None if reason is error else error)
        return placed(folder, target)


def _made(place: Path, settings: ReportSettings, progress: Progress, prints: Prints) -> Path:
    """Folder of the finished report inside the workspace, looked through."""
    folder, as_run = place / settings.report_name, place / _AS_RUN
    as_run.mkdir()
    (folder / "notebooks").mkdir(parents=True)
    _keep_settings(settings, folder / PRIVATE)
    kept = output_root() / settings.report_name / PRIVATE
    carry_calls(kept, folder / PRIVATE)
    names = _step_names(settings)
    works = [partial(_run_notebook, as_run / f"{name}.ipynb", folder, settings) for name in NOTEBOOKS]
    with _kernel_environment(place, settings), _side_by_side(works, folder / PRIVATE) as ends:
        for name, end in zip(NOTEBOOKS, ends, strict=True):
            timed(progress, names[name], end)
    carry_calls(kept, folder / PRIVATE, filled=True)  # what was written into them while the report ran
    timed(progress, names["page"], partial(_finish, folder, settings, prints))
    return folder


def _side_by_side(works: Sequence[Work], handed_on: Path) -> AbstractContextManager[Sequence[Work]]:
    """The notebooks, each begun when the one before has handed on its rows; one after the other where nothing forks."""
    if not CAN_FORK:
        return nullcontext(works)
    begin = [(handed_on / f"{HANDED_ON.get(name, '')}.json").exists for name in NOTEBOOKS]
    return in_turn(works, begin, end_forks)


def _step_names(settings: ReportSettings) -> dict[str, str]:
    words, steps = Words(settings.language, settings.currency), (*NOTEBOOKS, "page")
    return {step: words.say(f"step_{step}", n=n, total=len(steps)) for n, step in enumerate(steps, 1)}


def _finish(folder: Path, settings: ReportSettings, prints: Prints) -> None:
    """Write what tells of the whole run, and see that all of it is there and may be shared."""
    written = page.write(folder, NOTEBOOKS, settings)
    for name in prints.names:
        write_pdf(written, folder / name, prints.browser)
    write_json(manifest(settings, folder), folder / MANIFEST)
    check_whole(folder, NOTEBOOKS)
    check_shareable(folder, settings)
    flush(folder)


def _keep_settings(settings: ReportSettings, folder: Path) -> None:
    """The settings as given, paths and all: the notebooks' parameter file, and for exploring the run.

    What was left out is left out here too: a known export's own lists of statuses give way to given ones alone.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    given = settings.model_dump(mode="json", include=settings.model_fields_set | set(TABLES))
    write_json(given, folder / SETTINGS).chmod(0o600)


def _kernel_environment(place: Path, settings: ReportSettings) -> AbstractContextManager[None]:
    """Kernels write into the workspace instead of ``out``, and give the same last digits whatever the cores.

    Tables are kept there too, but for those of a batch, which has a place of its own for them.
    """
    places = {"NPS_KIT_OUT": str(place), "NPS_KIT_INVITATIONS": str(invitations_root())}
    if KEPT not in os.environ:
        make_room(place / _TABLES, [settings])
        places[KEPT] = str(place / _TABLES)
    return environment_with(places | KERNEL_SETTINGS)


def _run_notebook(path: Path, folder: Path, settings: ReportSettings) -> None:
    """Run one notebook, kept at `path` as far as it ran, and put what may be shared of it into the report's folder."""
    source = in_language(nbformat.read(FOLDER / path.name, as_version=4), path.stem, settings.language)
    given = {PARAMETER_FILE: str(folder / PRIVATE / SETTINGS)}
    finished = executed(source, given, path, settings.time_limit_minutes)
    check_complete(finished, path.stem)
    nbformat.write(shareable(finished, settings), folder / "notebooks" / path.name)


def check_whole(folder: Path, notebooks: Iterable[str]) -> None:
    """Make sure that a run's folder lacks nothing.

    Raises
    ------
    KitError
        ``E-INCOMPLETE`` for a notebook or file; ``E-LEDGER`` where rows are unaccounted for.
    """
    for name in notebooks:
        path = folder / "notebooks" / f"{name}.ipynb"
        _check_there(path)
        check_complete(nbformat.read(path, as_version=4), name)
    for path in (folder / PAGE, folder / BOOK, folder / SUMMARY):
        _check_there(path)
    for table, ledger in json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["ledgers"].items():
        if not closes(ledger):
            raise KitError("E-LEDGER", table=table)


def _check_there(path: Path) -> None:
    if not path.is_file() or not path.stat().st_size:
        raise KitError("E-INCOMPLETE", file=path.name)


def closes(ledger: dict[str, Any]) -> bool:
    """Whether the rows of a file are those used and those set aside.

    Examples
    --------
    >>> account = {"rows_in": 9, "rows_used": 6, "not_applicable": {"status": 2}, "defective": {"amount": 1}}
    >>> closes(account), closes(account | {"rows_in": 10})
    (True, False)
    """
    aside = sum(ledger["not_applicable"].values()) + sum(ledger["defective"].values())
    return bool(ledger["rows_in"] == ledger["rows_used"] + aside)
