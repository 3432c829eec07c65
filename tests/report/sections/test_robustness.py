"""What is said of other ways of counting is what they show."""

import pytest

from helpers.base.results import HIDDEN, Estimate
from helpers.compare.robustness.scenarios import Scenario
from helpers.report import sections
from helpers.report.holding import held
from tests.report.seen import drawn_words, seen


def counted(name, low, high):
    return Scenario(name, None, {}, {}, HIDDEN if low is None else Estimate((low + high) / 2, low, high))


REPORTED = counted("reported", 1000.0, 9000.0)
SAME, UNCLEAR = counted("median", 100.0, 1816.0), counted("uncapped", -1.0, 9.0)
OTHER, UNSEEN = counted("ltv_alone", -9.0, -1.0), counted("trimmed", None, None)


@pytest.fixture
def shown(results):
    return lambda report, *scenarios: seen(sections.robustness(scenarios, results()), report)


@pytest.mark.parametrize(
    ("scenario", "reported", "state"),
    [(SAME, "more", "yes"), (UNCLEAR, "more", "unclear"), (OTHER, "more", "less"), (UNSEEN, "more", "unknown"),
     (SAME, "unclear", "more")],
)  # fmt: skip
def test_what_a_scenario_says_beside_the_report(scenario, reported, state):
    assert held(scenario, reported) == state


def test_all_hold(shown, english_report):
    report = english_report(note="Simulated.")
    there = shown(report, REPORTED, SAME, UNSEEN, counted("half_incremental", 2.0, 3.0))
    same = "Counted in 2 other ways, the answer stays the same: promoters are worth more than detractors."
    chart = there.charts["robustness"]
    assert there.sentences[0] == same and chart.alternative.startswith(report.say("robust_chart_all"))
    assert {"¥5,000 (¥1,000 to ¥9,000)", "¥960 (¥100 to ¥1,820)", "not shown", "Simulated."} <= {*drawn_words(chart)}
    assert chart.frame["scenario"].tolist() == ["reported", "median", "trimmed", "half_incremental"]
    assert chart.frame["estimate"].tolist()[:2] == [5000.0, 958.0]  # the file has them unrounded


def test_some_hold(shown, report):
    there = shown(report, REPORTED, SAME, UNCLEAR, OTHER)
    names = report.say("list_separator").join([report.say("scenario_uncapped"), report.say("scenario_ltv_alone")])
    some = report.say("robust_some", n=3, same=1, conclusion=report.say("conclusion_more"), names=names)
    assert there.sentences == [some]
    assert there.charts["robustness"].alternative.startswith(report.say("robust_chart_some"))


def test_what_is_hidden_is_named_and_counted_nowhere(shown, report):
    assert shown(report, REPORTED, SAME, UNSEEN).sentences == [
        report.say("robust_all", n=1, conclusion=report.say("conclusion_more")),
        report.say("robust_unshown", names=report.say("scenario_trimmed")),
    ]
    none = shown(report, REPORTED, UNSEEN)
    assert none.sentences == [report.say("robust_none")] * 2 and not none.charts  # in the chart's place, and below
    unknown = shown(report, UNSEEN, SAME)
    assert unknown.sentences == [report.say("gaps_chart_unknown")] and unknown.parts[0].kind == "missing"


def test_detractors_who_are_worth_more_are_said_to_be(shown, english_report):
    (said,) = shown(english_report(), OTHER, OTHER).sentences
    assert said.endswith("the answer stays the same: detractors are worth more than promoters.")
