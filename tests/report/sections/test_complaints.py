"""Complaints are told as they were seen, and silent detractors where they may be."""

import pytest

from helpers.base.results import HIDDEN
from helpers.compare.silent_detectors import Complaints, SilentDetectors
from helpers.merge.complaints import Ladder, Rung
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen

SILENT = SilentDetectors(n=12, detractors=20, ltv_mean=1500.0, ltv_total=18000.0)


def ladder(seen=(2, 30, 100), expected=(2, 58, 600), gap=(0, 28, 500)):
    return Ladder(*map(Rung, seen, expected, gap))


def test_the_ladder_shows_seen_expected_and_gap(english_report):
    there = seen(sections.complaints(Complaints(ladder(), None)), english_report(note="Simulated."))
    (grid,), chart = there.tables, there.charts["heinrich"]
    assert lines(grid) == [  # 2 × 1, 29, 300
        ["Major", "2", "2", "0"],
        ["Minor", "30", "58", "28"],
        ["Near misses", "100", "600", "500"],
    ]
    assert grid.caption == "" and there.sentences == []
    assert chart.frame.to_dict("list") == {"severity": ["major", "minor", "near_miss"], "seen": [2, 30, 100],
                                           "expected": [2, 58, 600], "gap": [0, 28, 500]}  # fmt: skip
    report = english_report()
    labels = [report.say("seen_label", n=30), report.say("expected_label", n=58)]
    assert {*labels, "Minor"} <= {*drawn_words(chart)} and f"Minor: {' / '.join(labels)}" in chart.alternative
    assert any(report.say("heinrich_note") in words and "Simulated." in words for words in drawn_words(chart))


@pytest.mark.parametrize(
    ("rungs", "key", "missing", "severity"),
    [
        (ladder(), "heinrich_chart_under", 500, "near_miss"),
        (ladder(gap=(0, 28, 0)), "heinrich_chart_under", 28, "minor"),
        (ladder(gap=(0, -1, 0)), "heinrich_chart_fine", 0, "minor"),
        (ladder(expected=(0, 0, 0), gap=(0, -30, -100)), "heinrich_chart_none", 0, "minor"),  # 29 × 0: no expectation
    ],
)
def test_the_ladder_names_what_is_missing_most(report, rungs, key, missing, severity):
    chart = seen(sections.complaints(Complaints(rungs, None)), report).charts["heinrich"]
    title = report.say(key, missing=missing, name=report.say(f"severities_{severity}"))
    assert chart.alternative.startswith(title)


def test_without_complaints_a_sentence_stands_there(report):
    there = seen(sections.complaints(Complaints(None, None)), report)
    assert there.sentences == [report.say("missing_complaints")] and there.parts[0].kind == "missing"
    assert len(there.parts) == 1


def test_silent_detractors_are_told_with_their_worth_where_they_may_be(report):
    figures = {"n": 12, "detractors": 20, "mean": 1500, "total": 18000}
    assert seen(sections.complaints(Complaints(ladder(), SILENT)), report).sentences == [
        report.say("silent_detractors", **figures)
    ]
    hidden = SilentDetectors(n=HIDDEN, detractors=20, ltv_mean=HIDDEN, ltv_total=HIDDEN)
    assert seen(sections.complaints(Complaints(ladder(), hidden)), report).sentences == []
