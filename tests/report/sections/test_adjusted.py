"""What is said and drawn of like with like is what its interval allows, and of whom it speaks."""

from dataclasses import replace

import pytest

from helpers.base.results import HIDDEN, Estimate
from helpers.compare.adjustment.held import Explained, WindowHeld
from helpers.compare.bases import headline_bases
from helpers.report import sections
from tests.each import each
from tests.report.seen import drawn_words, lines, seen


@pytest.fixture
def shown(missing, results):
    """Maker of what is seen of like with like; by default beside a plain and a weighted gap."""

    def make(even, report, result=None, bases=None):
        result = result or results()
        bases = headline_bases(result, missing(), even) if bases is None else bases
        return seen(sections.adjusted(even, bases, result), report)

    return make


def test_the_gap_that_is_left_stands_beside_the_plain_one(even, shown, report):
    said = shown(even(), report).sentences
    assert said[0] == report.say("adjusted_more", gap=1500, low=500, high=2500, plain=3000)
    assert said[1] == report.say(
        "adjusted_kept_few", promoters=report.say("n_persons", n=7), detractors=report.say("few_persons", least=5)
    )
    names = report.say("list_separator").join([report.say("covariate_acquired_on"), "region"])
    assert said[2:] == [
        report.say("adjusted_steps", plain=3000, kept=1600, gap=1500),
        report.say("adjusted_by", names=names),
        report.say("adjusted_small", least=600),
        report.say("adjusted_meaning"),
    ]


def test_steps_are_told_where_that_of_those_kept_is_known_and_another(even, shown, english_report):
    steps = "In three steps: plain ¥3,000; among those kept, still plain, ¥1,600; like with like ¥1,500."
    assert steps in shown(even(), english_report()).sentences
    for there in (even(plain_kept=HIDDEN), even(trimmed={"promoter": 0, "detractor": 0})):
        assert "In three steps" not in shown(there, english_report()).words


@each("matched, small", [(599, True), (600, False)])
def test_that_pairs_can_be_missed_is_said_under_600_answers(matched, small, even, results, shown, english_report):
    sizes = {"detractor": 101, "passive": 201, "promoter": matched + 3 - 302}  # one of each segment is not known
    result = results(sizes=sizes)
    assert ("fewer than 600 answers" in shown(even(), english_report(), result).words) == small


def test_how_many_were_compared_where_nobody_can_be_counted_from_it(even, shown, english_report):
    report = english_report(min_cell=2)
    there = shown(even(few=False), report)
    assert there.sentences[1] == report.say("adjusted_kept", promoters="7", detractors="2", n=57)
    assert lines(there.tables[0])[0][-2:] == ["40 / 17", "7 / 2"]


def test_detractors_who_bring_more_like_with_like(even, shown, english_report):
    said = shown(even((-900.0, -1500.0, -300.0)), english_report()).sentences[0]
    assert "a detractor brought ¥900 more than a promoter" in said and "between ¥300 and ¥1,500" in said


def test_an_interval_that_holds_zero_tells_no_direction(even, shown, english_report):
    said = shown(even((100.0, -300.0, 500.0)), english_report()).sentences[0]
    assert "not distinguishable" in said and "between −¥300 and ¥500" in said


@pytest.mark.parametrize("reason", ["few", "alike", "periods"])
def test_why_there_is_no_such_gap(even, shown, report, reason):
    assert shown(even(reason=reason), report).sentences == [report.say(f"adjusted_{reason}")]


def test_nothing_is_shown_where_the_plain_gap_is_hidden(even, results, shown, report):
    hidden, said = results(shown=()), [report.say("adjusted_hidden")]
    for found in (even(), even(hidden=True)):
        there = shown(found, report, hidden, {"plain": None})
        assert there.sentences == [report.say("gaps_chart_unknown"), *said]
        assert not there.tables and not there.charts


