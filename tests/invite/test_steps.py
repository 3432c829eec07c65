"""The steps that lead to answers: in an order in which each one has what it needs."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PAGES = ("asking.md", "asking.ja.md")


@pytest.mark.parametrize("name", PAGES)
def test_the_parameter_file_comes_first_and_the_link_after_the_questionnaire(name):
    text = (PROJECT / "docs" / name).read_text(encoding="utf-8")
    steps = ["sample.yaml", "`report_name`", "survey_tool: ", "--questionnaire", "survey_url: ", "--dry-run"]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
    assert text.index("`note`") < places[2] and "reminders-1" in text
    assert text.rindex("`as_of`") > places[2]  # said again: it stays as it was planned
