"""Warnings from headers: what stands beside an amount, and what may mark cancelled orders."""

import pytest

from helpers.read.chosen import columns_of
from helpers.read.headers import header

ORDERS = ("注文番号", "会員番号", "受注日")


def warned(*names, mapping=None, table="purchases"):
    """Codes of the warnings and the headers that they name."""
    notes = columns_of(table, header([(1, [*ORDERS, *names])], table, mapping), mapping).notes
    kinds = ("others", "other", "headers", "header")  # the field that names the headers in doubt
    return {note.code: next(note.fields[kind] for kind in kinds if kind in note.fields) for note in notes}


@pytest.mark.parametrize(
    ("names", "expected"),
    [(["金額"], {}), (["amount", "status", "キャンセル日"], {}),
     (["金額", "送料住所", "割引コード", "Shipping Method", "配送先"], {}),
     (["合計金額", "送料"], {"W-AMOUNT-BESIDE": '"送料"'}),
     (["amount", "discount", "Coupons", "Shipping"], {"W-AMOUNT-BESIDE": '"discount", "Coupons", "Shipping"'}),
     (["金額（税込）"], {}), (["金額（税抜）"], {"W-AMOUNT-UNTAXED": '"金額（税抜）"'}),
     (["金額（税抜）", "金額（税込）"], {"W-AMOUNT-TAX": '"金額（税抜）"'}),
     (["金額（税込）", "単価（税抜）"], {}),
     (["金額", "キャンセル日時"], {"W-COLUMN-CANCELLED": '"キャンセル日時"'}),
     (["金額", "Cancelled at", "取消フラグ"], {"W-COLUMN-CANCELLED": '"Cancelled at", "取消フラグ"'})],
)  # fmt: skip
def test_what_other_headers_say(names, expected):
    assert warned(*names) == expected


def test_the_users_word_settles_it():
    assert warned("合計金額", "送料", "小計", mapping={"amount": "小計"}) == {}
    assert warned("金額", "キャンセル日", mapping={"status": ""}) == {}
    assert warned("金額", "キャンセル", mapping={"status": "キャンセル"}) == {}


def test_other_tables_have_no_amount():
    assert warned("送料", "キャンセル日", table="customers") == {}


def test_warnings_are_said_in_both_languages():
    found = header([(1, [*ORDERS, "合計金額（税抜）", "送料", "キャンセル日"])], "purchases", file="shop.csv")
    notes = columns_of("purchases", found).notes
    assert [note.code for note in notes] == ["W-AMOUNT-UNTAXED", "W-AMOUNT-BESIDE", "W-COLUMN-CANCELLED"]
    for note in notes:
        assert note.said("en").startswith(f"{note.code} shop.csv: ") and note.said("ja").startswith(
            f"{note.code} shop.csv: "
        )
        assert note.said("en") != note.said("ja")
