"""Reports of tiny notebooks, made by the real runner, in a folder of results of their own."""

import importlib.util
import os
import random
import shutil
import time
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


def run(note, **changed):
    """Make the tiny report with a note, and settings."""
    settings = checked({"as_of": "2026-04-01", "report_name": "r", "note": note})
    return runner.run_report(settings.model_copy(update=changed))


@pytest.fixture(scope="session")
def earlier(tiny, tmp_path_factory):
    """Folder of results with a report that was made before, noted so; and its seconds. Nobody changes it."""
    place = tmp_path_factory.mktemp("earlier")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NPS_KIT_OUT", str(place / "out"))
        tiny.use(tiny.write_notebooks(place / "notebooks"), patch.setattr)
        start = time.monotonic()
        assert tiny.is_whole(run("before"), "before")
        return SimpleNamespace(out=place / "out", seconds=time.monotonic() - start)


@pytest.fixture
def shop(tiny, tmp_path, monkeypatch, request):
    """A folder of results, a maker of reports in it, and one who puts the report there that was made before."""
    out = tmp_path / "out 店"
    monkeypatch.setenv("NPS_KIT_OUT", str(out))
    notebooks = tiny.write_notebooks(tmp_path / "notebooks")
    tiny.use(notebooks, monkeypatch.setattr)

    def before():
        shutil.copytree(request.getfixturevalue("earlier").out, out, dirs_exist_ok=True)
        return out / "r"

    return SimpleNamespace(out=out, report=out / "r", notebooks=notebooks, run=run, before=before)
