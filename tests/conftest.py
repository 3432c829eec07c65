"""Tests, and the notebooks that they run, write into a folder of their own."""

import os

# read when NumPy is imported: on small tables threads take far longer to begin than one needs, more so beside others
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import gc
import tempfile

import hypothesis
import nbval.kernel
import pytest
from jupyter_client.manager import KernelManager

from helpers.base.words import Words
from helpers.run.forks import CAN_FORK
from helpers.run.settings import checked
from tests.sample_report import made_once

_FOLDER = tempfile.TemporaryDirectory(prefix="nps-kit-", ignore_cleanup_errors=True)
os.environ["NPS_KIT_OUT"] = _FOLDER.name
os.environ.pop("NPS_KIT_PARAMETERS", None)  # of a shell in lab
hypothesis.settings.register_profile("untimed", deadline=None, derandomize=True)  # the same cases, however busy
hypothesis.settings.load_profile("untimed")
gc.set_threshold(100_000, 20, 100)  # thousands of tests are held to the end: looking them through for waste takes long


def _with_sockets(**how):
    """What looks after a tested notebook's kernel: they talk by files, as a free port may be taken before they do."""
    place = tempfile.mkdtemp(dir=_FOLDER.name)
    return KernelManager(transport="ipc", ip=f"{place}/kernel", **how)


if CAN_FORK:
    nbval.kernel.KernelManager = _with_sockets


def pytest_collection_modifyitems(items):
    """The notebooks' own cells are slow; that they run, and what they make, the sample's report shows as well.

    Files opened without an encoding are errors in the tests alone: kernels, begun later, would print others' warnings.
    """
    os.environ.pop("PYTHONWARNDEFAULTENCODING", None)
    for item in items:
        if item.path.suffix == ".ipynb":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def sample_report(tmp_path_factory):
    """The sample's report and what the command said, made once for all processes of the tests; nobody changes it."""
    base = tmp_path_factory.getbasetemp()
    return made_once((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample_report")


@pytest.fixture
def files(tmp_path):
    """Factory of settings from tables of comma-separated lines, each written to a file."""

    def build(settings=(), **tables):
        for name, lines in tables.items():
            (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        paths = {name: str(tmp_path / f"{name}.csv") for name in tables}
        return checked({"as_of": "2026-04-01", **paths, **dict(settings)})

    return build


@pytest.fixture
def settings():
    """Maker of settings as of 2026-04-01."""
    return lambda **changes: checked({"as_of": "2026-04-01", **changes})


@pytest.fixture(params=["en", "ja"])
def words(request):
    """Words of both languages, in yen."""
    return Words(request.param, "JPY")


@pytest.fixture
def english():
    """English words, in yen."""
    return Words("en", "JPY")
