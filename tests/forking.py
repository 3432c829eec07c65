"""Programs that are killed: they import once, and each run is a fork, since importing takes far longer than the run."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress

CAN_FORK = hasattr(os, "fork")


class Forks:
    """Runs, one after the other, of a program that calls `serve`."""

    def __init__(self, *command, **environment):
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        how = {"env": os.environ | environment, "encoding": "utf-8"}
        self._program = subprocess.Popen([sys.executable, *map(str, command)], **how, **pipes)
        self._fork = None

    def start(self, *words):
        """Begin a run with these words, which JSON can hold."""
        self._fork = int(self._answer(json.dumps(words)))

    def kill(self):
        """Kill the run, unless it was waited for."""
        if self._fork:
            with suppress(ProcessLookupError):
                os.kill(self._fork, signal.SIGKILL)

    def code(self):
        """Exit code of the run, as soon as it ends; below 0 the signal that it was killed by."""
        code, self._fork = int(self._answer("")), None
        return code

    def end(self):
        """End the program; what its runs said on stderr."""
        return self._program.communicate()[1]

    def _answer(self, line):
        print(line, file=self._program.stdin, flush=True)
        return self._program.stdout.readline()


def serve(work):
    """Do a work in a fork with the words of a line of stdin; an empty line waits for it, and asks for its code."""
    fork = 0
    for line in sys.stdin:
        if not line.strip():
            print(os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]), flush=True)
            continue
        fork = os.fork()
        if not fork:
            work(*json.loads(line))
            os._exit(0)
        print(fork, flush=True)
