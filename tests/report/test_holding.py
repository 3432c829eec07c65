"""What is said of other ways of counting is what they show."""

import pytest

from helpers.base.results import HIDDEN, Estimate
from helpers.compare.robustness.scenarios import Scenario
from helpers.report.holding import held, holding


def counted(name, low, high):
    gap = HIDDEN if low is None else Estimate((low + high) / 2, low, high)
    return Scenario(name, None, {}, {"promoter": 1.0}, gap)


REPORTED = counted("reported", 10.0, 30.0)
SAME, UNCLEAR = counted("median", 1.0, 9.0), counted("uncapped", -1.0, 9.0)
OTHER, UNSEEN = counted("ltv_alone", -9.0, -1.0), counted("trimmed", None, None)


def told(report, *scenarios):
    return list(holding(report, scenarios, "robust_all", "robust_some"))


@pytest.mark.parametrize(
    ("scenario", "state"), [(SAME, "yes"), (UNCLEAR, "unclear"), (OTHER, "less"), (UNSEEN, "unknown")]
)
def test_what_a_scenario_says_beside_the_report(scenario, state):
    assert held(scenario, "more") == state


def test_promoters_who_are_worth_more_elsewhere_do_not_hold_an_unclear_answer():
    assert held(SAME, "unclear") == "more"


def test_all_hold(english_report):
    (said,) = told(english_report(), REPORTED, SAME, counted("trimmed", 2.0, 3.0))
    assert said == "Counted in 2 other ways, the answer stays the same: promoters are worth more than detractors."


def test_some_hold(report):
    names = report.names(["scenario_uncapped", "scenario_ltv_alone"])
    expected = report.say("robust_some", n=3, same=1, conclusion=report.say("conclusion_more"), names=names)
    assert told(report, REPORTED, SAME, UNCLEAR, OTHER) == [expected]


def test_what_is_hidden_is_named_and_counted_nowhere(report):
    conclusion, unshown = report.say("conclusion_more"), report.say("scenario_trimmed")
    hidden = report.say("robust_unshown", names=unshown)
    assert told(report, REPORTED, SAME, UNSEEN) == [report.say("robust_all", n=1, conclusion=conclusion), hidden]
    names = report.say("scenario_uncapped")
    some = report.say("robust_some", n=1, same=0, conclusion=conclusion, names=names)
    assert told(report, REPORTED, UNCLEAR, UNSEEN) == [some, hidden]
    assert told(report, REPORTED, UNSEEN) == [report.say("robust_none")]
    assert told(report, UNSEEN, SAME) == []


def test_detractors_who_are_worth_more_are_said_to_be(english_report):
    (said,) = told(english_report(), OTHER, OTHER)
    assert said.endswith("the answer stays the same: detractors are worth more than promoters.")
