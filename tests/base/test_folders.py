"""Where files lie."""

import os
import stat
from pathlib import Path

import pytest

from helpers.base.folders import PROJECT, output_root, private_folder, project_path, run_folder, shareable_path


@pytest.fixture
def out(tmp_path, monkeypatch):
    """An empty folder for the runs."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    return tmp_path / "out"


def test_the_project_holds_helpers_and_data():
    assert (PROJECT / "helpers" / "base" / "folders.py").is_file()
    assert project_path("data/sample/customers.csv").is_file()


def test_an_absolute_path_stays(tmp_path):
    assert project_path(str(tmp_path / "a.csv")) == tmp_path / "a.csv"


def test_runs_lie_in_out_by_default(monkeypatch):
    monkeypatch.delenv("NPS_KIT_OUT")
    assert output_root() == PROJECT / "out"


def test_an_empty_variable_is_none(monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", "")
    assert output_root() == PROJECT / "out"


def test_a_run_folder_is_made_once_and_kept(out):
    folder = run_folder("顧客 2026")
    (folder / "summary.json").write_text("{}", encoding="utf-8")
    assert run_folder("顧客 2026") == folder == out / "顧客 2026"
    assert (folder / "summary.json").exists()


def test_the_private_folder_is_its_owners_alone(out):
    folder = private_folder("sample")
    assert folder == private_folder("sample") == out / "sample" / "private"
    assert stat.S_IMODE(folder.stat().st_mode) == (0o700 if os.name == "posix" else 0o777)


def test_shown_inside_and_outside_the_project(out):
    assert shareable_path(PROJECT / "data" / "sample" / "customers.csv") == "data/sample/customers.csv"
    assert shareable_path(out / "sample" / "report.html") == "out/sample/report.html"
    assert shareable_path(Path("/home/taro/shop/customers.csv")) == "customers.csv"
