"""What an unrecorded difference would do: the published example, brute force and least squares written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.results import Estimate
from helpers.compare.adjustment.aipw import Effect
from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.design import Design
from helpers.compare.adjustment.overlap import Overlap, all_kept
from helpers.compare.adjustment.sensitivity import (
    MOST,
    Strength,
    bias,
    carried,
    of_strongest,
    recorded,
    sensitivity,
    unrecorded,
)
from tests.each import each

# Cinelli and Hazlett 2020, section 5 (violence in Darfur), to the digits that their package prints
ESTIMATE, ERROR, FREEDOM = 0.09731581928495726, 0.023256537809811153, 783
FEMALE = Strength(0.00908107, 0.10903397)  # partial R² with who was harmed and with attitude, given all others
SCALE = ERROR * FREEDOM**0.5


@each(
    "times, segment, worth, left",
    [(1, 0.00916429, 0.124641, 0.0752203), (2, 0.0183286, 0.249324, 0.0529152), (3, 0.0274929, 0.37405, 0.030396)],
)
def test_published_bounds(times, segment, worth, left):
    strength = unrecorded(times, FEMALE)
    assert strength == pytest.approx((segment, worth), rel=3e-6)
    assert ESTIMATE - bias(SCALE, strength) == pytest.approx(left, abs=1e-7)


def test_published_robustness_value():
    # as strong with both: 13.878 % carries the estimate to zero, 2.187 % with who was harmed if all else of the other
    value = 0.13878
    assert bias(SCALE, Strength(value, value)) == pytest.approx(ESTIMATE, rel=1e-4)
    assert bias(SCALE, Strength(0.02187, 1.0)) == pytest.approx(ESTIMATE, rel=2e-4)


def test_three_times_as_strong_does_not_carry_to_zero_but_to_unclear():
    # theirs: from 0.0323 and 0.0130 to −0.0063 at one, two and three times, the error drawn in; ours keeps the error
    found = of_strongest(Estimate(ESTIMATE, 0.0516633, 0.1429684), SCALE, {"female": FEMALE, "age": Strength(0, 0)})
    assert found.source == "female"
    assert found.left["female"].estimate == pytest.approx(0.0752203, abs=1e-7)
    assert found.left["female"].low == pytest.approx(0.0752203 - (ESTIMATE - 0.0516633), abs=1e-7)
    assert "age" not in found.left
    grid = np.linspace(0, 10, 100_001)
    moved = np.array([bias(SCALE, unrecorded(times, FEMALE)) for times in grid])
    for times, distance in ((found.to_zero, ESTIMATE), (found.to_unclear, 0.0516633)):
        assert times == pytest.approx(grid[np.argmax(moved >= distance)], abs=1e-4)
    assert found.to_zero > 3 > found.to_unclear


def test_a_gap_below_zero_is_carried_up():
    found = of_strongest(Estimate(-ESTIMATE, -0.1429684, -0.0516633), SCALE, {"female": FEMALE})
    assert found.left["female"].estimate == pytest.approx(-0.0752203, abs=1e-7)
    above = of_strongest(Estimate(ESTIMATE, 0.0516633, 0.1429684), SCALE, {"female": FEMALE})
    assert (found.to_zero, found.to_unclear) == (above.to_zero, above.to_unclear)


def test_an_interval_that_holds_zero_needs_nothing_to_be_unclear():
    found = of_strongest(Estimate(1.0, -1.0, 3.0), 10.0, {"age": Strength(0.1, 0.1), "tenure": Strength(0.1, 0.2)})
    assert found.to_unclear is None and found.to_zero > 0
    assert list(found.left) == ["age", "tenure"] and found.source == "tenure"


@each(
    "gap, strengths",
    [
        (Estimate(1.0, 0.5, 1.5), {}),
        (Estimate(1.0, 0.5, 1.5), {"age": Strength(0.0, 0.5), "tenure": Strength(0.5, 0.0)}),
        (Estimate(1.0, None, None), {"age": Strength(0.1, 0.1)}),
    ],
)
def test_none_where_nothing_recorded_moves_it(gap, strengths):
    assert of_strongest(gap, 10.0, strengths) is None


def test_beyond_the_most_there_is_no_number():
    weak = Strength(1e-7, 1e-7)  # 1,000 times: still 1e-4 of either
    assert carried(100.0, 1.0, weak) is None
    most = bias(1.0, unrecorded(MOST, weak))
    assert carried(0.999 * most, 1.0, weak) == pytest.approx(0.999 * MOST, rel=1e-3)


parts = st.floats(1e-4, 0.99)


@given(parts, parts, st.floats(0, 50), st.floats(0, 50))
def test_stronger_moves_further(segment, worth, one, other):
    less, more = (bias(7.0, unrecorded(times, Strength(segment, worth))) for times in sorted((one, other)))
    assert 0 <= less <= more


@given(parts, st.floats(0, 50))
def test_what_is_of_one_alone_moves_nothing(part, times):
    assert bias(7.0, Strength(0.0, part)) == bias(7.0, Strength(part, 0.0)) == 0
    assert bias(7.0, unrecorded(0, Strength(part, part))) == 0
    assert bias(7.0, unrecorded(times, Strength(part, 0.0))) >= 0


@given(parts, parts, st.floats(1e-3, 5))
def test_carried_so_far_it_has_gone_so_far(segment, worth, distance):
    times = carried(distance, 1.0, Strength(segment, worth))
    if times is not None:
        ends = [bias(1.0, unrecorded(times * part, Strength(segment, worth))) for part in (1 - 1e-9, 1 + 1e-9)]
        assert ends[0] - 1e-6 <= distance <= ends[1] + 1e-6


def left_of(columns, outcome):
    """Squares that least squares leave for each degree of freedom."""
    table = np.column_stack([np.ones(len(outcome)), *columns])
    rest = outcome - table @ np.linalg.lstsq(table, outcome)[0]
    return (rest @ rest) / (len(outcome) - table.shape[1])


def test_strength_is_what_no_other_source_tells():
    random = np.random.default_rng(8)
    age, spend, orders, region = random.normal(size=(4, 300))
    orders += spend
    first = age + orders + random.normal(size=300) > 0
    worth = age + 2 * spend + 3 * first + random.normal(size=300)
    worth[::7] = np.nan
    sources = ("age", "net_amount_before", "orders_before", "region")
    columns = Covariates(np.column_stack([age, spend, orders, region]), sources, ("",) * 4, {}, True)
    found = recorded(columns, first, worth)
    known = ~np.isnan(worth)
    all_four = [one[known] for one in (age, spend, orders, region)]
    for name, others in (("age", [1, 2, 3]), ("net_amount_before", [0, 3]), ("region", [0, 1, 2])):
        rest, who = [all_four[other] for other in others], first[known].astype(float)
        assert found[name].segment == pytest.approx(max(0, 1 - left_of(all_four, who) / left_of(rest, who)), abs=1e-6)
        full, less = left_of([who, *all_four], worth[known]), left_of([who, *rest], worth[known])
        assert found[name].worth == pytest.approx(max(0, 1 - full / less), abs=1e-6)
    assert set(found) == {"age", "net_amount_before", "region"}


def test_scale_by_hand():
    # 60 kept of 61; half of them in each segment, all of chance 1/2: weights 1, of each segment's mean 2 × 1/60 × 60
    random = np.random.default_rng(2)
    first, age = np.arange(61) % 2 == 0, random.normal(size=61)
    age += first
    chance = np.where(np.arange(61) < 60, 0.5, 0.99)
    sides = Overlap(first, np.zeros(61, int), Design.empty(), chance, (0.05, 0.95), "")
    columns = Covariates(age[:, None], ("age",), ("age",), {}, True)
    worth, left = age + random.normal(size=61), np.r_[np.nan, [3.0, -3.0] * 29, 3.0]
    found = sensitivity(
        Estimate(5.0, 4.0, 6.0), Effect(5.0, np.zeros(60), left), worth, columns, first, all_kept(sides)
    )
    # root of mean squares: 3 of what is left, 2 of the weights
    strengths = recorded(columns.of(np.arange(61) < 60), first[:60], worth[:60])
    assert found == of_strongest(Estimate(5.0, 4.0, 6.0), 6.0, strengths)
