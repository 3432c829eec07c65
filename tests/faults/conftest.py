"""Reports of tiny notebooks, made by the real runner, in a folder of results of their own."""

import importlib.util
import os
import random
from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers.run import runner
from helpers.run.settings import checked

TIMES = int(os.environ.get("NPS_KIT_FAULTS", "2"))  # repetitions of what is killed at random


def pytest_generate_tests(metafunc):
    """Repetitions, each with moments of its own."""
    if "moment" in metafunc.fixturenames:
        metafunc.parametrize("moment", [random.Random(seed).random() for seed in range(TIMES)], ids=range(TIMES))


@pytest.fixture(scope="session")
def tiny():
    """The module beside this one, which is a program too."""
    spec = importlib.util.spec_from_file_location("tiny", Path(__file__).with_name("tiny.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def shop(tiny, tmp_path, monkeypatch):
    """A folder of results, and a maker of reports in it: `run` with a note, and settings."""
    out = tmp_path / "out 店"
    monkeypatch.setenv("NPS_KIT_OUT", str(out))
    notebooks = tiny.write_notebooks(tmp_path / "notebooks")
    tiny.use(notebooks, monkeypatch.setattr)

    def run(note, **changed):
        settings = checked({"as_of": "2026-04-01", "report_name": "r", "note": note})
        return runner.run_report(settings.model_copy(update=changed))

    return SimpleNamespace(out=out, report=out / "r", notebooks=notebooks, run=run)
