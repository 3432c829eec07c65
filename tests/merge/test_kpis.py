"""KPIs by hand from tiny frames, their intervals, and earned growth."""

from math import sqrt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.parameters import checked
from helpers.base.proportions import HIDDEN, Rate, wilson_rate
from helpers.merge.disclosed import hidden_buyers
from helpers.merge.kpis import GROUPS, KPIS, earned_growth, hidden_complaints, kpis

Z = 1.959963984540054


def settings(**changes):
    return checked({"as_of": "2026-04-01", "min_cell": 1, "min_group_size": 2, "resamples": 200, **changes})


def rates(rows, *, covered=True, **changes):
    return kpis(rows, settings(**changes), window_before_covered=covered)


def fraction(rate):
    return rate.numerator, rate.denominator, rate.rate


def of_all(rows, kpi, **how):
    return fraction(rates(rows, **how)[kpi]["all"])


def test_every_kpi_has_every_group(customers):
    table = rates(customers(3))
    assert set(table) == set(KPIS) and all(set(groups) == set(GROUPS) for groups in table.values())


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


def test_groups_of_resampled_rates_by_hand(customers):
    rows = customers(6, segment=GROUPED, orders=[1, 3, 1, 3, 0, 2], returned_orders=[1, 1, 0, 1, 0, 1])
    found = {group: fraction(rate)[:2] for group, rate in rates(rows)["return_rate"].items()}
    assert found == {"detractor": (2, 4), "passive": (0, 1), "promoter": (1, 3), "none": (1, 2), "all": (4, 10)}


def test_groups_under_min_cell_are_hidden(customers):
    rows = customers(8, segment=["detractor"] * 2 + GROUPED, orders=[2, 2, 2, 2, 2, 2, 2, 2])
    for kpi, groups in rates(rows, min_cell=2).items():
        hidden = {group for group, rate in groups.items() if rate == HIDDEN}
        assert hidden == {"passive", "promoter"}, kpi


def test_one_hidden_group_hides_another_that_would_give_it_away(customers):
    rows = customers(9, segment=["detractor"] * 1 + ["passive"] * 2 + ["promoter"] * 3 + [None] * 3, orders=[2] * 9)
    found = rates(rows, min_cell=2)["repeat_rate"]
    assert {group for group, rate in found.items() if rate == HIDDEN} == {"detractor", "none"}


def test_money_is_hidden_by_min_group_size_and_in_units_of_the_currency(customers):
    segment = ["detractor"] * 2 + ["passive"] * 3 + ["promoter"] * 3 + [None] * 3
    rows = customers(11, segment=segment, orders=[1] * 11, ordered_amount=[1050] * 11, refunded_amount=[25] * 11)
    found = rates(rows, min_group_size=3, currency="USD")["return_rate_money"]
    assert {group for group, rate in found.items() if rate == HIDDEN} == {"detractor", "none"}
    assert (found["passive"].numerator, found["passive"].denominator) == (0.75, 31.5)


FIFTY = ["detractor"] * 10 + ["passive"] * 10 + ["promoter"] * 10 + [None] * 20


def hidden(found):
    return {group for group, rate in found.items() if rate == HIDDEN}


@pytest.mark.parametrize(
    ("repeaters", "expected"),
    [
        ([0, 10, 5, 5], set()),  # nobody, all, and 5 of 10 tell of no single customer
        ([4, 5, 5, 10], {"detractor", "none"}),  # a second one, or 4 would be all less the others
        ([6, 5, 5, 10], {"detractor", "none"}),  # all but 4
        ([1, 5, 5, 20], {"detractor", "none"}),  # together 21 of 30
        ([1, 5, 5, 0], {"detractor", "none", "passive"}),  # 1 of 30 would still be known
    ],
)
def test_customers_of_a_numerator_that_are_few_are_hidden(customers, repeaters, expected):
    sizes = [10, 10, 10, 20]
    orders = [2 if i < n else 1 for n, size in zip(repeaters, sizes, strict=True) for i in range(size)]
    found = rates(customers(50, segment=FIFTY, orders=orders), min_cell=5)["repeat_rate"]
    assert hidden(found) == expected


def test_orders_of_few_customers_are_hidden_however_many_they_are(customers):
    orders, returned = [9] * 50, [9, 9, 9, 9, *[0] * 6, *[1] * 20, *[1] * 10, *[0] * 10]
    found = rates(customers(50, segment=FIFTY, orders=orders, returned_orders=returned), min_cell=5)["return_rate"]
    assert hidden(found) == {"detractor", "none"}  # 36 returned orders of 4 detractors


def test_refunds_mostly_of_one_are_hidden_and_those_of_half_are_not(customers):
    def refunds(most):
        amounts = [most, *[10] * 9, *[10] * 40]
        rows = customers(50, segment=FIFTY, orders=[1] * 50, ordered_amount=[100] * 50, refunded_amount=amounts)
        return hidden(rates(rows, min_cell=5)["return_rate_money"])

    assert refunds(90) == set() and refunds(91) == {"detractor", "none"}  # 90 of 180 is half


