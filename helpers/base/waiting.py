"""A sign of life on the terminal: while a large file is read, and while mails are sent."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def waiting(text: str, screen: TextIO) -> Iterator[None]:
    """Show `text` with the seconds so far, from the second second on, and take it away in the end.

    Does nothing where `screen` is no terminal.

    Examples
    --------
    >>> import io
    >>> file = io.StringIO()
    >>> with waiting("Reading", file):
    ...     pass
    >>> file.getvalue()
    ''
    """
    if not screen.isatty():
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_count, args=(text, screen, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _count(text: str, screen: TextIO, done: threading.Event) -> None:
    started, shown = time.monotonic(), False
    while not done.wait(1):
        shown = True
        screen.write(f"\r{text} {time.monotonic() - started:.0f} s")
        screen.flush()
    if shown:
        screen.write("\r" + " " * (2 * len(text) + 10) + "\r")  # Japanese letters are two wide
        screen.flush()


@contextmanager
def bar(text: Callable[[int, int, float], str], screen: TextIO) -> Iterator[Callable[[int, int], None]]:
    """A bar of what is done of all, on a terminal; elsewhere a line for every tenth.

    Parameters
    ----------
    text : function
        Words for what is done, all there is, and the seconds left.
    screen : TextIO

    Yields
    ------
    function
        To be called with what is done and all there is.

    Examples
    --------
    >>> import io
    >>> file = io.StringIO()
    >>> with bar(lambda done, total, left: f"{done} of {total}", file) as told:
    ...     for done in range(5):
    ...         told(done + 1, 5)
    >>> file.getvalue().splitlines()
    ['1 of 5', '2 of 5', '3 of 5', '4 of 5', '5 of 5']
    """
    started, first, tenths = time.monotonic(), -1, -1

    def told(done: int, total: int) -> None:
        nonlocal started, first, tenths
        if first < 0:
            started, first = time.monotonic(), done
        each = (time.monotonic() - started) / max(done - first, 1)
        line = text(done, total, each * (total - done))
        if screen.isatty():
            screen.write(f"\r[{'#' * (30 * done // max(total, 1)):<30}] {line}\033[K")
        elif 10 * done // max(total, 1) > tenths:
            tenths = 10 * done // max(total, 1)
            screen.write(f"{line}\n")
        screen.flush()

    try:
        yield told
    finally:
        if screen.isatty() and first >= 0:
            screen.write("\n")
            screen.flush()
