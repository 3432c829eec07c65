"""The chance to answer, and the fifths that are made of it."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from helpers.compare.nonresponse.propensity import fifths_of, response_propensity


def test_propensity_of_two_groups_are_their_shares():
    band, other = pd.Series(["a"] * 4 + ["b"] * 8), pd.Series(["x"] * 12)
    answered = pd.Series([1, 1, 1, 0] + [1, 1] + [0] * 6)
    chances = response_propensity({"tenure": band, "channel": other}, answered)
    assert chances.tolist() == pytest.approx([0.75] * 4 + [0.25] * 8, abs=1e-3)


def test_propensity_solves_the_likelihood():
    # at the maximum expected answers are those seen, in each band of each variable
    random = np.random.default_rng(1)
    groups = {name: pd.Series(random.choice(list("abcd"), 2000)) for name in ("tenure", "spend", "channel")}
    chance = 0.1 + 0.1 * sum(series.map({"a": 0, "b": 1, "c": 2, "d": 2}) for series in groups.values())
    answered = pd.Series(random.random(2000) < chance)
    chances = response_propensity(groups, answered)
    for series in groups.values():
        assert chances.groupby(series).sum().to_list() == pytest.approx(answered.groupby(series).sum(), rel=1e-3)


def test_propensity_is_that_of_statsmodels():
    random = np.random.default_rng(4)
    groups = {name: pd.Series(random.choice(list("abc"), 1500, p=(0.6, 0.3, 0.1))) for name in ("tenure", "spend")}
    odds = groups["tenure"].map({"a": -1.0, "b": 0.5, "c": 0.0}) + groups["spend"].map({"a": 0.0, "b": 0.3, "c": -2.0})
    answered = pd.Series(random.logistic(size=1500) < odds)
    design = sm.add_constant(pd.get_dummies(pd.DataFrame(groups), drop_first=True).astype(float))
    theirs = sm.Logit(answered.astype(float), design).fit(disp=0).predict(design)
    # ours has a slight penalty, 0.001 × the squared slopes of 1,500 customers
    assert response_propensity(groups, answered).to_numpy() == pytest.approx(theirs.to_numpy(), abs=1e-5)


def test_propensity_stays_finite_where_all_or_none_of_a_group_answered():
    band = pd.Series(["a"] * 20 + ["b"] * 20)
    chances = response_propensity({"tenure": band}, pd.Series([1] * 20 + [0] * 20))
    assert (chances[:20] > 0.99).all() and (chances[20:] < 0.01).all()


def test_customers_of_one_chance_are_of_one_fifth():
    # in the middle of their ranks: 25, 55 and 80 of 100
    chances = pd.Series([0.1] * 50 + [0.2] * 10 + [0.3] * 40)
    assert fifths_of(chances).groupby(chances).unique().map(list).to_dict() == {0.1: [1], 0.2: [2], 0.3: [4]}


def test_fifths_do_not_depend_on_the_order_of_customers():
    random = np.random.default_rng(2)
    chances = pd.Series(random.choice([0.1, 0.2, 0.25, 0.4, 0.7], 500))
    order = random.permutation(500)
    assert (fifths_of(chances.iloc[order]) == fifths_of(chances).iloc[order]).all()
