"""LTV: each term by hand, the source's example, what is refused."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.compare.ltv import acquisition_cost_due, ltv, retention_cost

EDGES = [{"acquired_on": day} for day in ("2025-03-31T23:59:59", "2025-04-01", "2026-03-31")]  # before, first, last day


# Trivial


def test_without_purchases_and_costs_a_customer_is_worth_nothing(shop, settings):
    assert ltv(shop({}), settings()).tolist() == [0]


def test_a_shop_without_customers(shop, settings):
    assert ltv(shop(), settings(acquisition_cost=5, retention_cost=5)).tolist() == []


def test_rows_keep_their_index_and_are_not_changed(shop, settings):
    rows = shop({"net_amount": 1}, {"net_amount": 2}).set_axis([7, 3])
    before = rows.copy()
    assert ltv(rows, settings(acquisition_cost=1)).to_dict() == {7: 1, 3: 2}
    pd.testing.assert_frame_equal(rows, before)


# Margin


def test_margin_is_a_share_of_the_net_amount_also_where_it_is_negative(shop, settings):
    rows = shop({"net_amount": 20_000}, {"net_amount": -500})
    assert ltv(rows, settings(gross_margin_rate=0.6)).tolist() == [12_000, -300]


@pytest.mark.parametrize(("currency", "expected"), [("JPY", 1149), ("USD", 11.49), ("KWD", 1.149)])
def test_net_amounts_are_in_minor_units(shop, settings, currency, expected):
    assert ltv(shop({"net_amount": 1149}), settings(currency=currency)).tolist() == [expected]


# Acquisition cost


def test_only_customers_acquired_inside_the_window_pay(shop, settings):
    assert acquisition_cost_due(shop(*EDGES), settings(acquisition_cost=100)).tolist() == [0, 100, 100]


def test_a_shorter_window_has_fewer_new_customers(shop, settings):
    # the 90 days before 2026-04-01 begin on 2026-01-01
    rows = shop({"acquired_on": "2025-12-31"}, {"acquired_on": "2026-01-01"})
    assert acquisition_cost_due(rows, settings(acquisition_cost=100, window_days=90)).tolist() == [0, 100]


def test_in_the_whole_history_everybody_pays(shop, settings):
    assert acquisition_cost_due(shop(*EDGES, {}), settings(acquisition_cost=7, window_days=0)).tolist() == [7] * 4


def test_in_a_window_after_the_survey_nobody_pays(shop, settings):
    assert acquisition_cost_due(shop(*EDGES), settings(acquisition_cost=100, window="after")).tolist() == [0, 0, 0]


@pytest.mark.parametrize("window_days", [365, 0])
def test_ignored_costs_charge_nobody(shop, settings, window_days):
    how_charged = settings(acquisition_cost=100, acquisition_cost_rule="ignore", window_days=window_days)
    assert acquisition_cost_due(shop(*EDGES), how_charged).tolist() == [0, 0, 0]


def test_cost_by_channel_is_in_units_of_the_currency(shop, settings):
    new = {"acquired_on": "2025-06-01"}
    ads, web = {"acquisition_channel": "ads"}, {"acquisition_channel": "web"}
    rows = shop(new | ads, new | web, ads)
    charged = settings(acquisition_cost={"ads": 6.5, "web": 2}, currency="USD")
    assert acquisition_cost_due(rows, charged).tolist() == [6.5, 2, 0]


@pytest.mark.parametrize(("currency", "expected"), [("JPY", [250, 0, 0]), ("USD", [2.5, 0, 0])])
def test_cost_of_a_column_is_in_minor_units_and_blank_is_no_cost(shop, settings, currency, expected):
    rows = shop(EDGES[1], EDGES[1], EDGES[0])
    rows["acquisition_cost"] = pd.array([250, None, 250], dtype="Int64")
    assert acquisition_cost_due(rows, settings(currency=currency)).tolist() == expected


# Retention cost: 365 a year is 1 a day


@pytest.mark.parametrize(
    ("acquired_on", "days"),
    [
        ("2020-01-01", 365),
        ("2025-04-01", 365),
        ("2025-04-02", 364),
        ("2026-03-22", 10),
        ("2026-03-22T18:30", 10),
        ("2026-03-31", 1),
    ],
)
def test_retention_is_paid_for_the_days_as_a_customer_in_the_window(shop, settings, acquired_on, days):
    assert retention_cost(shop({"acquired_on": acquired_on}), settings(retention_cost=365)).tolist() == [days]


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ({"window_days": 90}, 90),
        ({"window_days": 0}, 731),  # 2024-04-01 to 2026-04-01; the leap day lies before
        ({"window": "after"}, 365),
        ({"window": "after", "window_days": 30}, 30),
    ],
)
def test_retention_in_other_windows(shop, settings, window, days):
    rows = shop({"acquired_on": "2024-03-31"})
    assert retention_cost(rows, settings(retention_cost=365, **window)).tolist() == [days]


def test_all_terms_together(shop, settings):
    # 0.6 × 10,000 − 2,500 − 600 × 73 / 365 = 6,000 − 2,500 − 120; 2026-01-18 lies 14 + 28 + 31 = 73 days back
    rows = shop({"net_amount": 10_000, "acquired_on": "2026-01-18"})
    assert ltv(rows, settings(gross_margin_rate=0.6, acquisition_cost=2500, retention_cost=600)).tolist() == [3380]


# Published


def test_worked_example_of_the_source(shop, settings):
    # 20,000 to acquire, 5 purchases of 10,000, whole history
    rows = shop({"net_amount": 5 * 10_000})
    assert ltv(rows, settings(acquisition_cost=20_000, window_days=0)).tolist() == [30_000]


# Properties


@how(deadline=None, max_examples=40)
@given(
    nets=st.lists(st.integers(-10_000, 100_000), min_size=1, max_size=9),
    day=st.dates(pd.Timestamp("2024-01-01").date(), pd.Timestamp("2026-03-31").date()),
    cost=st.integers(0, 9000),
    window_days=st.sampled_from([0, 30, 365]),
)
def test_ignoring_the_cost_gives_back_just_what_new_customers_paid(shop, settings, nets, day, cost, window_days):
    rows = shop(*({"net_amount": net, "acquired_on": str(day)} for net in nets))
    given_ = {"acquisition_cost": cost, "retention_cost": 100, "window_days": window_days}
    back = ltv(rows, settings(**given_, acquisition_cost_rule="ignore")) - ltv(rows, settings(**given_))
    new = window_days == 0 or (pd.Timestamp("2026-04-01").date() - day).days <= window_days
    assert back.tolist() == pytest.approx([cost if new else 0] * len(nets))


# Errors


def test_cost_as_a_column_and_as_a_parameter_is_refused(shop, settings):
    rows = shop({}).assign(acquisition_cost=5)
    with pytest.raises(
        KitError, match=r"^E-ACQUISITION-COST .*column acquisition_cost.*parameter acquisition_cost"
    ) as raised:
        ltv(rows, settings(acquisition_cost=100))
    assert "列 acquisition_cost と、パラメータ acquisition_cost の両方" in raised.value.said("ja")


def test_cost_by_channel_needs_the_channel(shop, settings):
    rows = shop({}).drop(columns="acquisition_channel")
    with pytest.raises(KitError, match=r"^E-ACQUISITION-COST .*needs a column acquisition_channel") as raised:
        ltv(rows, settings(acquisition_cost={"ads": 1}))
    assert "列 acquisition_channel が必要です" in raised.value.said("ja")


def test_each_channel_needs_a_cost_and_the_error_shows_no_cell(shop, settings):
    new = {"acquired_on": "2025-06-01"}
    rows = shop(*(new | {"acquisition_channel": channel} for channel in ("ads", "Suzuki Taro", None)))
    with pytest.raises(KitError, match=r"^E-ACQUISITION-COST .* 2 new customers; it names ads, web\.") as raised:
        ltv(rows, settings(acquisition_cost={"ads": 1, "web": 2}))
    assert "Suzuki" not in str(raised.value) + raised.value.said("ja")
    assert "新規顧客2人" in raised.value.said("ja") and "ads, web" in raised.value.said("ja")


def test_other_stands_for_channels_that_are_not_named_and_old_customers_need_no_cost(shop, settings):
    new, old = {"acquired_on": "2025-06-01"}, {"acquired_on": "2024-06-01", "acquisition_channel": "radio"}
    rows = shop(*(new | {"acquisition_channel": channel} for channel in ("ads", "radio", None)), old)
    assert acquisition_cost_due(rows, settings(acquisition_cost={"ads": 1, "other": 5})).tolist() == [1, 5, 5, 0]
    assert acquisition_cost_due(rows[3:], settings(acquisition_cost={"ads": 1})).tolist() == [0]
