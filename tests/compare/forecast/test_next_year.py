"""Next year: what is refused, what the check finds, who is forecast by what, and whom the intervals are of."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from helpers.compare.forecast import next_year as module
from helpers.compare.forecast.checked import checked_forecast
from helpers.compare.forecast.expected import model_at_check, model_at_end
from helpers.compare.forecast.foreseen import FORECAST_GROUPS, OutOfTime, WayChecked
from helpers.compare.forecast.known import known_at_check, known_at_end
from helpers.compare.forecast.newcomers import first_purchases
from helpers.compare.forecast.next_year import forecast
from helpers.compare.forecast.subscribers import Staying, staying, subscribers_money


@pytest.fixture(scope="module")
def found(basis):
    return forecast(basis())


def test_the_sum_of_the_segments_is_the_whole(found):
    parts = [found.groups[name] for name in FORECAST_GROUPS[:-1] if found.groups[name].n]
    whole = found.groups["all"]
    assert sum(part.n for part in parts) == whole.n == len(found.people) == 900
    assert sum(part.total.estimate for part in parts) == pytest.approx(whole.total.estimate)
    assert found.people["expected"].sum() == pytest.approx(whole.total.estimate)
    assert whole.total.estimate == pytest.approx(900 * whole.mean.estimate)
    assert found.groups["none"].mean is None


def test_a_shop_that_goes_on_as_it_was_brings_what_the_model_told(found):
    """Nobody leaves: the check's total is what came, and the model errs less than both plain ways."""
    check = found.check
    assert found.used == "model" == check.better() and not found.reason
    assert check.ways["model"].total == pytest.approx(check.came, rel=0.1)
    assert check.ways["model"].error < min(check.ways["last_year"].error, check.ways["mean"].error)


def test_margin_is_taken_off_and_nothing_else(basis, found):
    half = forecast(basis(gross_margin_rate=0.5, acquisition_cost=100, retention_cost=30))
    assert half.groups["all"].mean.estimate == pytest.approx(0.5 * found.groups["all"].mean.estimate)
    assert half.check.came == pytest.approx(0.5 * found.check.came)


def test_minor_units_change_no_digit(basis, shop_rows, found):
    rows = shop_rows()
    cents = basis(rows.assign(**{name: 100 * rows[name] for name in rows if name.startswith("net_")}), currency="USD")
    assert forecast(cents).groups["all"].mean.estimate == pytest.approx(found.groups["all"].mean.estimate, rel=1e-3)


def test_the_order_of_rows_changes_nothing(basis, shop_rows, found):
    mixed = forecast(basis(shop_rows().sample(frac=1, random_state=3).reset_index(drop=True)))
    assert mixed.groups["all"].mean.estimate == pytest.approx(found.groups["all"].mean.estimate, rel=1e-6)
    both = [one.people.set_index("customer_id")["expected"].sort_index() for one in (mixed, found)]
    assert both[0].to_numpy() == pytest.approx(both[1].to_numpy(), rel=1e-4)


def test_the_interval_is_of_customers_and_parameters(basis, found):
    """SE² = s²/n + gᵀVg, of the whole; and without the parameters it is narrower."""
    model = model_at_end(base := basis(), model_at_check(base))
    known, money = known_at_end(base), found.people["expected"].to_numpy()
    slope = model.moves(known, 365).mean(axis=0)
    error = np.sqrt(money.var(ddof=1) / 900 + slope @ model.buying.covariance() @ slope)
    whole = found.groups["all"].mean
    assert (whole.high - whole.low) / 2 == pytest.approx(1.963 * error, rel=0.01)
    assert error > np.sqrt(money.var(ddof=1) / 900)


def test_the_check_knows_nothing_of_what_came(basis, shop_rows):
    """What was told is the same whatever came after the check began."""
    rows = shop_rows()
    later = rows.assign(net_amount=7 * rows["net_amount"], orders=rows["orders"] + 3)
    told = [checked_forecast(base, model_at_check(base)) for base in (basis(rows), basis(later))]
    assert told[0].ways["model"].total == told[1].ways["model"].total and told[0].came != told[1].came
    assert told[0].n == (rows["acquired_on"] < "2025-04-01").sum()


