"""Whom the other segment has nobody like, and the weights of the three targets, by hand."""

import numpy as np
import pytest

from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.design import Design, design_of
from helpers.compare.adjustment.learners import chances_of
from helpers.compare.adjustment.overlap import Overlap, all_kept, as_they_are, fewest, kept_between, movers, overlap

FIRST = np.array([True, True, True, False, False, False])


def of_chances(chance, bounds=(0.05, 0.95), first=FIRST):
    return Overlap(first, np.zeros(len(first), int), Design.empty(), np.array(chance), bounds, "")


def known(*columns):
    values = np.column_stack(columns).astype(np.float32)
    return Covariates(values, ("age", "region")[: len(columns)], ("",) * len(columns), {}, True)


def test_bounds_by_hand():
    # a quarter of a small segment's share: 2 % of all → from 0.005; 90 % → up to 0.975
    assert kept_between(0.02) == (0.005, 0.95)
    assert kept_between(0.9) == pytest.approx((0.05, 0.975))
    assert kept_between(0.2) == kept_between(0.8) == (0.05, 0.95)


def test_kept_and_reached():
    sides = of_chances([0.05, 0.95, 0.96, 0.04, 0.5, 0.99])
    assert sides.kept.tolist() == [True, True, False, False, True, False]
    assert sides.reached.tolist() == [True, True, True, False, True, True]


def test_as_they_are_nobody_is_weighted():
    target = as_they_are(of_chances([0.5, 0.99, 0.5, 0.5, 0.5, 0.01]))
    assert target.kept.tolist() == [True, False, True, True, True, False]
    assert target.mean_of.tolist() == [True] * 4 and target.weight.tolist() == [1] * 4


def test_all_kept_weighs_by_the_chance_of_ones_own_segment():
    # kept are two of the first and three of the second: 0.4 / chance and 0.6 / (1 − chance), at most 20
    target = all_kept(of_chances([0.8, 0.016, 0.99, 0.25, 0.5, 0.985], (0.01, 0.986)))
    assert target.weight == pytest.approx([0.5, 20, 0.8, 1.2, 20])
    assert target.mean_of.tolist() == [True] * 5


def test_movers_are_the_second_segment_and_the_first_looks_like_it():
    # of five reached three are of the first: (1 − chance)/chance × 0.6/0.4, at most 20
    target = movers(of_chances([0.75, 0.06, 1.0, 0.01, 0.5, 0.99]))
    assert target.kept.tolist() == [True, True, True, False, True, True]
    assert target.mean_of.tolist() == [False, False, False, True, True]
    assert target.weight == pytest.approx([0.5, 20, 0, 1, 1])


@pytest.fixture
def random():
    return np.random.default_rng(3)


def test_nobody_is_left_out_for_a_segment_s_size(random):
    first = np.arange(3000) < 60  # 2 %, of all ages: chances about 0.02
    sides = overlap(known(random.normal(size=3000)), first | True, first, np.arange(3000) % 5, 10)
    assert sides.bounds == (0.005, 0.95) and sides.reason == ""
    assert sides.kept.all()


def test_kept_are_those_within_the_bounds(random):
    mine = np.arange(600) % 6 > 0
    columns = random.normal(size=(2, 600))
    columns[:, ~mine] = 99  # of the others nothing is learned
    first, fold = 2 * columns[0, mine] + random.logistic(size=500) > 0, np.arange(500) % 5
    sides = overlap(known(*columns), mine, first, fold, 10)
    own = known(*columns[:, mine])
    alone = design_of(own.values, own.sources, own.kinds, np.ones(500, bool))
    chance = chances_of(alone, first, fold)
    assert sides.chance.tolist() == chance.tolist()
    assert sides.kept.tolist() == ((chance >= 0.05) & (chance <= 0.95)).tolist()
    assert 50 < (~sides.kept).sum() < 250


def test_why_there_is_none(random):
    first, fold = np.arange(100) < 50, np.arange(100) % 5
    everybody = first | True
    assert fewest(np.arange(10) < 3) == fewest(np.arange(10) < 7) == 3
    few = overlap(known(random.normal(size=100)), everybody, np.arange(100) < 9, fold, 10)
    assert (few.reason, few.bounds, few.kept.all()) == ("few", (0.0, 1.0), True)
    alike = overlap(known(np.ones(100)), everybody, first, fold, 10)
    assert (alike.reason, alike.kept.all(), alike.design.sources) == ("alike", True, ())
    # the column tells them apart altogether: nobody is left
    apart = overlap(known(first + 0.01 * random.normal(size=100)), everybody, first, fold, 10)
    assert (apart.reason, apart.kept.any()) == ("few", False)
    assert np.isfinite(apart.chance).all()
