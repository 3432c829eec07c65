"""What the first records tell of columns: whether their cells can be what the header says, and what they prove."""

import pytest
import yaml

from helpers.base.errors import KitError
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.content import Content, is_category, is_unique, mostly
from helpers.read.columns.header_search import header
from tests.each import each


def chosen(table, names, *cells, mapping=None, rows=20):
    """Columns chosen, codes of warnings and the headers that these name; `cells` by column: a text or a function."""
    made = [[cell(row) if callable(cell) else cell for cell in cells] for row in range(rows)]
    records = enumerate([names.split(","), *made], 1)
    found = columns_of(table, header(list(records), table, mapping, "shop.csv"), mapping)
    assert all("shop.csv" in note.said(language) for note in found.notes for language in ("en", "ja"))
    return found.headers, {note.code: note.fields.get("others") for note in found.notes}


def numbered(row):
    return f"ch_{row * 7}"


def every_twelfth(row):
    return "" if row % 12 else f"in_{row}"


REST = "customer_id,date,amount"
CELLS = ("C1", "2025-04-02", "20.00")


@each(
    ("names", "cells", "order_id", "others"),
    [("id,Invoice ID", (numbered, every_twelfth), "id", '"Invoice ID"'),
     ("Invoice ID,ID", (every_twelfth, numbered), "ID", '"Invoice ID"'),
     ("id,伝票番号", (numbered, "A"), "id", '"伝票番号"'),
     ("id,order_id", (numbered, every_twelfth), "id", '"order_id"'),
     ("id,Invoice ID", (numbered, lambda row: f"in_{row}"), "Invoice ID", None),
     ("id,Invoice ID", (lambda row: f"x{row // 2}", every_twelfth), "Invoice ID", None),
     ("no,Invoice ID", (str, every_twelfth), "Invoice ID", None),
     ("no,Invoice ID", (lambda row: str(99 - row), every_twelfth), "Invoice ID", None),
     ("order_id,Invoice ID", (lambda row: f"o{row // 5}", numbered), "order_id", None)],
)  # fmt: skip
def test_an_order_id_is_chosen_by_name_and_content(names, cells, order_id, others):
    headers, warned = chosen("purchases", f"{names},{REST}", *cells, *CELLS)
    assert (headers["order_id"], warned.get("W-COLUMN-CELLS")) == (order_id, others)


@each(
    ("table", "names", "cells", "column", "header"),
    [("responses", "token,score,email,Email address", ("T", "9", "yes", "a@example.jp"), "email", "Email address"),
     ("responses", "token,score,response date,timestamp", ("T", "9", "4", "2025-04-01"), "responded_at", "timestamp"),
     ("responses", "token,score,コメント,responded_at,回答日", ("T", "9", "x", "3", "令和7年4月1日"),
      "responded_at", "回答日"),
     ("responses", "token,NPS,推奨度", ("T", "味がよい。" * 13, "9"), "score", "推奨度"),
     ("responses", "token,NPS,推奨度", ("T", "2025-04-01", "9 - likely"), "score", "推奨度"),
     ("purchases", "order_id,customer_id,date,amount,total", ("A", "C", "2025-04-02", "small", "¥1,200"),
      "amount", "total"),
     ("purchases", "order_id,customer_id,注文日,受注日,amount", ("A", "C", "", "2025-04-02", "1"),
      "ordered_at", "受注日"),
     ("purchases", "order_id,customer_id,会員番号,date,amount", ("A", "", "C", "2 Apr 2025", "1"),
      "customer_id", "会員番号"),
     ("purchases", "order_id,customer_id,date,amount,返金額,refunds", ("A", "C", "2025-04-02", "1", "2025-05-01", "3"),
      "refund_amount", "refunds"),
     ("responses", "token,score,recommended_count,紹介人数", ("T", "9", "a@example.jp", "3人"),
      "recommended_count", "紹介人数")],
)  # fmt: skip
def test_a_column_of_another_kind_gives_way_where_one_fits(table, names, cells, column, header):
    headers, warned = chosen(table, names, *cells)
    assert headers[column] == header and warned["W-COLUMN-CELLS"]


@each(
    ("table", "names", "cells", "column"),
    [("responses", "token,score,response date", ("T", "9", "4"), "responded_at"),
     ("responses", "token,score,email", ("T", "9", "yes"), "email"),
     ("purchases", f"order_id,{REST}", ("", *CELLS), "order_id"),
     ("purchases", f"order_id,{REST}", ("A", "C", "", "20"), "ordered_at")],
)  # fmt: skip
def test_a_lone_column_is_read_whatever_it_holds(table, names, cells, column):
    headers, warned = chosen(table, names, *cells)
    assert column in headers and "W-COLUMN-CELLS" not in warned


@each(
    ("name", "cells", "is_found"),
    [("Event Type", ("Payment", "Refund"), True), ("種別", ("売上", "返品"), True), ("区分", ("注文", ""), True),
     ("取引種別", ("販売", "払い戻し"), True), ("Type", ("charge", "payout"), True),
     ("Type", ("Coffee", "Tea"), False), ("区分", ("定期", "単品"), False), ("Type", ("Sale", "Coffee"), False),
     ("Type", ("", ""), False), ("Colour", ("Sale", "Refund"), False), ("kind", ("Coffee", "Tea"), True)],
)  # fmt: skip
def test_a_column_of_kinds_is_found_by_name_and_content(name, cells, is_found):
    headers, _ = chosen("purchases", f"order_id,{REST},{name}", numbered, *CELLS, lambda row: cells[row % 2])
    assert (headers.get("kind") == name) == is_found


