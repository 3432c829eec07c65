"""Papermill's engine: kernels are forks, and a notebook is written once, when it ends, however that is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines
from papermill.iorw import write_ipynb

from helpers.run.forks import CAN_FORK, warm_up

NAME = "kit"
_FORK = EntryPoint("fork", "helpers.run.forked_kernel:ForkedKernel", KernelProvisionerFactory.GROUP_NAME)


class _Engine(NBClientEngine):
    """Papermill writes a finished notebook, and one of which a cell failed; this one what else was cut off."""

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, kernel_name: str, output_path: Any = None, **how: Any) -> NotebookNode:
        try:
            with _closed_loop():
                return super().execute_notebook(nb, kernel_name, **how)
        except BaseException:
            write_ipynb(nb, output_path)
            raise


@contextmanager
def _closed_loop() -> Iterator[None]:
    """Close the event loop that Jupyter's client makes in each thread, with what still waits in it."""
    loop = ensure_event_loop()
    try:
        yield
    finally:
        waiting = asyncio.all_tasks(loop)
        for task in waiting:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
        asyncio.set_event_loop(None)


def use() -> str:
    """Name of the engine, which from now on papermill knows; kernels of this process are forks, where it can fork."""
    papermill_engines.register(NAME, _Engine)
    if CAN_FORK:
        warm_up()
        factory = KernelProvisionerFactory.instance()
        factory.provisioners[_FORK.name] = _FORK
        factory.default_provisioner_name = _FORK.name
    return NAME
