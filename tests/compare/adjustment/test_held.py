"""What an attribute alone explains of the window's purchases: by hand, against statsmodels, and what is flagged."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from helpers.compare.adjustment.adjusted import like_with_like
from helpers.compare.adjustment.held import partial_shares, window_held
from helpers.compare.basis import basis_of

N = 600


@pytest.fixture
def random():
    return np.random.default_rng(8)


@pytest.fixture
def people(shop, random):
    """Promoters and detractors, the former the more likely the longer a customer and the more she bought before."""
    before = random.gamma(0.6, 8000, N).round()
    window = (0.5 * before + random.gamma(0.7, 7000, N)).round()
    old = random.random(N) < 0.5
    likes = 0.8 * old + np.log1p(before) / 8 + random.logistic(size=N) > 1.2
    rows = [
        {
            "segment": "promoter" if one else "detractor",
            "acquired_on": "2019-06-01" if long else "2023-06-01",
            "net_amount": bought + 3000.0 * one,
            "orders": 1,
            "recommended_count": 1.0,
            "influence": 0.5,
        }
        for one, long, bought in zip(likes, old, window, strict=True)
    ]
    table = shop(*rows).assign(net_amount_before=before, orders_before=(before // 6000).astype(int))
    return table.assign(region=random.choice(["north", "south", "east"], N))


@pytest.fixture
def with_totals(people, random):
    """As an export of the report's day has them: all that was ever bought."""
    ever = people["net_amount"] + people["net_amount_before"] + random.gamma(0.5, 3000, N).round()
    totals = {"Total Spent": ever.map("{:.2f}".format), "Total Orders": (ever // 4000).astype(int).astype("str")}
    return people.assign(**totals)


def compared(rows, settings):
    return like_with_like(basis_of(rows, None, settings, window_before_covered=True))


def gap_and_held(rows, settings):
    found = compared(rows, settings)
    return found.pairs["promoter_detractor"].ltv, found.held


# Which attributes are there


def test_totals_of_the_export_day_move_nothing(people, with_totals, settings):
    (plain, held), (more, held_more) = (gap_and_held(rows, settings()) for rows in (people, with_totals))
    assert more.gap == plain.gap and more.balance == plain.balance
    assert more.left_out == {"Total Spent": "export_day", "Total Orders": "export_day"} and not plain.left_out
    assert held == held_more
    assert [*held.attributes] == ["region"] and not held.attributes["region"].may_hold


def test_named_they_take_most_of_the_gap_and_are_flagged(people, with_totals, settings):
    plain, _ = gap_and_held(people, settings())
    found, held = gap_and_held(with_totals, settings(alike_on=["Total Spent"]))
    assert 0 < found.gap.estimate < 0.6 * plain.gap.estimate
    assert found.left_out == {"Total Orders": "export_day"}
    total = held.attributes["Total Spent"]
    assert total.may_hold and total.export_day and total.share > 0.25
    assert not held.attributes["region"].may_hold and not held.attributes["region"].export_day


def test_with_few_customers_nothing_is_told(people, settings):
    few = people.head(39)
    assert window_held(few, settings(min_group_size=20), window_before_covered=True).attributes["region"].share is None
    told = window_held(people.head(40), settings(min_group_size=20), window_before_covered=True)
    assert told.attributes["region"].share is not None


def test_without_the_window_before_there_is_no_earlier_spend(people, settings):
    held = window_held(people, settings(), window_before_covered=False)
    assert held.earlier_spend is None and held.attributes["region"].share is not None
    assert window_held(people, settings(), window_before_covered=True).earlier_spend > 0


@pytest.mark.parametrize(("part", "flagged"), [(0.05, True), (0.0, False)])
def test_more_than_earlier_spend_is_flagged(part, flagged, people, random, settings):
    # earlier spend explains nothing here; what is named explains a twentieth, less than a quarter
    told = random.normal(size=N)
    bought = pd.Series(np.sqrt(part) * told + np.sqrt(1 - part) * random.normal(size=N)).map(lambda one: 10 + one)
    rows = people.assign(net_amount=bought.to_numpy() * 1000, plan=pd.Series(told).map("{:.6f}".format).to_numpy())
    held = window_held(rows, settings(alike_on=["plan"]), window_before_covered=True)
    assert held.attributes["plan"].may_hold == flagged
    assert held.attributes["plan"].share < 0.1


def test_less_than_earlier_spend_is_not_flagged(people, random, settings):
    # 5 % by what is named, most of the rest by earlier spend
    told, before = random.normal(size=N), people["net_amount_before"].to_numpy()
    bought = before + before.std() * (0.25 * told + random.normal(size=N))
    rows = people.assign(net_amount=bought, plan=pd.Series(told).map("{:.6f}".format).to_numpy())
    held = window_held(rows, settings(alike_on=["plan"]), window_before_covered=True)
    assert 0.02 < held.attributes["plan"].share < held.earlier_spend
    assert not held.attributes["plan"].may_hold


def test_large_customers_of_a_small_region_are_no_sign(people, settings):
    # one of ten in a region bought as much as all others together
    bought = np.full(N, 1000.0) + np.arange(N) % 7
    bought[0] = 600_000.0
    region = np.where(np.arange(N) < 12, "small", "large")
    rows = people.assign(net_amount=bought, region=region)
    held = window_held(rows, settings(), window_before_covered=True)
    assert held.attributes["region"].share > 0.02  # of one large customer, nearly a twelfth
    assert not held.attributes["region"].may_hold


def test_noise_is_seldom_flagged(people, settings):
    """Of two hundred attributes of noise beside heavy-tailed purchases 2 are flagged by chance, give or take 1.4.

    7 are three and a half times that above.
    """
    random = np.random.default_rng(5)
    bought = np.exp(2.2 * random.normal(size=N)).round(4) * 1000
    rows, flags = people.assign(net_amount=bought, net_amount_before=0, orders_before=0), []
    for _ in range(5):
        noise = {f"plan {one}": random.choice(list("abcde"), N) for one in range(40)}
        held = window_held(rows.assign(**noise), settings(alike_on=[*noise]), window_before_covered=True)
        flags += [held.attributes[name].may_hold for name in noise]
    assert sum(flags) <= 7


# The figure


def test_by_hand():
    # 0 0 4 4, four times, less 1 in the first half and more 1 in the second: the first column tells the fours alone
    first, second = np.tile([0, 0, 1, 1], 4), np.tile([0, 1], 8)
    bought = 4.0 * first + np.repeat([-1, 1], 8)
    (one, other) = partial_shares(
        np.column_stack([first, second]), bought, [np.array([True, False]), np.array([False, True])]
    )
    # left by both: 16 of 13 degrees of freedom; without the first 16 + 64 = 80 of 14; without the second 16 of 14
    assert one.share == pytest.approx(1 - (16 / 13) / (80 / 14))
    assert other.share == 0  # 1 − (16/13)/(16/14) is under zero


def test_as_statsmodels(random):
    columns = random.normal(size=(80, 5))
    bought = columns @ [1, 0.5, 0, 0, 0.2] + random.normal(size=80)
    block = np.array([False, True, False, False, True])
    (found,) = partial_shares(columns, bought, [block])
    drawn = bought.clip(*np.quantile(bought, [0.01, 0.99]))
    full, less = (sm.OLS(bought, sm.add_constant(columns[:, kept])).fit() for kept in (block | True, ~block))
    raw = (full.rsquared - less.rsquared) / (1 - less.rsquared)
    assert found.share == pytest.approx(1 - (1 - raw) * less.df_resid / full.df_resid)
    full, less = (sm.OLS(drawn, sm.add_constant(columns[:, kept])).fit() for kept in (block | True, ~block))
    assert found.chance == pytest.approx(full.compare_f_test(less)[1])


def test_columns_that_say_the_same_explain_nothing_alone(random):
    told = random.normal(size=50)
    columns = np.column_stack([told, 2 * told + 1, random.normal(size=50)])
    one, other, last = partial_shares(columns, 3 * told, [np.arange(3) == at for at in range(3)])
    assert one == other == (0.0, 1.0)
    assert last.share == 0


def test_purchases_without_differences_tell_nothing(random):
    (found,) = partial_shares(random.normal(size=(20, 1)), np.full(20, 5.0), [np.array([True])])
    assert found == (0.0, 1.0)
    assert partial_shares(random.normal(size=(4, 3)), np.arange(4.0), [np.arange(3) < 1]) == [None]
