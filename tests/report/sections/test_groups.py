"""What is said of groups of customers rests on their gaps drawn together; with fewer than three nothing is ranked."""

import pytest

from helpers.base.intervals import Moments
from helpers.base.pooling import drawn_together
from helpers.base.results import HIDDEN
from helpers.collect.nps import nps_from_counts
from helpers.compare.groups import Cut, Group, PairMoments
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen
from tests.rounding import as_told

REST = Group(None, 9, 3, HIDDEN, HIDDEN)


def group(name, gap, error=100.0):
    """Twenty promoters and twenty detractors, the gap between their means with such a standard error."""
    variance = error**2 * 10
    pair = PairMoments(Moments(20, 1000.0 + gap, variance, 0.0), Moments(20, 1000.0, variance, 0.0))
    return Group(name, 50, 40, nps_from_counts(20, 0, 20), pair)


def told(cut, report):
    return seen(sections.groups(cut), report)


def of(*gaps, error=100.0):
    return Cut("region", (*(group(f"g{i}", gap, error) for i, gap in enumerate(gaps)), REST))


@pytest.mark.parametrize(
    ("gaps", "key", "figures"),
    [
        ((5000, 0, 0), "cut_chart_more", {"n": 1, "of": 3}),
        ((-5000, 0, 0), "cut_chart_less", {"n": 1, "of": 3}),
        ((-5000, 5000, 0), "cut_chart_both", {"more": 1, "less": 1, "of": 3}),
        ((0, 0, 1), "cut_chart_unclear", {"of": 3}),
        ((5000, 5000), "cut_chart_few", {"of": 2}),  # far from zero, and yet too few to be drawn together
    ],
)
def test_groups_are_titled_by_what_the_gaps_drawn_together_say(report, gaps, key, figures):
    chart = told(of(*gaps), report).charts["by_attribute"]
    assert chart.alternative.startswith(report.say(key, **figures)) and "region" in chart.alternative
    rest = report.say("alternative_figure", name=report.say("cut_rest"), label=report.say("too_few"))
    assert rest in chart.alternative
    assert report.say("group_n", n=3) in drawn_words(chart)
    assert sorted(chart.frame["group"]) == ["", *(f"g{i}" for i in range(len(gaps)))]


def test_one_group_that_stands_out_by_luck_is_not_named(english_report):
    """Plain, g3 lies 2.3 standard errors above zero; chance explains the spread, and so does the title."""
    there = told(of(30, 0, 40, 230, 20, -30, 10), english_report())
    assert there.charts["by_attribute"].alternative.startswith("In none of the 7 groups")
    assert "chance explains all of the spread" in there.sentences[0]
    assert not any(row[1] == "yes" for row in lines(there.tables[0]))


def test_chart_and_file_have_both(english_report):
    chart = told(of(0, 5000, 0), english_report()).charts["by_attribute"]
    drawn = drawn_together([5000.0, 0.0, 0.0], [100.0] * 3, 0.95).groups
    assert chart.frame["group"].tolist() == ["g1", "g0", "g2", ""]  # ranked
    assert chart.frame["estimate"].tolist()[:3] == [as_told(one.estimate) for one in drawn]
    assert chart.frame["high"].tolist()[:3] == [as_told(one.high, of=one.estimate) for one in drawn]
    assert chart.frame["plain"].tolist()[:3] == [5000, 0, 0]
    marks = {line.get_gid() for line in chart.figure.axes[0].lines}
    assert {"dot:0", "faint:0", "faint interval:0", "dot:2", "faint:2"} <= marks and "faint:3" not in marks


def test_two_groups_have_their_plain_gaps_alone(report):
    there = told(of(5000, 4000), report)
    chart = there.charts["by_attribute"]
    assert chart.frame["estimate"].isna().all() and chart.frame["plain"].tolist()[:2] == [5000, 4000]
    assert {line.get_gid() for line in chart.figure.axes[0].lines} >= {"dot:0", "dot:1"}
    assert there.sentences[0] == report.say("cut_unranked", least=3)
    assert report.say("head_drawn") not in there.tables[0].rows


def test_groups_say_how_they_hold_together(english_report):
    said = told(of(*[100.0] * 6), english_report()).sentences[-1]
    assert "each of the 6 intervals of a plain gap" in said and "99.2%" in said and "at least 95%" in said


def test_the_spread_that_chance_does_not_explain_is_said(english_report):
    report, gaps = english_report(), [0.0, 5000.0, 0.0]
    spread = drawn_together(gaps, [100.0] * 3, 0.95).spread
    assert told(of(*gaps), report).sentences[0] == report.say("cut_spread", spread=spread)
    assert "Gelman, Hill & Yajima 2012" in report.say("cut_spread", spread=spread)


def test_one_group_that_can_be_compared_is_said_to_be_one(report):
    single = told(of(100.0), report)
    assert single.sentences == [report.say("cut_single")] and single.charts


def test_without_groups_to_compare_a_sentence_stands_there(report):
    none = told(None, report)
    assert none.sentences == [report.say("cut_none")] and none.parts[0].kind == "missing" and not none.tables
    few = told(Cut("region", (REST,)), report)
    assert few.sentences == [report.say("cut_few")] and not few.charts and few.tables


def test_groups_of_an_attribute(english_report):
    report = english_report()
    gaps, scores = told(of(0, 5000, 0), report).tables
    drawn = drawn_together([5000.0, 0.0, 0.0], [100.0] * 3, 0.95).groups[0]
    together = map(report.words.money, (drawn.estimate, drawn.low, drawn.high))
    first, *_, last = lines(gaps)
    assert first[:5] == ["g1", "yes", *together] and first[5] == "¥5,000"
    assert last == ["others and unknown", "not shown", *["—"] * 6]
    assert gaps.caption == f"{report.say('cut_ranked')} · {report.say('few_note')}"
    nps = nps_from_counts(20, 0, 20, confidence=1 - 0.05 / 3)
    assert lines(scores)[1] == ["g1", "50", "40", *map(report.words.points, (0.0, nps.low, nps.high))]
    assert [row[0] for row in lines(scores)] == ["g0", "g1", "g2", "others and unknown"]
