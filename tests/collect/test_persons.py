"""Who the customers are, read from any customers file."""

import pandas as pd
import pytest

from helpers.base.words import Words
from helpers.collect.comments import named_persons
from helpers.collect.masking import masked_comments


def left(settings, text):
    return masked_comments(pd.Series([text]), named_persons(settings), Words("en", "JPY"))[0]


@pytest.mark.parametrize(
    ("head", "row", "text"),
    [
        ("customer_id,name", "a1001,山田 花子", "山田さん"),
        ("会員番号,氏名,フリガナ", "a1001,山田花子,ヤマダ ハナコ", "やまださん"),
        ("会員ID,お名前(姓),お名前(名),メールアドレス", "a1001,山田,花子,h@example.jp", "山田花子さん"),
        ("Customer ID,First Name,Last Name,Email", "a1001,Hanako,Yamada,h@example.jp", "yamadaさん"),
        ("Customer ID,First Name,Last Name,Email", "a1001,Wu,Li,h@example.jp", "Wu Liさん"),
    ],
)
def test_names_lie_in_one_column_or_several(files, head, row, text):
    assert left(files(customers=[head, row]), text) == "[name]さん"


def test_names_of_rows_set_aside_count_too(files):
    rows = [
        "customer_id,acquired_on,name",
        "a1001,2024-01-01,山田 花子",
        "a1002,nonsense,佐藤 一郎",
        ",2024-01-01,鈴木 次郎",
    ]
    assert left(files(customers=rows), "佐藤と鈴木") == "[name]と[name]"


@pytest.mark.parametrize("rows", [["customer_id,region", "a,east"], ["customer_id,name", "a,", "b, "]])
def test_without_names_nobody_is_known(files, rows):
    assert named_persons(files(customers=rows)) is None


def test_without_a_file_nobody_is_known(files):
    assert named_persons(files()) is None


def test_ids_and_mailboxes_are_known(files):
    settings = files(customers=["customer_id,name,email", "A1001,山田,Hanako.Y@example.jp", "7,佐藤,sato@example.jp"])
    assert left(settings, "hanako.y a1001 7 sato") == "[name] [number] 7 sato"  # the last two are words and amounts too
