"""Earned growth by hand."""

import pandas as pd
import pytest

from helpers.base.results import as_figures
from helpers.compare.growth import growth
from helpers.merge.customers import Shop


def shop(days, channels, net, before):
    return pd.DataFrame({
        "acquired_on": pd.to_datetime(days).astype("datetime64[us]"), "acquisition_channel": channels,
        "net_amount": net, "net_amount_before": before,
    })  # fmt: skip


def grown(settings, *, covered=True, days=("2024-01-01", "2025-06-01", "2025-06-01"), **changes):
    rows = shop(list(days), ["ads", "referral", "ads"], [85, 25, 20], [100, 0, 0])
    return growth(Shop(rows, settings(**changes), window_before_covered=covered))


def test_earned_growth_of_the_worked_example(settings):
    # 100 → 130: 85 from old customers, 25 earned, 20 bought
    assert as_figures(grown(settings)) == pytest.approx(
        {"net_revenue_retention": 0.85, "earned_new_customers": 0.25, "rate": 0.10}
    )


def test_customer_acquired_on_the_windows_first_day_is_new(settings):
    result = grown(settings, days=("2025-03-31", "2025-04-01", "2025-04-01"))
    assert (result.net_revenue_retention, result.earned_new_customers) == (0.85, 0.25)


def test_referred_customers_of_before_are_kept_revenue(settings):
    result = grown(settings, days=("2024-01-01", "2024-01-01", "2025-06-01"))
    assert (result.net_revenue_retention, result.earned_new_customers) == (1.10, 0)


def test_nobody_is_new_in_the_window_after(settings):
    assert as_figures(grown(settings, window="after")) == pytest.approx(
        {"net_revenue_retention": 1.3, "earned_new_customers": 0, "rate": 0.3}
    )


def test_no_earned_growth_without_the_window_before(settings):
    assert grown(settings, covered=False) is None


@pytest.mark.parametrize("before", [0, -5])
def test_no_earned_growth_where_nothing_was_bought_before(settings, before):
    rows = shop(["2024-01-01"], ["ads"], [10], [before])
    assert growth(Shop(rows, settings(), window_before_covered=True)) is None


def test_the_text_of_growth_shows_nobody(settings):
    assert "support" not in repr(grown(settings))
