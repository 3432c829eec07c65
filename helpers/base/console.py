"""Lines that any console can show."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_PLAIN = str.maketrans({"\u00a5": "\uffe5", "—": "-", "–": "-", "−": "-", "…": "...", "“": '"', "”": '"'})


def print_lines(*lines: str, to: TextIO | None = None) -> None:
    """Print lines so that any console can show them, a Japanese Windows one too."""
    to = to or sys.stdout
    for line in lines:
        with _quiet(to):
            print(printable(line, to.encoding or "utf-8"), file=to, flush=True)


def flush_streams() -> None:
    """Write out what was printed by others, so that nothing is left to be said at the end where nobody reads it."""
    for stream in (sys.stdout, sys.stderr):
        with _quiet(stream):
            stream.flush()


@contextmanager
def _quiet(stream: TextIO) -> Iterator[None]:
    """Where nobody reads a stream any more, as after ``| head``, what is written goes nowhere and nothing is said."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows calls it an invalid argument
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def unheard() -> Iterator[None]:
    """Processes started within can't be heard: what Spark's Java says would be shown in a notebook's cell.

    Examples
    --------
    >>> with unheard():
    ...     os.system("echo unheard >&2")
    0
    """
    shown, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(shown, 2)
        os.close(shown)
        os.close(nowhere)


def printable(text: str, encoding: str) -> str:
    r"""Text that `encoding` can write: as it is, else with plain signs, at last with ``?``.

    Examples
    --------
    >>> printable("\u00a55 — 円", "cp932") == "\uffe55 - 円"
    True
    """
    try:
        text.encode(encoding)
        return text
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
