"""The sample's report as a newcomer gets it: a copy in a folder with a blank and Japanese, a Japanese console."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from helpers.base.folders import PROJECT

LEFT_OUT = (".venv", ".git", "out", "tests", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis", "build")
# in the copy's words: one that the command writes, one that a notebook's kernel does
CHANGED = {
    "Made with the NPS value kit": "Made with a copy of it",
    "old customers' spending": "spending of the old ones",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project in another place."""
    place = tmp_path_factory.mktemp("e2e") / "値打ち キット"
    shutil.copytree(PROJECT, place, ignore=shutil.ignore_patterns(*LEFT_OUT))
    sentences = place / "helpers" / "base" / "sentences.yaml"
    text = sentences.read_text(encoding="utf-8")
    for plain, changed in CHANGED.items():
        text = text.replace(plain, changed)
    sentences.write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def command(copy):
    """Runner of a command there, as on a Windows console that knows cp932 alone."""
    unset = {"NPS_KIT_OUT", "PYTHONUTF8", "PYTHONWARNINGS"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"PYTHONIOENCODING": "cp932", "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*arguments):
        line = [sys.executable, "-m", "helpers", *arguments]
        return subprocess.run(line, cwd=copy, env=environment, capture_output=True, timeout=300, check=False)

    return run


@pytest.fixture(scope="module")
def report(command):
    """The sample's report, made there."""
    return command("report")


def test_all_is_well(report):
    assert (report.returncode, report.stderr.decode("cp932")) == (0, "")


def test_the_headline_is_printed_as_a_japanese_console_can(report, copy):
    lines = [line for line in report.stdout.decode("cp932").splitlines() if line]
    front = json.loads((copy / "out" / "sample" / "private" / "front.json").read_text(encoding="utf-8"))
    assert front["headline"].replace("¥", "￥") in lines
    assert lines[-1] == "out/sample/report.html"
    assert [line.split()[1:3] for line in lines[:4]] == [["s", "1/4"], ["s", "2/4"], ["s", "3/4"], ["s", "4/4"]]


def test_the_page_and_its_figures_lie_where_it_says(report, copy):
    folder = copy / "out" / "sample"
    assert "</html>" in (folder / "report.html").read_text(encoding="utf-8")
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["nps"]["n"] > 1000
    assert sorted(path.name for path in (copy / "out").iterdir() if not path.name.startswith(".")) == ["sample"]


def test_the_copys_own_words_are_used_by_the_command_and_by_the_kernels(report, copy):
    page = (copy / "out" / "sample" / "report.html").read_text(encoding="utf-8")
    assert all(changed in page and plain not in page for plain, changed in CHANGED.items())


def test_a_mistyped_name_is_refused_before_anything_runs(report, command, copy):
    before = {path: path.stat().st_mtime_ns for path in (copy / "out").rglob("*")}
    refused = command("report", "--set", "windw_days=3")
    assert (refused.returncode, refused.stdout) == (2, b"")
    (line,) = refused.stderr.decode("cp932").splitlines()
    assert line.startswith("E-PARAMETER windw_days: ") and "window_days?" in line
    assert {path: path.stat().st_mtime_ns for path in (copy / "out").rglob("*")} == before
