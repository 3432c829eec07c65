"""A finished folder put in its place, whole or not at all."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.base.causes import cause_of
from helpers.base.errors import KitError
from helpers.base.folders import shareable_path

RUNNING = ".running"
_EARLIER, _GONE = ".earlier", ".gone"  # no report's name begins with a point
_PAUSES = (0.1, 0.4, 1.0)  # seconds; scanners of viruses hold new files open for a moment


@contextmanager
def workspace(target: Path, running: str = "E-RUNNING.report") -> Iterator[Path]:
    """An empty folder for one run of the report at `target`, in which no other run works; gone in the end.

    What a run left that was cut off is put right first: an earlier report that had been renamed aside
    is put back, and the rest is removed.

    Parameters
    ----------
    target : Path
    running : str
        Error while another run works on it: ``E-RUNNING.wave`` for a wave, which under another name would be
        mailed to twice.

    Raises
    ------
    KitError
        ``E-RUNNING`` while another run makes this report; ``E-OUTPUT`` where nothing can be written.
    """
    runs = target.parent / RUNNING / f"{target.name.casefold()}.run"
    with _writing(target):
        lock = _locked(runs, target, running)
    try:
        with _writing(target):
            folder = _fresh(runs, target)
        yield folder
    finally:
        _put_right(runs, target.parent)
        lock.release()


def placed(folder: Path, target: Path) -> Path:
    """Move a finished folder of a workspace to its place; the earlier one stays until then.

    Raises
    ------
    KitError
        ``E-FILE-OPEN`` where the earlier one can't be moved: the finished one is kept under a dated name.
    """
    try:
        _swap(folder, target)
    except OSError:
        kept = target.with_name(f"{target.name} {datetime.now().astimezone():%Y-%m-%d %H%M%S}")
        with _writing(target):
            _rename(folder, kept)
        raise KitError("E-FILE-OPEN", report=target.name, folder=shareable_path(kept)) from None
    _flush_names(target.parent)
    return target


def exchange(folder: Path, target: Path) -> None:
    """Move a finished folder of a workspace to the place of an earlier one, which is gone with the workspace.

    Raises
    ------
    KitError
        ``E-FILE-LOCKED`` where the earlier one can't be moved, and so stays.
    """
    try:
        _swap(folder, target)
    except OSError:
        raise KitError("E-FILE-LOCKED", file=shareable_path(target)) from None
    _flush_names(target.parent)


def _swap(folder: Path, target: Path) -> None:
    aside = folder.parent / _EARLIER / target.name
    with _writing(target):
        aside.parent.mkdir()
    if target.exists():
        _rename(target, aside)
    _rename(folder, target)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Say what can't be written in one line."""
    try:
        yield
    except OSError as error:
        raise KitError("E-OUTPUT", report=target.name, folder=shareable_path(target), cause=cause_of(error)) from None


def _locked(runs: Path, target: Path, running: str) -> FileLock:
    """Lock of a report, which the system frees when its process ends, however that is."""
    runs.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(runs.with_suffix(".lock"), blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise KitError(running, report=target.name) from None
    return lock


def _fresh(runs: Path, target: Path) -> Path:
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "", target.name)
    _put_right(runs, target.parent)
    runs.mkdir(mode=0o700, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=runs))  # of a new name: a killed run's kernel may live a second longer


def _put_right(runs: Path, root: Path) -> None:
    """Put an earlier report back where its place is empty, and remove all else that runs left."""
    for aside in runs.glob(f"*/{_EARLIER}/*"):
        home = root / aside.name
        try:
            aside.rename(aside.parent.with_name(_GONE) if home.exists() else home)
        except OSError:
            return  # held open: the next start tries again
    shutil.rmtree(runs, ignore_errors=True)


def _rename(path: Path, target: Path) -> None:
    """Rename; tried again for a moment where another program holds a file."""
    for pause in _PAUSES:
        with suppress(PermissionError):
            path.rename(target)
            return
        time.sleep(pause)
    path.rename(target)


def flush(folder: Path) -> None:
    """Bring every file and name of a folder to the disk, so that no failing power leaves half of them in its place."""
    for parent, _, files in os.walk(folder):
        for name in files:
            with (Path(parent) / name).open("rb+") as file:
                os.fsync(file.fileno())
        _flush_names(Path(parent))


def _flush_names(folder: Path) -> None:
    if os.name == "nt":  # where folders can't be opened
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
