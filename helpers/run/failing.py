"""What is left of a run that failed: one readable reason, and the notebooks as far as they ran."""

import shutil
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from helpers.base.causes import UNWRITABLE, not_written
from helpers.base.errors import KitError
from helpers.base.folders import PRIVATE, output_root, shareable_path
from helpers.base.words import MISSING, Words
from helpers.report.settings import ReportSettings

REASON, KEPT = "FAILED.txt", "FAILED_"


def as_told(error: Exception, target: Path) -> KitError:
    """The error of a run as the user is told of it; what she can't mend is a fault, with its details in a file."""
    if isinstance(error, KitError):
        return error
    no_folder = isinstance(error, FileNotFoundError) and not error.filename  # Python finds none for temporary files
    if isinstance(error, OSError) and (error.errno in UNWRITABLE or no_folder):
        return not_written(error, target)
    return fault(error)


def fault(error: Exception) -> KitError:
    """``E-FAULT``; the exceptions' types and places in the code, but not what they say, go into ``out/fault.log``."""
    log, place = output_root() / "fault.log", shareable_path(output_root() / "fault.log")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        _write_private(log, "\n".join(_places(error)))
    except OSError:
        place = MISSING
    return KitError("E-FAULT", kind=type(error).__name__, file=place)


def _places(error: BaseException | None) -> list[str]:
    """Type and frames of an error and of those behind it; messages may hold a cell's value."""
    if error is None:
        return []
    frames = "".join(traceback.format_tb(error.__traceback__))
    return [f"{type(error).__name__}\n{frames}", *_places(error.__cause__ or error.__context__)]


def keep_failed(error: KitError, notebooks: Path, target: Path, settings: ReportSettings) -> None:
    """Leave ``FAILED.txt`` and the notebooks as far as they ran in the report's private folder, if it can be written.

    What an earlier failure left there goes; all else of an earlier report stays.
    """
    now = datetime.now(settings.zone)
    when = f"{now:%Y-%m-%d %H:%M} {settings.zone}"
    reason = Words(settings.language, settings.currency).say("run_failed", when=when, kept=KEPT)
    with suppress(OSError):
        folder = target / PRIVATE
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in folder.glob(f"{KEPT}*.ipynb"):
            path.unlink()
        _write_reason(folder / REASON, f"{error.said(settings.language)}\n{reason}\n", notebooks)
        for path in sorted(notebooks.glob("*.ipynb")):
            shutil.move(_private(path), folder / f"{KEPT}{path.name}")  # which needs no room on a full disk


def _write_reason(path: Path, text: str, notebooks: Path) -> None:
    """Write the reason; where the disk is too full even for that, in the room of the notebooks."""
    try:
        _write_private(path, text)
    except OSError:
        shutil.rmtree(notebooks, ignore_errors=True)
        _write_private(path, text)


def _write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read, or none."""
    try:
        _private(path).write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _private(path: Path) -> Path:
    """An empty or earlier file that its owner alone can read."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path
