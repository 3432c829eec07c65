"""Ids that are nobody's."""

import pandas as pd

from helpers.read.ledger import ledger
from helpers.read.placeholders import are_placeholders
from helpers.read.roles import canonical_table
from tests.each import each

DIFFERENT, SAME, NONE = ["a@x.jp", "b@x.jp"], ["a@x.jp", "a@x.jp"], [None, None]


@each(
    "word",
    [
        "0",
        "000",
        "NULL",
        "None",
        "guest",
        "-1",
        "Walk-in",
        "店頭",
        "Guest User",
        "ゲスト",
        "ｹﾞｽﾄ",
        "n/a",
        "NA",
        "nan",
        "匿名",
        "非会員",
        "unknown",
    ],
)
@each("emails, blank", [(DIFFERENT, True), (SAME, False), (NONE, True), (["a@x.jp", None], True)])
def test_words_for_none_on_several_rows_are_blank_unless_they_are_one_persons(word, emails, blank):
    found = are_placeholders(pd.Series([word, "C1", word]), pd.Series([emails[0], "c@x.jp", emails[1]]))
    assert found.tolist() == [blank, False, blank]


@each(
    "ids", [["NA", "C1"], ["0", "1"], ["C1", "C1"], ["guesthouse", "guesthouse"], ["nullius", "nullius"], [None, None]]
)
def test_other_ids_are_ids(ids):
    assert not are_placeholders(pd.Series(ids, dtype="str"), pd.Series(DIFFERENT)).any()


@each("ids, blank", [(["0", "1", "0", "1"], False), (["0", "1", "0"], True), (["0", "7", "0", "7"], True)])
def test_a_zero_among_numbers_is_one_of_them_where_it_is_no_more_frequent(ids, blank):
    assert are_placeholders(pd.Series(ids), None).any() == blank


def test_the_email_decides_whose_order_it_is_and_those_without_are_guests(files):
    lines = ["order_id,customer_id,email,ordered_at,amount", "1,C1,c@x.jp,2026-01-01,100",
             "2,guest,d@x.jp,2026-01-01,100", "3,guest,e@x.jp,2026-01-01,100", "4,guest,,2026-01-01,100"]  # fmt: skip
    table = canonical_table("purchases", files(purchases=lines))
    assert table.frame["customer_id"].isna().tolist() == [False, True, True]
    account = ledger(table)
    assert account["fixed"] == {"customer_id: placeholder": 3} and account["not_applicable"] == {"guest": 1}
    assert not account["defective"] and not account["warnings"]


def test_answers_and_emails_too(files):
    lines = ["customer_id,email,score", "C1,c@x.jp,9", "NULL,d@x.jp,8", "NULL,e@x.jp,3", *["C2,n/a,9"] * 2, "C3,n/a,9"]
    table = canonical_table("responses", files(responses=lines))
    assert table.frame["customer_id"].isna().sum() == 2 and table.frame["email"].isna().sum() == 3
    assert ledger(table)["fixed"]["customer_id: placeholder"] == 2
    assert not ledger(table)["defective"] and not ledger(table)["fields"]


def test_one_persons_word_is_an_id_and_without_emails_it_is_none(files):
    lines = ["customer_id,email,score", "NA,a@x.jp,9", "NA,a@x.jp,8", "C1,c@x.jp,9"]
    assert canonical_table("responses", files(responses=lines)).frame["customer_id"].tolist() == ["NA", "NA", "C1"]
    lines = ["customer_id,score,note", *(f"{who},9,{place}" for place, who in enumerate(["NA", "NA", *"ABCDEFGHIJKL"]))]
    table = canonical_table("responses", files(responses=lines))
    assert len(table.frame) == 12 and ledger(table)["defective"] == {"id_blank": 2}


def test_other_tables_keep_their_ids(files):
    table = canonical_table("invitations", files(invitations=["customer_id,wave", "0,w1", "0,w2", "C1,w1"]))
    assert table.frame["customer_id"].tolist() == ["0", "0", "C1"]
