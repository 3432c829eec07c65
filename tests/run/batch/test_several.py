"""Reports made side by side: results in order, each from a process of its own."""

import os
import signal
import sys
import time
from functools import partial

import pytest

from helpers.run.batch.several import made_beside
from helpers.run.forks import CAN_FORK, ForkEnded, apart

forking = pytest.mark.skipif(not CAN_FORK, reason="this system makes the reports of a batch one after the other")


def job(name, seconds, progress):
    time.sleep(seconds)
    progress(f"{name} done", seconds)
    print("said by a process of its own")
    return name, os.getpid()


def ends_early(progress):
    os.kill(os.getpid(), signal.SIGKILL)


def fails(progress):
    raise ValueError("the work's own")


def poison(progress):
    sys.path.insert(0, "/nowhere")
    os.environ["NPS_KIT_POISON"] = "1"


def look(progress=None):
    return sys.path[0], os.environ.get("NPS_KIT_POISON")


@forking
def test_results_and_steps_come_in_order_whichever_ends_first(capfd):
    told = []
    jobs = [partial(job, "slow", 1.0), partial(job, "fast", 0.0)]
    with made_beside(jobs, lambda *step: told.append(step), 2) as waits:
        names, processes = zip(*(wait() for wait in waits), strict=True)
    assert names == ("slow", "fast") and len({*processes, os.getpid()}) == 3
    assert told == [("slow done", 1.0), ("fast done", 0.0)]
    assert capfd.readouterr().out == ""


def test_one_at_a_time_runs_here_and_tells_at_once():
    told = []
    with made_beside([partial(job, name, 0.0) for name in "ab"], lambda *step: told.append(step), 1) as (first, second):
        assert first() == ("a", os.getpid()) and told == [("a done", 0.0)]
        assert second() == ("b", os.getpid())


@forking
def test_one_that_ends_early_or_raises_leaves_the_others():
    with made_beside([ends_early, fails, partial(job, "whole", 0.0)], lambda *step: None, 2) as waits:
        with pytest.raises(ForkEnded):
            waits[0]()
        with pytest.raises(ValueError, match="the work's own"):
            waits[1]()
        assert waits[2]()[0] == "whole"


@forking
def test_nothing_is_left_of_a_work_done_before():
    clean = apart(look)
    apart(partial(poison, None))
    assert apart(look) == clean and clean[1] is None


@forking
def test_whoever_leaves_ends_all():
    start = time.monotonic()
    with (
        pytest.raises(KeyboardInterrupt),
        made_beside([partial(job, "long", 600.0)] * 3, lambda *step: None, 2),
    ):
        time.sleep(1)
        raise KeyboardInterrupt
    assert time.monotonic() - start < 60
