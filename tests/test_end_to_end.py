"""The sample's report as a newcomer gets it: what the command says, and where its files lie."""

import json

import pytest

from tests.sample_report import CHANGED


def test_all_is_well(sample_report):
    assert (sample_report.code, sample_report.err) == (0, "")


def test_the_headline_is_printed_as_a_japanese_console_can(sample_report):
    lines = [line for line in sample_report.out.splitlines() if line]
    front = json.loads((sample_report.folder / "private" / "front.json").read_text(encoding="utf-8"))
    assert front["headline"].replace("¥", "￥") in lines
    assert lines[-1] == "out/sample/report.html"
    assert [line.split()[1:3] for line in lines[:5]] == [["s", f"{n}/5"] for n in range(1, 6)]


def test_the_page_and_its_figures_lie_where_it_says(sample_report):
    folder = sample_report.folder
    assert "</html>" in (folder / "report.html").read_text(encoding="utf-8")
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["nps"]["n"] > 1000
    assert sorted(path.name for path in folder.parent.iterdir() if not path.name.startswith(".")) == ["sample"]


def test_the_copys_own_words_are_used_by_the_command_and_by_the_kernels(sample_report):
    page = (sample_report.folder / "report.html").read_text(encoding="utf-8")
    assert all(changed in page and plain not in page for plain, changed in CHANGED.items())


@pytest.mark.slow
def test_a_mistyped_name_is_refused_before_anything_runs(sample_report):
    out = sample_report.folder.parent
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    refused = sample_report.command("report", "--set", "windw_days=3")
    assert (refused.returncode, refused.stdout) == (2, "")
    (line,) = refused.stderr.splitlines()
    assert line.startswith("E-PARAMETER windw_days: ") and "window_days?" in line
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
