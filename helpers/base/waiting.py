"""A sign of life on the terminal: while a large file is read, and while mails are sent."""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TextIO

from tqdm import tqdm

from helpers.base.console import print_lines, printable

Progress = Callable[[str, float], None]  # told of a finished step and its seconds


class _Line(tqdm):
    """A line of a terminal that is gone in the end; nothing is written where `screen` is none."""

    monitor_interval = 0  # no thread of tqdm's own watches over it

    def __init__(self, screen: TextIO, form: str, **how: Any) -> None:
        form = printable(form, screen.encoding or "ascii")
        width = shutil.get_terminal_size().columns - 1  # tqdm itself hangs where a terminal says that it has 0
        looks: dict[str, Any] = {"bar_format": form, "ascii": " #", "leave": False, "ncols": width, "nrows": 20}
        super().__init__(file=screen, disable=None, mininterval=0, smoothing=0, **looks, **how)


_Line.set_lock(threading.RLock())  # tqdm's own one is for several processes, and starts one to look after it


@contextmanager
def waiting(text: str, screen: TextIO, every: float = 1.0) -> Iterator[None]:
    """Show `text` with the time so far, from the second second on, and take it away in the end.

    Does nothing where `screen` is no terminal.

    Parameters
    ----------
    text : str
    screen : TextIO
    every : float
        Seconds until it is shown, and between two looks at the clock.

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
    with _Line(screen, f"{_plain(text)} {{elapsed}}", delay=every) as line:
        thread = threading.Thread(target=_tick, args=(line, done, every), daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def _plain(text: str) -> str:
    """Text in which tqdm finds no field."""
    return text.replace("{", "{{").replace("}", "}}")


def _tick(line: _Line, done: threading.Event, every: float) -> None:
    while not done.wait(every):
        line.update(0)


def progress(step: str, seconds: float) -> None:
    """One line a finished step, with its time."""
    print_lines(f"{seconds:6.1f} s  {step}")


def timed(progress: Progress, step: str, work: Callable[[], object]) -> None:
    """Do some work, with a sign of life on a terminal, and tell its time."""
    start = time.perf_counter()
    with waiting(step, sys.stderr):
        work()
    progress(step, time.perf_counter() - start)


@contextmanager
def bar(text: str, screen: TextIO) -> Iterator[Callable[[int, int], None]]:
    """A bar of what is done of all, on a terminal alone, and gone in the end.

    Parameters
    ----------
    text : str
        Beside the bar; ``{remaining}`` in it is the time left, as long for each as for those so far.
    screen : TextIO

    Yields
    ------
    function
        To be called with what is done and all there is.

    Examples
    --------
    >>> import io
    >>> file = io.StringIO()
    >>> with bar("mails, {remaining} left", file) as show:
    ...     show(1, 5)
    >>> file.getvalue()
    ''
    """
    lines: list[_Line] = []
    with ExitStack() as shown:

        def show(done: int, total: int) -> None:
            if not lines:  # what an earlier run did tells nothing of the time left
                line = _Line(screen, f"{{n_fmt}}/{{total_fmt}} [{{bar:20}}] {text}", total=total, initial=done)
                lines.append(shown.enter_context(line))
            lines[0].update(done - lines[0].n)

        yield show
