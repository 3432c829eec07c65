"""Processes of notebooks, forked from one that has imported what notebooks use; where nothing forks, started anew.

Importing takes a notebook longer than many a report's cells; a fork has all of it, and nothing of what another did.
"""

import multiprocessing as mp
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from types import ModuleType
from typing import Any, TypeVar

from helpers.base.folders import PROJECT

CAN_FORK = "forkserver" in mp.get_all_start_methods()
if CAN_FORK:
    from multiprocessing import forkserver
_ONE_AT_A_TIME = threading.Lock()
_T = TypeVar("_T")
KERNEL_SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",  # the same last digits whatever the cores, and no thread before a fork
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # Arrow's own keeps a gigabyte of a large file that is read
}


class ForkEnded(Exception):
    """A fork ended before its work did."""


def warm_up(*more: str) -> None:
    """Start the process that notebooks are forked from; it imports, and `more` modules too, while this one goes on.

    Where it runs already nothing is started, nor in a fork of it.
    """
    if not CAN_FORK or _has_server():
        return
    with _ONE_AT_A_TIME, environment_with(KERNEL_SETTINGS | {"PYTHONPATH": str(PROJECT)}):
        mp.get_context("forkserver").set_forkserver_preload([*more, "helpers.run.warm"])
        forkserver.ensure_running()


@contextmanager
def environment_with(changed: Mapping[str, str]) -> Iterator[None]:
    """Change these variables of the environment, and these alone: other threads look into it."""
    before = {name: os.environ.get(name) for name in changed}
    os.environ |= changed
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ |= {} if value is None else {name: value}


def forked(command: list[str], environment: dict[str, str]) -> Any:
    """A kernel's process, started: the command's own words after its file of connections' flag are the kernel's."""
    return _started(_serve, command[command.index("-f") :], environment)


def apart(work: Callable[[], _T]) -> _T:
    """What a work makes that is done in a fork: nothing of it is left here. It says nothing, and may fork itself.

    Raises
    ------
    ForkEnded
    Exception
        What the work raised.
    """
    warm_up()
    here, there = mp.Pipe(duplex=False)
    process = _started(_do, work, there, dict(os.environ), daemon=False)
    there.close()
    try:
        made, found = here.recv()
    except EOFError:
        raise ForkEnded from None
    finally:
        here.close()
        process.join()
    if made:
        return found
    raise found


def _started(work: Callable[..., None], *given: Any, daemon: bool = True) -> Any:
    process = mp.get_context("forkserver").Process(target=work, args=given, daemon=daemon)
    with _ONE_AT_A_TIME:
        program = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")  # which a fork would run again, whatever program it is
        try:
            process.start()
        finally:
            sys.modules["__main__"] = program
    return process


def end_forks() -> None:
    """End all of this process."""
    for fork in mp.active_children():
        fork.kill() if fork.daemon else fork.terminate()  # what is no kernel tidies up


def _do(work: Callable[[], Any], there: Any, environment: dict[str, str]) -> None:
    """Do a work, and send what it made or raised."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _take(environment)
    _use_the_same_server()
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()), suppress(KeyboardInterrupt):
        try:
            there.send((True, work()))
        except Exception as error:
            there.send((False, error))


def _serve(words: list[str], environment: dict[str, str]) -> None:
    """Be a kernel in the project's folder, for as long as the process that asked for it lives."""
    from ipykernel.kernelapp import IPKernelApp

    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.setsid()  # Ctrl-C is for the command alone, which ends its kernels
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(PROJECT)
    _take(environment)
    sys.argv = ["ipykernel_launcher", *words]
    IPKernelApp.launch_instance(words)


def _server() -> Any:
    """What this process knows of the one that notebooks are forked from."""
    return vars(forkserver)["_forkserver"]


def _has_server() -> bool:
    """Whether this process has started it, or is a fork of it that can reach it, which Python 3.14's can't."""
    is_fork = forkserver.get_inherited_fds() is not None
    return bool(_server()._forkserver_address) and not (is_fork and sys.version_info >= (3, 14))


def _use_the_same_server() -> None:
    """Fork from the process that this one is a fork of; Python would start another one."""
    if _has_server():
        _server().ensure_running = lambda: None


def _take(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ |= environment | KERNEL_SETTINGS


def _end_with_parent() -> None:
    parent = mp.parent_process()
    if parent:
        parent.join()
        os._exit(1)
