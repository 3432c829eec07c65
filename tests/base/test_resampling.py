"""Resampling of whole customers."""

from math import exp, lgamma, log, sqrt

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.base import resampling
from helpers.base.intervals import interval
from helpers.base.proportions import ratio
from helpers.base.resampling import EXACT_BELOW, observed, resampled, resampled_parts, resampled_sums, stratified
from helpers.base.strata import CELLS, CELLS_FROM, Stratum, value_cells
from tests.each import each

MANY = 20_000
SIZES = (40, EXACT_BELOW - 1, EXACT_BELOW, 150)  # below 100 rows drawn exactly, from there on by Poisson counts
whole_amounts = st.integers(1, 130).flatmap(lambda n: arrays(np.int64, (n, 2), elements=st.integers(-9, 10**6)))


def rng(seed=1):
    return np.random.default_rng(seed)


def spent(n):
    """Skewed amounts of n customers, far from zero on average."""
    return np.random.default_rng(7).exponential(50, (n, 1)).round() + 20


def test_nobody_sums_to_zero():
    assert resampled_sums(np.zeros((0, 2)), 3, rng()).tolist() == [[0, 0], [0, 0], [0, 0]]


def test_one_customer_is_drawn_every_time():
    assert resampled_sums(np.array([[5.0, 7.0]]), 3, rng()).tolist() == [[5, 7]] * 3


@each("n", SIZES)
def test_each_resample_stands_for_as_many_customers(n):
    sums = resampled_sums(np.column_stack([np.ones(n), np.arange(n)]), 500, rng())
    assert sums.shape == (500, 2)
    assert sums[:, 0] == pytest.approx(np.full(500, n), rel=1e-12)


def test_two_customers_by_hand():
    # of two draws from {0, 1}: 0, 1, 2 with probabilities 1/4, 1/2, 1/4
    sums = resampled_sums(np.array([[0.0], [1.0]]), MANY, rng()).ravel()
    shares = np.bincount(sums.astype(int)) / MANY
    assert set(sums) == {0, 1, 2}
    assert np.abs(shares - [0.25, 0.5, 0.25]).max() < 4 * sqrt(0.25 / MANY)  # four standard errors


@each("n", SIZES)
def test_mean_of_the_sums_is_the_sum(n):
    amounts = spent(n)
    sums = resampled_sums(amounts, MANY, rng())
    assert abs(sums.mean() - amounts.sum()) < 4 * sqrt(n * amounts.var() / MANY)  # four standard errors


def mean_inverse(n):
    """E(1/S) of a Poisson count S > 0 with mean n, summed term by term."""
    terms = [(exp(s * log(n) - n - lgamma(s + 1)), s) for s in range(1, 4 * n)]
    return sum(p / s for p, s in terms) / sum(p for p, _ in terms)


@each("n", SIZES)
def test_variance_of_the_sums(n):
    # n draws with equal chances: n σ²; given a Poisson total S, S draws scaled by n / S: n² σ² / S
    amounts = spent(n)
    theory = amounts.var() * (n if n < EXACT_BELOW else n**2 * mean_inverse(n))
    found = resampled_sums(amounts, MANY, rng()).var()
    assert abs(found / theory - 1) < 4 * sqrt(2 / MANY)  # four standard errors of a normal variance


def test_figures_of_a_customer_stay_together():
    amounts = spent(60)
    sums = resampled_sums(np.hstack([amounts, 2 * amounts]), 200, rng())
    assert (sums[:, 1] == 2 * sums[:, 0]).all()
    assert len(set(sums[:, 0])) > 100


def test_identical_seeds_identical_sums():
    strata = [(spent(30), True), (spent(120), False)]
    first, second, other = (stratified([Stratum(*one) for one in strata], 50, seed).sums for seed in (3, 3, 4))
    assert (first == second).all()
    assert (first != other).all()


