"""KPIs by hand from tiny frames, and their intervals."""

from math import sqrt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.proportions import Rate, wilson_rate
from helpers.merge.customers import Shop
from helpers.merge.kpi_names import CUSTOMER_RATES, KPIS
from helpers.merge.kpis import KPI_GROUPS, kpis
from helpers.run.settings import checked

Z = 1.959963984540054


def settings(**changes):
    return checked({"as_of": "2026-04-01", "min_cell": 1, "min_group_size": 2, "resamples": 200, **changes})


def rates(rows, *, covered=True, **changes):
    return kpis(Shop(rows, settings(**changes), window_before_covered=covered)).rates


def fraction(rate):
    return rate.numerator, rate.denominator, rate.rate


def of_all(rows, kpi, **how):
    return fraction(rates(rows, **how)[kpi]["all"])


def test_every_kpi_has_every_group(customers):
    table = rates(customers(3))
    assert set(table) == set(KPIS) and all(set(groups) == set(KPI_GROUPS) for groups in table.values())


def test_repeat_rate(customers):
    # 5 bought at all, 3 of them twice or more
    assert of_all(customers(6, orders=[0, 1, 1, 2, 3, 5]), "repeat_rate") == (3, 5, 3 / 5)


def test_return_rate_of_orders(customers):
    # 3 of 12 orders
    assert of_all(customers(4, orders=[0, 1, 4, 7], returned_orders=[0, 1, 0, 2]), "return_rate") == (3, 12, 1 / 4)


def test_return_rate_of_money(customers):
    # 300 of 1,200; refunded in the window without an order in it counts too
    rows = customers(3, ordered_amount=[0, 1000, 200], refunded_amount=[100, 0, 200])
    assert of_all(rows, "return_rate_money") == (300, 1200, 1 / 4)


COMPLAINED = {"complaints_major": [0, 1, 0, 2], "complaints_minor": [0, 0, 3, 1], "complaints_near_miss": [0, 0, 0, 0]}


def test_complaint_rate_counts_customers(customers):
    assert of_all(customers(4, **COMPLAINED), "complaint_rate") == (3, 4, 3 / 4)


def test_complaint_rate_counts_near_misses(customers):
    only = {"complaints_major": [0, 0], "complaints_minor": [0, 0], "complaints_near_miss": [0, 1]}
    assert of_all(customers(2, **only), "complaint_rate") == (1, 2, 1 / 2)


def test_complaint_rate_of_orders(customers):
    rows = customers(4, orders=[5, 5, 0, 10], complained_orders=[0, 1, 0, 4], **COMPLAINED)
    assert of_all(rows, "complaint_rate_orders") == (5, 20, 1 / 4)


def test_complaints_without_orders_have_no_rate_of_orders(customers):
    assert of_all(customers(4, orders=[5, 5, 0, 10], **COMPLAINED), "complaint_rate_orders") == (0, 0, None)


def test_without_a_file_of_complaints_there_is_no_complaint_rate(customers):
    assert of_all(customers(2, orders=[1, 1]), "complaint_rate") == (0, 0, None)


def test_churn_by_the_window_before(customers):
    # buyers of the window before: 3; one of them bought nothing in this one
    rows = customers(5, orders_before=[1, 2, 1, 0, 0], orders=[0, 1, 3, 0, 2])
    assert of_all(rows, "churn_rate") == (1, 3, 1 / 3)
    assert of_all(rows, "churn_rate", covered=False) == (0, 0, None)


def subscribers(customers):
    """Alive at the start 2025-04-01: all but the first (ended before) and the last three."""
    started = ["2024-01-01"] * 5 + ["2025-04-01", "2025-09-01", None]
    ended = ["2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01", None, "2025-10-01", None, None]
    return customers(8, subscription_started_on=started, subscription_ended_on=ended)


@pytest.mark.parametrize("covered", [True, False])
def test_churn_by_subscription(customers, covered):
    # of the 4 alive at the start the second and third ended in the window
    assert of_all(subscribers(customers), "churn_rate", covered=covered) == (2, 4, 1 / 2)


