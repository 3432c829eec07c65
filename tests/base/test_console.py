"""Texts that any console can show."""

import io
import subprocess
import sys

import pytest

from helpers.base.console import print_lines, printable, unheard
from helpers.base.words import _sentences
from tests.each import each

NEEDED = "¥1,234 — 5–6 −7 “店” … +NPS"


def test_a_japanese_console_shows_yen_and_dashes():
    assert printable(NEEDED, "cp932") == '￥1,234 - 5-6 -7 "店" ... +NPS'


def test_an_ascii_console_loses_letters_but_never_stops():
    assert printable(NEEDED, "ascii") == '?1,234 - 5-6 -7 "?" ... +NPS'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_console_that_can_shows_the_text_as_it_is(encoding):
    assert printable(NEEDED, encoding) == NEEDED


@each("encoding", ["cp932", "cp1252", "ascii", "latin-1", "euc-jp"])
def test_every_sentence_goes_through_every_console(encoding):
    for said in (text for both in _sentences().values() for text in both.values()):
        assert printable(said, encoding).encode(encoding)


def test_lines_are_written_in_the_consoles_encoding(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp932", newline="\n"))
    print_lines("¥5 —", "円")
    assert raw.getvalue().decode("cp932") == "￥5 -\n円\n"


def test_only_what_is_started_within_is_unheard(capfd):
    say = [sys.executable, "-c", "import sys; sys.stderr.write(sys.argv[1])"]
    with pytest.raises(KeyError), unheard():
        subprocess.run([*say, "within"], check=True)
        raise KeyError
    subprocess.run([*say, "after"], check=True)
    assert capfd.readouterr().err == "after"
