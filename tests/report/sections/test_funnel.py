"""From those asked to those who can be valued: who is lost where, and the account in people."""

from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.collect.funnel import Funnel
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen

FILES = {"responses": "a.csv", "customers": "c.csv"}
STAGES = Funnel(8, 4, 6, 4, 3, 2)


def chart(stages, report):
    (found,) = seen(sections.funnel(stages), report).charts.values()
    return found


@pytest.fixture
def notes(english_report):
    """Maker of the sentences under the funnel of step 1."""
    return lambda stages, **files: seen(sections.funnel(stages), english_report(**FILES | files)).sentences


def test_the_funnel_narrows_from_asked_to_counted(english_report):
    exhibit = chart(STAGES, english_report(note="Simulated."))
    stages = ["invited", "answered", "usable", "matched", "counted"]
    assert exhibit.frame.to_dict("list") == {"stage": stages, "persons": [8, 6, 4, 3, 2]}
    figures = {"asked": 8, "answered": 4, "rate": 0.5, "matched": 0.75}
    assert exhibit.alternative.startswith(english_report().say("funnel_chart", **figures))
    drawn = drawn_words(exhibit)
    assert "Simulated." in drawn
    for label in ("8", "6", "3 (75% of usable)", "2 (50% of usable)"):
        assert label in drawn and label in exhibit.alternative


def test_unknown_stages_of_the_funnel_are_left_out(english_report):
    report = english_report()
    alone = chart(Funnel(None, 0, 5, 4, None), report)
    assert alone.frame["stage"].tolist() == ["answered", "usable", "counted"]
    assert alone.alternative.startswith(report.say("funnel_chart_unmatched", usable=4))
    assert report.say("funnel_subtitle_unasked") in drawn_words(alone)
    unasked = chart(Funnel(None, 0, 5, 4, 3), report)
    assert unasked.alternative.startswith(report.say("funnel_chart_unasked", answered=4, matched=0.75))


def test_the_whole_funnel_ends_with_those_valued(english_report):
    report = english_report()
    (whole,) = seen(sections.funnel(Funnel(8, 4, 6, 4, 3, 2, valued=1)), report).parts  # what is missing step 1 tells
    assert whole.name == "funnel_valued"  # beside that of step 1
    assert whole.frame["stage"].tolist() == ["invited", "answered", "usable", "matched", "valued"]
    assert report.say("funnel_of_asked", n=4, asked=4, share=0.5) in drawn_words(whole)
    assert report.say("funnel_of_usable", n=1, share=0.25) in drawn_words(whole)


@pytest.mark.parametrize(
    ("stages", "key", "figures"),
    [
        ((9, 3, 5, 4, 3, 3), "loss_silent", {"n": 6, "of": 9}),
        ((None, 0, 9, 4, 3, 3), "loss_unusable", {"n": 5, "of": 9}),
        ((4, 4, 5, 4, 2, 2), "loss_unknown", {"n": 2, "of": 4}),
        ((None, 0, 5, 5, None, 2), "loss_unknown", {"n": 3, "of": 5}),  # buyers stand in for customers
        ((4, 4, 4, 4, 4, 1), "loss_later", {"n": 3, "of": 4}),
        ((4, 4, 4, 4, 4, 4), "loss_none", {"n": 4}),
    ],
)
def test_the_whole_funnel_tells_where_most_are_lost(report, stages, key, figures):
    *before, last = stages
    assert chart(Funnel(*before, valued=last), report).alternative.startswith(report.say(key, **figures))


def test_without_a_usable_answer_there_is_no_funnel(report):
    first, *_ = seen(sections.funnel(Funnel(8, 0, 2, 0, 0)), report).parts
    assert first.sentences == (report.say("missing_responses"),) and first.kind == "missing"


def test_the_response_rate_carries_its_interval(funnel, notes, english_report):
    # 96 of 400 = 0.24; Wilson at 95 %: 0.2008…0.2842 (z = 1.96: centre 0.24247, half 0.04171)
    assert notes(funnel) == [english_report().say("response_rate", rate=0.24, low=0.2008, high=0.2842)]


def test_missing_files_are_named(notes, english_report):
    unasked, say = Funnel(None, 0, 103, 100, 95), english_report().say
    assert notes(unasked) == [say("missing_invitations")]
    assert notes(unasked, customers=None) == [say("missing_invitations"), say("missing_customers")]
    nobody = Funnel(None, 0, 0, 0, None)
    assert notes(nobody, responses=None) == [say("missing_responses")]  # no rate of nobody's answers


def test_people_are_sums_with_the_changes_between_them(english_report):
    # 9 asked, 6 of them without an answer, 1 more answered: 4; 1 unknown: 3; 1 no customer yet: 2; 8 others: 10
    merged = SimpleNamespace(
        rows=pd.DataFrame({"segment": ["promoter"] * 2 + [None] * 8}), ledgers={"customers": {"rows_in": 11}}
    )
    account = sections.persons(Funnel(9, 3, 5, 4, 3, valued=2), merged)
    (grid,) = seen(account, english_report()).tables
    assert lines(grid) == [
        ["Asked", "", "9"],
        ["without a usable answer", "−6", ""],
        ["answered without being on the list", "+1", ""],
        ["Persons with a usable answer", "", "4"],
        ["not known in the CRM", "−1", ""],
        ["Known in the CRM", "", "3"],
        ["no customers at the report's date", "−1", ""],
        ["Can be valued", "", "2"],
        ["other customers, without a usable answer", "+8", ""],
        ["Customers of the report", "", "10"],
        ["rows set aside, or not of the report", "+1", ""],
        ["Rows of the customers file", "", "11"],
    ]
    merged.ledgers.clear()
    assert lines(seen(account, english_report()).tables[0]) == lines(grid)[:-2]  # without a file none of its rows