def test_errors_by_hand(basis):
    base = basis()
    check = checked_forecast(base, model_at_check(base))
    rows = base.rows[base.rows["acquired_on"] < "2025-04-01"]
    apart = rows["net_amount_before"] - rows["net_amount"]
    way = check.ways["last_year"]
    assert way.error == pytest.approx(np.sqrt((apart**2).mean())) and way.absolute == pytest.approx(apart.abs().mean())
    assert check.came == rows["net_amount"].sum() and way.total == rows["net_amount_before"].sum()
    mean = rows["net_amount_before"].mean() - rows["net_amount"]
    assert check.ways["mean"].error == pytest.approx(np.sqrt((mean**2).mean()))


def _ways(model, last_year, mean):
    errors = {"model": model, "last_year": last_year, "mean": mean}
    return OutOfTime("", 10, 365, 1.0, {way: WayChecked(1.0, error, 1.0) for way, error in errors.items()})


def test_the_way_that_errs_least_is_used():
    assert [_ways(*errors).better() for errors in ((1, 2, 2), (2, 1, 3), (3, 2, 1), (1, 1, 2))] == [
        "model", "last_year", "mean", "last_year"]  # fmt: skip
    assert OutOfTime("short", 10, 365, None, {}).better() == "model"


def test_the_plain_way_is_used_where_the_model_does_not_err_less(basis, monkeypatch):
    monkeypatch.setattr(module, "checked_forecast", lambda *_: _ways(2, 1, 3))
    base = basis()
    found = forecast(base)
    assert found.used == "last_year"
    assert found.people["expected"].tolist() == base.rows["net_amount"].tolist()
    monkeypatch.setattr(module, "checked_forecast", lambda *_: _ways(2, 3, 1))
    assert forecast(base).people["expected"].drop_duplicates().size == 1


@pytest.mark.parametrize(
    ("reason", "rows", "days"),
    [("short", {}, 200), ("few", {"n": 40}, 0), ("alike", {}, 0)],
)
def test_what_is_refused_says_why(basis, shop_rows, reason, rows, days):
    table = shop_rows(**rows)
    if reason == "short":  # the first order nine months before the end, less a day
        first = pd.Timestamp("2026-04-01") - pd.Timedelta(days=272)
        table["first_order_at"] = table["first_order_at"].clip(lower=first)
    if reason == "alike":
        moments = {"first_order_at": "2025-01-01", "last_order_at": "2026-01-01", "last_earlier_order_at": "2025-02-01"}
        table = table.assign(orders=1, orders_earlier=1, **{name: pd.Timestamp(day) for name, day in moments.items()})
    found = forecast(basis(table))
    assert (found.reason, found.groups, found.people, found.used) == (reason, {}, None, "")


def test_a_short_time_before_is_not_checked(basis, shop_rows):
    rows = shop_rows()
    found = forecast(basis(rows[rows["first_order_at"] > "2024-10-01"].reset_index(drop=True)))
    assert (found.reason, found.used, found.check.reason, found.check.ways) == ("", "model", "short", {})


def test_the_whole_history_is_checked_by_its_last_year(basis, shop_rows):
    rows = shop_rows()
    ever = {name: rows[name] + rows[f"{name}_before"] for name in ("orders", "net_amount")}
    whole = basis(rows.assign(**ever, orders_before=0, net_amount_before=0), covered=False, window_days=0)
    check = forecast(whole).check
    assert check.came == forecast(basis(rows)).check.came and check.days == 365


def test_what_was_known_at_the_check(basis, shop_rows):
    rows = shop_rows(n=30)
    known, now = known_at_check(base := basis(rows)), known_at_end(base)
    bought = known.orders > 0
    first = (pd.Timestamp("2025-04-01") - rows["first_order_at"]).dt.days
    assert known.histories.age[bought].tolist() == first[bought].tolist()
    assert (
        np.isnan(known.histories.age[~bought]).all() and (known.histories.recency <= known.histories.age)[bought].all()
    )
    assert now.orders.tolist() == (rows["orders"] + rows["orders_earlier"]).tolist()
    assert now.net.tolist() == (rows["net_amount"] + rows["net_amount_earlier"]).tolist()


def test_several_orders_of_one_day_alone_are_one_purchase(basis, shop_rows):
    day = pd.Timestamp("2026-01-05")
    rows = shop_rows(n=3).assign(orders=3, orders_earlier=0, first_order_at=day, last_order_at=day)
    known = known_at_end(basis(rows))
    assert known.histories.frequency.tolist() == [0, 0, 0] and known.orders.tolist() == [3, 3, 3]


