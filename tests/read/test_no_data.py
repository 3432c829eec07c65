"""Rows that are no data: footers, and the header again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.read.columns.header_search import header
from helpers.read.files.records import block_of
from helpers.read.no_data import is_footer, is_repeated_header, no_data
from tests.each import each

ORDERS = ["order_id", "customer_id", "ordered_at", "amount"]
ROW = ["A1", "C1", "2026-01-01", "100"]
PERSON = "taro@example.jp"


def numbered(*rows, first=1):
    """Records of consecutive physical rows."""
    return [(number, list(cells)) for number, cells in enumerate(rows, first)]


WORDS = [
    "合計", "総計", "小計", "計", "総合計", " 総計 ", "【合計】", "合計金額", "合計：", "平均", "平均点",
    "平均スコア", "Average score", "Total",
    "Grand Total", "SUBTOTAL", "ＴＯＴＡＬ", "Totals:", "合計12件", "合計 (12件)", "Total: 12", "合計：¥12,000",
]  # fmt: skip


@each("word", WORDS)
def test_footers(word):
    found = header(numbered(ORDERS), "purchases")
    for cells in ([word, "", "", "13500"], ["", "", word, "13,500"], ["", "", "", word], [word]):
        assert is_footer(cells, found)


def test_a_total_in_the_place_of_an_id_whatever_else_is_there():
    found = header(numbered(ORDERS), "purchases")
    assert is_footer(["合計", "12名", "2025-08-31", "18000"], found)
    assert is_footer(["", "合計", "2025-08-31", "18000"], found)
    assert not is_footer(["合計 12", "C1", "2025-08-31", "18000"], found)


@each("word", ["Total1", "TOTAL-90", "Totally", "合計 太郎", "計画", "小計算", "Summer", "アベ", "", "x", "計1"])
def test_words_that_are_no_footer(word):
    found = header(numbered(ORDERS), "purchases")
    for cells in ([word, "", "", "1"], [word, *ROW[1:]], ["", word, "", "1"], [word]):
        assert not is_footer(cells, found)


@each("cells", [ROW, ["A1", "合計", "2026-01-01", "1"], ["A1", "C1", "Total", "1"], ["", "", "", ""], []])
def test_rows_that_are_no_footer(cells):
    assert not is_footer(cells, header(numbered(ORDERS), "purchases"))


def test_footers_of_tables_whose_first_column_is_no_id():
    found = header(numbered(["name", "customer_id", "acquired_on"]), "customers")
    assert is_footer(["合計", "", ""], found)
    assert not is_footer(["合計", "C1", ""], found) and not is_footer(["Total", "", "2026-01-01"], found)
    unknown = header(numbered(["a", "b", "c", "d"]), "customers")
    assert is_footer(["Total", "", "", "4"], unknown) and not is_footer(["Total", "x", "y", "4"], unknown)


@pytest.mark.parametrize("table", ["responses", "purchases"])
def test_an_answer_or_order_by_mail_address_is_no_footer(table):
    found = header(numbered(["shop", "email", "score", "order_id", "amount", "date"]), table)
    assert not is_footer(["Total", PERSON, "9", "", "", ""], found)


def test_the_header_again():
    found = header(numbered([*ORDERS, ""]), "purchases")
    for cells in ([*ORDERS, ""], [f" {name} " for name in ORDERS], [*ORDERS, "", ""]):
        assert is_repeated_header(cells, found)
    for cells in (ROW, ORDERS[:3], [*ORDERS[:3], "x"], ["order_id", *ROW[1:]], [], [""] * 5, ["", *ORDERS]):
        assert not is_repeated_header(cells, found)


def test_each_of_several_header_rows_again():
    names, labels = ["Respondent ID", "Which?", ""], ["", "Red", "Blue"]
    found = header(numbered(names, labels, ["117", "Red", ""]), "responses")
    assert is_repeated_header(names, found) and is_repeated_header(labels, found)
    assert not is_repeated_header(["", "Red", ""], found)


def one_by_one(records, found):
    """The same, each row looked at."""
    reasons = {"header_repeated": is_repeated_header, "footer": is_footer}
    return {row: why for why, is_so in reasons.items() for row, cells in records if is_so(cells, found)}


STARTS = [*map(chr, range(128)), *"総合小計平【ＧＴＳＡｇｔｓａ＄é会\ufeff"]
FIRSTS = [*WORDS, *ORDERS, *(f" {name}" for name in ORDERS), "A1", "T-1", "\ufefforder_id", "ｔｏｔａｌ", "計1"]


@given(st.lists(st.sampled_from(FIRSTS) | st.builds(str.__add__, st.sampled_from(STARTS), st.text(max_size=3))))
def test_many_rows_are_judged_as_each_is(firsts):
    found = header(numbered(ORDERS), "purchases")
    records = numbered(*([first, *rest] for first in firsts for rest in (["", "", "1"], ORDERS[1:], ROW[1:])))
    assert no_data(block_of(records, len(ORDERS)), found) == one_by_one(records, found)


def test_a_text_of_each_start_is_judged_as_it_is_alone():
    found = header(numbered(ORDERS), "purchases")
    firsts = [f"{start}{rest}" for start in STARTS for rest in ("", "otal", "verage", "1", "計", "otal ")]
    records = numbered(*([first, "", "", "1"] for first in firsts))
    many = no_data(block_of(records, len(ORDERS)), found)
    assert many == one_by_one(records, found)
    blank_before = [f"{start}計" for start in "\t\n\v\f\r\x1c\x1d\x1e\x1f \ufeff"]
    totals = [f"{start}otal{end}" for start in "TtＴｔ" for end in ("", " ")] + [f"{start}verage" for start in "AaＡａ"]
    assert {firsts[row - 1] for row in many} == {*blank_before, *totals, "総計", "合計", "小計", "計", "【計"}
