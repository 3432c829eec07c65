"""Warnings from headers: what stands beside an amount, and what may mark cancelled orders."""

from helpers.read.columns.chosen import columns_of
from helpers.read.columns.doubts import cancelled_cells
from helpers.read.columns.header_search import header
from helpers.read.roles import canonical_table
from tests.each import each

ORDERS = ("注文番号", "会員番号", "受注日")


def warned(*names, mapping=None, table="purchases"):
    """Codes of the warnings and the headers that they name."""
    notes = columns_of(table, header([(1, [*ORDERS, *names])], table, mapping), mapping).notes
    assert len(notes) == len({note.code for note in notes})
    kinds = ("others", "other", "headers", "header")  # the field that names the headers in doubt
    return {note.code: next(note.fields[kind] for kind in kinds if kind in note.fields) for note in notes}


@each(
    ("names", "expected"),
    [(["金額"], {}), (["amount", "status", "キャンセル日"], {}),
     (["金額", "送料住所", "割引コード", "Shipping Method", "配送先"], {}),
     (["合計金額", "送料"], {"W-AMOUNT-BESIDE": '"送料"'}),
     (["amount", "discount", "Coupons", "Shipping"], {"W-AMOUNT-BESIDE": '"discount", "Coupons", "Shipping"'}),
     (["金額（税込）"], {}), (["金額（税抜）"], {"W-AMOUNT-UNTAXED": '"金額（税抜）"'}),
     (["金額（税抜）", "金額（税込）"], {"W-AMOUNT-TAX": '"金額（税抜）"'}),
     (["金額（税込）", "単価（税抜）"], {}),
     (["単価（税込）", "単価（税抜）", "数量"], {"W-AMOUNT-TAX": '"単価（税抜）"'}),
     (["単価（税抜）", "数量"], {"W-AMOUNT-UNTAXED": '"数量" × "単価（税抜）"'}),
     (["UnitPrice", "Quantity", "Discount"], {"W-AMOUNT-BESIDE": '"Discount"'}),
     (["金額", "キャンセル日時"], {"W-COLUMN-CANCELLED": '"キャンセル日時"'}),
     (["金額", "is_cancelled"], {"W-COLUMN-CANCELLED": '"is_cancelled"'}),
     (["金額", "テスト注文", "is_test", "Test"], {"W-COLUMN-CANCELLED": '"テスト注文", "is_test", "Test"'}),
     (["金額", "status", "キャンセル日", "is_test"], {"W-COLUMN-CANCELLED": '"is_test"'}),
     (["金額", "コンテスト", "latest", "A/B test", "テスター"], {}),
     (["請求金額"], {"W-AMOUNT-BASIS": '"請求金額"'}), (["支払合計"], {"W-AMOUNT-BASIS": '"支払合計"'}),
     (["Total (incl. shipping)"], {"W-AMOUNT-BASIS": '"Total (incl. shipping)"'}),
     (["amount_paid"], {"W-AMOUNT-BASIS": '"amount_paid"'}), (["総合計"], {"W-AMOUNT-BASIS": '"総合計"'}),
     (["Total (excl. shipping)"], {}), (["合計（送料別）"], {}), (["合計（送料を除く）"], {}), (["支払日", "金額"], {}),
     (["売上金額", "消費税"], {"W-AMOUNT-TAX-OPEN": '"消費税"'}),
     (["total", "Tax", "sales_tax"], {"W-AMOUNT-TAX-OPEN": '"Tax", "sales_tax"'}),
     (["売上金額（税込）", "消費税"], {}), (["売上金額（税抜）", "消費税"], {"W-AMOUNT-UNTAXED": '"売上金額（税抜）"'}),
     (["金額", "消費税率", "税区分", "うち消費税", "tax id", "税率"], {}),
     (["金額", "Cancelled at", "取消フラグ"], {"W-COLUMN-CANCELLED": '"Cancelled at", "取消フラグ"'})],
)  # fmt: skip
def test_what_other_headers_say(names, expected):
    assert warned(*names) == expected


