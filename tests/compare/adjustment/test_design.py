"""Columns and their pairs, against products written out."""

import numpy as np
import pytest

from helpers.compare.adjustment.covariates import Covariates
from helpers.compare.adjustment.design import Design, design_of


def known(kinds, *columns, sources=None):
    values = np.column_stack(columns).astype(np.float32)
    return Covariates(values, sources or tuple(f"c{place}" for place in range(len(kinds))), kinds, {}, True)


def designed(covariates, mine):
    return design_of(covariates.values, covariates.sources, covariates.kinds, mine)


def everybody(covariates):
    return np.ones(len(covariates.values), bool)


def test_pairs_that_say_something():
    customer = np.arange(50)
    channel, size = customer % 2, 1 + customer % 3  # nobody's size is 0
    two, one = np.isin(customer, [1, 3]), customer == 1
    covariates = known(
        ("channel", "spend", "tenure", "rare", "rarer", "", "tenure"),
        *(channel, size, customer, two, one, -size, np.where(channel, size, 0)),
    )
    pairs = {
        tuple(pair)
        for pair in design_of(
            covariates.values, covariates.sources, covariates.kinds, everybody(covariates)
        ).pairs.tolist()
    }
    # not: 2 × 6 (both tenure), 5 (no kind), 4 (of one in fifty), 0 × 3 (all of the two are of the channel: 3 itself),
    # 0 × 6 (6 itself)
    assert pairs == {(0, 1), (0, 2), (1, 2), (1, 3), (1, 6), (2, 3), (3, 6)}


def test_columns_have_mean_0_and_deviation_1():
    random = np.random.default_rng(1)
    age, spend = 40 + 9 * random.normal(size=200), random.exponential(size=200)
    covariates = known(("age", "spend", "age"), age, spend, np.arange(200) < 20)
    mine = np.arange(200) >= 30  # of whom none has the third
    design = designed(covariates, mine)
    own = [age[mine], spend[mine], (age * spend)[mine]]
    naive = np.column_stack([(one - one.mean()) / one.std() for one in own])
    assert design.rows(np.arange(170)) == pytest.approx(naive, abs=1e-5)  # kept in four bytes
    assert design.sources == (("c0",), ("c1",), ("c0", "c1"))
    # those of neither segment come after them, in the scale of the segments
    others = np.column_stack([(one[~mine] - part.mean()) / part.std() for one, part in
                              zip((age, spend, age * spend), own, strict=True)])  # fmt: skip
    assert design.rows(170 + np.arange(30)) == pytest.approx(others, abs=1e-5)


def test_a_pair_is_named_by_both_in_their_order():
    values = np.random.default_rng(1).normal(size=(3, 60))
    covariates = known(("spend", "channel", "tenure"), *values, sources=("z", "a", "m"))
    assert designed(covariates, everybody(covariates)).sources[3:] == (
        ("a", "z"),
        ("m", "z"),
        ("a", "m"),
    )


def test_a_product_that_does_not_vary_is_0():
    half = np.arange(60) % 2
    covariates = known(("age", "spend"), 1 + half, 2 - half)  # 1 × 2 and 2 × 1
    assert (designed(covariates, everybody(covariates)).rows(np.arange(60))[:, 2] == 0).all()


@pytest.fixture
def large():
    """Of 10,001 customers in three slices, and 500 others."""
    random = np.random.default_rng(4)
    covariates = known(("age", "spend", "region"), *random.normal(size=(2, 10_501)), random.random(10_501) < 0.3)
    return covariates.values.astype(float), design_of(
        covariates.values, covariates.sources, covariates.kinds, np.arange(10_501) < 10_001
    )


def test_in_slices_as_in_one(large):
    values, design = large
    products = [values[:, one] * values[:, other] for one, other in ((0, 1), (0, 2), (1, 2))]
    whole = np.column_stack([values, *products])
    scaled = (whole - whole[:10_001].mean(axis=0)) / whole[:10_001].std(axis=0)
    bytes_of_four = {"rel": 1e-6, "abs": 1e-5}
    assert design.rows(np.arange(10_501)) == pytest.approx(scaled, **bytes_of_four)
    slopes, places = np.arange(12.0).reshape(6, 2), np.arange(10_500, -1, -1)
    assert design.times(places, slopes) == pytest.approx(scaled[places] @ slopes, **bytes_of_four)
    assert design.times(places, slopes[:, 0]) == pytest.approx(scaled[places] @ slopes[:, 0], **bytes_of_four)
    shares = np.abs(np.sin(np.arange(2 * 10_001.0))).reshape(2, -1)
    shares /= shares.sum(axis=1, keepdims=True)
    means, squares = design.means(shares)
    assert means == pytest.approx(shares @ scaled[:10_001], **bytes_of_four)
    assert squares == pytest.approx(shares @ scaled[:10_001] ** 2, **bytes_of_four)


def test_of_nobody_there_is_nothing(large):
    design = large[1]
    assert design.times(np.empty(0, int), np.ones((6, 2))).shape == (0, 2)
    assert design.times(np.empty(0, int), np.ones(6)).shape == (0,)
    assert Design.empty().sources == ()
