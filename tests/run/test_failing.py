"""What a run that failed tells and leaves: a reason, never a cell's value."""

import errno
import os
import re
from pathlib import Path

import pytest

from helpers.base.errors import KitError
from helpers.run.failing import as_told, fault, keep_failed

SECRET = "taro@example.jp"


@pytest.fixture
def target(tmp_path, monkeypatch):
    """Place of a report."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path / "out"))
    return tmp_path / "out" / "r"


@pytest.fixture
def notebooks(tmp_path):
    """Folder of one notebook that ran half."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "01_collect_survey.ipynb").write_text("half", encoding="utf-8")
    return tmp_path / "run"


def test_what_the_user_can_mend_stays_as_it_is(target):
    error = KitError("E-FILE-EMPTY", file="a.csv")
    assert as_told(error, target) is error


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_what_can_not_be_written_is_told_as_that(target, number):
    assert str(as_told(OSError(number, SECRET), target)).startswith("E-OUTPUT r: out/r can't be written")


@pytest.mark.parametrize("error", [OSError(errno.EIO, SECRET), KeyError(SECRET)])
def test_all_else_is_a_fault(target, error):
    told = as_told(error, target)
    assert str(told).startswith(f"E-FAULT The kit failed ({type(error).__name__}).")
    assert "out/fault.log" in str(told) and SECRET not in str(told)


def raised():
    try:
        try:
            {}[SECRET]
        except KeyError as inner:
            raise ValueError(SECRET) from inner
    except ValueError as outer:
        return outer


def test_the_log_holds_places_and_kinds_but_no_values(target):
    fault(raised())
    log = target.parent / "fault.log"
    told = log.read_text(encoding="utf-8")
    assert SECRET not in told
    assert re.findall(r"^\w+Error$", told, flags=re.MULTILINE) == ["ValueError", "KeyError"]
    assert told.count("test_failing.py") == 2
    assert os.name == "nt" or log.stat().st_mode & 0o777 == 0o600


def test_a_log_that_others_could_read_is_private_afterwards(target):
    log = target.parent / "fault.log"
    log.parent.mkdir()
    log.write_text("old", encoding="utf-8")
    log.chmod(0o644)
    fault(raised())
    assert "old" not in log.read_text(encoding="utf-8")
    assert os.name == "nt" or log.stat().st_mode & 0o777 == 0o600


def test_a_fault_is_told_where_no_log_can_be_written(target):
    target.parent.write_text("a file", encoding="utf-8")
    assert str(fault(ValueError(SECRET))).endswith(": —")


def test_the_reason_and_the_notebooks_are_left(target, notebooks, settings):
    keep_failed(KitError("E-FILE-EMPTY", file="a.csv"), notebooks, target, settings(language="ja"))
    private = target / "private"
    reason, when = (private / "FAILED.txt").read_text(encoding="utf-8").splitlines()
    assert reason == "E-FILE-EMPTY a.csv: 見出し行がありません。"
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d Asia/Tokyo: レポートは作成されませんでした。", when)
    assert (private / "FAILED_01_collect_survey.ipynb").read_text(encoding="utf-8") == "half"
    assert os.name == "nt" or private.stat().st_mode & 0o777 == 0o700
    assert os.name == "nt" or {path.stat().st_mode & 0o777 for path in private.iterdir()} == {0o600}


def test_what_an_earlier_failure_left_goes_and_all_else_stays(target, notebooks, settings):
    private = target / "private"
    private.mkdir(parents=True)
    for name in ("FAILED.txt", "FAILED_03_compare_value.ipynb", "front.json"):
        (private / name).write_text("old", encoding="utf-8")
    keep_failed(KitError("E-FILE-EMPTY", file="a.csv"), notebooks, target, settings())
    assert {path.name for path in private.iterdir()} == {"FAILED.txt", "FAILED_01_collect_survey.ipynb", "front.json"}
    assert (private / "FAILED.txt").read_text(encoding="utf-8").startswith("E-FILE-EMPTY")
    assert (private / "front.json").read_text(encoding="utf-8") == "old"


def test_where_nothing_can_be_left_nothing_is(target, notebooks, settings):
    target.parent.write_text("a file", encoding="utf-8")
    keep_failed(KitError("E-FILE-EMPTY", file="a.csv"), notebooks, target, settings())
    assert target.parent.read_text(encoding="utf-8") == "a file"


def full_disk(monkeypatch, notebooks):
    """Let no text be written as long as the notebooks take the room."""
    write = Path.write_text

    def written(path, *arguments, **named):
        if notebooks and not any(notebooks.glob("*")):
            return write(path, *arguments, **named)
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(Path, "write_text", written)


def test_on_a_full_disk_the_reason_takes_the_room_of_the_notebooks(target, notebooks, settings, monkeypatch):
    full_disk(monkeypatch, notebooks)
    keep_failed(KitError("E-FILE-EMPTY", file="a.csv"), notebooks, target, settings())
    (left,) = (target / "private").iterdir()
    assert left.read_text(encoding="utf-8").startswith("E-FILE-EMPTY a.csv")


def test_no_empty_reason_is_left(target, notebooks, settings, monkeypatch):
    full_disk(monkeypatch, None)
    keep_failed(KitError("E-FILE-EMPTY", file="a.csv"), notebooks, target, settings())
    assert not list((target / "private").iterdir())
