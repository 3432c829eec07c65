"""Words that all steps share."""

from datetime import date
from pathlib import Path

import pytest

from helpers.base.folders import run_folder
from helpers.report.sentences import period, window_line, written
from helpers.report.sentences.common_sentences import join


@pytest.mark.parametrize(("days", "key"), [(365, "period_year"), (30, "period_days"), (0, "period_all")])
def test_periods_are_a_year_so_many_days_or_so_far(words, settings, days, key):
    assert period(words, settings(window_days=days)) == words.say(key, **({"days": 30} if days == 30 else {}))


def test_the_window_is_told_with_its_last_day_inside(english, settings):
    line = window_line(english, settings())
    assert "2026-04-01" in line and "2025-04-01" in line and "2026-03-31" in line


def test_a_window_after_the_date_starts_on_it(english, settings):
    line = window_line(english, settings(window="after", window_days=30))
    assert "2026-04-01" in line and "2026-04-30" in line and "2026-03" not in line


def test_the_whole_history_has_no_first_day(words, settings):
    expected = words.say("as_of_line_all", as_of=date(2026, 4, 1), end=date(2026, 3, 31))
    assert window_line(words, settings(window_days=0)) == expected


def test_sentences_are_joined_as_the_language_does(words):
    assert join(words, "A.", "B.") == {"en": "A. B.", "ja": "A.B."}[words.language]


def test_what_was_written_is_told_without_the_machines_folders(english, tmp_path, monkeypatch):
    monkeypatch.setenv("NPS_KIT_OUT", str(tmp_path))
    folder = run_folder("r")
    said = written([folder / "a.csv", folder / "b.csv", folder / "private" / "c.csv", Path("/else/d.csv")], english)
    assert "out/r: a.csv, b.csv" in said and "out/r/private: c.csv" in said
    assert str(tmp_path) not in said and "/else" not in said
