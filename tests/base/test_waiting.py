"""The sign of life: on a terminal alone, gone in the end."""

import io
import threading
import time

import pytest

from helpers.base import waiting as module
from helpers.base.waiting import bar, waiting


class Terminal(io.StringIO):
    """A screen that says it is one."""

    def isatty(self):
        return True


class Soon(threading.Event):
    """An event for which nobody waits long."""

    def wait(self, timeout=None):
        return super().wait(timeout and timeout / 200)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(module.threading, "Event", Soon)


def test_nothing_is_written_into_a_file(quick):
    screen = io.StringIO()
    with waiting("Reading", screen):
        time.sleep(0.05)
    assert screen.getvalue() == ""


def test_short_work_leaves_no_trace():
    screen = Terminal()
    with waiting("Reading", screen):
        pass
    assert screen.getvalue() == ""


def test_longer_work_is_counted_and_its_line_blanked(quick):
    screen = Terminal()
    with waiting("読み込み中", screen):
        while "\r" not in screen.getvalue():
            pass
    first, *_, blank, end = screen.getvalue().split("\r")[1:]
    assert first == "読み込み中 0 s" and end == ""
    assert blank.strip() == "" and len(blank) >= 2 * len("読み込み中") + len(" 99 s")


def test_an_error_ends_it_too(quick):
    screen, before = Terminal(), threading.active_count()
    with pytest.raises(ValueError, match="inner"), waiting("Reading", screen):
        raise ValueError("inner")
    assert threading.active_count() == before


# --- a bar ---------------------------------------------------------------------------------------------------------


def words(done, total, left):
    return f"{done} of {total}"


def test_a_bar_on_a_terminal_is_one_line_that_fills():
    screen = Terminal()
    with bar(words, screen) as told:
        told(15, 30)
        told(30, 30)
    first, second = screen.getvalue().split("\r")[1:]
    assert first.startswith("[" + "#" * 15 + " " * 15 + "] 15 of 30") and second.startswith(
        "[" + "#" * 30 + "] 30 of 30"
    )
    assert screen.getvalue().count("\n") == 1


def test_elsewhere_it_is_a_line_for_every_tenth():
    screen = io.StringIO()
    with bar(words, screen) as told:
        for done in range(1, 101):
            told(done, 100)
    assert screen.getvalue().splitlines() == ["1 of 100", *(f"{tenth}0 of 100" for tenth in range(1, 11))]


def test_the_time_left_is_that_of_the_mails_so_far(monkeypatch):
    now, told_left = [100.0], []
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    with bar(lambda done, total, left: told_left.append(left) or "", io.StringIO()) as told:
        told(10, 100)  # of an earlier run
        now[0] += 20
        told(20, 100)
    assert told_left == [0, 160]  # 2 seconds each, 80 to go


def test_nothing_to_do_divides_by_nothing():
    with bar(words, io.StringIO()) as told:
        told(0, 0)
