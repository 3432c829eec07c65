"""The code keeps its own rules: lint (with what is banned), format, types; a shop's own files stay out of git."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.mark.parametrize("place", ["data/mine/", "notebooks/parameters/mine*.yaml"])
def test_a_shops_own_files_stay_out_of_git(place):
    assert place in (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("tool", [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]], ids=" ".join)
def test_no_complaint(tool):
    found = subprocess.run(
        [sys.executable, "-m", *tool], cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert found.returncode == 0, found.stdout