def test_the_users_word_stands_whatever_the_cells():
    mapping = {"order_id": "Invoice ID", "kind": ""}
    cells = (numbered, every_twelfth, *CELLS, "Sale")
    headers, warned = chosen("purchases", f"id,Invoice ID,{REST},Type", *cells, mapping=mapping)
    assert (headers["order_id"], "kind" in headers, warned) == ("Invoice ID", False, {})


@each(
    ("names", "cells", "others"),
    [("amount,Subtotal", ("12", "10"), '"Subtotal"'), ("total,net,gross", ("12", "10", "12"), '"net"'),
     ("合計,注文小計", ("12", "10"), '"注文小計"'), ("amount,Subtotal", ("12", "12"), None),
     ("amount,Subtotal", ("12", ""), None), ("amount,Total items", ("12", "3"), None),
     ("amount,Tax amount", ("12", "1"), None), ("amount,Net", ("12", "web"), None),
     ("amount,返金額合計", ("12", "3"), None)],
)  # fmt: skip
def test_other_amounts_are_named(names, cells, others):
    _, warned = chosen("purchases", f"order_id,customer_id,date,{names}", numbered, "C1", "2025-04-02", *cells)
    assert warned.get("W-AMOUNT-OTHER") == others


def test_of_an_amount_named_by_the_user_no_other_is_told():
    names, cells = "order_id,customer_id,date,total,net", (numbered, "C1", "2025-04-02", "12", "10")
    assert chosen("purchases", names, *cells, mapping={"amount": "net"})[1] == {}


def test_the_line_that_takes_another_column_can_be_pasted():
    records = [(1, ["order_id", "customer_id", "date", "total", "net"]), (2, ["A", "C", "2025-04-02", "12", "10"])]
    (note,) = columns_of("purchases", header(records, "purchases", file="shop.csv")).notes
    for language in ("en", "ja"):
        pasted = yaml.safe_load(note.said(language)[note.said(language).index("columns: {") :])
        assert pasted == {"columns": {"purchases": {"amount": "net"}}}


@each(
    ("table", "names", "cells", "column", "proposal"),
    [
        ("purchases", "order_idx,customer_id,date,amount", ("shop", *CELLS), "order_id", "YOUR HEADER"),
        ("purchases", "order_idx,customer_id,date,amount", (numbered, *CELLS), "order_id", '"order_idx"'),
        ("purchases", "order_id,customer_id,ordered,amount", ("A", "C", "yes", "1"), "ordered_at", "YOUR HEADER"),
        ("purchases", "order_id,customer_id,ordered,amount", ("A", "C", "2025-04-02", "1"), "ordered_at", '"ordered"'),
        (
            "purchases",
            "order_id,customer_id,date,小計,合計",
            ("A", "C", "2025-04-02", "", ""),
            "amount",
            '"小計"  # or "合計"',
        ),
    ],
)
def test_what_is_asked_proposes_by_content(table, names, cells, column, proposal):
    with pytest.raises(KitError) as asked:
        chosen(table, names, *cells)
    assert f"    {column}: {proposal}" in str(asked.value).splitlines()


def test_few_rows_and_edges():
    assert Content(()).fits("purchases", "order_id", 0) and not Content(()).proves("purchases", "order_id", 0)
    assert is_category(["a"] * 10) and not is_category(["a"] * 9)
    assert is_category([*"abcdefghijklmnopqrst"] * 10) and not is_category([*map(str, range(21))] * 10)
    assert is_unique([*map(str, range(10))], 10) and not is_unique([*map(str, range(9))], 9)
    assert is_unique([*map(str, range(19))], 20) and not is_unique([*map(str, range(18))], 20)
    assert not mostly([], bool) and not mostly(["a", ""], bool) and mostly(["a", "a", ""], bool)
    half = Content([[str(row) if row % 2 else ""] for row in range(20)])
    assert half.fits("purchases", "order_id", 0) and half.first(0) == "1" and half.cells(0)[:2] == ["1", "3"]


@each(
    ("cells", "order_id", "response_id"),
    [([*"ABCDE", *"ABCDE", *"AB"], False, False), ([*"ABCDEF"] * 2, True, True), (["A", "B", "C"] * 3, True, True),
     ([f"A{row % 21}" for row in range(44)], True, False), ([f"A{row % 20}" for row in range(44)], False, False),
     ([f"2025-04-{row % 21 + 1:02}" for row in range(44)], False, False)],
)  # fmt: skip
def test_an_id_that_repeats_is_proposed_as_an_order_of_several_rows_only(cells, order_id, response_id):
    content = Content([[cell] for cell in cells])
    proposed = content.can_be("purchases", "order_id", 0), content.can_be("responses", "response_id", 0)
    assert proposed == (order_id, response_id)


def test_four_of_five_words_for_order_and_refund_prove_a_kind():
    sales = Content([["Sale"]] * 8 + [["Coffee"]] * 2), Content([["Sale"]] * 7 + [["Coffee"]] * 3)
    assert [content.proves("purchases", "kind", 0) for content in sales] == [True, False]
