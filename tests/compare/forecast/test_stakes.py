"""At stake: by hand where that can be, in simulated shops whose segments differ or don't, and its intervals."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.results import Support
from helpers.compare.basis import customers_support
from helpers.compare.forecast.foreseen import Forecast
from helpers.compare.forecast.next_year import forecast
from helpers.compare.forecast.ridge import ridge
from helpers.compare.forecast.stakes import stakes


def made(base, expected, used="model"):
    """A forecast of these customers as it would come, of the expectations given."""
    customers = customers_support(base.customers, base.settings)
    people = base.customers[["customer_id"]].assign(segment=customers.cell, expected=np.asarray(expected, float))
    support = Support(customers.cell, customers.adds.assign(expected=people["expected"]))
    return Forecast("", used, "bgnbd", {}, 900, None, {}, None, people, support)


@pytest.fixture(scope="module")
def base(basis):
    return basis()


@pytest.fixture(scope="module")
def tenure(base):
    """Years since each was acquired: what forecasts are made of here."""
    return (pd.Timestamp("2026-04-01") - base.rows["acquired_on"]).dt.days.to_numpy() / 365


def test_what_follows_from_covariates_alone_is_not_at_stake(base, tenure):
    both = stakes(base, made(base, 100 * tenure)).groups["all"]
    assert abs(both.difference.estimate) < 0.01 * both.expected and both.at_stake.estimate < 0.01 * both.expected


def test_a_known_difference_is_found(base, tenure):
    """Detractors are expected to bring 40 less than others of their tenure, passives 10."""
    less = base.rows["segment"].map({"detractor": 40.0, "passive": 10.0, "promoter": 0.0}).to_numpy()
    found = stakes(base, made(base, 1000 + 100 * tenure - less))
    each = {name: found.groups[name].difference.estimate / found.groups[name].n for name in ("detractor", "passive")}
    assert each == pytest.approx({"detractor": 40.0, "passive": 10.0}, abs=2)
    rule = 0.5 * found.groups["detractor"].expected + 0.3 * found.groups["passive"].expected
    assert found.groups["all"].rule_of_thumb == pytest.approx(rule)


def test_who_is_above_or_below_others_stays_so(base, tenure):
    """Detractors bring three quarters of what promoters alike do: as promoters each would a third more."""
    own, segment = np.random.default_rng(3).gamma(4, 1 / 4, 900), base.rows["segment"].to_numpy()
    factor = pd.Series(segment).map({"detractor": 0.75, "passive": 1.5, "promoter": 1.0}).to_numpy()
    people = stakes(base, made(base, (1000 + 100 * tenure) * own * factor)).people
    more = (people["expected_as_promoter"] / people["expected"]).groupby(people["segment"])
    assert more.first().to_dict() == pytest.approx({"detractor": 4 / 3, "passive": 2 / 3}, rel=0.07)
    assert (more.max() - more.min()).max() == pytest.approx(0, abs=1e-9)
    assert people.loc[people["segment"] == "passive", "at_stake"].eq(0).all()


def test_a_segment_with_nothing_at_stake_takes_nothing_off_the_other(base, tenure):
    less = base.rows["segment"].map({"detractor": 40.0, "passive": -60.0, "promoter": 0.0}).to_numpy()
    groups = stakes(base, made(base, 1000 + 100 * tenure - less)).groups
    assert groups["passive"].at_stake.estimate == 0 == groups["passive"].at_stake.high
    assert groups["all"].at_stake == groups["detractor"].at_stake
    assert groups["all"].difference.estimate == pytest.approx(
        groups["detractor"].difference.estimate + groups["passive"].difference.estimate
    )


def test_shortfalls_are_what_chance_makes_of_them(base, tenure):
    """Forecasts that scatter about their covariates, in no segment otherwise: the sum is that of the promoters."""
    noise = np.random.default_rng(2).normal(0, 50, 900)
    both = stakes(base, made(base, 1000 + 100 * tenure + noise)).groups["all"]
    assert both.shortfall == pytest.approx(both.by_chance, rel=0.15)
    assert both.by_chance == pytest.approx(600 * 50 / np.sqrt(2 * np.pi), rel=0.15)  # E max(0, N(0, 50))
    assert both.difference.low < 0 < both.difference.high


def test_people_add_up_to_the_groups(base):
    found = stakes(base, forecast(base))
    people = found.people
    assert list(people) == ["customer_id", "segment", "expected", "expected_as_promoter", "at_stake"]
    assert people.index.tolist() == base.customers.index[base.customers["segment"] != "promoter"].tolist()
    assert people["at_stake"].to_numpy() == pytest.approx(
        (people["expected_as_promoter"] - people["expected"]).clip(lower=0).to_numpy()
    )
    for name in ("detractor", "passive"):
        mine = people[people["segment"] == name]
        group = found.groups[name]
        assert (group.n, group.expected) == (len(mine), pytest.approx(mine["expected"].sum()))
        assert group.at_stake.estimate == pytest.approx(mine["at_stake"].sum())
    assert found.groups["all"].at_stake.estimate == pytest.approx(people["at_stake"].sum())


@pytest.mark.parametrize(
    ("reason", "segments", "used"),
    [("promoters", ("detractor",) * 99 + ("promoter",), "model"), ("nobody", ("promoter",), "model"),
     ("mean", ("detractor", "promoter"), "mean")],
)  # fmt: skip
def test_what_is_not_told_says_why(basis, shop_rows, reason, segments, used):
    base = basis(shop_rows(n=300, segments=segments))
    found = stakes(base, made(base, np.ones(300), used))
    assert (found.reason, found.groups, found.people) == (reason, {}, None)


def test_without_a_forecast_its_reason_is_told(base):
    refused = Forecast("short", "", "", {}, 0, None, {}, None)
    assert stakes(base, refused).reason == "short"


def test_ridge_leaves_each_row_out_as_if_fitted_anew():
    random = np.random.default_rng(4)
    x = random.normal(size=(40, 3))
    y = x @ [1.0, -2.0, 0.5] + random.normal(0, 0.5, 40)
    found = ridge(x, y)
    penalty = 40 * min(np.logspace(-3, 3, 13), key=lambda one: _naive_errors(x, y, 40 * one))
    left_out = [_naive(np.delete(x, row, 0), np.delete(y, row), x[row], penalty, x.mean(0)) for row in range(40)]
    assert found.left_out == pytest.approx(np.array(left_out), abs=0.02)


def _naive(x, y, at, penalty, middle):
    """Ridge with a level of its own that is not penalised, the columns less a middle."""
    columns = np.column_stack([np.ones(len(x)), x - middle])
    slopes = np.linalg.solve(columns.T @ columns + penalty * np.diag([0, 1, 1, 1]), columns.T @ y)
    return float(np.r_[1, at - middle] @ slopes)


def _naive_errors(x, y, penalty):
    told = [_naive(np.delete(x, row, 0), np.delete(y, row), x[row], penalty, x.mean(0)) for row in range(len(y))]
    return float(((y - told) ** 2).sum())


def test_what_a_row_moves_is_the_derivative_of_the_sum():
    """A row's value raised a little moves the sum of what others are told by its weight."""
    random = np.random.default_rng(5)
    x, others = random.normal(size=(60, 4)), random.normal(size=(20, 4)) + 1
    y = x @ random.normal(size=4) + random.normal(0, 1, 60)
    found = ridge(x, y)
    weights = found.sum_moves(20, others.sum(axis=0), x, np.ones(60))
    assert weights.sum() == pytest.approx(20)
    assert weights @ y == pytest.approx(found.told(others).sum())
