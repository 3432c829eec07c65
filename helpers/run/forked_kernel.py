"""A kernel that is a fork, as Jupyter's client handles it."""

import signal
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from helpers.run.forks import forked


class ForkedKernel(LocalProvisioner):
    """Starts a kernel as a fork, and looks after it as after any local process."""

    async def launch_kernel(self, cmd: list[str], **how: Any) -> KernelConnectionInfo:
        """Fork; all other words of the command but the kernel's own are for a new interpreter."""
        self.process = process = _Process(cmd, how["env"])  # type: ignore[assignment]
        self.pid = self.pgid = process.pid  # it leads a group of its own
        return self.connection_info


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
