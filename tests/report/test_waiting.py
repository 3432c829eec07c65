"""The sign of life: on a terminal alone, gone in the end."""

import io
import threading
import time

import pytest

from helpers.report import waiting as module
from helpers.report.waiting import waiting


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