def test_who_never_bought_is_expected_to_buy_as_others_did(basis, shop_rows):
    """Where none did since the check began the rate is nothing, else it is that of those who had not by then."""
    rows = shop_rows(still=0.3)
    never = (rows["orders"] == 0) & (rows["orders_earlier"] == 0)
    found = forecast(basis(rows))
    assert never.sum() > 100 and found.people.loc[never, "expected"].eq(0).all()
    some = never & (rows["acquired_on"] < "2025-04-01")
    late = some & (np.arange(len(rows)) % 4 == 0)
    bought = {"orders": 1, "net_amount": 400, "first_order_at": pd.Timestamp("2025-06-01")}
    bought |= {"last_order_at": bought["first_order_at"]}
    moved = rows.copy()
    for name, value in bought.items():
        moved.loc[late, name] = value
    told = forecast(basis(moved)).people.loc[never & ~late & (rows["acquired_on"] >= "2025-04-02"), "expected"]
    assert told.to_numpy() == pytest.approx(400 * late.sum() / some.sum(), rel=0.01)


def test_first_purchases_need_some_to_go_by():
    assert first_purchases(np.array([5.0]), np.empty(0), np.empty(0)).tolist() == [0.0]


def test_subscriptions_live_as_long_as_they_did():
    """Each day one in a hundred ends: of 365 days (1 − e^(−3.65))/0.01 are lived, whatever the age."""
    random = np.random.default_rng(1)
    started = pd.Series(pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 800, 4000), unit="D"))
    ended = started + pd.to_timedelta(np.ceil(random.exponential(100, 4000)), unit="D")
    stays = staying(started, ended, pd.Timestamp("2026-04-01"))
    assert stays.ends_a_day == pytest.approx(0.01, rel=0.2)
    assert stays.days_left(np.array([0.0, 500.0]), 365) == pytest.approx(97.4, rel=0.15)
    assert staying(started[:29], ended[:29], pd.Timestamp("2026-04-01")) is None


def test_bands_of_a_subscription_join_by_hand():
    """0.1 a day for ten days, then for good: e^-1 are alive; 10 × (1 − e^-1) + 90 e^-1 days of a hundred."""
    two = Staying(np.array([0.0, 10.0]), np.array([0.1, 0.0]))
    assert two.days_left(np.array([0.0]), 100)[0] == pytest.approx(10 * (1 - np.exp(-1)) + 90 * np.exp(-1))
    assert two.days_left(np.array([10.0]), 100).tolist() == [100.0]


def test_a_subscriber_brings_her_own_pace_while_she_stays(basis, shop_rows):
    started = pd.Series(pd.NaT, range(900), dtype="datetime64[us]")
    started[::10] = pd.Timestamp("2024-06-01")
    started[5::10] = pd.Timestamp("2026-03-01")
    base = basis(shop_rows().assign(subscription_started_on=started, subscription_ended_on=pd.NaT))
    money = forecast(base).people["expected"]
    assert money[::10].tolist() == pytest.approx(base.rows["net_amount"][::10].tolist())  # none has ended: all year
    assert money[5::10].to_numpy() == pytest.approx(base.rows["net_amount"][::10].mean())
    known = known_at_end(base)
    mine = known.part(np.isfinite(known.subscribed))
    assert subscribers_money(mine, Staying(np.zeros(1), np.zeros(1)), 0.0).sum() == 0


def test_who_ended_a_subscription_goes_on_as_those_did_who_had(basis, shop_rows):
    n = 900
    started, ended = (pd.Series(pd.NaT, range(n), dtype="datetime64[us]") for _ in range(2))
    started[::10], ended[::10] = pd.Timestamp("2024-04-10"), pd.Timestamp("2024-12-01")
    rows = shop_rows().assign(subscription_started_on=started, subscription_ended_on=ended)
    told = forecast(basis(rows)).people["expected"][::10]
    since = (rows["net_amount"])[::10].mean()
    assert told.to_numpy() == pytest.approx(since)


def test_often_and_for_how_much_go_together(basis, shop_rows):
    rows = shop_rows()
    each = (rows["orders"] + rows["orders_earlier"]).clip(lower=1)
    dear = rows.assign(net_amount=1000 * rows["orders"] * each, net_amount_earlier=1000 * rows["orders_earlier"] * each)
    assert forecast(basis(dear)).together == pytest.approx(1.0, abs=0.01)
    assert abs(forecast(basis(rows)).together) < 0.2


def test_nothing_of_persons_is_in_its_text(found):
    assert "C00001" not in repr(found) and {part.name for part in fields(found)} >= {"people", "support"}