def test_strata_keep_their_sizes():
    # half bought 1, half 0: drawn within the strata the total is always 50, drawn together it is not
    zeros, ones = np.zeros((50, 1)), np.ones((50, 1))
    assert (stratified([Stratum(zeros, True), Stratum(ones, False)], 200, 1).sums == 50).all()
    assert len(set(resampled_sums(np.vstack([zeros, ones]), 200, rng()).ravel())) > 5


def test_strata_are_drawn_independently():
    amounts = spent(40)
    both = stratified([Stratum(amounts, True), Stratum(amounts, False)], MANY, 1).sums
    assert abs(both.var() / (2 * 40 * amounts.var()) - 1) < 4 * sqrt(2 / MANY)


def test_an_empty_stratum_adds_nothing():
    amounts = spent(30)
    empty = Stratum(np.zeros((0, 1)))
    with_it, alone = (stratified(strata, 20, 1) for strata in ([Stratum(amounts), empty], [Stratum(amounts)]))
    assert (with_it.sums == alone.sums).all() and (with_it.covariances == alone.covariances).all()


@pytest.mark.parametrize("n", SIZES)
def test_drawing_in_chunks_changes_nothing(n, monkeypatch):
    whole = resampled_sums(spent(n), 23, rng())
    monkeypatch.setattr(resampling, "_CHUNK", 4 * n)
    assert resampled_sums(spent(n), 23, rng()) == pytest.approx(whole, rel=1e-12)


@given(whole_amounts, st.randoms(use_true_random=False))
@example_settings(deadline=None, max_examples=50)
def test_the_order_of_rows_is_of_no_account(amounts, shuffler):
    order = list(range(len(amounts)))
    shuffler.shuffle(order)
    assert (resampled_sums(amounts, 5, rng()) == resampled_sums(amounts[order], 5, rng())).all()


@given(whole_amounts)
@example_settings(deadline=None, max_examples=50)
def test_sums_stay_between_the_smallest_and_the_largest(amounts):
    sums, n = resampled_sums(amounts, 20, rng()), len(amounts)
    slack = 1e-9 * n * np.abs(amounts).max(axis=0)
    assert (sums >= n * amounts.min(axis=0) - slack).all()
    assert (sums <= n * amounts.max(axis=0) + slack).all()


def test_the_input_is_not_changed():
    amounts = spent(20)
    before = amounts.copy()
    stratified([Stratum(amounts)], 10, 1)
    assert (amounts == before).all()


@pytest.mark.parametrize(("confidence", "ends"), [(0.5, (25, 75)), (0.9, (5, 95)), (0.98, (1, 99))])
def test_percentiles_of_zero_to_a_hundred(confidence, ends):
    draws = np.random.default_rng(1).permutation(101).astype(float)
    assert interval(draws, confidence) == pytest.approx(ends, rel=1e-12)


def test_an_interval_of_a_constant():
    assert interval(np.full(10, 3.0), 0.95) == (3.0, 3.0)


@each("missing", [np.nan, np.inf, -np.inf])
@each(("n_missing", "known"), [(0, True), (1, True), (5, True), (6, False), (100, False)])
def test_more_than_one_in_twenty_missing_is_no_interval(missing, n_missing, known):
    draws = np.arange(100.0)
    draws[:n_missing] = missing
    expected = (float(n_missing), 99.0) if known else (None, None)
    assert interval(draws, 1) == expected


def test_quotients_by_hand():
    assert ratio(np.array([1.0, -3.0]), np.array([4.0, 2.0])).tolist() == [0.25, -1.5]
    assert ratio(np.array([2, 4]), 8).tolist() == [0.25, 0.5]
    assert float(ratio(3, 2)) == 1.5


@pytest.mark.parametrize("numerator", [0.0, 1.0, -1.0])
def test_a_quotient_by_zero_does_not_exist(numerator):
    assert np.isnan(ratio(np.array([numerator]), np.array([0.0]))).all()