def test_what_could_not_be_used_is_named(even, shown, english_report):
    report = english_report(window="after")
    why = {"town": "levels", "birthday": "alike", "Tags": "export_day", "plan": "unknown_day", "Rank": "export_day"}
    found = even(left_out=why, earlier_spend=False, trimmed={"promoter": 0})
    said = shown(found, report).sentences
    assert said[1] == report.say("adjusted_all")
    assert said[3:] == [
        report.say("adjusted_small", least=600),
        report.say("adjusted_no_spend"),
        report.say("adjusted_unused", names="birthday; town"),
        report.say("adjusted_export_day", names="Rank; Tags"),
        report.say("adjusted_unknown_day", names="plan"),
        report.say("adjusted_after"),
        report.say("adjusted_meaning"),
    ]


def test_what_each_attribute_explains_of_the_window(even, shown, english_report):
    total, region = Explained(0.412, may_hold=True, export_day=True), Explained(0.003, may_hold=False, export_day=False)
    found = replace(even(), held=WindowHeld({"Total Spent": total, "region": region}, 0.123))
    report = english_report()
    there = shown(found, report)
    assert lines(there.tables[1]) == [
        ["Total Spent", "it may", "41%"],
        ["region", "no sign of it", "0.3%"],
        ["Bought before the window", "for comparison", "12%"],
    ]
    warnings = [part.sentences for part in there.parts if getattr(part, "kind", "") == "warning"]
    asked = report.say("adjusted_asked", names="Total Spent")
    assert warnings == [(asked,), (report.say("adjusted_may_hold", name="Total Spent", share=0.412),)]


def test_of_too_few_nothing_is_said_of_the_window(even, shown, report):
    few = replace(even(), held=WindowHeld({"region": Explained(None, may_hold=False, export_day=False)}))
    assert shown(few, report).sentences == shown(even(), report).sentences
    assert len(shown(few, report).tables) == len(shown(even(), report).tables) == 1


def test_each_gap_plain_and_even(even, shown, english_report):
    (grid,) = shown(even(), english_report()).tables
    assert len(lines(grid)) == 9
    assert lines(grid)[0] == ["LTV", "Promoter − detractor", "yes", "¥2,800", "¥1,500", "¥500", "¥2,500", "—",
                              "7 / under 5"]  # fmt: skip


def test_a_gap_that_is_none_keeps_its_plain_one(even, shown, english_report):
    (grid,) = shown(even(reason="few"), english_report()).tables
    assert lines(grid)[0] == ["LTV", "Promoter − detractor", "not shown", "¥2,800", *["—"] * 5]
    assert grid.caption == english_report().say("few_note")


def test_the_gap_in_its_ways_of_counting(even, shown, english_report):
    report = english_report(note="Simulated.")
    chart = shown(even(), report).charts["bases"]
    assert chart.alternative.startswith(report.say("bases_chart_other"))  # weighted: 0 to 4,000 holds zero
    assert chart.frame["basis"].tolist() == ["plain", "weighted", "kept", "adjusted"]
    assert chart.frame["estimate"].tolist() == [3000, 2000, 1600, 1500]
    assert {"plain", "weighted", "like with like", "Simulated."} <= {*drawn_words(chart)}
    assert "like with like: ¥1,500 (¥500 to ¥2,500)" in chart.alternative


def test_ways_of_counting_that_say_the_same(even, shown, english_report):
    clear = {name: Estimate(2.0, 1.0, 3.0) for name in ("plain", "weighted")}
    (chart,) = shown(even(), english_report(), bases=clear).charts.values()
    assert chart.alternative.startswith("Counted plain; weighted: the answer is the same")


def test_one_way_of_counting_alone_is_no_chart(even, shown, report):
    there = shown(even(), report, bases={"plain": Estimate(2.0, 1.0, 3.0), "weighted": None})
    assert there.sentences[0] == report.say("robust_none") and there.parts[0].kind == "missing" and not there.charts


def test_the_first_screen_has_the_gap_in_one_line(even, missing, results, english_report):
    bases = headline_bases(results(), missing(), even())
    line = sections.bases_line(english_report(), bases, results())
    assert line == ("Promoter − detractor: plain ¥3,000 · weighted ¥2,000 · like with like ¥1,500",)
    alone = headline_bases(results(), missing(reason="one_band"), even(reason="few"))
    assert sections.bases_line(english_report(), alone, results()) == ()
