"""Headers of files: where they are, what they are called, how well they fit."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.columns.header_search import header
from tests.each import each

ORDERS = ["order_id", "customer_id", "ordered_at", "amount"]
ROW = ["A1", "C1", "2026-01-01", "100"]
PERSON = "taro@example.jp"


def numbered(*rows, first=1):
    """Records of consecutive physical rows."""
    return [(number, list(cells)) for number, cells in enumerate(rows, first)]


def test_the_first_row_is_the_header():
    found = header(numbered(ORDERS, ROW), "purchases", file="orders.csv")
    assert (found.file, found.names, found.labels) == ("orders.csv", tuple(ORDERS), tuple(ORDERS))
    assert (found.row, found.rows, found.preamble, found.first_data) == (1, 1, 0, 1)
    assert (found.format, found.fits, found.sure, found.repeated) == ("", 4, True, {})


def test_lines_before_the_header_are_counted():
    records = [(1, ["売上一覧"]), (3, ["期間", "2025年"]), (6, [f" {name}\u3000" for name in ORDERS]), (7, ROW)]
    found = header(records, "purchases")
    assert (found.names, found.row, found.preamble, found.first_data) == (tuple(ORDERS), 6, 2, 3)


def test_a_header_below_twenty_records_is_not_searched():
    titles = [["title"]] * 19
    assert header(numbered(*titles, ORDERS, ROW), "purchases").preamble == 19
    assert header(numbered(*titles, ["title"], ORDERS, ROW), "purchases").fits == 0


def test_three_header_rows():
    names = ["StartDate", "EndDate", "Status", "Finished", "RecordedDate", "ResponseId", "ExternalReference", "QID7"]
    labels = [
        "開始日",
        "終了日",
        "回答タイプ",
        "終了",
        "記録日",
        "回答ID",
        "外部データ参照",
        "当店を友人に勧める可能性は？",
    ]
    ids = [f'{{"ImportId":"{name}"}}' for name in names]
    answer = ["2026-03-01 10:00:00", "2026-03-01 10:01:00", "0", "1", "2026-03-01 10:01:05", "R_1", "C1", "9"]
    found = header(numbered(names, labels, ids, answer), "responses")
    assert (found.format, found.rows, found.first_data) == ("qualtrics", 3, 3)
    assert (found.names, found.labels) == (tuple(names), tuple(labels))
    codes = header(numbered(names, ids, answer), "responses")
    assert (codes.rows, codes.labels) == (2, tuple(names))
    # response_id, responded_at, finished, customer_id and the score by its question
    assert found.fits == 1005


def test_two_header_rows():
    names = [
        "Respondent ID",
        "Start Date",
        "End Date",
        "Custom Data 1",
        "How likely are you to recommend us?",
        "Why?",
        "",
    ]
    labels = ["", "", "", "", "Response", "Price", "Service"]
    answer = ["117", "2026-03-01", "2026-03-01", "C1", "9", "Price", ""]
    found = header(numbered(names, labels, answer), "responses")
    assert (found.format, found.rows, found.first_data) == ("surveymonkey", 2, 2)
    assert found.names == (*names[:5], "Why? – Price", "Why? – Service")


def test_names_merged_over_two_rows():
    found = header(numbered(["会員番号", "ご注文", "", ""], ["", "注文番号", "注文日", "金額"], ROW), "purchases")
    assert (found.names, found.preamble, found.first_data) == (("会員番号", "注文番号", "注文日", "金額"), 1, 2)
    apart = header(
        [(1, ["会員番号", "ご注文", "", ""]), (3, ["", "注文番号", "注文日", "金額"]), (4, ROW)], "purchases"
    )
    assert apart.names == ("column 1", "注文番号", "注文日", "金額")


def test_repeated_and_blank_names():
    found = header(numbered([*ORDERS, "送料", "", "送料"]), "purchases")
    assert found.names == (*ORDERS, "送料", "column 6", "送料 (2)")
    assert found.repeated == {"送料": ("送料", "送料 (2)")}


@each(
    ("cells", "table", "fits"),
    [(ORDERS, "purchases", 4), (ORDERS, "customers", 1), (["会員番号", "顧客ID", "入会日"], "customers", 2),
     (["Timestamp", "Email Address", "推奨度"], "responses", 1003), (["Q1"], "responses", 0)],
)  # fmt: skip
def test_how_well_a_header_fits(cells, table, fits):
    assert header(numbered(cells), table).fits == fits


def test_the_users_headers_count():
    head = numbered(["alpha", "beta"], ["C1", "9"])
    found = header(head, "responses", {"score": "beta", "token": "ALPHA"})
    assert (found.fits, found.sure) == (2, True)
    # whatever they look like
    dated = header(numbered(["2026-01-01", PERSON]), "responses", {"score": "2026-01-01"})
    assert (dated.fits, dated.sure) == (1, True)


@each(
    ("cells", "table", "sure"),
    [(["customer_id"], "customers", True), (["Order ID", "x"], "purchases", True), (["score", "x"], "responses", True),
     (["email", "氏名"], "customers", True), (["Respondent ID", "Q"], "responses", True),
     (["email", "taro"], "customers", False), (["C1", "taro", "メール"], "customers", False),
     (["a"], "customers", False)],
)  # fmt: skip
def test_names_are_shown_only_where_they_are_a_header_for_sure(cells, table, sure):
    assert header(numbered(cells), table).sure is sure


@each(
    ("cells", "table"),
    [(["C1", "山田", PERSON], "customers"), (["A1", "C1", "2026-01-01", "100"], "purchases"),
     (["C1", PERSON, "email", "氏名"], "purchases"), (["名前", "2026/3/1 10:00:00"], "responses"),
     (["C1", "9"], "responses"), (["¥1,200"], "purchases")],
)  # fmt: skip
def test_a_first_row_of_data_is_no_header(cells, table):
    with pytest.raises(KitError) as caught:
        header(numbered(cells, cells), table, file="shop.csv")
    assert caught.value.code == "E-HEADER"
    for said in (str(caught.value), caught.value.said("ja")):
        assert "shop.csv" in said
        assert not [cell for cell in cells if cell in said]


def test_a_complete_header_stays_one_though_a_name_is_a_date():
    assert header(numbered([*ORDERS, "2026-01-01"]), "purchases").fits == 4


def test_nothing_is_no_header():
    with pytest.raises(KitError, match=r"E-FILE-EMPTY shop\.csv"):
        header([], "customers", file="shop.csv")
    assert issubclass(KitError, KitError)


cell = st.sampled_from(
    ["", "x", "合計", "注文番号", "会員番号", "受注日", "金額", "12", "2026-01-01", PERSON, "メール", "order_id"]
)


@given(
    st.lists(st.lists(cell, min_size=1, max_size=5), min_size=1, max_size=6),
    st.sampled_from(["purchases", "customers"]),
)
@settings(deadline=None, max_examples=150)
def test_any_first_records_give_a_header_or_none(rows, table):
    records = [(3 * number, cells) for number, cells in enumerate(rows, 1)]
    try:
        found = header(records, table, file="f.csv")
    except KitError as error:
        assert (error.code, PERSON in str(error)) == ("E-HEADER", False)
        return
    assert len(found.names) == len(found.labels) == len({*found.names}) == len(rows[found.preamble])
    assert found.row == records[found.preamble][0]
    assert found.preamble < found.first_data <= len(rows)
    assert not (found.sure and PERSON in found.names) or found.fits >= 4 or table == "customers"
