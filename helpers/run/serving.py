"""JupyterLab as ``run.py lab`` starts it: Ctrl-C ends it at once, as a request to end does.

Its own answer to Ctrl-C asks in the terminal and stops from a thread that doesn't wake an idle server; without a
terminal it breaks off wherever it is, and may hang.
"""

import signal

from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import main

_usual = ServerApp.init_signal


def _with_ctrl_c(server: ServerApp) -> None:
    _usual(server)
    signal.signal(signal.SIGINT, server._signal_stop)


def serve() -> None:
    """Serve until Ctrl-C, by the words of the command line."""
    ServerApp.init_signal = _with_ctrl_c  # type: ignore[method-assign, assignment]
    main()


if __name__ == "__main__":
    serve()
