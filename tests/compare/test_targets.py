"""Targets: what may be named, in which unit, and on which side of its target a figure's interval lies."""

from types import SimpleNamespace

import pytest

from helpers.base.errors import KitError
from helpers.base.proportions import Rate, wilson_rate
from helpers.base.results import ALL, HIDDEN, Estimate
from helpers.collect.nps import nps_from_counts
from helpers.compare.goals import GAP_GOALS, GOALS, LOWER_IS_BETTER
from helpers.compare.nonresponse.beside import WeightedScore
from helpers.compare.targets import state_of, targets
from helpers.merge.kpi_names import KPIS
from helpers.merge.kpis import Kpis
from helpers.run.settings import checked
from tests.each import each


def set_to(**goals):
    named = {name: {"target": goal} for name, goal in goals.items()}
    return checked({"as_of": "2026-04-01", "targets": named}).targets


def beside(goals, *, nps=None, weighted=None, gap=None, anchored=True, **rates):
    missing = SimpleNamespace(weighted=SimpleNamespace(nps=weighted))
    gaps = {pair: SimpleNamespace(gap=lambda measure: gap) for _, pair in GAP_GOALS.values()}
    result = SimpleNamespace(gaps=gaps, referral=SimpleNamespace(anchored=anchored))
    by_kpi = Kpis({kpi: {ALL: rate} for kpi, rate in rates.items()}, {})
    return targets(goals, nps or nps_from_counts(10, 20, 70), missing, result, by_kpi)


def test_every_figure_of_the_method_can_have_a_target():
    goals = {**dict.fromkeys(GOALS, 0.5), "gap_ltv_promoter_detractor": -1e6, "nps": -100}
    assert list(set_to(**goals)) == list(goals) and {*KPIS, "nps", "nps_weighted"} < set(GOALS)
    assert set(LOWER_IS_BETTER) == set(KPIS) - {"repeat_rate"}


def test_a_rate_may_be_told_in_per_cent():
    assert set_to(churn_rate="12.5%", repeat_rate="40 %") == {
        "churn_rate": {"target": 0.125, "owner": ""},
        "repeat_rate": {"target": 0.4, "owner": ""},
    }


def test_checked_again_they_stay_so():
    settings = checked({"as_of": "2026-04-01", "targets": {"nps": {"target": 30, "owner": " 営業部 "}}})
    assert settings.targets == {"nps": {"target": 30.0, "owner": "営業部"}}
    assert checked(settings.model_dump(mode="json")).targets == settings.targets


@each(
    "goals, said",
    [
        ({"npss": {"target": 30}}, "targets: no figure has this name; nps may be meant"),
        ({"repeat rate": {"target": 0.3}}, "repeat_rate may be meant"),
        ({"zzz": {"target": 30}}, "one of nps, nps_weighted, repeat_rate"),
        ({1: {"target": 30}}, "one of nps, nps_weighted, repeat_rate"),
        ({"nps": 30}, "each figure needs a target"),
        ({"nps": {"owner": "Sales"}}, "each figure needs a target"),
        ({"nps": {"target": 30, "owners": "Sales"}}, "each figure needs a target"),
        ([30], "each figure needs a target"),
        ({"nps": {"target": 130}}, "nps needs a number in its own unit"),
        ({"nps": {"target": "30%"}}, "nps needs a number in its own unit"),
        ({"nps": {"target": True}}, "nps needs a number in its own unit"),
        ({"nps": {"target": float("nan")}}, "nps needs a number in its own unit"),
        ({"churn_rate": {"target": 12}}, "churn_rate needs a number in its own unit"),
        ({"churn_rate": {"target": "120%"}}, "churn_rate needs a number in its own unit"),
        ({"gap_ltv_promoter_detractor": {"target": "much"}}, "gap_ltv_promoter_detractor needs a number"),
        ({"nps": {"target": 30, "owner": "a@example.jp"}}, "an owner needs a name of at most 60 letters"),
        ({"nps": {"target": 30, "owner": "a" * 61}}, "an owner needs a name"),
        ({"nps": {"target": 30, "owner": 7}}, "an owner needs a name"),
        ({"nps": {"target": 30, "owner": "a\nb"}}, "one line without control characters"),
    ],
)
def test_what_is_no_target_is_refused_in_words(goals, said):
    with pytest.raises(KitError, match=r"E-PARAMETER") as raised:
        checked({"as_of": "2026-04-01", "targets": goals})
    assert said in raised.value.said("en") and "such as targets: {nps:" in raised.value.said("en")
    assert "30%" not in raised.value.said("en")


@each(
    "low, high, target, lower, state",
    [
        (17, 25, 30, False, "missed"),
        (17, 25, 30, True, "met"),
        (31, 35, 30, False, "met"),
        (31, 35, 30, True, "missed"),
        (17, 30, 30, False, "open"),
        (30, 35, 30, True, "open"),
        (None, 35, 30, False, "bare"),
    ],
)
def test_an_interval_on_one_side_alone_tells(low, high, target, lower, state):
    assert state_of(Estimate(21.0, low, high), target, lower_is_better=lower) == state


def test_each_figure_in_its_own_unit():
    rate = wilson_rate(numerator=5, denominator=10)  # Wilson: 0.2366…0.7634
    goals = set_to(nps=80, nps_weighted=10, churn_rate=0.8, gap_value_promoter_detractor=4000)
    found = beside(
        goals, weighted=WeightedScore(0.2, 0.15, 0.25), gap=Estimate(3000.0, 1000.0, 5000.0), churn_rate=rate
    )
    assert found["nps"].figure == Estimate(60.0, 45.2, 71.3) and found["nps"].distance == -20.0  # 10, 20, 70 answers
    assert [one.state for one in found.values()] == ["missed", "met", "met", "open"]
    assert found["nps_weighted"].distance == 10.0 and round(found["churn_rate"].distance, 9) == -0.3
    assert found["gap_value_promoter_detractor"].distance == -1000.0


def test_a_hidden_figure_stays_hidden_and_one_that_is_not_there_is_none():
    goals = set_to(repeat_rate=0.5, churn_rate=0.5, gap_ltv_promoter_detractor=1, nps_weighted=3)
    hidden = Rate(HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
    found = beside(goals, gap=HIDDEN, repeat_rate=hidden, churn_rate=wilson_rate(numerator=0, denominator=0))
    figures = [(one.figure, one.distance) for one in found.values()]
    assert figures == [(HIDDEN, HIDDEN), (None, None), (HIDDEN, HIDDEN), (None, None)]
    assert {one.state for one in found.values()} == {"unknown"}


def test_claims_that_nothing_checks_meet_no_target():
    goals = set_to(gap_value_promoter_detractor=1, gap_ltv_promoter_detractor=1)
    found = beside(goals, gap=Estimate(3.0, 2.0, 4.0), anchored=False)
    assert [one.state for one in found.values()] == ["unknown", "met"]


def test_nobody_answered():
    assert beside(set_to(nps=3), nps=nps_from_counts(0, 0, 0))["nps"].figure is None
