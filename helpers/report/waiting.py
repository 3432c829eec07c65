"""A sign of life on the terminal while a large file is read."""

import threading
import time
from collections.abc import Iterator
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