@each("n", SIZES)
def test_ungrouped_draws_depend_on_the_order_of_rows_alone(n):
    amounts = spent(n)
    wide = np.hstack([amounts, np.arange(n)[:, None]])
    one, other = (resampled_sums(rows, 20, rng(), grouped=False)[:, 0] for rows in (amounts, wide))
    assert one == pytest.approx(other, rel=1e-12)


# Many rows, drawn by cells


def many(n=CELLS_FROM + 1000, seed=3):
    """Heavy spend in three groups, a count that goes with it, and something seldom."""
    random = np.random.default_rng(seed)
    spent = (random.random(n) >= 0.6) * np.exp(1.5 * random.standard_normal(n))
    group = random.integers(0, 3, n)
    return np.column_stack([np.ones(n), spent, random.poisson(1 + spent), group == 1, (group == 2) * spent]), group


def by_cells(resamples, seed=1):
    rows, group = many()
    stratum = Stratum(rows, grouped=False, cell=value_cells(rows[:, 1], group))
    return rows, resampled(stratum, resamples, np.random.default_rng(seed))


def test_rows_in_cells_are_drawn_with_their_means_and_covariances():
    rows, drawn = by_cells(MANY)
    theory = len(rows) * np.cov(rows.T)
    spread = np.sqrt(np.diag(theory)[1:])
    assert (np.abs(drawn.sums.mean(axis=0)[1:] - rows.sum(axis=0)[1:]) < 4 * spread / sqrt(MANY)).all()
    scaled = np.cov(drawn.sums[:, 1:].T) / np.outer(spread, spread)
    assert np.abs(scaled - np.corrcoef(rows[:, 1:].T)).max() < 5 * sqrt(2 / MANY)
    assert drawn.sums[:, 0] == pytest.approx(np.full(MANY, len(rows)), rel=1e-12)


def test_rows_in_cells_keep_the_skewness_of_the_sums():
    rows, drawn = by_cells(MANY)
    n, apart = len(rows), rows[:, 1] - rows[:, 1].mean()
    theory = (apart**3).mean() / (apart**2).mean() ** 1.5 / sqrt(n)
    sums = drawn.sums[:, 1] - drawn.sums[:, 1].mean()
    assert abs((sums**3).mean() / sums.std() ** 3 - theory) < 4 * sqrt(6 / MANY)
    assert theory > 4 * sqrt(6 / MANY)  # there is something to keep


@each("n", [*SIZES, CELLS_FROM + 1000])
def test_observed_covariance_is_that_of_as_many_independent_rows(n):
    rows, group = many(n)
    found = observed(Stratum(rows, grouped=n % 2 == 0, cell=value_cells(rows[:, 1], group)))
    assert found.sums[0] == pytest.approx(rows.sum(axis=0))
    assert found.covariances[0] == pytest.approx(n * np.cov(rows.T), rel=1e-9, abs=1e-6)


def test_covariances_of_a_resample_are_those_of_the_rows_drawn():
    rows = np.arange(8.0).reshape(4, 2) ** 2
    drawn = resampled(Stratum(rows, grouped=False), 50, rng())
    counts = rng().multinomial(4, np.full(4, 0.25), size=50)
    for sums, covariance, count in zip(*drawn, counts, strict=True):
        again = np.repeat(rows, count, axis=0)
        assert sums == pytest.approx(again.sum(axis=0))
        assert covariance == pytest.approx(4 * np.cov(again.T), abs=1e-6)


@given(st.lists(st.floats(-1e6, 1e6), max_size=60), st.integers(1, 7))
@example([1.0, 1e-308, 1e-308], 1)  # nearly all as good as nothing
def test_value_cells_hold_one_group_each_and_are_few(values, groups):
    values = np.array(values)
    group = np.arange(len(values)) % groups
    cells = value_cells(values, group)
    assert len(set(zip(cells.tolist(), group.tolist(), strict=True))) == len(set(cells.tolist())) <= CELLS
    order = np.lexsort((values, group))
    assert (np.diff(cells[order]) >= 0).all()  # larger values are in later cells


