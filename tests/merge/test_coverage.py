"""What the purchases cover, and where the kit has to ask."""

from datetime import date

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.merge.coverage import Coverage, coverage
from helpers.run.settings import checked
from tests.each import each


def settings(**changes):
    return checked({"as_of": "2026-04-01", **changes})


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts), format="ISO8601")).astype("datetime64[us]")


def daily(first, last):
    return pd.Series(pd.date_range(first, last, freq="D")).astype("datetime64[us]")


def test_covered_window():
    found = coverage(daily("2024-01-01", "2026-03-31"), days("2024-01-01", "2025-05-01"), settings())
    assert found == Coverage(date(2024, 1, 1), date(2026, 3, 31), window_before=True)


@each(
    "first, step, window, covers",
    [
        ("2024-04-01", 1, 365, True), ("2024-04-08", 1, 365, True), ("2024-04-09", 1, 365, False),
        ("2024-05-06", 7, 365, True), ("2024-05-07", 7, 365, False), ("2024-05-08", 14, 365, False),
        ("2026-02-03", 1, 30, True), ("2026-02-04", 1, 30, False),
    ],
)  # fmt: skip
def test_window_before_is_covered_where_its_first_order_comes_soon(first, step, window, covers):
    # within seven days, or five gaps between order days; within a tenth of the window at most
    ordered = pd.Series(pd.date_range(first, "2026-03-31", freq=f"{step}D"))
    assert coverage(ordered, days("2020-01-01"), settings(window_days=window)).window_before is covers


@pytest.mark.parametrize("undated", [0, 1, 2])
def test_orders_without_a_date_cover_nothing(undated):
    # cancelled ones may have none, wherever they stand
    told = ["2026-03-31", "2024-01-01"]
    ordered = days(*told[:undated], None, *told[undated:])
    assert coverage(ordered, None, settings(purchases_until="2026-03-31")) == Coverage(
        date(2024, 1, 1), date(2026, 3, 31), window_before=True
    )
    with pytest.raises(KitError, match="E-COVERAGE-END purchases: no order with a readable date") as caught:
        coverage(days(None, None), None, settings())
    assert "日付を読み取れる注文がありません" in caught.value.said("ja")


def test_whole_history_has_no_window_before():
    assert not coverage(daily("2020-01-01", "2026-03-31"), days("2020-01-01"), settings(window_days=0)).window_before


@each(
    "first, step, acquired, window, days_late",
    [
        ("2025-04-09", 1, "2025-04-08", 365, 8), ("2025-04-09", 1, "2020-01-01", 365, 8),
        ("2025-05-07", 7, "2020-01-01", 365, 36), ("2020-01-10", 1, "2020-01-01", 0, 9),
    ],
)  # fmt: skip
def test_customers_acquired_before_a_late_first_order_ask(first, step, acquired, window, days_late):
    ordered = pd.Series(pd.date_range(first, "2026-03-31", freq=f"{step}D"))
    start = "2025-04-01" if window else acquired
    with pytest.raises(KitError, match=f"E-COVERAGE-START .* {days_late} days after {start}") as caught:
        coverage(ordered, days(None, acquired, first), settings(window_days=window))
    assert caught.value.said("en").endswith(f"\npurchases_from: {start}")
    assert f"最初の注文（{first}）は、集計期間の初日（{start}）の{days_late}日後です" in caught.value.said("ja")
    assert caught.value.said("ja").endswith(f"\npurchases_from: {start}")


@each(
    "first, step, acquired, window",
    [
        ("2024-05-01", 1, "2020-01-01", 365), ("2025-04-08", 1, "2020-01-01", 365),
        ("2025-05-06", 7, "2020-01-01", 365),
        ("2025-06-01", 1, "2025-06-01", 365), ("2025-06-01", 1, None, 365), ("2020-01-08", 1, "2020-01-01", 0),
        ("2020-01-08", 1, "2020-06-01", 0),
    ],
)  # fmt: skip
def test_where_the_window_is_covered_earlier_customers_are_no_reason_to_ask(first, step, acquired, window):
    ordered = pd.Series(pd.date_range(first, "2026-03-31", freq=f"{step}D"))
    assert str(coverage(ordered, days(acquired), settings(window_days=window)).first_order) == first


def test_customers_acquired_on_the_day_of_the_first_order_do_not_ask():
    ordered = days("2024-05-01 23:00:00", *(f"2026-03-{day:02}" for day in range(1, 32)))
    assert coverage(ordered, days("2024-05-01"), settings()).first_order == date(2024, 5, 1)


