"""A gap's direction follows its interval; money that is read together is rounded alike."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from helpers.base.results import HIDDEN, Estimate, SegmentMean
from helpers.report.phrasing import alike, answer_gap, direction, measures_shown

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


def test_small_money_keeps_its_cents(results):
    found = results(3.25, 1.0, 5.0)
    for segment in ("detractor", "passive", "promoter"):
        found.segments[segment] = replace(found.segments[segment], value=SegmentMean(18, 9.75, 5.0, 12.0, 9.0))
    assert alike(found, "value")(3.25) == 3.25
