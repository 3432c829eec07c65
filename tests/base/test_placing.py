"""A folder comes to its place whole or not at all, whatever happens in between."""

import os
import re
import signal

import pytest

from helpers.base import placing
from helpers.base.errors import KitError
from helpers.base.folders import PROJECT
from helpers.base.placing import flush, placed, workspace
from tests.forking import CAN_FORK, Forks

KILLED_AT = """
import os, signal
from pathlib import Path
from helpers.base import placing
from tests.forking import serve

def dying(plain, calls):
    def call(*how, **more):
        if next(calls, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(*how, **more)
    return call

def place_new(target, number):
    target, calls = Path(target), iter(range(number))
    Path.rename, os.unlink = dying(Path.rename, calls), dying(os.unlink, calls)
    with placing.workspace(target) as place:
        for name in ("a", "b"):
            (place / target.name / name).parent.mkdir(exist_ok=True)
            (place / target.name / name).write_text("new", encoding="utf-8")
        placing.placed(place / target.name, target)

serve(place_new)
"""


def made(folder, text):
    """A report of two files."""
    folder.mkdir(parents=True)
    for name in ("a", "b"):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def content(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def both(text):
    return {"a": text, "b": text}


def left_over(root):
    return [path for path in (root / ".running").iterdir() if path.suffix != ".lock"]


@pytest.fixture
def target(tmp_path, monkeypatch):
    """Place of a report whose name is in Japanese and has capitals and a blank."""
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    monkeypatch.setattr(placing, "_PAUSES", ())
    return tmp_path / "店 Report"


@pytest.fixture
def held(monkeypatch):
    """Paths, and pairs of them, that can't be renamed from or to, as where another program holds a file open."""
    held, rename = set(), placing.Path.rename

    def guarded(path, to):
        if {path, to, (path, to)} & held:
            raise PermissionError(13, "used by another process")
        return rename(path, to)

    monkeypatch.setattr(placing.Path, "rename", guarded)
    return held


def test_a_first_report_is_placed(target):
    with workspace(target) as place:
        assert placed(made(place / target.name, "new"), target) == target
    assert content(target) == both("new") and left_over(target.parent) == []


def test_a_report_takes_the_place_of_the_earlier_whole(target):
    (made(target, "old") / "c").write_text("old", encoding="utf-8")
    with workspace(target) as place:
        placed(made(place / target.name, "new"), target)
    assert content(target) == both("new") and left_over(target.parent) == []


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_run_that_fails_leaves_the_earlier_report_and_nothing_else(target, error):
    made(target, "old")
    with pytest.raises(error), workspace(target) as place:
        made(place / target.name, "new")
        raise error
    assert content(target) == both("old") and left_over(target.parent) == []


def test_a_workspace_is_private_and_new_each_time(target):
    with workspace(target) as first:
        assert list(first.iterdir()) == [] and first.is_relative_to(target.parent / ".running")
        assert os.name == "nt" or first.stat().st_mode & 0o777 == 0o700
        assert os.name == "nt" or (target.parent / ".running").stat().st_mode & 0o777 == 0o700
    with workspace(target) as second:
        assert second != first and not first.exists()


@pytest.mark.parametrize("name", ["店 Report", "店 report", "店 REPORT"])
def test_one_run_at_a_time(target, name):
    with workspace(target), pytest.raises(KitError, match=f"^E-RUNNING {name}: "), workspace(target.with_name(name)):
        raise AssertionError
    with workspace(target.with_name(name)):
        pass


@pytest.mark.parametrize("name", ["店 Report.run", "店 Report.lock", "other"])
def test_other_reports_run_beside_it(target, name):
    with workspace(target) as one, workspace(target.with_name(name)) as other:
        assert one.is_dir() and other.is_dir()
    assert left_over(target.parent) == []


# --- cut off -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def killed_at():
    """A program that makes a report, and dies at a step."""
    program = Forks("-c", KILLED_AT, PYTHONPATH=str(PROJECT))
    yield program
    assert program.end() == ""


@pytest.mark.slow
@pytest.mark.skipif(not CAN_FORK, reason="kills by signal")
@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("earlier", [True, False])
def test_a_process_killed_at_any_step_leaves_one_report_whole(target, killed_at, earlier, number):
    """Steps where there is an earlier one: aside, in, marked as gone, two files removed; else one."""
    before = content(made(target, "old")) if earlier else None
    killed_at.start(str(target), number)
    assert killed_at.code() == (-signal.SIGKILL if number < (5 if earlier else 1) else 0)
    found = content(target) if target.exists() else None
    assert found in (before, both("new"), None)
    with pytest.raises(ValueError, match="next"), workspace(target):
        raise ValueError("next")
    assert (content(target) if target.exists() else None) == (found or before)
    assert left_over(target.parent) == []


def test_an_earlier_report_half_removed_is_never_put_back(target):
    with workspace(target) as place:
        runs = place.parent
    (runs / "killed" / ".gone").mkdir(parents=True)
    (runs / "killed" / ".gone" / "a").write_text("old", encoding="utf-8")
    with workspace(target):
        pass
    assert not target.exists() and left_over(target.parent) == []


def test_an_earlier_report_that_can_not_be_put_back_yet_is_kept(target, held):
    with workspace(target) as place:
        aside = place.parent / "killed" / ".earlier" / target.name
    made(aside, "old")
    held.add(aside)
    with workspace(target):
        pass
    assert content(aside) == both("old")
    held.clear()
    with workspace(target):
        assert content(target) == both("old")
    assert left_over(target.parent) == []


# --- held open, or not to be written --------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["aside", "in"])
def test_where_a_file_is_held_open_both_reports_are_whole(target, held, step):
    made(target, "old")
    with pytest.raises(KitError, match=r"^E-FILE-OPEN 店 Report: ") as raised, workspace(target) as place:
        finished = made(place / target.name, "new")
        held.add(target if step == "aside" else (finished, target))
        placed(finished, target)
    (kept,) = [path for path in target.parent.iterdir() if path.name not in (target.name, ".running")]
    assert re.fullmatch(r"店 Report \d{4}-\d\d-\d\d \d{6}", kept.name)
    assert content(target) == both("old") and content(kept) == both("new")
    assert f"out/{kept.name}." in str(raised.value) and left_over(target.parent) == []


def test_a_file_held_for_a_moment_does_no_harm(target, held, monkeypatch):
    made(target, "old")
    held.add(target)
    monkeypatch.setattr(placing, "_PAUSES", (0.1, 0.2))
    monkeypatch.setattr(placing.time, "sleep", lambda seconds: held.clear() if seconds == 0.2 else None)
    with workspace(target) as place:
        placed(made(place / target.name, "new"), target)
    assert content(target) == both("new")


def test_where_nothing_can_be_written_it_is_said(target):
    (target.parent / ".running").write_text("a file", encoding="utf-8")
    with pytest.raises(KitError, match=r"^E-OUTPUT 店 Report: out/店 Report "), workspace(target):
        raise AssertionError


def test_a_file_in_the_place_of_a_report_stays(target):
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(KitError, match=r"^E-OUTPUT 店 Report: "), workspace(target):
        raise AssertionError
    assert target.read_text(encoding="utf-8") == "mine" and left_over(target.parent) == []


def test_every_file_is_brought_to_the_disk(target, monkeypatch):
    made(target / "charts", "x")
    flushed, fsync = [], os.fsync

    def recorded(number):
        flushed.append(os.fstat(number).st_ino)
        return fsync(number)

    monkeypatch.setattr(placing.os, "fsync", recorded)
    flush(target)
    everything = {path.stat().st_ino for path in (target, *target.rglob("*")) if os.name != "nt" or path.is_file()}
    assert set(flushed) == everything
