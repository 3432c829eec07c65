"""What is said of groups of customers is what their intervals allow together."""

import pytest

from helpers.base.results import Estimate
from helpers.collect.nps import nps_from_counts
from helpers.compare.groups import GroupGap, GroupGaps
from helpers.report import sections
from tests.report.seen import drawn_words, lines, seen

REST = GroupGap(None, 9, 3, None, None)


def group(name, low, high):
    return GroupGap(name, 50, 40, None, Estimate((low + high) / 2, low, high))


@pytest.mark.parametrize(
    ("ends", "key", "figures"),
    [
        ([(1, 3), (-1, 3)], "cut_chart_more", {"n": 1, "of": 2}),
        ([(-3, -1), (-1, 3)], "cut_chart_less", {"n": 1, "of": 2}),
        ([(-3, -1), (1, 3)], "cut_chart_both", {"more": 1, "less": 1, "of": 2}),
        ([(-1, 3)], "cut_chart_unclear", {"of": 1}),
    ],
)
def test_groups_are_titled_by_what_their_intervals_say(report, ends, key, figures):
    named = [group(f"g{i}", *both) for i, both in enumerate(ends)]
    cut = GroupGaps("region", (*named, REST), len(ends), 0.97, 0.97)
    chart = seen(sections.groups(cut), report).charts["by_attribute"]
    assert chart.alternative.startswith(report.say(key, **figures)) and "region" in chart.alternative
    rest = report.say("alternative_figure", name=report.say("cut_rest"), label=report.say("too_few"))
    assert rest in chart.alternative
    assert report.say("group_n", n=3) in drawn_words(chart)
    assert chart.frame["group"].tolist() == [*(f"g{i}" for i in range(len(ends))), ""]
    assert list(chart.frame) == ["group", "customers", "answers", "estimate", "low", "high"]


def test_groups_say_how_they_hold_together(english_report):
    cut = GroupGaps("region", (group("kanto", -1.0, 3.0),) * 6, 6, 1 - 0.05 / 6, 1 - 0.05 / 6)
    (said,) = seen(sections.groups(cut), english_report()).sentences
    assert "each of the 6 intervals" in said and "99.2%" in said and "at least 95%" in said


def test_one_group_that_can_be_compared_is_said_to_be_one(report):
    single = seen(sections.groups(GroupGaps("region", (group("kanto", -1.0, 3.0),), 1, 0.95, 0.95)), report)
    assert single.sentences == [report.say("cut_single")] and single.charts


def test_without_groups_to_compare_a_sentence_stands_there(report):
    none = seen(sections.groups(None), report)
    assert none.sentences == [report.say("cut_none")] * 2 and none.parts[0].kind == "missing" and not none.tables
    few = seen(sections.groups(GroupGaps("region", (REST,), 0, 0.95, 0.95)), report)
    assert few.sentences == [report.say("cut_few")] * 2 and not few.charts and few.tables


def test_groups_of_an_attribute(english_report):
    some = GroupGap("kanto", 500, 100, nps_from_counts(20, 30, 50), Estimate(900.0, 100.0, 1700.0))
    cut, points = GroupGaps("region", (some, REST), 1, 0.95, 0.95), english_report().words.points
    (grid,) = seen(sections.groups(cut), english_report()).tables
    assert lines(grid) == [
        ["kanto", "yes", "500", "100", *map(points, (0.3, some.nps.low, some.nps.high)), "¥900", "¥100", "¥1,700"],
        ["others and unknown", "not shown", "9", "3", *["—"] * 6],
    ]
    assert list(grid.rows)[4:7] == ["NPS", "NPS from", "NPS to"] and grid.caption == english_report().say("few_note")
