"""JupyterLab as ``run.py lab`` starts it: Ctrl-C ends it at once.

Its own answer to Ctrl-C asks in the terminal, and stops from a thread that doesn't wake an idle server.
"""

from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import main


def serve() -> None:
    """Serve until Ctrl-C, by the words of the command line."""
    ServerApp._handle_sigint = ServerApp._signal_stop  # type: ignore[method-assign]
    main()


if __name__ == "__main__":
    serve()