def test_what_is_hidden_of_buyers_is_hidden_in_every_rate_that_tells_of_them(customers):
    # 4 detractors bought: their orders and money go with those of the silent ones, in each table alike
    orders = [1] * 4 + [0] * 6 + [2] * 40
    rows = customers(50, segment=FIFTY, orders=orders, ordered_amount=[100 * n for n in orders])
    rows = rows.assign(net_amount=rows["ordered_amount"])
    found = rates(rows, min_cell=5)
    assert hidden_buyers(rows, settings(min_cell=5)) == {"detractor", "none"}
    for kpi in ("repeat_rate", "return_rate", "return_rate_money", "complaint_rate_orders"):
        assert {"detractor", "none"} <= hidden(found[kpi])


def test_a_shop_of_few_shows_no_rate_of_all(customers):
    assert {rate for groups in rates(customers(4), min_cell=5).values() for rate in groups.values()} <= {
        HIDDEN, Rate(0, 0, None, None, None)
    }  # fmt: skip


def test_a_rate_of_customers_on_a_tiny_base_is_hidden(customers):
    rows = customers(8, segment=["promoter"] * 4 + [None] * 4, orders=[2, 0, 0, 0, 2, 2, 2, 2])
    assert rates(rows, min_cell=2)["repeat_rate"]["promoter"] == HIDDEN


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
        parts = [table[kpi][group] for group in GROUPS[:-1] if table[kpi][group] != HIDDEN]
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


# Earned growth


def growth(customers, *, covered=True, days=("2024-01-01", "2025-06-01", "2025-06-01"), **changes):
    rows = customers(3, acquired_on=list(days), acquisition_channel=["ads", "referral", "ads"],
                     net_amount=[85, 25, 20], net_amount_before=[100, 0, 0])  # fmt: skip
    return earned_growth(rows, settings(**changes), window_before_covered=covered)


def test_earned_growth_of_the_worked_example(customers):
    # 100 → 130: 85 from old customers, 25 earned, 20 bought
    assert growth(customers) == pytest.approx(
        {"net_revenue_retention": 0.85, "earned_new_customers": 0.25, "rate": 0.10}
    )


def test_customer_acquired_on_the_windows_first_day_is_new(customers):
    found = growth(customers, days=("2025-03-31", "2025-04-01", "2025-04-01"))
    assert (found["net_revenue_retention"], found["earned_new_customers"]) == (0.85, 0.25)


def test_referred_customers_of_before_are_kept_revenue(customers):
    found = growth(customers, days=("2024-01-01", "2024-01-01", "2025-06-01"))
    assert (found["net_revenue_retention"], found["earned_new_customers"]) == (1.10, 0)


def test_nobody_is_new_in_the_window_after(customers):
    assert growth(customers, window="after") == pytest.approx(
        {"net_revenue_retention": 1.3, "earned_new_customers": 0, "rate": 0.3}
    )


def shop_that_grew(customers, referred, others=()):
    """20 old customers who spend 10 where they spent 20, and new ones by referral and by other ways."""
    n = 20 + len(referred) + len(others)
    return customers(n, acquired_on=["2024-01-01"] * 20 + ["2025-06-01"] * (n - 20),
                     acquisition_channel=["referral"] * (n - len(others)) + ["ads"] * len(others),
                     net_amount=[10] * 20 + [*referred, *others],
                     net_amount_before=[20] * 20 + [0] * (n - 20))  # fmt: skip


FIVE = [10] * 5


@pytest.mark.parametrize(
    ("referred", "others", "kept", "earned"),
    [
        (FIVE, [], 0.5, 0.125),
        ([], [], 0.5, 0),
        ([10] * 4, FIVE, 0.5, None),  # 4 + 5 others together are safe
        ([50, 10, 10, 10, 20], FIVE, 0.5, 0.25),
        ([51, 10, 10, 10, 20], FIVE, 0.5, None),
        ([10] * 4, [], None, None),  # all less the old ones would be those of four
        ([], [10] * 4, None, 0),
        (FIVE, [10] * 4, 0.5, None),
        (FIVE, [51, 10, 10, 10, 20], 0.5, None),
        (FIVE, FIVE, 0.5, 0.125),
    ],
)
def test_growth_by_few_or_by_one_is_hidden_and_what_tells_it(customers, referred, others, kept, earned):
    rows = shop_that_grew(customers, referred, others)
    found = earned_growth(rows, settings(min_cell=5), window_before_covered=True)
    rate = None if kept is None or earned is None else kept + earned - 1
    assert found == {"net_revenue_retention": kept, "earned_new_customers": earned, "rate": rate}


def test_growth_on_the_money_of_one_is_hidden(customers):
    rows = shop_that_grew(customers, [10] * 5)
    rows.loc[0, "net_amount_before"] = 381  # of 761
    found = earned_growth(rows, settings(min_cell=5), window_before_covered=True)
    assert set(found.values()) == {None}


def test_complaints_of_few_are_hidden(customers):
    told = [1] * 4 + [0] * 6 + [1] * 10 + [0] * 30
    rows = customers(50, segment=FIFTY, complaints_major=told, complaints_minor=[0] * 50, complaints_near_miss=[0] * 50)
    assert hidden_complaints(rows, settings(min_cell=5)) == {"detractor", "none", "passive"}


def test_no_earned_growth_without_the_window_before(customers):
    assert growth(customers, covered=False) is None


@pytest.mark.parametrize("before", [0, -5])
def test_no_earned_growth_where_nothing_was_bought_before(customers, before):
    rows = customers(1, acquired_on=["2024-01-01"], net_amount=[10], net_amount_before=[before])
    assert earned_growth(rows, settings(), window_before_covered=True) is None
