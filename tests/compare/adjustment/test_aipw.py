"""The doubly robust difference by hand in strata, and against statsmodels and the plain difference."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.treatment.treatment_effects import TreatmentEffect

from helpers.compare.adjustment.aipw import Effect, Expected, Target, added_up, aipw, estimate_and_ends
from helpers.compare.adjustment.design import Design
from helpers.compare.adjustment.overlap import Overlap, all_kept, as_they_are, movers
from tests.each import each

OLD = np.array([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]) > 0
FIRST = np.array([1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0]) > 0
WORTH = np.array([102, 122, 107, 117, 70, 90, 35, 45, 19, 21, 18, 22.0])
# old: mean 112 (four first) and 80 (two second), gap 32; young: 40 (two) and 20 (four), gap 20.
# Of all twelve 26, of the two old and four young ones of the second segment 24, plain 88 − 40 = 48
CHANCE, LEVELS = np.where(OLD, 4 / 6, 2 / 6), Expected(np.where(OLD, 112.0, 40), np.where(OLD, 80.0, 20))
WRONG = Expected(np.where(OLD, 7.0, -3), np.where(OLD, -50.0, 900))


def sides_of(chance, first=FIRST, bounds=(0.0, 1.0)):
    chance = np.broadcast_to(np.asarray(chance, dtype=float), len(first))
    return Overlap(first, np.zeros(len(first), int), Design.empty(), chance, bounds, "")


@each(
    "expected, chance, target, gap",
    [
        (LEVELS, CHANCE, all_kept, 26),
        (WRONG, CHANCE, all_kept, 26),  # right if the weights are
        (LEVELS, 0.5, all_kept, 26),  # right if what is expected is
        (LEVELS, CHANCE, movers, 24),
        (WRONG, CHANCE, movers, 24),
        (LEVELS, 0.5, movers, 24),
        (Expected(np.zeros(12), np.zeros(12)), CHANCE, as_they_are, 48),
    ],
)
def test_the_stratified_difference(expected, chance, target, gap):
    assert aipw(WORTH, FIRST, expected, target(sides_of(chance))).estimate == pytest.approx(gap)


def test_those_left_out_take_no_part():
    worth = np.r_[WORTH, 1e6, -1e6]
    first, expected = np.r_[FIRST, True, False], Expected(*(np.r_[part, 5e5, 5e5] for part in LEVELS))
    sides = sides_of(np.r_[CHANCE, 0.99, 0.01], first, (0.05, 0.95))
    found = aipw(worth, first, expected, all_kept(sides))
    assert found.estimate == pytest.approx(26) and len(found.moves) == 12


def test_moves_by_hand():
    # expected gaps 1 2 3 4, mean 2.5; left of the first two 3 −1 with weights 1 3: mean 0; of the others 2 0, mean 1
    first, worth = np.array([True, True, False, False]), np.array([10.0, 5, 2, 0])
    expected = Expected(np.array([7.0, 6, 3, 4]), np.array([6.0, 4, 0, 0]))
    target = Target(first | True, first | True, np.array([1.0, 3, 2, 2]))
    found = aipw(worth, first, expected, target)
    assert found.estimate == 2.5 + 0 - 1
    # 4 × 1/4 × 3, 4 × 3/4 × −1; −4 × 1/2 × (2 − 1), −4 × 1/2 × (0 − 1)
    assert found.moves == pytest.approx([-1.5 + 3, -0.5 - 3, 0.5 - 2, 1.5 + 2])
    assert found.left.tolist() == [3, -1, 2, 0]


def test_effect_on_movers_is_their_mean_of_what_is_expected_less_what_they_are_worth():
    # mean of m₁ − y over the second segment + the first segment's weighted mean of y − m₁
    random = np.random.default_rng(5)
    first, worth, chance = random.random(80) < 0.4, random.exponential(size=80), random.uniform(0.1, 0.9, 80)
    expected = Expected(*random.normal(size=(2, 80)))
    odds = ((1 - chance) / chance)[first]
    naive = (expected.as_first - worth)[~first].mean() + np.average((worth - expected.as_first)[first], weights=odds)
    found = aipw(worth, first, expected, movers(sides_of(chance, first)))
    assert found.estimate == pytest.approx(naive)
    # nothing that is expected of them in their own segment matters
    other = aipw(worth, first, expected._replace(as_second=random.normal(size=80)), movers(sides_of(chance, first)))
    assert (other.estimate, other.moves) == (pytest.approx(naive), pytest.approx(found.moves))


def test_moves_are_of_mean_0():
    random = np.random.default_rng(6)
    first, chance = random.random(60) < 0.5, random.uniform(0.02, 0.98, 60)
    worth = np.where(random.random(60) < 0.3, np.nan, random.normal(size=60))
    sides = sides_of(chance, first, (0.05, 0.95))
    for target in (all_kept(sides), movers(sides), as_they_are(sides)):
        moves = aipw(worth, first, Expected(*random.normal(size=(2, 60))), target).moves
        assert moves.mean() == pytest.approx(0, abs=1e-12)
        assert len(moves) == target.kept.sum()


def test_unknown_worth_is_what_is_expected():
    first, worth = np.array([True, True, False, False]), np.array([6.0, np.nan, 1, 3])
    expected = Expected(np.array([5.0, 9, 5, 9]), np.array([1.0, 3, 1, 3]))
    found = aipw(worth, first, expected, Target(first | True, first | True, np.array([1.0, 50, 1, 1])))
    # expected gaps 4 6 4 6; of the first segment 1 is left of the one who is known, of the second nothing
    assert found.estimate == 5 + 1
    assert found.moves == pytest.approx([-1, 1, -1, 1])
    assert np.isnan(found.left[1])


def test_effects_add_up_customer_by_customer():
    one = Effect(1.0, np.array([1.0, -1]), np.array([2.0, np.nan]))
    both = added_up([one, Effect(5.0, np.array([-3.0, 3]), np.array([1.0, 1]))])
    assert (both.estimate, both.moves.tolist()) == (6, [-2, 2])
    assert both.left[0] == 3 and np.isnan(both.left[1])


def test_interval_by_hand():
    first = np.array([True, True, True, False, False, False, False])
    weight = np.array([1.0, 1, 2, 1, 1, 1, 3])
    moves = np.array([4.0, 0, -4, 1, 0, -1, 0])
    # squares 32 and 2: error √(34/42); the first segment is worth 4²/6 customers, the second 6²/12
    freedom = 34**2 / (32**2 / (16 / 6 - 1) + 2**2 / (3 - 1))
    half_width = stats.t.ppf(0.95, freedom) * np.sqrt(34 / 42)
    found = estimate_and_ends(Effect(10.0, moves, moves), first, Target(first | True, first | True, weight), 0.9)
    assert found == pytest.approx((10, 10 - half_width, 10 + half_width))


def test_with_nothing_expected_and_nobody_weighted_it_is_the_plain_difference():
    random = np.random.default_rng(7)
    first = np.arange(50) < 20
    worth = np.where(first, random.exponential(9, 50), random.normal(size=50))
    target, zero = as_they_are(sides_of(0.5, first)), np.zeros(50)
    estimate, low, high = estimate_and_ends(aipw(worth, first, Expected(zero, zero), target), first, target, 0.95)
    parts = [worth[first], worth[~first]]
    assert estimate == pytest.approx(parts[0].mean() - parts[1].mean())
    # Welch's, but that the squares are divided by each segment's n, and their sum by 49/50
    variances = np.array([part.var() / len(part) for part in parts])
    shares = np.array([part.var() * len(part) * (50 / len(part)) ** 2 for part in parts])
    freedom = shares.sum() ** 2 / (shares**2 / [19, 29]).sum()
    half_width = stats.t.ppf(0.975, freedom) * np.sqrt(variances.sum() * 50 / 49)
    assert (low, high) == pytest.approx((estimate - half_width, estimate + half_width))
    assert freedom == pytest.approx(variances.sum() ** 2 / (variances**2 / [19, 29]).sum())


def of_statsmodels(worth, first, design):
    """Its own AIPW: unpenalised, unnormalised."""
    logit = sm.Logit(first.astype(float), design).fit(disp=0)
    return float(
        TreatmentEffect(sm.OLS(worth, design), first.astype(float), results_select=logit).aipw(disp=0).effect[0]
    )


def test_saturated_as_statsmodels():
    random = np.random.default_rng(3)
    old = random.random(400) < 0.5
    first = random.random(400) < np.where(old, 0.7, 0.3)
    worth = 10.0 * old + first * (5 + 3 * old) + random.normal(size=400)
    chance, *levels = (
        np.where(old, what[who & old].mean(), what[who & ~old].mean())
        for what, who in ((first, old | True), (worth, first), (worth, ~first))
    )
    found = aipw(worth, first, Expected(*levels), all_kept(sides_of(chance, first)))
    design = np.column_stack([np.ones(400), (old - old.mean()) / old.std()])
    assert found.estimate == pytest.approx(of_statsmodels(worth, first, design), rel=1e-6)
