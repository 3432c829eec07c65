"""A gap's direction follows its interval; money that is read together is rounded alike."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from helpers.base.results import HIDDEN, Estimate, SegmentMean
from helpers.report.phrasing import (
    Rounder,
    alike,
    answer_gap,
    beyond_bound,
    by_what,
    direction,
    measures_shown,
    told_gap,
)

MONEY = st.floats(-1e6, 1e6, allow_nan=False)


@given(MONEY, MONEY, MONEY)
@examples(deadline=None, max_examples=60)
def test_direction_follows_the_interval_alone(estimate, one, other):
    low, high = sorted((one, other))
    expected = "more" if low > 0 else "less" if high < 0 else "unclear"
    assert direction(Estimate(estimate, low, high)) == expected


@pytest.mark.parametrize("gap", [None, HIDDEN, Estimate(1.0, None, None)])
def test_no_gap_has_no_direction(gap):
    assert direction(gap) == "unclear"


def test_the_answer_measures_value_where_there_is_one(results):
    for shown, measure, gap in ((("ltv", "lrv", "value"), "value", 3000), (("ltv",), "ltv", 2800)):
        result = results(shown=shown)
        assert result.headline_measure() == measure and answer_gap(result).estimate == gap
    assert results(shown=()).headline_measure() == "ltv" and not answer_gap(results(shown=()))


def test_claims_that_nothing_checks_do_not_lead(results):
    for source, measure, gap in (("unanchored", "ltv", 2800), ("none", "value", 3000), ("given", "value", 3000)):
        result = results(source=source)
        assert result.headline_measure() == measure and answer_gap(result).estimate == gap
    assert measures_shown(results(source="unanchored")) == ("ltv",)


def test_what_a_figure_rests_on_is_said_beside_it(results, report):
    said = {
        ("crm", "ltv"): report.say("by_ltv_only"),
        ("crm", "value"): None,
        ("unanchored", "ltv"): report.say("by_ltv_unanchored"),
        ("none", "value"): report.say("uncalibrated_headline"),
        ("given", "value"): report.say("given_headline", k=0.1),
    }
    for (source, measure), expected in said.items():
        assert by_what(report, results(source=source), measure) == expected


def test_a_figure_beyond_the_bound_is_warned_of(results, report):
    assert beyond_bound(report, results(source="given", conversion=0.8)) == report.say(
        "beyond_bound", k=0.8, created=320, acquired=300, bound=0.75
    )
    for changes in ({"conversion": 0.7}, {"conversion": 0.8, "bound": HIDDEN}, {"conversion": HIDDEN}):
        assert beyond_bound(report, results(source="given", **changes)) is None
    assert beyond_bound(report, results(source="crm", conversion=2.0)) is None


def test_only_measures_that_exist_are_shown(results):
    assert measures_shown(results()) == ("ltv", "lrv", "value")
    assert measures_shown(results(shown=("ltv", "lrv"))) == ("ltv", "lrv")
    assert measures_shown(results(shown=())) == ()  # those without an answer have an LTV, but are no segment


def test_figures_are_rounded_to_the_step_of_the_largest(results):
    found = results(6696.0, 4804.0, 8593.0)
    for name, mean in (("promoter", 15034.0), ("detractor", 8338.0)):
        found.segments[name] = replace(found.segments[name], value=replace(found.segments[name].value, mean=mean))
    shown = [alike(found, "value")(value) for value in (15034.0, 8338.0, 6696.0, 4804.0, -8.0, None)]
    assert shown == [15000.0, 8300.0, 6700.0, 4800.0, -8.0, None]


@pytest.mark.parametrize(
    ("place", "figures", "told"),
    [
        (2, (6696.0, 4804.0, 8593.0), (6700.0, 4800.0, 8600.0)),  # as the means beside them
        (2, (346.0, 120.0, 572.0), (300.0, 120.0, 572.0)),  # of few steps: the ends keep their digits
        (2, (34.0, -2512.0, 2580.0), (34.0, -2512.0, 2580.0)),  # none coarser than the estimate
        (0, (1.36, -0.81, 3.53), (1.0, -0.81, 3.53)),
        (-3, (1.0, -0.81, 2.81), (1.0, -0.81, 2.81)),
    ],
)
def test_ends_keep_the_digits_of_their_estimate(place, figures, told):
    assert Rounder(place).ends(*figures) == told


def test_a_gap_of_cents_is_told_in_cents_with_the_means_beside_it(results, english_report):
    # means of 11.81 and 12.81 dollars: the gap was told as $1.00, between −$1.00 and $3.00
    found, report = results(1.0, -0.81, 2.81), english_report(currency="USD")
    for name, mean in (("promoter", 12.81), ("passive", 12.0), ("detractor", 11.81)):
        found.segments[name] = replace(found.segments[name], value=replace(found.segments[name].value, mean=mean))
    rounded = alike(found, "value")
    told = [rounded(12.81), rounded(11.81), *told_gap(answer_gap(found), rounded).values()]
    assert list(map(report.words.money, told)) == ["$12.81", "$11.81", "$1.00", "−$0.81", "$2.81"]


def test_small_money_keeps_its_cents(results):
    found = results(3.25, 1.0, 5.0)
    for segment in ("detractor", "passive", "promoter"):
        found.segments[segment] = replace(found.segments[segment], value=SegmentMean(18, 9.75, 5.0, 12.0, 9.0))
    assert alike(found, "value")(3.25) == 3.25
