"""Works in turn, each begun as soon as what it needs is there, while the ones before it go on."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import Any

_LOOK = 0.02  # seconds between two looks at whether a work may begin
_HALT = 0.2  # seconds between two tries to end what goes on
Work = Callable[[], None]


@contextmanager
def in_turn(works: Sequence[Work], begin: Sequence[Callable[[], bool]], halt: Work) -> Iterator[list[Work]]:
    """For each work what waits for its end, to be called inside.

    A work begins when the one before has ended well, or earlier if its `begin` says so. What one raises comes out of
    whichever wait is going on; those that still run when all is left are ended by `halt`, which makes them raise.

    Examples
    --------
    >>> done = []
    >>> with in_turn([lambda: done.append(1), lambda: done.append(2)], [lambda: False] * 2, print) as ends:
    ...     for end in ends:
    ...         end()
    >>> done
    [1, 2]
    """
    stopped = Event()
    with ThreadPoolExecutor(len(works)) as pool:
        runs: list[Future[None]] = []
        try:
            for work, may_begin in zip(works, begin, strict=True):
                runs.append(pool.submit(_begun, work, may_begin, runs[-1:], stopped))
            yield [partial(_ended, run, runs) for run in runs]
        finally:
            stopped.set()
            end_all(runs, halt)


def end_all(runs: Sequence[Future[Any]], halt: Work) -> None:
    """Call `halt`, which makes those raise that still run, until all have come to an end."""
    while wait(runs, _HALT).not_done:
        halt()


def _begun(work: Work, may_begin: Callable[[], bool], before: Sequence[Future[None]], stopped: Event) -> None:
    while any(not run.done() for run in before) and not may_begin():
        if stopped.wait(_LOOK):
            break
    if stopped.is_set() or any(run.done() and run.exception() for run in before):
        raise CancelledError
    work()


def _ended(run: Future[None], runs: Sequence[Future[None]]) -> None:
    while not run.done():
        wait([one for one in runs if not one.done()], return_when=FIRST_COMPLETED)
        for one in runs:
            if one.done():
                one.result()
    run.result()