def test_churn_by_subscription_that_nobody_ended(customers):
    rows = subscribers(customers).drop(columns="subscription_ended_on")
    assert of_all(rows, "churn_rate") == (0, 5, 0)


def test_churn_by_subscription_in_the_whole_history(customers):
    assert of_all(subscribers(customers), "churn_rate", window_days=0) == (0, 0, None)


def test_blank_subscriptions_are_none(customers):
    rows = customers(2, orders_before=[1, 1], orders=[0, 1], subscription_started_on=[None, None])
    assert of_all(rows, "churn_rate") == (1, 2, 1 / 2)


@pytest.mark.parametrize("kpi", KPIS)
def test_zero_denominator_is_no_rate(customers, kpi):
    table = rates(customers(3), covered=False)
    assert table[kpi]["all"] == Rate(0, 0, None, None, None)


GROUPED = ["detractor", "detractor", "passive", "promoter", None, None]


def test_groups_by_hand(customers):
    rows = customers(6, segment=GROUPED, orders=[1, 2, 1, 3, 0, 2])
    found = {group: fraction(rate)[:2] for group, rate in rates(rows)["repeat_rate"].items()}
    assert found == {"detractor": (1, 2), "passive": (0, 1), "promoter": (1, 1), "none": (1, 1), "all": (3, 5)}


def test_rates_of_customers_are_of_those_of_the_whole_window_with_all_beside(customers):
    # detractors: 2 of 2 bought again who had the year, 0 of 3 who came in it; promoters 2 of 3, none came later
    days = ["2020-01-01", "2025-03-31", "2025-04-01", "2025-09-01", "2026-03-01", *["2020-01-01"] * 3]
    rows = customers(8, segment=["detractor"] * 5 + ["promoter"] * 3, acquired_on=days, orders=[2, 2, 1, 1, 1, 2, 2, 1],
                     returned_orders=[1] * 8)  # fmt: skip
    found = kpis(Shop(rows, settings(), window_before_covered=True))
    whole, everybody = (part["repeat_rate"] for part in (found.rates, found.all_customers))
    assert [fraction(whole[group])[:2] for group in ("detractor", "promoter", "all")] == [(2, 2), (2, 3), (4, 5)]
    assert [fraction(everybody[group])[:2] for group in ("detractor", "promoter", "all")] == [(2, 5), (2, 3), (4, 8)]
    assert fraction(found.rates["return_rate"]["detractor"])[:2] == (5, 7)  # orders: of all customers
    assert set(found.all_customers) == set(CUSTOMER_RATES)


@pytest.mark.parametrize("changes", [{"window_days": 0}, {"window": "after"}])
def test_where_all_had_the_whole_window_both_are_the_same(customers, changes):
    rows = customers(4, acquired_on=["2025-09-01"] * 4, orders=[2, 1, 1, 0])
    found = kpis(Shop(rows, settings(**changes), window_before_covered=True))
    assert all(found.rates[kpi] == found.all_customers[kpi] for kpi in CUSTOMER_RATES)
    assert found.rates["repeat_rate"]["all"].denominator == 3


def test_groups_of_resampled_rates_by_hand(customers):
    rows = customers(6, segment=GROUPED, orders=[1, 3, 1, 3, 0, 2], returned_orders=[1, 1, 0, 1, 0, 1])
    found = {group: fraction(rate)[:2] for group, rate in rates(rows)["return_rate"].items()}
    assert found == {"detractor": (2, 4), "passive": (0, 1), "promoter": (1, 3), "none": (1, 2), "all": (4, 10)}


def test_returns_that_nobody_recorded_are_unknown_and_not_zero(customers):
    rows = customers(3, orders=[1, 1, 2], ordered_amount=[5, 5, 5])
    unknown = rows.astype({"returned_orders": "Int64"}).assign(returned_orders=pd.NA)
    assert rates(unknown)["return_rate"]["all"] == Rate(0, 0, None, None, None)


def test_a_rate_that_no_resample_moves_has_no_interval(customers):
    assert rates(customers(8, orders=[1] * 8))["return_rate"]["all"] == Rate(0, 8, 0, None, None)


