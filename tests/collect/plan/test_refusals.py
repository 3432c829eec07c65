"""Columns of the customers file that say no to mails, and those that only sound like it."""

from dataclasses import replace

import pandas as pd

from helpers.collect.plan.refusals import refusals
from helpers.read.typed_table import Reading
from tests.each import each
from tests.tables import new_table


def refused(header, *cells):
    frame = pd.DataFrame({header: pd.Series(cells, dtype="str")})
    found = refusals(new_table("customers", "crm.csv", frame, []))
    return found[header].tolist() if found else [False] * len(cells)


@each(
    "header",
    [
        "unsubscribed", "Unsubscribed from all email", "UNSUB_TIME", "unsubscribe reason", "opt_out",
        "Opted Out", "email opt-out", "HasOptedOutOfEmail", "Opted out of email: Newsletter", "do not email",
        "DoNotContact", "Do Not Send", "no_email", "Suppressed", "blacklisted", "Email hard bounced", "bounced",
        "deceased", "deleted_at", "Account Closed", "配信停止", "メール配信停止日", "配信拒否", "メルマガ解除",
        "メルマガ退会日", "退会", "退会日", "退会フラグ", "退会済み", "停止", "停止フラグ", "死亡",
        "死亡フラグ", "ＤＭ不可", "受信拒否", "メール不要", "メール送信不可", "会員停止", "削除フラグ",
        "ブラックリスト", "オプトアウト",
    ],
)  # fmt: skip
def test_what_is_filled_in_a_column_of_refusal_is_a_no(header):
    yes = ["1", "2024-05-01", "停止", "yes", "○", "TRUE", "too many mails", "無効", "退会済み"]
    no = [
        "0",
        "0.0",
        "false",
        "No",
        "なし",
        "無",
        "配信中",
        "有効",
        "active",
        "希望する",
        "−",
        "０",
        "未退会",
        "0000-00-00",
        "いいえ",
        "N/A",
        "会員",
    ]
    assert refused(header, *yes, *no, None) == [True] * len(yes) + [False] * (len(no) + 1)


@each(
    "header",
    [
        "SMS opt out", "Fax Opt Out", "電話拒否", "LINE配信停止", "定期停止日", "商品削除日", "Opt out of sale",
        "region", "備考", "outlet", "Total Spent", "no of orders", "last_mail_at", "closing_balance",
        "email_bounce_rate", "郵送DM不可", "最終停泊日", "Number of emails", "member_no",
    ],
)  # fmt: skip
def test_other_columns_say_nothing(header):
    assert refused(header, "1", "2024-05-01", "yes") == [False] * 3


@each(
    "header",
    [
        "Status", "Email Status", "会員ステータス", "会員区分", "Email Marketing Consent", "Subscriber State",
        "登録状態", "メルマガ", "メール配信区分",
    ],
)  # fmt: skip
def test_words_of_refusal_in_a_status(header):
    yes = ["退会", "退会済み", "仮会員", "Unsubscribed", "UNSUBSCRIBED", "cleaned", "opted-out", "配信停止", "停止中",
           "受け取らない", "死亡", "never_subscribed", "deceased"]  # fmt: skip
    no = ["本会員", "subscribed", "active", "ゴールド", "1", "0", "2024-05-01", "配信中", "pending renewal"]
    assert refused(header, *yes, *no, None) == [True] * len(yes) + [False] * (len(no) + 1)


def test_all_columns_are_looked_at_and_named_as_in_the_file():
    cells = {"mail_opt_out": ["1", None, None], "退会日": [None, "2024-05-01", None], "opt_out": [None, None, "0"]}
    ours = {"email": ["停止", "停止", "停止"], "subscription_ended_on": pd.to_datetime([None, None, "2024-05-01"])}
    frame = pd.DataFrame(cells, dtype="str").assign(**ours)
    read = Reading("crm.csv", columns={"mail_opt_out": "別れの印", "subscription_ended_on": "unsubscribed on"})
    found = refusals(replace(new_table("customers", "crm.csv", frame, []), readings=(read,)))
    assert {header: refused.tolist() for header, refused in found.items()} == {
        "別れの印": [True, False, False],
        "退会日": [False, True, False],
        "unsubscribed on": [False, False, True],
    }
