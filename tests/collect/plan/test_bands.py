"""Bands of customers by channel, tenure and earlier spend."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.collect.plan.bands import SPENDS, TENURES, Earlier, bands, channel, earlier, spend, tenure
from helpers.run.settings import checked


def settings(**changes):
    return checked({"as_of": "2026-04-01", **changes})


def then(amounts, segments=None):
    ids = pd.Series([f"c{i}" for i in range(len(amounts))], dtype="str")
    named = pd.Series(segments or [None] * len(amounts), dtype="str")
    return Earlier(pd.DataFrame({"customer_id": ids, "segment": named, "net_amount": amounts}))


def of_days(*days):
    return pd.DataFrame({"acquired_on": pd.to_datetime(pd.Series(days, dtype="str")).astype("datetime64[us]")})


def test_tenure_ends_on_the_day():
    # those won in the year before 2026-04-01 came on 2025-04-01 or later
    found = tenure(of_days("2026-03-31", "2025-04-01", "2025-03-31", "2024-03-31", "2021-03-31", None), settings())
    assert found.tolist() == [TENURES[0], TENURES[0], TENURES[1], TENURES[2], TENURES[3], "unknown"]


def test_a_leap_day_is_a_year_old_in_march():
    assert tenure(of_days("2024-02-29"), settings(as_of="2025-02-28")).tolist() == [TENURES[0]]
    assert tenure(of_days("2024-02-29"), settings(as_of="2025-03-01")).tolist() == [TENURES[1]]


def test_unknown_without_columns():
    bare = pd.DataFrame({"customer_id": ["a"]})
    assert bands(bare, None, settings()).iloc[0].tolist() == ["unknown"] * 3


def test_channels_are_named_as_far_as_the_settings_name_them():
    # of seven channels ads and 紹介 are named; tv has 9 customers, web 6, mall 6; Aiko's is one's alone
    channels = ["ads"] * 2 + ["紹介"] + ["web"] * 6 + ["mall"] * 6 + ["tv"] * 9 + ["Aiko"] + [None]
    frame = pd.DataFrame({"acquisition_channel": pd.Series(channels, dtype="str")})
    found = channel(frame, settings(acquisition_cost={"ads": 1.0, "other": 2.0}))
    assert dict(zip(channels, found, strict=True)) == {
        "ads": "ads", "紹介": "紹介", "tv": "channel_1", "mall": "channel_2", "web": "channel_3", "Aiko": "other",
        None: "unknown",
    }  # fmt: skip


def test_channels_beyond_the_numbers_are_together():
    channels = [f"name {i}" for i in range(10) for _ in range(20 - i)]
    found = channel(pd.DataFrame({"acquisition_channel": channels}), settings())
    assert found.value_counts().to_dict() == {**{f"channel_{i + 1}": 20 - i for i in range(8)}, "other": 12 + 11}


def test_thirds_of_the_buyers():
    before = then([0, -50, 10, 20, 30, 40, 50, 60])
    found = spend(pd.DataFrame({"customer_id": [f"c{i}" for i in range(9)]}), before)
    assert found.tolist() == ["none", "none", "low", "low", "middle", "middle", "high", "high", "unknown"]
    assert set(found) == set(SPENDS)


def test_shares_and_spreads_of_an_earlier_run():
    # detractors 1000 and 3000: standard deviation √2 × 1000; margin 0.5, cents
    before = then([1000, 3000, 500, 700], ["detractor", "detractor", "promoter", None])
    found = before.spreads(settings(gross_margin_rate=0.5, currency="USD"))
    assert before.shares() == {"detractor": 2 / 3, "passive": 0, "promoter": 1 / 3}
    assert found["detractor"] == pytest.approx(2**0.5 * 1000 * 0.5 / 100)
    # passives and promoters lend the spread of all: mean 1300, squared distances 90000 + 2890000 + 640000 + 360000
    assert found["passive"] == found["promoter"] == pytest.approx((3_980_000 / 3) ** 0.5 * 0.005)


def test_an_earlier_run_without_answers_or_customers():
    assert then([100, 200]).shares() is None
    assert then([100]).spreads(settings()) is None


def test_an_earlier_file_is_read(tmp_path):
    path = tmp_path / "customers.parquet"
    then([1, 2]).customers.assign(more=1).to_parquet(path)
    found = earlier(settings(earlier_customers=str(path)))
    assert list(found.customers) == ["customer_id", "segment", "net_amount"]
    assert earlier(settings()) is None


@pytest.mark.parametrize("kind", ["missing", "text", "other"])
def test_what_is_no_earlier_run(tmp_path, kind):
    path = tmp_path / "customers.parquet"
    if kind == "text":
        path.write_text("customer_id", encoding="utf-8")
    if kind == "other":
        pd.DataFrame({"customer_id": ["a"]}).to_parquet(path)
    with pytest.raises(KitError) as error:
        earlier(settings(earlier_customers=str(path)))
    assert error.value.code == "E-EARLIER" and "customers.parquet" in str(error.value)
    assert str(tmp_path) not in str(error.value)
