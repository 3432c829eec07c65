"""The code keeps its own rules: lint (with what is banned), format, types."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.mark.parametrize("tool", [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]], ids=" ".join)
def test_no_complaint(tool):
    found = subprocess.run(
        [sys.executable, "-m", *tool], cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert found.returncode == 0, found.stdout
