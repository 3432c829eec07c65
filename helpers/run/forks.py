"""Processes of notebooks, forked from one that has imported what notebooks use; where nothing forks, started anew.

Importing takes a notebook longer than many a report's cells; a fork has all of it, and nothing of what another did.
"""

import multiprocessing as mp
import os
import signal
import sys
import threading
from types import ModuleType
from typing import Any

from helpers.base.folders import PROJECT

CAN_FORK = "forkserver" in mp.get_all_start_methods()
_THREADS = {"OPENBLAS_NUM_THREADS": "1"}  # the same last digits whatever the cores, and no thread before a fork


def warm_up() -> None:
    """Start the process that notebooks are forked from; it imports while this one goes on."""
    if not CAN_FORK:
        return
    from multiprocessing.forkserver import ensure_running

    before = dict(os.environ)
    os.environ |= _THREADS | {"PYTHONPATH": str(PROJECT)}
    try:
        mp.get_context("forkserver").set_forkserver_preload(["helpers.run.warm"])
        ensure_running()
    finally:
        os.environ.clear()
        os.environ |= before


def forked(command: list[str], environment: dict[str, str]) -> Any:
    """A kernel's process, started: the command's own words after its file of connections' flag are the kernel's."""
    words = command[command.index("-f") :]
    process = mp.get_context("forkserver").Process(target=_serve, args=(words, environment), daemon=True)
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
        fork.kill()


def _serve(words: list[str], environment: dict[str, str]) -> None:
    """Be a kernel in the project's folder, for as long as the process that asked for it lives."""
    from ipykernel.kernelapp import IPKernelApp

    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.setsid()  # Ctrl-C is for the command alone, which ends its kernels
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(PROJECT)
    os.environ.clear()
    os.environ |= environment | _THREADS
    sys.argv = ["ipykernel_launcher", *words]
    IPKernelApp.launch_instance(words)


def _end_with_parent() -> None:
    parent = mp.parent_process()
    if parent:
        parent.join()
        os._exit(1)
