"""Errors about columns: what is wrong, what the file has, and lines that can be pasted into the parameter file."""

import yaml

from helpers.base.tables import TABLES
from helpers.read.columns.asked import missing, several, unknown_column
from helpers.read.columns.header_search import header
from helpers.read.columns.naming import lines
from helpers.read.columns.vocabulary import NAMES
from helpers.run.settings import checked
from tests.each import each


def found(*names, table="responses"):
    """Header of a file shop.csv."""
    return header([(4, list(names))], table, file="shop.csv")


def pasted(error):
    """The settings that the lines in a message are."""
    message = str(error)
    return checked({"as_of": "2026-04-01"} | yaml.safe_load(message[message.index("\ncolumns:") :])).columns


def test_several_headers():
    error = several("responses", found("NPS", "会員番号", '推奨度 "0-10": #1'), "score", [0, 2])
    assert str(error) == (
        'E-COLUMN-ASK shop.csv: "NPS", "推奨度 "0-10": #1" could each be score. '
        'Say which one it is in the parameter file ("" = none of them):\n'
        'columns:\n  responses:\n    score: "NPS"  # or "推奨度 \\"0-10\\": #1"'
    )
    assert pasted(error) == {"responses": {"score": "NPS"}}
    assert "のどれが score か決まりません" in error.said("ja")


def test_several_headers_of_one_name():
    there = found("score", "score", "score", "NPS", "会員番号")
    error = several("responses", there, "score", [0, 1, 2])
    assert str(error).startswith('E-HEADER-DUPLICATE shop.csv row 4: several columns are named "score", and score ')
    assert str(error).endswith('score: "score (1)"  # or "score (2)", "score (3)"')
    assert pasted(error) == {"responses": {"score": "score (1)"}}
    mixed = several("responses", there, "score", [0, 1, 3])
    assert mixed.code == "E-COLUMN-ASK"
    assert str(mixed).endswith('score: "score (1)"  # or "score (2)", "NPS"')


def test_what_may_be_data_is_not_shown():
    unsure = found("メール", "山田", "customer_ids", table="customers")
    for column, error in (
        ("customer_id", missing("customers", unsure, {"customer_id": ""}, [])),
        ("email", several("customers", unsure, "email", [0, 1])),
    ):
        message = str(error)
        assert not [name for name in unsure.names if name in message]
        assert "Columns found: — (" in message and f"{column}: YOUR HEADER" in message


def test_missing_columns_with_the_likely_ones():
    there = found("注文番号", "ご注文年月日時", "購入金額合計欄", "memo", table="purchases")
    columns = {"ordered_at": "", "amount": "", "customer_id or email": ""}
    error = missing("purchases", there, columns, [0])
    assert str(error) == (
        "E-COLUMN-MISSING shop.csv: no column for ordered_at, amount, customer_id or email. "
        'Columns found: "注文番号", "ご注文年月日時", "購入金額合計欄", "memo" (— = none whose name is known). '
        "Put these lines into the parameter file, with the names that your file has:\n"
        'columns:\n  purchases:\n    ordered_at: "ご注文年月日時"\n    amount: "購入金額合計欄"\n'
        "    customer_id: YOUR HEADER  # or email"
    )
    assert pasted(error)["purchases"]["customer_id"] == "YOUR HEADER"


def test_a_header_that_is_taken_is_not_offered():
    there = found("customer_ids", "x", "order_id", table="purchases")
    assert '"customer_ids"' in str(missing("purchases", there, {"customer_id": ""}, [])).split("columns:")[1]
    assert "YOUR HEADER" in str(missing("purchases", there, {"customer_id": ""}, [0]))


def test_a_header_of_the_user_that_is_not_there():
    message = str(
        missing("customers", found("customer_id", "入会", table="customers"), {"acquired_on": "登録日時刻"}, [])
    )
    assert message.startswith('E-COLUMN-MISSING shop.csv: no column for acquired_on ("登録日時刻"). ')
    assert message.endswith('    acquired_on: "入会"')


def test_an_unknown_column():
    assert str(unknown_column("invitations", "customer")) == (
        "E-COLUMN-UNKNOWN columns: invitations has no column customer; "
        "it has customer_id, token, wave, invited_at, opened_at, expires_on, delivered. "
        "Correct its name in the parameter file."
    )


@each("table", TABLES)
def test_lines_are_settings(table):
    text = lines(table, dict.fromkeys(NAMES[table], "YOUR HEADER"))
    assert checked({"as_of": "2026-04-01"} | yaml.safe_load(text)).columns == {
        table: dict.fromkeys(NAMES[table], "YOUR HEADER")
    }
