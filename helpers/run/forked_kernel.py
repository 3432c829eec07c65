"""A kernel that is a fork, as Jupyter's client handles it."""

import shutil
import signal
import tempfile
from typing import Any

import zmq
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from helpers.run.forks import forked

_LONGEST = "/kernel-00"  # of the sockets' names


class ForkedKernel(LocalProvisioner):
    """Starts a kernel as a fork, and looks after it as after any local process.

    They talk by sockets in a folder of their own: a free port may be taken by another report's kernel, begun at the
    same time, before this one's takes it.
    """

    _sockets = ""

    async def pre_launch(self, **how: Any) -> dict[str, Any]:
        """Choose the sockets; ports only where the system's folder for temporary files has too long a name."""
        self._sockets = tempfile.mkdtemp(prefix="nps-")
        manager: Any = self.parent
        if len(self._sockets + _LONGEST) <= zmq.IPC_PATH_MAX_LEN:
            manager.transport, manager.ip = "ipc", f"{self._sockets}/kernel"
        return await super().pre_launch(**how)

    async def launch_kernel(self, cmd: list[str], **how: Any) -> KernelConnectionInfo:
        """Fork; all other words of the command but the kernel's own are for a new interpreter."""
        self.process = process = _Process(cmd, how["env"])  # type: ignore[assignment]
        self.pid = self.pgid = process.pid  # it leads a group of its own
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        """Take the sockets away."""
        shutil.rmtree(self._sockets, ignore_errors=True)
        await super().cleanup(restart)


class _Process:
    """A fork by the names that `subprocess.Popen` has."""

    stdout = stderr = stdin = None

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._fork = forked(command, environment)
        self.pid = self._fork.pid
        self.kill, self.terminate = self._fork.kill, self._fork.terminate

    def poll(self) -> int | None:
        return self._fork.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        self._fork.join(timeout)
        return self._fork.exitcode

    def send_signal(self, number: int) -> None:
        if number == signal.SIGKILL:
            self.kill()
        else:
            self.terminate()
