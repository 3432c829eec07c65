"""Each other choice against the comparison made with that choice, and against naive arithmetic."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from helpers.base.middles import middle_mean
from helpers.base.results import SEGMENTS, Estimate, as_figures
from helpers.compare.basis import basis_of
from helpers.compare.robustness.methods import method_scenarios
from helpers.compare.robustness.referral import referral_scenarios
from helpers.compare.robustness.scenarios import all_scenarios
from helpers.disclosure import shown
from helpers.disclosure.comparison import comparison

SCORES = {"detractor": range(7), "passive": (7, 8), "promoter": (9, 10)}


@pytest.fixture(scope="module")
def rows(shop):
    """400 customers, three in four of whom answered; promoters buy more."""
    random = np.random.default_rng(5)
    people = []
    for i in range(400):
        segment = [*SEGMENTS, None][i % 4]
        spent = round(random.lognormal(8 + 0.4 * (SEGMENTS.index(segment) if segment else 0), 0.8))
        told = {"recommended_count": float(random.integers(0, 12)), "influence": random.random()} if segment else {}
        came = {"acquired_on": "2025-09-01", "acquisition_channel": "referral"} if i % 20 == 3 else {}
        people.append({"segment": segment, "net_amount": spent, "orders": 1, **told, **came})
    table = shop(*people)
    scores = [None if pd.isna(segment) else random.choice(SCORES[segment]) for segment in table["segment"]]
    return table.assign(score=pd.array(scores, dtype="Int64"), influence=table["influence"].where(table.index % 9 > 0))


def gap(rows, settings, measure="value"):
    found = comparison(rows, None, settings).gaps["promoter_detractor"].gap(measure)
    return {end: getattr(found, end) for end in ("estimate", "low", "high")}


def made(make, rows, chosen):
    """Scenarios that may be shown, compared as the report compares."""
    by = comparison(rows, None, chosen).headline_measure()
    return shown(make(basis_of(rows, None, chosen)), chosen).by(by)


def by_name(scenarios):
    return {scenario.name: SimpleNamespace(**as_figures(scenario)) for scenario in scenarios}


@pytest.fixture(scope="module")
def referral(rows, settings):
    return by_name(made(referral_scenarios, rows, settings()))


CHOICES = {
    "reported": {},
    "conversion_none": {"conversion": "none"},
    "influence_own": {"influence_rule": "own"},
    "uncapped": {"max_recommendations": 1e9},
    "half_incremental": {"incremental_share": 0.5},
    "referred_ltv_referral": {"referred_ltv": "referral"},
}


def test_one_scenario_for_each_choice(referral):
    assert list(referral) == list(CHOICES)


@pytest.mark.parametrize("name", CHOICES)
def test_a_scenario_is_the_comparison_with_that_choice(name, referral, rows, settings):
    chosen = settings(**CHOICES[name])
    result = comparison(rows, None, chosen)
    assert referral[name].gap == pytest.approx(gap(rows, chosen))
    for measure, found in (("lrv", referral[name].lrv), ("value", referral[name].value)):
        assert found == pytest.approx({segment: result.segments[segment].mean(measure).mean for segment in SEGMENTS})
    claimed, k = result.referral.created_claimed, result.referral.conversion
    assert referral[name].created == pytest.approx(claimed * k * chosen.incremental_share)


def test_customers_created_are_those_recorded_or_those_claimed(referral, rows, settings):
    claimed = comparison(rows, None, settings()).referral.created_claimed
    assert referral["reported"].created == pytest.approx(20)  # referred in the year before
    assert referral["conversion_none"].created == pytest.approx(claimed)


def test_other_reports_are_turned_the_other_way(rows, settings):
    turned = settings(conversion="none", influence_rule="own", referred_ltv="referral", max_recommendations=3)
    found = by_name(made(referral_scenarios, rows, turned))
    names = ["reported", "conversion_crm", "influence_common", "uncapped", "half_incremental", "referred_ltv_all"]
    assert list(found) == names
    crm = settings(conversion="crm", influence_rule="own", referred_ltv="referral", max_recommendations=3)
    assert found["conversion_crm"].gap == pytest.approx(gap(rows, crm))


def test_without_a_record_there_is_no_crm_to_go_by(rows, settings):
    unrecorded = rows.assign(acquisition_channel=pd.Series(pd.NA, index=rows.index, dtype="str"))
    found = made(referral_scenarios, unrecorded, settings())
    assert [one.name for one in found] == ["reported", "influence_own", "uncapped", "half_incremental"]


# By other means than means


@pytest.fixture(scope="module")
def methods(rows, settings):
    return by_name(made(method_scenarios, rows, settings()))


def test_ltv_alone_is_the_gap_of_ltv(methods, rows, settings):
    assert methods["ltv_alone"].gap == pytest.approx(gap(rows, settings(), "ltv"))


def test_the_median_is_that_of_each_ones_own_value(methods, rows, settings):
    found = comparison(rows, None, settings()).referral
    cap = np.ceil(np.quantile(rows["recommended_count"].dropna(), 0.99))
    each = found.conversion * found.influence_mean * found.ltv_per_customer
    value = rows["net_amount"] + each * rows["recommended_count"].clip(upper=cap)
    medians = {name: middle_mean(value[rows["segment"] == name].dropna(), 2) for name in SEGMENTS}
    median = methods["median"].gap
    assert median["estimate"] == pytest.approx(medians["promoter"] - medians["detractor"])
    assert median["low"] < median["estimate"] < median["high"]


def test_the_top_of_all_respondents_is_left_out(methods, rows, settings):
    answered = rows[rows["segment"].notna()]
    top = answered["net_amount"].nlargest(3).index  # 1 % of 300
    assert methods["trimmed"].gap == pytest.approx(gap(rows.assign(segment=rows["segment"].drop(top)), settings()))


def test_over_the_whole_history_ltv_is_compared(rows, settings):
    whole = settings(window_days=0)
    ways, others = made(referral_scenarios, rows, whole), made(method_scenarios, rows, whole)
    found = by_name([*ways, *others])
    assert found["reported"].gap == pytest.approx(gap(rows, whole, "ltv"))
    assert "ltv_alone" not in found  # it is what is reported
    assert [one.name for one in all_scenarios(ways, {}, others)] == ["reported", *(one.name for one in others)]
    medians = rows.groupby("segment")["net_amount"].apply(middle_mean, least=2)
    assert found["median"].gap["estimate"] == pytest.approx(medians["promoter"] - medians["detractor"])


def test_where_nobody_was_asked_about_recommendations_ltv_is_compared(rows, settings):
    unasked = rows.assign(recommended_count=np.nan)
    ways, others = made(referral_scenarios, unasked, settings()), made(method_scenarios, unasked, settings())
    found = by_name([*ways, *others])
    assert found["reported"].gap == pytest.approx(gap(unasked, settings(), "ltv"))
    assert None not in (found["median"].gap, found["trimmed"].gap)


def test_all_ways_with_the_reports_own_first(rows, settings):
    ways, others = made(referral_scenarios, rows, settings()), made(method_scenarios, rows, settings())
    weighted = Estimate(1.0, 0.0, 2.0)
    found = all_scenarios(ways, {"plain": weighted, "weighted": weighted, "adjusted": None}, others)
    names = ["reported", "weighted", *(one.name for one in others), *(one.name for one in ways[1:])]
    assert [one.name for one in found] == names


@pytest.mark.slow
def test_the_order_of_rows_does_not_matter(rows, settings):
    again = rows.sample(frac=1, random_state=2)
    for make in (referral_scenarios, method_scenarios):
        pairs = zip(*(by_name(made(make, table, settings())).values() for table in (rows, again)), strict=True)
        for one, other in pairs:
            assert other.gap == pytest.approx(one.gap)
            assert (other.name, other.created) == (one.name, pytest.approx(one.created))


def test_nobody_answered(shop, settings):
    silent = shop(*[{"net_amount": 5}] * 4).assign(score=pd.array([pd.NA] * 4, dtype="Int64"))
    found = [*made(referral_scenarios, silent, settings()), *made(method_scenarios, silent, settings())]
    assert {scenario.gap for scenario in found} == {None}