def test_the_users_word_settles_it():
    assert warned("合計金額", "送料", "小計", mapping={"amount": "小計"}) == {}
    assert warned("請求金額", "消費税", mapping={"amount": "請求金額"}) == {}
    assert warned("金額", "is_test", mapping={"status": ""}) == {}
    assert warned("金額", "キャンセル日", mapping={"status": ""}) == {}
    assert warned("金額", "キャンセル", mapping={"status": "キャンセル"}) == {}


def test_other_tables_have_no_amount():
    assert warned("送料", "キャンセル日", table="customers") == {}


UNUSED = {"cancelled", "test", "保留"}


def doubtful(*cells, read=(), names=("注文番号", "備考")):
    """Headers in doubt, by the cells of the second column."""
    records = [(row, ["A", "C", "D", "1", "", cell]) for row, cell in enumerate(cells, 2)]
    names = (1, ["order_id", "customer_id", "ordered_at", "amount", *names])
    notes = cancelled_cells(header([names, *records, (99, ["test"])], "purchases"), {*read}, frozenset(UNUSED))
    return [(note.code, note.fields["headers"]) for note in notes]


@each("cell", ["キャンセル", "Cancelled", "test", "テスト", "注文取消", "保留", " キャンセル済み "])
def test_cells_that_mean_cancelled_orders(cell):
    assert doubtful("発送済み", "", cell, "発送済み") == [("W-COLUMN-CANCELLED", '"備考"')]
    assert doubtful("発送済み", cell, read=["備考"]) == []
    assert doubtful("発送済み", cell, names=("x", "キャンセル区分")) == []  # its header said so already
    assert doubtful(*map(str, range(19)), cell) and not doubtful(*map(str, range(20)), cell)


def test_other_cells():
    assert doubtful() == doubtful("発送済み", "", "コンテスト") == []
    assert doubtful("キャンセルのお電話をいただきましたが発送しました") == []


@each(
    ("header", "cell", "columns", "expected"),
    [("発送状況", "キャンセル", {}, True), ("Fulfillment", "cancelled", {}, True), ("発送状況", "発送済み", {}, False),
     ("発送状況", "キャンセル", {"status": ""}, False), ("発送状況", "voided", {}, True), ("memo", "ok", {}, False)],
)  # fmt: skip
def test_a_file_is_looked_at(header, cell, columns, expected, csv_file, settings):
    path = csv_file(
        f"order_id,customer_id,ordered_at,amount,{header}\nA1,C1,2026-01-01,5,{cell}\nA2,C1,2026-01-01,5,\n"
    )
    table = canonical_table("purchases", settings(purchases=path, columns={"purchases": columns}))
    assert ("W-COLUMN-CANCELLED" in [note.code for note in table.warnings]) == expected


def test_statuses_are_read_and_not_doubted(csv_file, settings):
    path = csv_file("order_id,customer_id,ordered_at,amount,ステータス名\nA1,C1,2026-01-01,5,キャンセル\n")
    table = canonical_table("purchases", settings(purchases=path))
    assert (table.warnings, list(table.frame["status"])) == ((), ["キャンセル"])


def test_warnings_are_said_in_both_languages():
    found = header([(1, [*ORDERS, "合計金額（税抜）", "送料", "キャンセル日"])], "purchases", file="shop.csv")
    notes = columns_of("purchases", found).notes
    assert [note.code for note in notes] == ["W-AMOUNT-UNTAXED", "W-AMOUNT-BESIDE", "W-COLUMN-CANCELLED"]
    for note in notes:
        assert note.said("en").startswith(f"{note.code} shop.csv: ") and note.said("ja").startswith(
            f"{note.code} shop.csv: "
        )
        assert note.said("en") != note.said("ja")
