"""The report's settings: names, types, ranges."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st
from pydantic import ValidationError

from helpers.base.errors import TEXTS, KitError
from helpers.base.parameter_files import yaml_value
from helpers.base.tables import TABLES
from helpers.compare.goals import GOALS
from helpers.invite.settings import InviteSettings
from helpers.run.settings import checked

AS_OF = {"as_of": "2026-04-01"}
SECRET = "taro.yamada@example.jp"

# The contract's parameters that this version holds, and their defaults.
DEFAULTS = {
    "language": "en", "timezone": "Asia/Tokyo", "currency": "JPY", "columns": {}, "where": {},
    "window_days": 365, "window": "before", "answers_from": None, "answers_to": None, "purchases_from": None,
    "purchases_until": None, "amount_basis": "goods", "passive_from": 7, "promoter_from": 9,
    "sheets": {}, "encoding": None, "date_order": None, "decimal_sign": None, "tax": None, "order_total": None,
    "count_range": "low", "score_scale": None, "score_labels": {}, "influence_scale": None, "influence_labels": {},
    "influence_rule": "common", "conversion": "crm",
    "referred_ltv": "all", "incremental_share": 1.0, "warned_weight": 0.0, "max_recommendations": None,
    "referral_channels": ["referral", "紹介", "口コミ"], "gross_margin_rate": 1.0, "acquisition_cost": 0.0,
    "acquisition_cost_rule": "new_customers", "retention_cost": 0.0, "bad_rows": "set_aside", "confidence": 0.95,
    "resamples": 2000, "seed": 1, "min_group_size": 10, "min_cell": 5, "population": None,
}  # fmt: skip


def refused(values):
    """The error that these parameters end with."""
    with pytest.raises(KitError) as caught:
        checked(values)
    assert caught.value.code == "E-PARAMETER"
    return caught.value


def complaint(**values):
    """What is said about these parameters."""
    return refused({**AS_OF, **values}).message


def test_only_the_date_is_required():
    assert checked(AS_OF).as_of == date(2026, 4, 1)
    with pytest.raises(KitError, match="E-PARAMETER as_of: required"):
        checked({})


@pytest.mark.parametrize(("name", "default"), DEFAULTS.items())
def test_defaults(name, default):
    assert getattr(checked(AS_OF), name) == default


@pytest.mark.parametrize("table", TABLES)
def test_no_file_by_default(table):
    assert getattr(checked(AS_OF), table) is None


def test_dates_as_dates_or_text():
    assert checked({"as_of": date(2026, 4, 1)}) == checked({"as_of": "2026-04-01"})


@pytest.mark.parametrize(
    ("window", "days", "start", "end"),
    [
        ("before", 365, date(2025, 4, 1), date(2026, 4, 1)),
        ("before", 1, date(2026, 3, 31), date(2026, 4, 1)),
        ("before", 0, None, date(2026, 4, 1)),
        ("after", 30, date(2026, 4, 1), date(2026, 5, 1)),
    ],
)
def test_windows(window, days, start, end):
    settings = checked({**AS_OF, "window": window, "window_days": days})
    assert (settings.window_start, settings.window_end) == (start, end)


@pytest.mark.parametrize(("currency", "digits"), [("JPY", 0), ("USD", 2), ("EUR", 2), ("KWD", 3)])
def test_minor_digits(currency, digits):
    assert checked({**AS_OF, "currency": currency}).minor_digits == digits


@pytest.mark.parametrize(("group", "cell", "smallest"), [(10, 5, 10), (3, 5, 5), (7, 7, 7)])
def test_smallest_group_is_the_larger_of_both_limits(group, cell, smallest):
    assert checked({**AS_OF, "min_group_size": group, "min_cell": cell}).smallest_group == smallest


def test_settings_cannot_change():
    with pytest.raises(ValidationError):
        checked(AS_OF).window_days = 30


def test_a_default_list_is_nobodys_to_change():
    checked(AS_OF).referral_channels.append("web")
    assert checked(AS_OF).referral_channels == DEFAULTS["referral_channels"]


def test_settings_survive_the_trip_into_a_notebook():
    where = {"joined": {"from": date(2025, 1, 1)}, "rank": ["A", "B"], "vip": True, "age": 30}
    settings = checked({**AS_OF, "answers_to": date(2026, 3, 1), "acquisition_cost": {"web": 500}})
    assert checked(settings.model_dump(mode="json")) == settings
    again = checked(checked({**AS_OF, "where": where}).model_dump(mode="json"))
    assert again.where == {**where, "joined": {"from": "2025-01-01"}}


def test_labels_take_the_form_that_cells_are_read_in():
    settings = checked(
        {
            **AS_OF,
            "referral_channels": ["紹介（友人）"],
            "statuses_used": [" 完了１"],
            "statuses_unused": ["ｷｬﾝｾﾙ"],
            "influence_labels": {"とても（強い）": 1.0},
            "score_labels": {"とても\u200bそう思う ": 10},
            "acquisition_cost": {"広告Ａ": 10},
            "where": {"rank": "Ａ", "town": ["ｷﾞﾌ"], "code": {"from": "Ｂ"}},
        }
    )
    assert settings.referral_channels == ["紹介(友人)"]
    assert (settings.statuses_used, settings.statuses_unused) == (["完了1"], ["キャンセル"])
    assert (settings.influence_labels, settings.acquisition_cost) == ({"とても(強い)": 1.0}, {"広告A": 10})
    assert settings.score_labels == {"とてもそう思う": 10}
    assert settings.where == {"rank": "A", "town": ["ギフ"], "code": {"from": "B"}}


@pytest.mark.parametrize("name", ["2026春", "NPS report (2)", "a", "x" * 80, "顧客カード", "v1.2", "console"])
def test_good_report_names(name):
    assert checked({**AS_OF, "report_name": name}).report_name == name


@pytest.mark.parametrize(
    "name",
    ["", "..", "a..b", "../x", "a/b", "a\\b", "/etc", "C:x", "CON", "nul.txt", "lpt1", ".hidden", "end.", " a", "a ",
     "a\n", "x" * 81, "<b>", "a*b", "a\u202eb"],
)  # fmt: skip
def test_report_names_that_could_do_harm(name):
    assert complaint(report_name=name).startswith("report_name: letters, digits")


@pytest.mark.parametrize("gap_days", [0, 1, 30])
@pytest.mark.parametrize(("first", "second"), [("answers_from", "answers_to"), ("purchases_from", "purchases_until")])
def test_a_period_of_one_day_or_more(first, second, gap_days):
    days = {first: date(2026, 3, 1), second: date(2026, 3, 1) + timedelta(days=gap_days)}
    settings = checked({**AS_OF, **days})
    assert {name: getattr(settings, name) for name in days} == days


@given(st.integers(0, 36500), st.dates(date(1901, 1, 1), date(2199, 12, 31)))
@example_settings(deadline=None, max_examples=60)
def test_a_window_is_as_long_as_it_says(days, as_of):
    settings = checked({"as_of": as_of, "window_days": days})
    length = (settings.window_end - settings.window_start).days if days else settings.window_start
    assert length == (days or None)


@given(st.sampled_from(sorted(InviteSettings.model_fields)), st.text("abcdefgh", min_size=1, max_size=3))
@example_settings(deadline=None, max_examples=60)
def test_a_misspelt_name_is_refused_by_name(name, tail):
    assert complaint(**{f"{name}_{tail}": 1}).startswith(f"{name}_{tail}: no such parameter; did you mean ")


def test_a_misspelt_name_gets_a_suggestion():
    assert complaint(window_dayz=30) == "window_dayz: no such parameter; did you mean window_days?"


def test_every_fault_is_named_in_both_languages():
    error = refused({**AS_OF, "seed": -1, "language": "fr", "resamples": 10})
    assert str(error) == (
        'E-PARAMETER language: one of "en", "ja" is needed; resamples: must be at least 200; seed: must be at least 0'
    )
    assert error.said("ja") == (
        'E-PARAMETER language: "en", "ja" のいずれかを指定してください。 '
        "resamples: 200以上の数値を指定してください。 seed: 0以上の数値を指定してください。"
    )


def test_a_fault_of_several_cells_of_one_parameter_is_said_once():
    assert complaint(score_labels={"a": "1", "b": "2"}) == (
        'score_labels: a whole number is needed, such as score_labels: {"Extremely likely": 10}'
    )
    assert complaint(acquisition_cost={"a": "1", "b": -2}).count("acquisition_cost: ") == 2  # and the example


TARGETS = "targets: {nps: {target: 30, owner: Sales}, repeat_rate: {target: 0.4}}"
FAULTS = {  # kind: values, what is said in English, in Japanese
    "secret": (
        {"customers": "postgresql://taro:hush@db/shop?table=customers"},
        "customers: the address holds a password or a token; leave it out (docs/engines.md says where it belongs)",
        "customers: アドレスにパスワードやトークンが含まれています。"
        "アドレスから除いてください（置き場所は docs/engines.ja.md）。",
    ),
    "missing": ({"as_of": ...}, "as_of: required", "as_of: 必ず指定してください。"),
    "unknown": (
        {"zzzzzz": 1}, "zzzzzz: no such parameter",
        "zzzzzz: このようなパラメータはありません。名前を確認してください。",
    ),
    "misspelt": (
        {"window_dayz": 1}, "window_dayz: no such parameter; did you mean window_days?",
        "window_dayz: このようなパラメータはありません。window_days ではありませんか。",
    ),
    "literal_error": (
        {"decimal_sign": ";"}, 'decimal_sign: one of ".", "," is needed',
        'decimal_sign: ".", "," のいずれかを指定してください。',
    ),
    "int_type": ({"seed": "1"}, "seed: a whole number is needed", "seed: 整数を指定してください。"),
    "float_type": (
        {"retention_cost": "1"}, "retention_cost: a number is needed", "retention_cost: 数値を指定してください。",
    ),
    "finite_number": (
        {"retention_cost": float("inf")}, "retention_cost: a finite number is needed",
        "retention_cost: 有限の数値を指定してください。",
    ),
    "string_type": (
        {"customers": 12}, "customers: a text is needed; put it in quotation marks",
        'customers: 文字列を、引用符（"）で囲んで指定してください。',
    ),
    "string_too_long": (
        {"shop_name": "x" * 201}, "shop_name: at most 200 letters are allowed",
        "shop_name: 200文字以内で指定してください。",
    ),
    "list_type": (
        {"statuses_used": "paid"},
        "statuses_used: a list such as [a, b] is needed, such as statuses_used: [paid, shipped]",
        "statuses_used: [a, b] のような一覧を指定してください。例: statuses_used: [paid, shipped]",
    ),
    "too_short": (
        {"influence_scale": [0]}, "influence_scale: a list of at least 2 is needed, such as influence_scale: [0, 10]",
        "influence_scale: 2個以上の一覧を指定してください。例: influence_scale: [0, 10]",
    ),
    "too_long": (
        {"influence_scale": [0, 5, 10]},
        "influence_scale: a list of at most 2 is allowed, such as influence_scale: [0, 10]",
        "influence_scale: 2個以内の一覧を指定してください。例: influence_scale: [0, 10]",
    ),
    "dict_type": (
        {"sheets": "Orders"}, "sheets: names and values such as {a: 1} are needed, such as sheets: {purchases: Orders}",
        "sheets: {a: 1} のように、名前と値の組を指定してください。例: sheets: {purchases: Orders}",
    ),
    "gross_margin_rate": (
        {"gross_margin_rate": 60}, "gross_margin_rate: a share above 0 and up to 1 is needed; 60 % is 0.6",
        "gross_margin_rate: 0より大きく1以下の割合を指定してください（60%は0.6）。",
    ),
    "greater_than_equal": (
        {"confidence": 0.4}, "confidence: must be at least 0.5", "confidence: 0.5以上の数値を指定してください。",
    ),
    "less_than": ({"confidence": 1}, "confidence: must be below 1", "confidence: 1未満の数値を指定してください。"),
    "less_than_equal": (
        {"seed": 2**32 + 1}, "seed: must be at most 4294967296", "seed: 4294967296以下の数値を指定してください。",
    ),
    "date": (
        {"as_of": "2026-02-30"}, "as_of: a date such as 2026-04-01 is needed",
        "as_of: 2026-04-01 のような日付を指定してください。",
    ),
    "surveys": (
        {"report_name": "Invitations"},
        "report_name: the folder of this name holds the surveys that were sent out; take another name",
        "report_name: この名前のフォルダには送信した調査を保存します。別の名前にしてください。",
    ),
    "folder": (
        {"report_name": "../up"},
        "report_name: letters, digits, Japanese, space and _ - . ( ) are allowed, 80 at most, no device name",
        "report_name: 英数字・日本語・空白・_ - . ( ) を使い、80文字以内で指定してください"
        "（CON などの装置名は使えません）。",
    ),
    "time_zone": (
        {"timezone": "Tokyo"}, "timezone: a time zone such as Asia/Tokyo is needed",
        "timezone: Asia/Tokyo のようなタイムゾーンを指定してください。",
    ),
    "currency_code": (
        {"currency": "yen"}, "currency: a currency code such as JPY is needed",
        "currency: JPY のような通貨コードを指定してください。",
    ),
    "where": (
        {"where": {"rank": []}}, 'where: each attribute needs a value, a list of values, or from and to, such as '
        'where: {region: [kanto, chubu], country: "NO"}',
        'where: 属性ごとに、値、値の一覧、または from と to を指定してください。'
        '例: where: {region: [kanto, chubu], country: "NO"}',
    ),
    "answers_where": (
        {"answers_where": {"kind": []}},
        "answers_where: each column needs a value or a list of values, such as answers_where: {survey_type: nps}",
        "answers_where: 列ごとに、値か値の一覧を指定してください。例: answers_where: {survey_type: nps}",
    ),
    "purchases": (
        {"purchases": {"orders": "a.csv"}},
        "purchases: the path of a file, or those of two, orders and amounts, is needed, such as "
        "purchases: {orders: data/orders.csv, amounts: data/payments.csv}",
        "purchases: ファイルのパスを1つ、または orders と amounts の2つを指定してください。"
        "例: purchases: {orders: data/orders.csv, amounts: data/payments.csv}",
    ),
    "conversion": (
        {"conversion": "guess"}, "conversion: crm, none, or a number from 0 is needed",
        "conversion: crm、none、または0以上の数値を指定してください。",
    ),
    "referred_ltv": (
        {"referred_ltv": "mine"}, "referred_ltv: all, referral, or an amount is needed",
        "referred_ltv: all、referral、または金額を指定してください。",
    ),
    "acquisition_cost": (
        {"acquisition_cost": {"web": -1}},
        "acquisition_cost: an amount from 0, or one a channel such as {ads: 500} is needed, such as "
        "acquisition_cost: {ads: 3000, other: 0}",
        "acquisition_cost: 0以上の金額、または {ads: 500} のように経路ごとの金額を指定してください。"
        "例: acquisition_cost: {ads: 3000, other: 0}",
    ),
    "order": (
        {"influence_scale": [5, 5]}, "influence_scale: the first must come before the second",
        "influence_scale: 1つ目は2つ目より前にしてください。",
    ),
    "cut_offs": (
        {"score_scale": [1, 5]}, "passive_from, promoter_from: above 1 and up to 5, by score_scale; name all",
        "passive_from, promoter_from: score_scale に従い、1より大きく5以下にして、3つとも指定してください。",
    ),
    "usual_cut_offs": (
        {"score_scale": [0, 100]},
        "score_scale: on 0–100 passive_from and promoter_from must be named; 7 and 9 are of 0–10",
        "score_scale: 0〜100では passive_from と promoter_from も指定してください（7と9は0〜10の値です）。",
    ),
    "shares": (
        {"expected_shares": [0.5, 0.4, 0.2]},
        "expected_shares: shares of detractors, passives and promoters that add up to 1 are needed",
        "expected_shares: 批判者・中立者・推奨者の割合を、合計が1になるように指定してください。",
    ),
    "greater_than": (
        {"wanted_margin": 0.0}, "wanted_margin: must be above 0", "wanted_margin: 0より大きい数値を指定してください。",
    ),
    "one_line": (
        {"sender_name": "Aoba\r\nBcc: all@example.jp"},
        "sender_name: one line without control characters is needed",
        "sender_name: 改行などの制御文字を含まない1行で指定してください。",
    ),
    "address": (
        {"sender_address": "Aoba <survey@example.jp>"},
        "sender_address: a plain mail address such as survey@example.jp is needed",
        "sender_address: survey@example.jp のようなメールアドレスだけを指定してください。",
    ),
    "link": (
        {"survey_url": "javascript:alert(1)"},
        "survey_url: a link that begins with https:// and has no blanks is needed",
        "survey_url: https:// で始まる、空白を含まないURLを指定してください。",
    ),
    "contact": (
        {"unsubscribe_contact": "call us"},
        "unsubscribe_contact: a mail address or a link that begins with https:// is needed",
        "unsubscribe_contact: メールアドレス、または https:// で始まるURLを指定してください。",
    ),
    "host": (
        {"smtp_host": "https://smtp.example.jp/"},
        "smtp_host: the name of a mail server such as smtp.example.jp is needed",
        "smtp_host: smtp.example.jp のようなメールサーバー名を指定してください。",
    ),
    "plain": (
        {"smtp_security": "plain", "smtp_host": "smtp.example.jp"},
        "smtp_security: plain is for a server on this computer alone; starttls or tls is needed",
        "smtp_security: plain はこのコンピューター内のサーバーだけに使えます。starttls か tls を指定してください。",
    ),
    "after": (
        {"window": "after", "window_days": 0}, "window: after needs window_days above 0",
        "window: after では window_days を1以上にしてください。",
    ),
    "target_form": (
        {"targets": {"nps": 30}},
        f"targets: each figure needs a target, and an owner if you like, such as {TARGETS}",
        f"targets: 項目ごとに target（目標値）と、必要に応じて owner（担当）を指定してください。例: {TARGETS}",
    ),
    "target_near": (
        {"targets": {"npss": {"target": 30}}},
        f"targets: no figure has this name; nps may be meant, with its target, such as {TARGETS}",
        f"targets: この名前の項目はありません。nps ではありませんか。例: {TARGETS}",
    ),
    "target_name": (
        {"targets": {"zzz": {"target": 30}}},
        f"targets: no figure has this name; one of {', '.join(GOALS)} is needed, with its target, such as {TARGETS}",
        f"targets: この名前の項目はありません。使えるもの: {', '.join(GOALS)}。例: {TARGETS}",
    ),
    "target_number": (
        {"targets": {"churn_rate": {"target": 12}}},
        "targets: churn_rate needs a number in its own unit (NPS: points from -100 to 100; rate: a share from 0 to 1, "
        f"or 40%; gap: money), such as {TARGETS}",
        "targets: churn_rate の目標はその単位の数値で指定してください（NPSは-100〜100のポイント、率は0〜1の割合か"
        f"40%の形、差は金額）。例: {TARGETS}",
    ),
    "target_owner": (
        {"targets": {"nps": {"target": 30, "owner": "sales@example.jp"}}},
        f"targets: an owner needs a name of at most 60 letters, no mail address, such as {TARGETS}",
        f"targets: owner は60文字以内の名前にしてください（メールアドレスは使えません）。例: {TARGETS}",
    ),
}  # fmt: skip
ELSEWHERE = {"assignment", "unreadable", "slider", "below_answers"}  # said by other modules
NOT_YET = {"bool_type", "other"}  # no parameter is of a kind that ends so


@pytest.mark.parametrize(("values", "english", "japanese"), FAULTS.values(), ids=FAULTS)
def test_every_kind_of_fault_in_both_languages(values, english, japanese):
    error = refused({name: value for name, value in {**AS_OF, **values}.items() if value is not ...})
    assert (str(error), error.said("ja")) == (f"E-PARAMETER {english}", f"E-PARAMETER {japanese}")


def test_every_kind_of_fault_has_its_case():
    kinds = {key.partition(".")[2] for key in TEXTS if key.startswith("E-PARAMETER.")}
    assert kinds == {*FAULTS, *ELSEWHERE, *NOT_YET}


def test_a_kind_without_a_sentence_of_its_own_is_said_all_the_same(monkeypatch):
    monkeypatch.delitem(TEXTS, "E-PARAMETER.int_type")
    assert complaint(seed="1").startswith("seed: a value of another kind is needed; see ")


ODD = [None, "x", "", -1, 0, 1.5, 101, 10**12, True, float("nan"), [], [1], [0, 5, 10], [-1, 101], ["a"], [None], {},
       {"a": 1}, {"a": -1}, {"a": None}, {"a": {}}, {"a": []}, {1: 2}, {"customers": 1}, {"customers": {"a": 1}},
       {"a": "x" * 600}, "x" * 600, b"x", date(1800, 1, 1)]  # fmt: skip


@pytest.mark.parametrize("name", InviteSettings.model_fields)
def test_no_value_of_any_parameter_lacks_a_sentence(name):
    said = [error for value in ODD if (error := _error_of(name, value))]
    assert said
    assert [error.message for error in said if "of another kind" in error.message] == []
    assert all(error.message.startswith(name) or "_from" in error.message for error in said)
    assert all(re.search("[ぁ-ヿ]", error.said("ja")) for error in said)


def _error_of(name, value):
    try:
        checked({**AS_OF, name: value})
    except KitError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("window_days", -1), ("window_days", "365"), ("window_days", 30.5), ("window_days", True),
        ("window_days", 36501),
        ("as_of", "2026/04/01"), ("as_of", "2026-02-30"), ("as_of", 20260401),
        ("as_of", datetime.fromisoformat("2026-04-01")), ("as_of", "0026-04-01"),
        ("as_of", date(2200, 1, 1)), ("as_of", None),
        ("language", "EN"), ("timezone", "Tokyo"), ("timezone", ""), ("timezone", "../etc"), ("currency", "yen"),
        ("currency", "jpy"), ("window", "during"), ("bad_rows", "skip"), ("acquisition_cost_rule", "all"),
        ("encoding", "utf8mb4"), ("encoding", ""), ("date_order", "ydm"), ("decimal_sign", ";"), ("tax", True),
        ("order_total", "last"), ("count_range", "mean"), ("sheets", {"orders": "x"}), ("sheets", {"customers": 1}),
        ("score_scale", [0]), ("score_scale", [0, 101]), ("score_scale", [0.0, 10.0]), ("score_scale", [-1, 9]),
        ("score_labels", {"often": 101}), ("score_labels", {"often": "9"}), ("score_labels", ["often"]),
        ("passive_from", -1), ("promoter_from", 101), ("passive_from", 7.0), ("population", 0), ("population", 2.5),
        ("influence_scale", [0]), ("influence_scale", [0, 5, 10]), ("influence_scale", [0, float("inf")]),
        ("influence_labels", {"a lot": 1.5}), ("influence_rule", "mean"),
        ("conversion", "guess"), ("conversion", -0.1), ("conversion", float("nan")), ("conversion", True),
        ("referred_ltv", "mine"), ("referred_ltv", float("inf")), ("incremental_share", 1.01),
        ("incremental_share", float("nan")), ("warned_weight", -1), ("max_recommendations", -1),
        ("gross_margin_rate", 0), ("gross_margin_rate", 1.1), ("acquisition_cost", -1),
        ("acquisition_cost", {"web": -1}), ("retention_cost", -1), ("retention_cost", float("inf")),
        ("confidence", 0.4), ("confidence", 1), ("confidence", 95), ("resamples", 199), ("seed", 2**32 + 1),
        ("min_group_size", 1), ("min_cell", 0), ("columns", {"orders": {}}), ("columns", {"purchases": {"amount": 1}}),
        ("statuses_used", "paid"), ("note", "x" * 501), ("shop_name", "x" * 201), ("customers", 1),
        ("where", {"rank": {}}), ("where", {"rank": []}), ("where", {"rank": None}), ("where", {"age": {"over": 30}}),
        ("where", {"age": {"from": [1]}}), ("where", "rank"),
    ],
)  # fmt: skip
def test_wrong_types_and_ranges_are_refused_by_name(name, value):
    assert complaint(**{name: value}).startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"passive_from": 9}, "passive_from, promoter_from"),
        ({"passive_from": 9, "promoter_from": 8}, "passive_from, promoter_from"),
        ({"influence_scale": [5, 5]}, "influence_scale"),
        ({"influence_scale": [10, 0]}, "influence_scale"),
        ({"answers_from": "2026-03-02", "answers_to": "2026-03-01"}, "answers_from, answers_to"),
        ({"purchases_from": "2026-03-02", "purchases_until": "2026-03-01"}, "purchases_from, purchases_until"),
    ],
)
def test_pairs_out_of_order(values, names):
    assert complaint(**values) == f"{names}: the first must come before the second"


@pytest.mark.parametrize(
    ("scale", "bounds"), [(None, (0, 10)), ([0, 10], (0, 10)), ([10, 0], (10, 0)), ([1, 10], (1, 10))]
)
def test_the_scale_of_scores_is_0_to_10_unless_said_otherwise(scale, bounds):
    assert checked({**AS_OF, "score_scale": scale}).score_bounds == bounds


@pytest.mark.parametrize(("scale", "bounds"), [(None, (0, 10)), ([1, 5], (1, 5)), ([0, 1], (0, 1))])
def test_the_scale_of_influence_is_0_to_10_unless_said_otherwise(scale, bounds):
    assert checked({**AS_OF, "influence_scale": scale}).influence_bounds == bounds


@pytest.mark.parametrize("scale", [[1, 5], [5, 1]])
@pytest.mark.parametrize(("passive", "promoter", "inside"), [(2, 3, True), (4, 5, True), (1, 5, False), (4, 6, False)])
def test_cut_offs_lie_on_the_scale(scale, passive, promoter, inside):
    values = {"score_scale": scale, "passive_from": passive, "promoter_from": promoter}
    if inside:
        assert checked({**AS_OF, **values}).passive_from == passive
    else:
        assert complaint(**values) == "passive_from, promoter_from: above 1 and up to 5, by score_scale; name all"


@pytest.mark.parametrize("values", [{"passive_from": 0}, {"promoter_from": 11}, {"score_scale": [1, 5]}])
def test_the_usual_cut_offs_are_of_the_usual_scale(values):
    assert complaint(**values).startswith("passive_from, promoter_from: above ")


def test_cut_offs_of_0_to_10_are_not_taken_over_to_100():
    assert complaint(score_scale=[0, 100]).startswith("score_scale: ")
    assert checked({**AS_OF, "score_scale": [0, 100], "passive_from": 70, "promoter_from": 90}).promoter_from == 90


@pytest.mark.parametrize("given", ["UTF-8", " cp932 ", "euc_jp", "Shift_JIS", "latin-1"])
def test_encodings_in_any_spelling(given):
    assert checked({**AS_OF, "encoding": given}).encoding == given.strip().lower().replace("_", "-")


def test_after_needs_a_length():
    assert complaint(window="after", window_days=0) == "window: after needs window_days above 0"


def test_a_name_that_is_no_text():
    assert str(refused({**AS_OF, 1: 2})) == "E-PARAMETER 1: no such parameter"


@pytest.mark.parametrize("name", InviteSettings.model_fields)
def test_a_complaint_never_repeats_the_value(name):
    values = {name: {SECRET: {SECRET: object}} if name == "where" else [SECRET]}
    try:
        accepted = getattr(checked({**AS_OF, **values}), name)
    except KitError as error:
        assert SECRET not in str(error) + error.said("ja")
    else:
        assert accepted == [SECRET]


@pytest.mark.parametrize("name", InviteSettings.model_fields)
def test_what_is_said_of_lists_and_names_inside_ends_with_an_example_that_holds(name):
    takes_more = re.search(r"\b(list|dict)\[", str(InviteSettings.model_fields[name].annotation))
    said = complaint(**{name: {1: object()}})
    example = said.rpartition(", such as ")[2] if f"such as {name}: " in said else None
    assert bool(takes_more) == bool(example), said
    if example:
        values = yaml_value(example)
        scale = {"passive_from": 7, "promoter_from": 9}
        assert list(values) == [name] and checked({**AS_OF, **scale, **values})


def test_faults_that_show_only_without_others_are_said_with_them():
    said = complaint(windw_days=1, seed="x", window="after", window_days=0, answers_from="2026-03-02",
                     answers_to="2026-03-01")  # fmt: skip
    assert said.startswith("seed: a whole number is needed; windw_days: no such parameter; did you mean window_days?; ")
    assert "answers_from, answers_to: the first must" in said
    assert "window: after" not in said  # it may follow from the misspelt window_days
    reversed_scale = complaint(score_scale="0-10", passive_from=3, promoter_from=5)
    assert reversed_scale == "score_scale: a list such as [a, b] is needed, such as score_scale: [0, 10]"


def test_of_many_parameters_the_first_are_named_and_the_others_counted():
    error = refused({**AS_OF, **{f"name{n}": n for n in range(20_000)}})
    assert str(error).count("no such parameter") == 10
    assert str(error).endswith("; and 19,990 more") and error.said("ja").endswith("ほかに19,990件あります。")