# Sums within parts


@each("n", SIZES)
def test_parts_of_a_stratum_add_up_to_its_sums(n):
    amounts, part = spent(n), np.arange(n) % 3
    apart = resampled_parts(Stratum(amounts, grouped=False), part, 4, 30, rng())
    assert apart.shape == (30, 4, 1)
    assert apart.sum(axis=1) == pytest.approx(resampled_sums(amounts, 30, rng(), grouped=False), rel=1e-12)
    assert not apart[:, 3].any()  # nobody is of the last


@pytest.mark.parametrize("grouped", [True, False])
def test_how_many_of_a_part_are_drawn_varies_and_each_part_keeps_its_own(grouped):
    # a quarter of 200 rows are of part 1 and worth 2: their number is binomial, 200 · 1/4 · 3/4
    part = (np.arange(200) % 4 == 0).astype(int)
    sums = resampled_parts(Stratum(np.column_stack([np.ones(200), 1 + part]), grouped), part, 2, MANY, rng())
    assert sums[:, :, 1] == pytest.approx(sums[:, :, 0] * [1, 2], rel=1e-12)
    assert sums[:, :, 0].sum(axis=1) == pytest.approx(np.full(MANY, 200), rel=1e-12)
    assert abs(sums[:, 1, 0].var() / 37.5 - 1) < 4 * sqrt(2 / MANY) + 1 / 200  # the counts' total is scaled: 1/n more


def test_nobody_has_parts_that_sum_to_zero():
    assert not resampled_parts(Stratum(np.zeros((0, 2))), np.zeros(0, dtype=int), 3, 5, rng()).any()


def test_parts_of_rows_in_cells_are_drawn_with_their_means_and_covariances():
    # a part's sum is that of rows which are 0 elsewhere
    rows, group = many()
    stratum = Stratum(rows, grouped=False, cell=value_cells(rows[:, 1], group))
    sums = resampled_parts(stratum, group, 3, MANY, rng())[:, :, :3]
    apart = np.hstack([rows[:, :3] * (group == one)[:, None] for one in range(3)])
    drawn, theory = sums.reshape(MANY, 9), len(rows) * np.cov(apart.T)
    spread = np.sqrt(np.diag(theory))
    assert (np.abs(drawn.mean(axis=0) - apart.sum(axis=0)) < 4 * spread / sqrt(MANY)).all()
    scaled = np.cov(drawn.T) / np.outer(spread, spread)
    assert np.abs(scaled - np.corrcoef(apart.T)).max() < 5 * sqrt(2 / MANY)


def test_the_table_of_single_rows_is_that_of_poisson_counts():
    """2^16 × e⁻¹/k!, each to a whole number: mean and variance are 1 as far as four digits."""
    times = np.array(resampling._TIMES)
    k = np.arange(len(times))
    exact = 2**16 * np.exp(-1 - np.array([lgamma(number + 1) for number in k]))
    assert times.sum() == 2**16 and np.abs(times - exact).max() < 1.7
    mean = (k * times).sum() / 2**16
    assert mean == pytest.approx(1, abs=1e-4) and ((k - mean) ** 2 * times).sum() / 2**16 == pytest.approx(1, abs=3e-4)


def test_each_row_is_drawn_by_itself_and_as_often_as_any():
    """The counts of two rows hang together only by their common total: correlation −1/(n − 1) of n rows."""
    rows = np.eye(150)
    sums = resampled_sums(rows, 20_000, np.random.default_rng(5), grouped=False)
    assert sums.sum(axis=1) == pytest.approx(150)
    assert sums.mean(axis=0) == pytest.approx(1, abs=0.04) and sums.var(axis=0) == pytest.approx(149 / 150, abs=0.06)
    assert np.corrcoef(sums[:, :2].T)[0, 1] == pytest.approx(-1 / 149, abs=0.03)
