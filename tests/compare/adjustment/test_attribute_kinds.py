"""Attributes by their names, as exports and shops have them, and the cells in which customers are alike."""

import math

import numpy as np
import pandas as pd

from helpers.compare.adjustment.attribute_cells import attribute_cells
from helpers.compare.adjustment.attribute_kinds import attribute_kind, kind_by_name
from tests.each import each

NAMES = {
    "birth": (
        "生年月日, 誕生日, 生年, Date of birth, DOB, birth_date, birthYear, Year of Birth, "
        "customer_birthday, 会員_生年月日"
    ),
    "birth_month": "誕生月, birth month",
    "age": "年齢, 年代, 年齢層, 年齢区分, Age, age_band, Age group, Age (years), 会員年齢, customer age range",
    "gender": "性別, 性別(ID), 性別(名称), 注文者性別, Gender, sex, customer_gender, GenderCode",
    "region": (
        "都道府県, 都道府県(名称), 購入者 都道府県, 注文者住所都道府県, 注文者住所郡市区, 地域, 国, "
        "市区町村, お住まいの地域, region, Default Address Province Code, Default Address City, "
        "Default Address Country Code, billing_state, State/Region, BillingState, Shipping City, country, "
        "ＲＥＧＩＯＮ"
    ),
    "postcode": (
        "郵便番号, 郵便番号1, 購入者 郵便番号, Default Address Zip, Zip/Postal Code, MailingPostalCode, "
        "billing_postcode"
    ),
    "address": "住所, 住所1, ご住所, Default Address Address1",
    "source": (
        "流入元, 登録経路, 入会経路, 初回流入元, 認知経路, source, utm_source, UTM Medium, campaign, "
        "first channel, referrer, Original Source Type, Original Traffic Source Drill-Down 1, signup_source"
    ),
    "export_day": (
        "Total Spent, Total Orders, TotalSpent, orders_count, Last Order Date, Last Activity Date, "
        "loyalty tier, Tags, Latest Traffic Source, last_utm_source, last city, LTV, RFM, rfm_segment, "
        "is_active, days_since_birth, sales channel, ランク, 会員ランク, ポイント, タグ, 購入回数, "
        "最終購入日, 初回購入日, 累計金額, 会員ステータス(名称), 更新日, 購入地域, country of last order"
    ),
    "unknown_day": (
        "Note, Tax Exempt, Phone, First Name, Default Address Address2, Default Address Company, 住所2, "
        "郵便番号2, plan, store, 職業(名称), 会社名, account age, age days, store region, preferred channel, "
        "IP address, エリアマネージャー, franchise, account, page"
    ),
}


@each("kind, name", [(kind, name) for kind, names in NAMES.items() for name in names.split(", ")])
def test_names(kind, name):
    assert kind_by_name(name) == kind


def test_a_state_of_an_account_is_no_region():
    assert attribute_kind("State", pd.Series(["CA", "NY", None])) == "region"
    assert attribute_kind("State", pd.Series(["Enabled", "disabled", None])) == "export_day"


CELLS = [
    ("birth", ["1980-05-06", "1980/5/6", "1980年5月6日", "19800506", "1980"], [1980] * 5),
    ("birth", ["昭和55年5月6日", "06/05/1980", "05/26/1980", "6 May 1980"], [1980] * 4),
    ("birth", ["1900-01-01", "2030-01-01", "?", None, "1907-01-01"], [math.nan] * 4 + [1907]),
    ("postcode", ["060-0001", "'1500002", "sw1a 1aa", "-", None], ["06", "15", "SW", None, None]),
    ("address", ["神奈川県横浜市", "京都府京都市", "和歌山県", "London"], ["神奈川県", "京都府", "和歌山県", None]),
    ("address", ["York", "Leeds"], ["York", "Leeds"]),
    ("age", ["35歳", "４１"], ["35", "41"]),
    ("export_day", ["¥1,234", "12,000", "-5", None], ["1234", "12000", "-5", None]),
    ("export_day", ["2026-01-01", "2025-12-31 10:00", None], [2026 + 1 / 366, 2025 + 365 / 366, math.nan]),
    ("unknown_day", ["gold", "12,000"], ["gold", "12,000"]),
]  # fmt: skip


@each("kind, cells, expected", CELLS)
def test_cells(kind, cells, expected):
    found = attribute_cells(pd.Series(cells, dtype="str"), kind, 2026)
    assert [None if pd.isna(one) else one for one in found] == [None if pd.isna(one) else one for one in expected]


def test_postal_codes_of_many_areas_are_told_by_their_first_digit():
    found = attribute_cells(pd.Series([f"{code:02d}0-0000" for code in range(61)]), "postcode", 2026)
    assert sorted(found.unique()) == list("0123456")


def test_figures_stay_figures():
    years = pd.Series(np.array([1980.0, np.nan]))
    assert attribute_cells(years, "age", 2026) is years
    assert attribute_cells(years, "birth", 2026).tolist()[0] == 1980


def test_a_long_name_takes_no_time_and_is_of_no_kind():
    assert kind_by_name("流入経路" * 50 + "x") == kind_by_name("address" * 9) == "unknown_day"
    assert kind_by_name("流入経路" * 15) == "source" and kind_by_name("流入経路" * 14 + "xyz") == "unknown_day"
