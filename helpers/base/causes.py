"""Why something can't be written: what the system says of it, and where."""

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from helpers.base.errors import KitError, Said
from helpers.base.folders import PROJECT, output_root, shareable_path
from helpers.base.words import in_both

_CAUSES: Mapping[int, str] = {
    errno.ENOSPC: "full", errno.EDQUOT: "full",
    errno.EROFS: "forbidden", errno.EACCES: "forbidden", errno.EPERM: "forbidden",
    errno.ENOTDIR: "file", errno.EEXIST: "file", errno.EISDIR: "file",
}  # fmt: skip
UNWRITABLE = frozenset(_CAUSES)  # numbers of errors of which a user can mend the cause


def cause_of(error: OSError) -> Said:
    """What keeps a path from being written, in words.

    Examples
    --------
    >>> cause_of(OSError(28, ""))["en"]
    'the disk is full'
    """
    return in_both(f"cause_{_CAUSES.get(error.errno or 0, 'open')}")


def not_written(error: OSError, target: Path) -> KitError:
    """The error of a report at `target` for what could not be written: of ``out``, or of a folder that programs need.

    Where the system does not say which path it was, the folders are tried.
    """
    refused = error if error.filename else _refused() or error
    path = Path(str(refused.filename)) if refused.filename else target
    if path.is_relative_to(output_root()) or path == target:
        return KitError("E-OUTPUT", report=target.name, folder=shareable_path(target), cause=cause_of(refused))
    return KitError("E-UNWRITABLE", place=_shown(path), role=in_both(f"role_{_role(path)}"), cause=cause_of(refused))


def _refused() -> OSError | None:
    """The error of the first of the folders needed in which nothing can be written; none where all can be."""
    for folder in (output_root(), *_folders().values()):
        try:
            if folder.exists():
                with tempfile.TemporaryFile(dir=folder) as file:
                    file.write(bytes(1 << 16))
        except OSError as error:
            return OSError(error.errno, "", str(folder))
    return None


def _folders() -> dict[str, Path]:
    """Folders beside ``out`` that programs write into: role → path."""
    from jupyter_core.paths import jupyter_runtime_dir  # here, because only a failed run needs it

    temporary = os.environ.get("TMPDIR") or os.environ.get("TEMP") or "/tmp"
    return {"temporary": Path(temporary), "jupyter": Path(jupyter_runtime_dir()), "home": Path.home()}


def _role(path: Path) -> str:
    return next((role for role, folder in _folders().items() if path.is_relative_to(folder)), "other")


def _shown(path: Path) -> str:
    """Path from the home folder or the project's on, else as it is."""
    if path.is_relative_to(PROJECT):
        return path.relative_to(PROJECT).as_posix()
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else path.as_posix()