def test_without_acquisition_days_the_start_is_not_judged():
    assert coverage(daily("2025-05-01", "2026-03-31"), None, settings()).window_before is False


@pytest.mark.parametrize("confirmed, covers", [("2024-04-01", True), ("2024-04-02", False), ("2025-04-01", False)])
def test_purchases_from_confirms(confirmed, covers):
    ordered = daily("2025-05-01", "2026-03-31")
    assert coverage(ordered, days("2020-01-01"), settings(purchases_from=confirmed)).window_before is covers


def test_purchases_from_contradicts():
    with pytest.raises(KitError, match="E-COVERAGE-START purchases_from 2025-04-02") as caught:
        coverage(daily("2025-04-02", "2026-03-31"), days("2025-04-02"), settings(purchases_from="2025-04-02"))
    assert "purchases_from（2025-04-02）が集計期間の初日（2025-04-01）より後です" in caught.value.said("ja")


@pytest.mark.parametrize("step, tolerance", [(1, 7), (2, 10), (7, 35)])
def test_end_tolerates_seven_days_or_five_gaps(step, tolerance):
    # the last `tolerance` days of the window, [as_of − tolerance, as_of), must hold an order
    end = pd.Timestamp("2026-04-01")
    good = pd.Series(pd.date_range(end=end - pd.Timedelta(days=tolerance), periods=50, freq=f"{step}D"))
    assert coverage(good, None, settings()).last_order == (end - pd.Timedelta(days=tolerance)).date()
    with pytest.raises(KitError, match=f"E-COVERAGE-END .* last {tolerance} days.*\npurchases_until: 2026") as caught:
        coverage(good - pd.Timedelta(days=1), None, settings())
    assert f"集計期間の終わり（2026-04-01）までの{tolerance}日間に注文がありません" in caught.value.said("ja")


def test_gap_is_between_days_and_not_between_orders():
    # a hundred orders a day, a day a week: five gaps are 35 days
    weekly = pd.Series(pd.date_range(end="2026-03-01", periods=20, freq="7D"))
    many = pd.concat([weekly + pd.Timedelta(minutes=n) for n in range(100)])
    assert coverage(many, None, settings()).last_order == date(2026, 3, 1)


def test_one_order_day_tolerates_seven_days():
    assert coverage(days("2026-03-25"), None, settings()).last_order == date(2026, 3, 25)
    with pytest.raises(KitError, match="E-COVERAGE-END"):
        coverage(days("2026-03-24"), None, settings())


@pytest.mark.parametrize("stray", ["2026-04-01", "2030-01-01"])
def test_an_order_after_the_window_does_not_cover_its_end(stray):
    ordered = pd.concat([daily("2024-01-01", "2025-12-31"), days(stray)])
    with pytest.raises(KitError, match="E-COVERAGE-END"):
        coverage(ordered, None, settings())


def test_orders_only_after_the_window_cover_nothing():
    with pytest.raises(
        KitError, match=r"E-COVERAGE-END purchases: no order before the window's end \(2026-04-01\)\."
    ) as caught:
        coverage(days("2026-04-01"), None, settings())
    assert "集計期間の終わり（2026-04-01）より前の注文がありません" in caught.value.said("ja")


def test_purchases_until_confirms_from_the_last_day_of_the_window():
    ordered = daily("2024-01-01", "2025-12-31")
    found = coverage(ordered, None, settings(purchases_until="2026-03-31"))
    assert found.last_order == date(2025, 12, 31)


def test_purchases_until_contradicts():
    with pytest.raises(KitError, match="E-COVERAGE-END purchases_until 2026-03-30") as caught:
        coverage(daily("2024-01-01", "2026-03-31"), None, settings(purchases_until="2026-03-30"))
    assert "purchases_until（2026-03-30）が集計期間の終わり（2026-04-01）より前です" in caught.value.said("ja")


def test_window_after_must_be_covered_to_its_end():
    ordered = daily("2024-01-01", "2026-12-31")
    with pytest.raises(KitError, match="E-COVERAGE-END"):
        coverage(ordered, None, settings(window="after"))
    # as_of in the window after: [2026-01-01, 2027-01-01), the year before covered too
    found = coverage(ordered, None, settings(as_of="2026-01-01", window="after"))
    assert found.window_before is True


def test_no_order_covers_nothing():
    with pytest.raises(KitError, match="E-COVERAGE-END"):
        coverage(days(), None, settings())
