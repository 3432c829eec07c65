"""A section tells what may be shown, in the report's language."""

import pytest

from helpers.base.results import Support
from helpers.compare.growth import Growth
from helpers.report.context import section


@section
def told(report, growth):
    yield report.text(report.say("span_year"))
    yield report.text(None, "")
    yield report.table(("segment", "customers low"), [["a", "—"]], "Rows")


def test_parts_that_say_nothing_are_left_out(english_report):
    text, table = told(None).parts(english_report())
    assert text.sentences == ("a year",) and list(table.rows) == ["Segment", "Customers from"]
    assert table.caption == f"Rows · {english_report().say('few_note')}"


def test_the_window_is_told_in_words(english_report):
    def told(days, **changes):
        return english_report(window_days=days, as_of="2026-04-01", **changes).period

    assert told(365) == "in the year to 2026-03-31" and told(0) == "so far"
    assert told(90) == "in the 90 days to 2026-03-31" and told(90, window="after") == "in the 90 days to 2026-06-29"
    assert [english_report(window_days=days).span for days in (365, 90)] == ["a year", "in 90 days"]


def test_a_result_with_the_persons_behind_it_is_refused(english_report):
    full = Growth(0.1, 0.2, 0.3, *[None] * 7, support=Support(None, None))
    with pytest.raises(TypeError, match="Growth"):
        told(full).parts(english_report())
