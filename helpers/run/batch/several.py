"""Reports of a batch made several at once, each in a process of its own, and told of in their order."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from helpers.base.waiting import Progress
from helpers.run.forks import CAN_FORK, apart, end_forks
from helpers.run.turns import end_all

_T = TypeVar("_T")
Job = Callable[[Progress], _T]
_MOST = 4  # a report takes half a gigabyte


def most_at_once() -> int:
    """How many reports to make at once: one for each of the machine's processors, where processes can be forked."""
    return min(os.cpu_count() or 1, _MOST) if CAN_FORK else 1


@contextmanager
def made_beside(jobs: Sequence[Job[_T]], progress: Progress, most: int) -> Iterator[list[Callable[[], _T]]]:
    """For each job what waits for its result, to be called inside, in order; its steps are told when it has one.

    With one at a time a job runs when it is waited for, in this process, and its steps are told as they end.
    """
    if most == 1:
        yield [partial(job, progress) for job in jobs]
        return
    with ThreadPoolExecutor(most) as pool:
        runs = [pool.submit(apart, partial(_noted, job)) for job in jobs]
        try:
            yield [partial(_told, run, progress) for run in runs]
        finally:
            for run in runs:
                run.cancel()
            end_all(runs, end_forks)


def _noted(job: Job[_T]) -> tuple[_T, list[tuple[str, float]]]:
    steps: list[tuple[str, float]] = []
    return job(lambda step, seconds: steps.append((step, seconds))), steps


def _told(run: "Future[tuple[_T, list[tuple[str, float]]]]", progress: Progress) -> _T:
    found, steps = run.result()
    for step, seconds in steps:
        progress(step, seconds)
    return found
