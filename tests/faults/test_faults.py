"""Whatever fails while a report is made: no half report, an exit code, one readable line, nothing left running."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from helpers.base import placing
from helpers.base.errors import KitError
from helpers.run import kernels

pytestmark = pytest.mark.slow

NOTICED = 10  # seconds until a dead process of a notebook must have been noticed
PROGRAM = Path(__file__).with_name("tiny.py")


def wait_for(happened, seconds=60):
    """What `happened` returns, as soon as it is something."""
    end = time.monotonic() + seconds
    while not (found := happened()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def assert_failed(shop, tiny, before, code):
    """The earlier report is as it was; beside it the reason and the notebooks as far as they ran, private."""
    private = shop.report / "private"
    kept = sorted(private.glob("FAILED*"))
    assert tiny.shared(shop.report) == before
    assert (private / "FAILED.txt").read_text(encoding="utf-8").startswith(f"{code} ")
    assert [path.suffix for path in kept] == [".txt", *[".ipynb"] * (len(kept) - 1)]
    assert os.name == "nt" or {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert tiny.left_over(shop.out) == [] and tiny.kernels() == []


@pytest.fixture
def start(shop, tiny, tmp_path):
    """Starter of the command in a process of its own."""
    started, file = [], str(tiny.write_shop(tmp_path))

    def begin(note, *more):
        words = [file, "--set", f"note={note}", *more]
        command = [sys.executable, str(PROGRAM), str(shop.notebooks), json.dumps(words)]
        how = {"env": os.environ | {"PYTHONIOENCODING": "utf-8"}, "encoding": "utf-8"}
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


# --- a notebook's process dies -------------------------------------------------------------------------------------


def kill_a_kernel(tiny, seconds, ended, killed):
    """Kill -9 the notebook's process that lives after so many seconds, or the next one."""
    ended.wait(seconds)
    while not ended.is_set() and not killed:
        for process in tiny.kernels():
            process.kill()
            killed.append(time.monotonic())
        ended.wait(0.02)


def test_a_killed_kernel_leaves_the_earlier_report(shop, tiny, earlier, moment, record_property):
    folder = shop.before()
    if moment < 0.2:
        shutil.rmtree(folder)  # a first run
    before = tiny.shared(folder)
    ended, killed = threading.Event(), []
    killer = threading.Thread(target=kill_a_kernel, args=(tiny, moment * earlier.seconds, ended, killed))
    killer.start()
    try:
        outcome = "whole" if tiny.is_whole(shop.run("after"), "after") else "half"
    except KitError as error:
        outcome = error.code
    finally:
        noticed = time.monotonic()
        ended.set()
        killer.join()
    record_property("outcome", f"{outcome} {'killed' if killed else 'not killed'}")
    record_property("noticed_after", round(noticed - killed[0], 2) if killed else None)
    assert outcome in (("whole", "E-KERNEL") if killed else ("whole",))  # whole: killed after its last cell
    assert not killed or noticed - killed[0] < NOTICED
    if outcome == "E-KERNEL":
        assert_failed(shop, tiny, before, "E-KERNEL")
    assert tiny.left_over(shop.out) == [] and tiny.kernels() == []


def test_a_failed_command_says_one_line_and_the_next_run_leaves_no_trace_of_it(shop, tiny, start):
    tiny.write_notebooks(shop.notebooks, second="os._exit(9)")
    process = start("before")
    err = process.communicate()[1]
    assert process.returncode == 2 and err.startswith("E-KERNEL 02_merge_purchases.ipynb: ") and err.count("\n") == 1
    assert_failed(shop, tiny, {}, "E-KERNEL")
    tiny.write_notebooks(shop.notebooks)
    assert tiny.is_whole(shop.run("after"), "after") and not list(shop.report.rglob("FAILED*"))


# --- a cell that does not end, or fails ----------------------------------------------------------------------------


HANGS = """while True:
    try:
        time.sleep(600)
    except BaseException:
        pass"""


def test_a_hanging_cell_ends_at_the_limit_and_is_not_waited_for(shop, tiny, monkeypatch):
    monkeypatch.setattr(kernels, "MINUTE", 4)
    before = tiny.shared(shop.before())
    tiny.write_notebooks(shop.notebooks, second=HANGS)
    started = time.monotonic()
    with pytest.raises(KitError, match=r"^E-TIME-LIMIT 02_merge_purchases\.ipynb: "):
        shop.run("after", time_limit_minutes=1)
    assert 4 <= time.monotonic() - started < 4 + 4 + NOTICED  # the first notebook at most, the limit of the second
    assert_failed(shop, tiny, before, "E-TIME-LIMIT")


def test_an_exception_in_a_cell_is_told_by_its_kind_alone(shop, tiny):
    before = tiny.shared(shop.before())
    tiny.write_notebooks(shop.notebooks, second="raise ValueError('taro@example.jp')")
    with pytest.raises(KitError, match=r"^E-NOTEBOOK 02_merge_purchases\.ipynb: .*ValueError") as raised:
        shop.run("after", language="ja")
    assert "taro" not in raised.value.said("ja")
    assert_failed(shop, tiny, before, "E-NOTEBOOK")
    private = shop.report / "private"
    assert "taro" not in (private / "FAILED.txt").read_text(encoding="utf-8")
    assert "レポートは作成されませんでした" in (private / "FAILED.txt").read_text(encoding="utf-8")
    assert "taro" in (private / "FAILED_02_merge_purchases.ipynb").read_text(encoding="utf-8")