def test_customer_rates_carry_wilsons_interval(customers):
    found = rates(customers(10, orders=[1] * 5 + [2] * 5))["repeat_rate"]["all"]
    # Wilson for 5 of 10: centre 1/2, half = z √(1/40 + z²/400) / (1 + z²/10)
    half = Z * sqrt(1 / 40 + Z**2 / 400) / (1 + Z**2 / 10)
    assert (found.low, found.high) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-12)
    assert found == wilson_rate(numerator=5, denominator=10)


def test_confidence_reaches_both_kinds_of_interval(customers):
    rows = customers(60, orders=[1, 2] * 30, returned_orders=[0, 1] * 30)
    for kpi in ("repeat_rate", "return_rate"):
        wide, narrow = rates(rows)[kpi]["all"], rates(rows, confidence=0.5)[kpi]["all"]
        assert wide.low < narrow.low < narrow.rate < narrow.high < wide.high


def test_order_rates_are_resampled_by_customer(customers):
    # 30 customers of 10 orders, 9 of whom returned all: 30 draws of a customer, not 300 of an order
    rows = customers(30, orders=[10] * 30, returned_orders=[10] * 9 + [0] * 21)
    found = rates(rows, resamples=5000)["return_rate"]["all"]
    by_customer, by_order = (2 * Z * sqrt(0.3 * 0.7 / n) for n in (30, 300))
    assert found.high - found.low == pytest.approx(by_customer, rel=0.1)  # steps of 1/30 and 5,000 draws
    assert found.high - found.low > 2.5 * by_order


def test_same_seed_same_interval(customers):
    rows = customers(60, orders=[1, 2, 3] * 20, returned_orders=[0, 1, 0] * 20)
    assert rates(rows) == rates(rows)
    other = rates(rows, seed=2)["return_rate"]["all"]
    assert (other.low, other.high) != (rates(rows)["return_rate"]["all"].low, rates(rows)["return_rate"]["all"].high)


ORDERS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.sampled_from(["detractor", "promoter", None])),
    min_size=1,
    max_size=30,
)


@example_settings(deadline=None, max_examples=40)
@given(ORDERS)
def test_intervals_hold_the_rate_and_groups_add_up(customers, drawn):
    orders, before, segment = map(list, zip(*drawn, strict=True))
    rows = customers(len(drawn), orders=orders, orders_before=before, segment=segment)
    table = rates(rows)
    for kpi in ("repeat_rate", "churn_rate"):
        for rate in table[kpi].values():
            assert rate.rate is None or 0 <= rate.low <= rate.rate <= rate.high <= 1
        parts = [table[kpi][group] for group in KPI_GROUPS[:-1]]
        assert sum(part.numerator for part in parts) == table[kpi]["all"].numerator
        assert sum(part.denominator for part in parts) == table[kpi]["all"].denominator


def test_resampled_intervals_hold_the_rate(customers):
    figures = {
        "orders": [1, 2, 0, 5],
        "returned_orders": [0, 1, 0, 1],
        "complained_orders": [0, 0, 0, 1],
        "ordered_amount": [10, 20, 0, 90],
        "refunded_amount": [0, 10, 0, 9],
    }
    table = rates(customers(40, **{name: cells * 10 for name, cells in figures.items()}))
    for kpi in ("return_rate", "return_rate_money", "complaint_rate_orders"):
        rate = table[kpi]["all"]
        assert 0 <= rate.low < rate.rate < rate.high <= 1


def test_input_stays_as_it_was(customers):
    rows = customers(6, segment=GROUPED, orders=[1, 2, 1, 3, 0, 2])
    before = rows.copy()
    rates(rows)
    pd.testing.assert_frame_equal(rows, before)


def test_the_text_of_rates_shows_nobody(customers):
    rows = customers(3, orders=[1, 2, 3])
    text = repr(kpis(Shop(rows, settings(), window_before_covered=True)))
    assert "support" not in text and not any(name in text for name in rows["customer_id"])
