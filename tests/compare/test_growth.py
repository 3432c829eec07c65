"""Earned growth by hand."""

import numpy as np
import pandas as pd
import pytest

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


def shares(growth):
    return growth.net_revenue_retention, growth.earned_new_customers, growth.rate


def test_earned_growth_of_the_worked_example(settings):
    # 100 → 130: 85 from old customers, 25 earned, 20 bought
    assert shares(grown(settings)) == pytest.approx((0.85, 0.25, 0.10))


def test_customer_acquired_on_the_windows_first_day_is_new(settings):
    result = grown(settings, days=("2025-03-31", "2025-04-01", "2025-04-01"))
    assert (result.net_revenue_retention, result.earned_new_customers) == (0.85, 0.25)


def test_referred_customers_of_before_are_kept_revenue(settings):
    result = grown(settings, days=("2024-01-01", "2024-01-01", "2025-06-01"))
    assert (result.net_revenue_retention, result.earned_new_customers) == (1.10, 0)


def test_nobody_is_new_in_the_window_after(settings):
    assert shares(grown(settings, window="after")) == pytest.approx((1.3, 0, 0.3))


def test_no_earned_growth_without_the_window_before(settings):
    assert grown(settings, covered=False) is None


@pytest.mark.parametrize("before", [0, -5])
def test_no_earned_growth_where_nothing_was_bought_before(settings, before):
    rows = shop(["2024-01-01"], ["ads"], [10], [before])
    assert growth(Shop(rows, settings(), window_before_covered=True)) is None


def test_retention_of_those_who_had_the_whole_window_before(settings):
    # of the old ones the first two had all of the year before (150 → 120), the third came during it (50 → 100)
    rows = shop(
        ["2020-01-01", "2024-03-31", "2024-04-01", "2025-06-01"], ["ads"] * 4, [80, 40, 100, 7], [100, 50, 50, 0]
    )
    found = growth(Shop(rows, settings(), window_before_covered=True))
    assert found.net_revenue_retention == pytest.approx(220 / 200)
    assert found.retention_whole.estimate == pytest.approx(120 / 150)
    young = growth(Shop(rows.iloc[2:], settings(), window_before_covered=True))
    assert young.retention_whole is None


def many(random, n):
    """Three of four are old, 7 in 100 came by referral; heavy purchases, the old ones' twice the same law."""
    kind = random.choice(3, n, p=[0.75, 0.07, 0.18])
    spend = np.exp(random.standard_normal(n))
    net, before = ((random.random(n) < 0.6) * spend * np.exp(0.5 * random.standard_normal(n)) for _ in range(2))
    days = np.array(["2020-01-01", "2025-06-01", "2025-06-01"])[kind]
    return shop(days, np.array(["ads", "referral", "ads"])[kind], 1000 * net, np.where(kind == 0, 1000 * before, 0))


def test_the_interval_is_as_wide_as_its_formula_says(settings):
    """Linearised: the error of Σa/Σb is that of Σ(a − b × share), over Σb; Student's tails are wider than 1.96."""
    rows = many(np.random.default_rng(2), 3000)
    found = growth(Shop(rows, settings(resamples=2000), window_before_covered=True))
    above = rows["net_amount"].where(
        rows["acquisition_channel"].eq("referral") | (rows["acquired_on"] < "2025-04-01"), 0
    )
    rest = above - rows["net_amount_before"] * (found.rate + 1)
    error = rest.std() * 3000**0.5 / rows["net_amount_before"].sum()
    assert found.high - found.rate == pytest.approx(1.96 * error, rel=0.08)
    assert found.rate - found.low == pytest.approx(found.high - found.rate)


def test_intervals_hold_the_truth(settings):
    """100 shops of 300 customers: retention 1, and 0.07/0.75 earned."""
    random, held, chosen = np.random.default_rng(3), [], settings()
    for _ in range(100):
        found = growth(Shop(many(random, 300), chosen, window_before_covered=True))
        held.append([
            found.retention_low <= 1 <= found.retention_high,
            found.earned_low <= 0.07 / 0.75 <= found.earned_high,
            found.low <= 0.07 / 0.75 <= found.high,
        ])  # fmt: skip
    assert (np.mean(held, axis=0) > 0.885).all()  # 0.95 less three errors of a simulation of 100


def test_many_customers_are_drawn_by_cells_and_tell_the_same(settings):
    rows = many(np.random.default_rng(4), 6000)
    found = growth(Shop(rows, settings(resamples=1000), window_before_covered=True))
    parts = [growth(Shop(rows.iloc[k::2], settings(resamples=1000), window_before_covered=True)) for k in (0, 1)]
    widths = [part.high - part.low for part in parts]
    assert found.high - found.low == pytest.approx(np.mean(widths) / 2**0.5, rel=0.15)


def test_a_share_that_no_resample_moves_has_no_interval(settings):
    nobody = growth(
        Shop(shop(["2020-01-01"] * 9, ["ads"] * 9, [8] * 9, [10] * 9), settings(), window_before_covered=True)
    )
    assert (nobody.earned_new_customers, nobody.earned_low, nobody.retention_low) == (0, None, None)


def test_the_text_of_growth_shows_nobody(settings):
    assert "support" not in repr(grown(settings))
