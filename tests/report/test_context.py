"""A section tells what may be shown, in the report's language."""

import pytest

from helpers.base.results import Support
from helpers.compare.growth import Growth
from helpers.report.context import section


@section
def told(report, growth):
    yield report.text(report.say("period_year"))
    yield report.text(None, "")
    yield report.table(("segment", "customers low"), [["a", "—"]], "Rows")


def test_parts_that_say_nothing_are_left_out(english_report):
    text, table = told(None).parts(english_report())
    assert text.sentences == ("a year",) and list(table.rows) == ["Segment", "Customers from"]
    assert table.caption == f"Rows · {english_report().say('few_note')}"


def test_the_window_is_told_in_words(english_report):
    assert [english_report(window_days=days).period for days in (365, 90, 0)] == ["a year", "in 90 days", "so far"]


def test_a_result_with_the_persons_behind_it_is_refused(english_report):
    full = Growth(0.1, 0.2, 0.3, support=Support(None, None))
    with pytest.raises(TypeError, match="Growth"):
        told(full).parts(english_report())
