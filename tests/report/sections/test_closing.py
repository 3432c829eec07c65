"""What was written where, and with which versions."""

from pathlib import Path
from platform import python_version

import pandas as pd

from helpers.base.folders import run_folder
from helpers.report import sections
from tests.report.seen import seen


def test_what_was_written_is_told_without_the_machines_folders(english_report, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    folder = run_folder("r")
    paths = [folder / "a.csv", folder / "b.csv", folder / "private" / "c.csv", Path("/else/d.csv")]
    (text,) = seen(sections.written(paths), english_report()).parts
    said = text.sentences[0]
    assert "out/r: a.csv, b.csv" in said and "out/r/private: c.csv" in said
    assert str(tmp_path) not in said and "/else" not in said and text.kind == "written"


def test_versions_are_those_that_ran(report):
    (text,) = seen(sections.versions(), report).parts
    assert text.sentences[0].startswith(f"Python {python_version()} · pandas {pd.__version__} · ")
    assert text.kind == "versions"
