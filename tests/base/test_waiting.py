"""The sign of life: on a terminal alone, gone in the end, in letters that the terminal has."""

import io
import os
import sys
import threading
from itertools import count

import pytest

from helpers.base.waiting import bar, timed, waiting

LEFT = "mails, {remaining} left"


class Terminal(io.StringIO):
    """A screen that says it is one."""

    def __init__(self, encoding="utf-8"):
        super().__init__()
        self._encoding, self._written = encoding, threading.Event()

    @property
    def encoding(self):
        return self._encoding

    def isatty(self):
        return True

    def write(self, text):
        super().write(text)
        self._written.set()

    def wait_until_shown(self):
        """Wait for the first line, which another thread writes."""
        assert self._written.wait(60)

    def lines(self):
        """What was shown, one after the other in one place, blanks at its end left out."""
        return [line.rstrip() for line in self.getvalue().split("\r")[1:]]


@pytest.fixture(autouse=True)
def width(monkeypatch):
    """Columns of the terminal."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock by which a hundredth of a second goes by between two looks, whatever the computer is busy with."""
    looks = count()
    monkeypatch.setattr("tqdm.std.time", lambda: 100 + next(looks) / 100)


def test_nothing_is_written_into_a_file():
    screen, before = io.StringIO(), threading.active_count()
    with waiting("Reading", screen, every=0.001):
        assert threading.active_count() == before  # nobody who could write
    assert screen.getvalue() == ""


def test_short_work_leaves_no_trace():
    screen = Terminal()
    with waiting("Reading", screen, every=600):
        pass
    assert screen.getvalue() == ""


def test_longer_work_is_counted_and_its_line_blanked():
    screen = Terminal()
    with waiting("読み込み中 {1}", screen, every=0.001):
        screen.wait_until_shown()
    first, *_, blank, end = screen.getvalue().split("\r")[1:]
    assert first.rstrip() == "読み込み中 {1} 00:00" and end == ""
    assert blank.strip() == "" and len(blank) >= 2 * len("読み込み中") + len(" {1} 00:00")  # two columns a letter


def test_an_error_ends_it_too():
    screen, before = Terminal(), threading.active_count()
    with pytest.raises(ValueError, match="inner"), waiting("Reading", screen, every=0.001):
        screen.wait_until_shown()
        raise ValueError("inner")
    assert threading.active_count() == before and screen.lines()[-1] == ""


def test_work_is_told_with_its_time(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    steps = []
    timed(lambda step, seconds: steps.append((step, seconds >= 0)), "Reading", lambda: steps.append("work"))
    assert steps == ["work", ("Reading", True)]


# --- a bar ---------------------------------------------------------------------------------------------------------


def test_a_bar_on_a_terminal_is_one_line_that_fills_and_goes():
    screen = Terminal()
    with bar(LEFT, screen) as show:
        for done in (0, 15, 30):
            show(done, 30)
    shown = list(dict.fromkeys(screen.lines()))
    assert [line.partition(" mails")[0] for line in shown] == [
        f"0/30 [{' ' * 20}]", f"15/30 [{'#' * 10}{' ' * 10}]", f"30/30 [{'#' * 20}]", ""
    ]  # fmt: skip
    assert "\n" not in screen.getvalue() and screen.getvalue().endswith("\r")


def test_a_bar_ends_with_an_error_too():
    screen, before = Terminal(), threading.active_count()
    with pytest.raises(ValueError, match="inner"), bar(LEFT, screen) as show:
        show(1, 2)
        raise ValueError("inner")
    assert threading.active_count() == before and screen.lines()[-1] == ""


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "cp1252"])
def test_any_terminal_can_write_it(encoding):
    screen = Terminal(encoding)
    with bar("¥ — 送信 {remaining}", screen) as show, waiting("¥ — 読み込み中", screen, every=0.001):
        show(1, 3)
        screen.wait_until_shown()
    assert screen.getvalue().encode(encoding)


def test_a_narrow_terminal_is_not_filled_beyond_its_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    screen = Terminal()
    with bar("メールを送信しています（残り{remaining}）", screen) as show:
        show(1, 5)
    assert screen.lines()[0] == f"1/5 [####{' ' * 16}] メ"  # one column more would be 30


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of its own")
def test_a_terminal_that_does_not_know_its_width(monkeypatch):
    import pty

    monkeypatch.delenv("COLUMNS")
    own, terminal = pty.openpty()  # 0 rows, 0 columns
    with os.fdopen(own, "rb", buffering=0) as seen, os.fdopen(terminal, "w", encoding="utf-8") as screen:
        with bar(LEFT, screen) as show:
            show(1, 5)
        assert seen.read(30).startswith(b"\r1/5 [####")


def test_elsewhere_nothing_is_written():
    screen = io.StringIO()
    with bar(LEFT, screen) as show:
        for done in range(1, 101):
            show(done, 100)
    assert screen.getvalue() == ""


def test_the_time_left_is_that_of_the_mails_so_far(monkeypatch):
    now, screen = [100.0], Terminal()
    monkeypatch.setattr("tqdm.std.time", lambda: now[0])
    with bar(LEFT, screen) as show:
        show(10, 100)  # of an earlier run
        now[0] += 20
        show(20, 100)
    assert screen.lines()[-3].endswith("] mails, 02:40 left")  # 2 seconds each, 80 to go


def test_nothing_to_do_divides_by_nothing():
    screen = Terminal()
    with bar(LEFT, screen) as show:
        show(0, 0)
    assert screen.lines()[0].startswith("0/0 [")
