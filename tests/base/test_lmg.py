"""Shares of a fit: by all orders with a least-squares solver, by hand, and that they add up."""

from itertools import permutations
from math import factorial

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.lmg import covariances_of, moment_features, shares_of_fit, subset_fits


def drawn(seed, n=80, k=4):
    rng = np.random.default_rng(seed)
    values = rng.standard_normal((n, k)) @ rng.standard_normal((k, k))
    outcomes = values @ rng.standard_normal((k, 2)) + 2 * rng.standard_normal((n, 2))
    return values, outcomes


def from_rows(values, outcomes):
    table = np.column_stack([values, outcomes])
    sums = moment_features(table).sum(axis=0, keepdims=True)
    return covariances_of(sums, table.shape[1])


def naive(values, outcome):
    """Gain of each column in adjusted R², in every order, by a solver."""
    n, k = values.shape

    def fit(chosen):
        design = np.column_stack([np.ones(n), values[:, list(chosen)]])
        left = outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
        share = (left @ left) / ((outcome - outcome.mean()) @ (outcome - outcome.mean()))
        return 1 - share * (n - 1) / (n - 1 - len(chosen))

    gains = np.zeros(k)
    for order in permutations(range(k)):
        for place, column in enumerate(order):
            gains[column] += fit(order[: place + 1]) - fit(order[:place])
    return gains / factorial(k)


def test_shares_are_gains_averaged_over_all_orders():
    values, outcomes = drawn(1)
    shares = shares_of_fit(from_rows(values, outcomes), 4, len(values))[0]
    for place in range(2):
        np.testing.assert_allclose(shares[:, place], naive(values, outcomes[:, place]), atol=1e-9)


def test_covariances_are_those_of_the_rows():
    values, outcomes = drawn(2)
    table = np.column_stack([values, outcomes])
    np.testing.assert_allclose(from_rows(values, outcomes)[0], np.cov(table.T, bias=True), atol=1e-9)


def test_two_that_are_the_same_share_alike():
    """r = 0.6 with the outcome, and each other's twin: 0.36 together, 0.18 each."""
    same = np.array([[[1.0, 1.0, 0.6], [1.0, 1.0, 0.6], [0.6, 0.6, 1.0]]])
    assert shares_of_fit(same, 2, 10**9).round(6).ravel().tolist() == [0.18, 0.18]
    assert subset_fits(same, 2).round(6).ravel().tolist() == [0.0, 0.36, 0.36, 0.36]


@given(st.integers(0, 10**6), st.integers(1, 5))
def test_they_add_up_to_the_fit_and_do_not_hang_on_the_order_of_columns(seed, k):
    values, outcomes = drawn(seed, n=40, k=k)
    whole = from_rows(values, outcomes)
    shares = shares_of_fit(whole, k, 40)[0]
    adjusted = 1 - (1 - subset_fits(whole, k)[0, -1]) * 39 / (39 - k)
    np.testing.assert_allclose(shares.sum(axis=0), adjusted, atol=1e-9)
    turned = shares_of_fit(from_rows(values[:, ::-1], outcomes), k, 40)[0]
    np.testing.assert_allclose(turned[::-1], shares, atol=1e-7)
