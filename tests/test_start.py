"""A double click: the starters find a Python that is new enough, or say where to get one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FAKE = """#!/bin/sh
[ "$1" = -c ] && exit {code}
echo "$0 $@ in $(pwd)"
"""

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="start.command is for macOS and Linux")


@pytest.fixture
def started(tmp_path):
    """Runner of start.command in a folder with a blank and Japanese, with Pythons of which some are too old."""
    kit, programs = tmp_path / "店 の kit", tmp_path / "programs"
    kit.mkdir()
    programs.mkdir()
    shutil.copy(ROOT / "start.command", kit)
    for needed in ("sh", "dirname"):
        (programs / needed).symlink_to(shutil.which(needed))

    def run(*words, **pythons):
        for name, code in pythons.items():
            (programs / name).write_text(FAKE.format(code=code), encoding="utf-8")
            (programs / name).chmod(0o755)
        how = {"env": {"PATH": str(programs)}, "cwd": tmp_path, "input": "\n", "capture_output": True, "text": True}
        ended = subprocess.run([kit / "start.command", *words], encoding="utf-8", check=False, **how)
        return ended.returncode, ended.stdout, kit

    return run


@on_unix
def test_a_python_that_is_new_enough_opens_the_form(started):
    code, out, kit = started("mine.yaml", python3=1, python=0)  # python3 is too old
    assert (code, out.split()[0].rpartition("/")[2]) == (0, "python")
    assert out.strip().endswith(f"run.py lab mine.yaml in {kit}")


@on_unix
def test_without_one_it_says_in_both_languages_where_to_get_it(started):
    code, out, _ = started(python3=1)
    assert code == 2 and out.count("https://www.python.org/downloads/") == 2
    assert "Python 3.11 or newer is needed" in out and "Python 3.11以降が必要です" in out


def test_the_one_for_windows_is_as_windows_reads_it():
    content = (ROOT / "start.bat").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") > 10
    text = content.decode("utf-8")
    assert text.index("chcp 65001") < text.index("Python 3.11以降") and "py -3" in text and "run.py lab %*" in text
    assert 'cd /d "%~dp0"' in text  # a folder with blanks


def test_both_want_the_same_python():
    for name in ("start.bat", "start.command", "run.py"):
        assert "(3, 11)" in (ROOT / name).read_text(encoding="utf-8")