# --- two runs at once ----------------------------------------------------------------------------------------------


def test_of_two_runs_at_once_one_is_told_of_the_other(shop, tiny, start):
    go_on = shop.notebooks / "go on"
    tiny.write_notebooks(shop.notebooks, second=f"while not Path({str(go_on)!r}).exists():\n    time.sleep(0.05)")
    first = start("first")
    assert wait_for(lambda: tiny.left_over(shop.out))
    with pytest.raises(KitError, match=r"^E-RUNNING R: "):
        shop.run("second", report_name="R")  # the same folder, where the system minds no case
    second = start("second")
    assert second.communicate()[1].startswith("E-RUNNING r: ") and second.returncode == 2
    assert not (shop.out / "R").exists()
    go_on.touch()
    assert first.communicate()[1] == "" and first.returncode == 0
    assert tiny.is_whole(shop.report, "first") and tiny.left_over(shop.out) == []


# --- the whole command is killed, or interrupted -------------------------------------------------------------------


def test_a_killed_command_leaves_no_half_report_and_the_next_start_tidies_up(
    shop, tiny, start, earlier, moment, record_property
):
    before = tiny.shared(shop.before())
    process = start("after")
    assert wait_for(lambda: tiny.left_over(shop.out) or process.poll() is not None)
    with_kernels = []
    end = time.monotonic() + moment * earlier.seconds
    while time.monotonic() < end and process.poll() is None:
        with_kernels = tiny.kernels(process.pid)
        time.sleep(0.02)
    with_kernels += tiny.kernels(process.pid) if process.poll() is None else []
    process.kill()
    process.communicate()
    after = tiny.shared(shop.report)
    whole = tiny.is_whole(shop.report, "after")
    record_property("outcome", "new" if whole else "earlier" if after == before else f"{len(after)} files")
    assert after in ({}, before) or whole
    assert (process.returncode == 0) <= whole and process.returncode != 2
    assert psutil.wait_procs(with_kernels, timeout=NOTICED)[1] == []  # kernels end with what started them
    tiny.write_notebooks(shop.notebooks, second="raise ValueError")
    with pytest.raises(KitError, match="E-NOTEBOOK"):
        shop.run("next")
    assert_failed(shop, tiny, after or before, "E-NOTEBOOK")


@pytest.mark.skipif(os.name == "nt", reason="a console's Ctrl-C can't be sent to one process there")
def test_ctrl_c_leaves_nothing(shop, tiny, start):
    process = start("after", "--set", "language=ja")
    running = wait_for(lambda: tiny.kernels(process.pid))
    process.send_signal(signal.SIGINT)
    err = process.communicate()[1]
    assert (process.returncode, err) == (130, "中断しました。何も変更していません。\n")
    assert psutil.wait_procs(running, timeout=NOTICED)[1] == []
    assert not shop.report.exists() and tiny.left_over(shop.out) == []


# --- what can't be written -----------------------------------------------------------------------------------------


@pytest.fixture
def mounted(tmp_path):
    """Mounter of a small disk in memory; skips where that is not permitted."""
    places = []

    def mount(folder, options):
        folder.mkdir(parents=True, exist_ok=True)
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
        )
        if made.returncode:
            pytest.skip("a disk in memory may be mounted by the administrator of Linux alone")
        places.append(folder)

    if not sys.platform.startswith("linux"):
        pytest.skip("a disk in memory is mounted on Linux")
    yield mount
    for folder in reversed(places):
        subprocess.run(["umount", folder], check=True)


def test_a_file_in_the_place_of_the_results(shop, tiny, start):
    shop.out.write_text("mine", encoding="utf-8")
    process = start("after")
    out, err = process.communicate()
    assert (out, process.returncode) == ("", 2)
    assert err.startswith("E-OUTPUT r: out/r ") and err.count("\n") == 1
    assert shop.out.read_text(encoding="utf-8") == "mine"


def test_read_only_results(shop, tiny, mounted, start):
    mounted(shop.out, "size=1m")
    before = tiny.shared(shop.before())
    subprocess.run(["mount", "-o", "remount,ro", shop.out], check=True)
    process = start("after")
    out, err = process.communicate()
    assert (out, process.returncode) == ("", 2)
    assert err.startswith("E-OUTPUT r: out/r ") and err.count("\n") == 1
    assert tiny.shared(shop.report) == before and not list(shop.report.rglob("FAILED*"))


def test_a_full_disk(shop, tiny, mounted, start):
    mounted(shop.out, "size=256k")
    before = tiny.shared(shop.before())
    tiny.write_notebooks(shop.notebooks, second="(folder / 'large').write_bytes(bytes(300_000))")
    process = start("after")
    err = process.communicate()[1]
    assert process.returncode == 2 and err.startswith("E-OUTPUT r: out/r ") and err.count("\n") == 1
    assert tiny.shared(shop.report) == before and tiny.left_over(shop.out) == []
    assert (shop.report / "private" / "FAILED.txt").read_text(encoding="utf-8").startswith("E-OUTPUT ")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_what_can_not_be_flushed_is_not_placed(shop, tiny, monkeypatch, number):
    before = tiny.shared(shop.before())

    def refuse(file):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(placing.os, "fsync", refuse)
    with pytest.raises(KitError, match=r"^E-OUTPUT r: "):
        shop.run("after")
    assert_failed(shop, tiny, before, "E-OUTPUT")
