"""Columns of a table: chosen for sure, by the user's word, a known export or names; else asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.errors import KitError, all_of
from helpers.base.tables import FACTORS, ONE_KEY_OF, REQUIRED, TABLES
from helpers.read.columns.chosen import columns_of
from helpers.read.columns.header_search import header
from helpers.read.columns.vocabulary import NAMES
from tests.each import each

SHOPIFY = "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,Lineitem name,Cancelled at,Refunded Amount"
ECCUBE = "注文ID,会員ID,メールアドレス,小計,値引き,送料,合計,対応状況(ID),対応状況(名称),受注日,送料"
TYPEFORM = "#,推奨度,customer_id,Response Type,Start Date (UTC),Submit Date (UTC),Network ID"


def columns(table, names, mapping=None):
    """Columns chosen from a header, given by its cells or in one line."""
    cells = names.split(",") if isinstance(names, str) else list(names)
    return columns_of(table, header([(1, cells)], table, mapping, "shop.csv"), mapping)


def error(table, names, mapping=None):
    """What is said instead."""
    with pytest.raises(KitError) as caught:
        columns(table, names, mapping)
    return caught.value


@each("table", TABLES)
def test_canonical_headers_are_the_columns(table):
    names = [name for name in NAMES[table] if name not in (*FACTORS, "tax")]  # they are about the amount
    found = columns(table, names)
    assert found.headers == {column: column for column in names}
    assert (found.notes, found.format, found.zones, found.amount_less, found.finished) == ((), None, {}, (), "")


def test_columns_of_a_japanese_file():
    assert columns("purchases", "受注番号,お客様番号,受注日,購入金額,ステータス,備考").headers == {
        "order_id": "受注番号", "customer_id": "お客様番号", "ordered_at": "受注日", "amount": "購入金額",
        "status": "ステータス",
    }  # fmt: skip
    question = "友人にすすめたいと思いますか"
    assert columns("responses", f"タイムスタンプ,会員番号,{question},何人に勧めましたか,その理由").headers == {
        "customer_id": "会員番号", "score": question, "responded_at": "タイムスタンプ", "comment": "その理由",
        "recommended_count": "何人に勧めましたか",
    }  # fmt: skip


def test_the_users_word():
    found = columns("responses", "code,email,score,推奨度", {"score": "推奨度", "customer_id": "CODE", "email": ""})
    assert found.headers == {"score": "推奨度", "customer_id": "code"}


@each(
    ("table", "names", "column"),
    [("responses", "NPS,推奨度,customer_id", "score"), ("responses", "会員番号,顧客ID,email,score", "customer_id"),
     ("purchases", "order_id,customer_id,date,小計,合計", "amount"),
     ("responses", "メールアドレス,email address,score", "email"),
     ("purchases", "order_id,customer_id,date,amount,注文状態,対応状況", "status"),
     ("purchases", "order_id,customer_id,date,amount,返金額,refunds", "refund_amount"),
     ("customers", "customer_id,入会日,登録日", "acquired_on"), ("responses", "token,score,完了,complete", "finished"),
     ("responses", "token,score,回答日,送信日時", "responded_at")],
)  # fmt: skip
def test_two_headers_for_a_column_that_counts_are_asked_about(table, names, column):
    asked = error(table, names)
    assert (asked.code, asked.fields["column"]) == ("E-COLUMN-ASK", column)
    # either answer will do, and none where the column may lack
    for choice in [name for name in names.split(",") if f'"{name}"' in asked.fields["headers"]]:
        assert columns(table, names, {column: choice}).headers[column] == choice
    if column not in (*REQUIRED[table], *ONE_KEY_OF.get(table, ())):
        assert column not in columns(table, names, {column: ""}).headers


@each(
    ("table", "names", "column"),
    [("responses", "token,score,影響度,influence score", "influence"),
     ("customers", "customer_id,流入元,獲得経路", "acquisition_channel"),
     ("customers", "customer_id,メール,Eメール", "email"),
     ("purchases", "order_id,customer_id,date,amount,メール,Eメール", "email"),
     ("responses", "customer_id,score,招待コード,トークン", "token"),
     ("responses", "token,score,注文番号,注文ID", "order_id"),
     ("responses", "token,score,回答ID,回答番号", "response_id")],
)  # fmt: skip
def test_two_headers_for_an_extra_column_leave_it_out_with_a_warning(table, names, column):
    found = columns(table, names)
    assert column not in found.headers
    assert [(note.code, note.fields["column"]) for note in found.notes] == [("W-COLUMN-LEFT", column)]
    assert all(f'"{name}"' in found.notes[0].said("ja") for name in names.split(",")[-2:])


def test_several_comments_and_names_are_nobodys_loss():
    assert columns("responses", "token,score,コメント,自由記述").notes == ()
    assert columns("customers", "customer_id,氏名,お名前").notes == ()
    assert columns("responses", "token,score,comment,comment").headers == {
        "token": "token",
        "score": "score",
        "comment": "comment",
    }


@each(
    ("table", "names", "column"),
    [("responses", "token,score,score", "score"), ("customers", "顧客ID,顧客ID", "customer_id"),
     ("responses", ["token", *["How likely are you to recommend us?"] * 2], "score"),
     ("purchases", "order_id,customer_id,date,amount,status,status", "status"),
     ("purchases", SHOPIFY + ",Total", "amount")],
)  # fmt: skip
def test_headers_that_stand_twice(table, names, column):
    said = error(table, names)
    assert (said.code, said.fields["column"]) == ("E-HEADER-DUPLICATE", column)
    cells = names.split(",") if isinstance(names, str) else names
    name = next(cell for cell in cells if cells.count(cell) > 1)
    assert error(table, names, {column: name}).code == "E-HEADER-DUPLICATE"
    first, second = (columns(table, names, {column: f"{name} ({n})"}).headers[column] for n in (1, 2))
    assert (first, second) == (name, f"{name} (2)")


def test_other_headers_may_stand_twice():
    assert columns("customers", "customer_id,pet,pet").headers == {"customer_id": "customer_id"}


@each(("table", "column"), [(table, column) for table in TABLES for column in REQUIRED[table]])
def test_a_required_column_is_missing(table, column):
    names = ["x" if name == column else name for name in (*REQUIRED[table], *ONE_KEY_OF.get(table, ())[:1])]
    said = error(table, [*names, "wave" if table == "invitations" else "email"])
    assert (said.code, said.fields["missing"]) == ("E-COLUMN-MISSING", column)


@pytest.mark.parametrize(("table", "keys"), [(name, keys) for name, keys in ONE_KEY_OF.items() if name in TABLES])
def test_one_key_is_required(table, keys):
    said = error(table, REQUIRED[table])
    assert (said.code, said.fields["missing"]) == ("E-COLUMN-MISSING", " or ".join(keys))
    assert all(columns(table, [*REQUIRED[table], key]).headers[key] == key for key in keys)


def test_a_header_of_the_user_is_missing_or_means_several():
    said = error("customers", "customer_id,rank", {"acquired_on": "入会日"})
    assert (said.code, said.fields["missing"], said.fields["found"]) == (
        "E-COLUMN-MISSING", 'acquired_on ("入会日")', '"customer_id", "rank"',
    )  # fmt: skip
    assert error("responses", "token,s-core,S core", {"score": "score"}).code == "E-COLUMN-ASK"
    assert error("responses", "customer_id,p-et,P et", {"score": "pet"}).fields["headers"] == '"p-et", "P et"'
    assert error("customers", "customer_id", {"pet": "customer_id"}).code == "E-COLUMN-UNKNOWN"
    # of order_id, which is near, nothing more is said; ordered_at is missing all the same
    misspelt, lacking = all_of(error("purchases", "customer_id,amount", {"ordered_id": "x"}))
    assert (misspelt.code, lacking.code, lacking.fields["missing"]) == (
        "E-COLUMN-UNKNOWN", "E-COLUMN-MISSING", "ordered_at",
    )  # fmt: skip


def test_one_header_may_serve_two_columns_where_the_user_says_so():
    found = columns("responses", "mail,Score,x", {"customer_id": "mail", "email": "MAIL", "response_id": "mail"})
    assert found.headers == {"customer_id": "mail", "email": "mail", "response_id": "mail", "score": "Score"}
    assert columns("responses", "token,score,x", {"influence": "", "recommended_count": ""}).notes == ()


@each("quantity", ["quantity", "Qty", "数量", "個数", "購入数", "item_quantity", "Units"])
@each("price", ["price", "価格", "unit price", "単価", "販売価格", "値段", "Price (USD)"])
def test_a_price_beside_a_quantity_is_no_amount(price, quantity):
    names = f"order_id,customer_id,date,{price},{quantity}"
    found = columns("purchases", names)
    assert "amount" not in found.headers and found.total_by("first") == "sum"
    assert (found.headers["unit_price"], found.headers["quantity"]) == (price, quantity)
    found = columns("purchases", names, {"amount": price})
    assert [note.code for note in found.notes] == ["W-AMOUNT-PRICE"]
    assert all(f'"{price}"' in found.notes[0].said(language).partition("shop.csv: ")[2] for language in ("en", "ja"))


@each(
    ("names", "mapping", "factors"),
    [("Preis,Menge", {"unit_price": "Preis", "quantity": "Menge"}, ("Menge", "Preis")),
     ("total,cost,qty", {"unit_price": "cost"}, ("qty", "cost")),
     ("price,pieces of it", {"quantity": "pieces of it"}, ("pieces of it", "price")),
     ("税抜単価,税込単価,数量", {}, ("数量", "税込単価")),
     ("total,qty,unit price", {"amount": ""}, ("qty", "unit price"))],
)  # fmt: skip
def test_quantity_and_unit_price_by_the_users_word_and_by_their_names(names, mapping, factors):
    headers = columns("purchases", f"order_id,customer_id,date,{names}", mapping).headers
    assert (headers["quantity"], headers["unit_price"], "amount" in headers) == (*factors, False)


@each(
    ("names", "price", "likely"),
    [("unit price", "unit price", "YOUR HEADER"), ("単価,注文数の計", "単価", '"注文数の計"'),
     ("price,number of items", "price", '"number of items"'), ("price,unit price,qty", "price", "YOUR HEADER")],
)  # fmt: skip
def test_a_unit_price_without_its_quantity_is_asked(names, price, likely):
    said = error("purchases", f"order_id,customer_id,date,{names}")
    assert (said.code, said.fields["header"]) == ("E-UNIT-PRICE", f'"{price}"')
    assert f'    quantity: {likely}\n    unit_price: "{price}"' in said.fields["factors"]
    assert said.fields["amount"].endswith(f'    amount: "{price}"')


@each(
    "names",
    ["amount,price,qty", "total,unit price,qty", "line total,unit price,qty", "金額,単価,数量", "売上,tax_type,qty"],
)
def test_an_amount_stands_above_quantity_and_price(names):
    headers = columns("purchases", f"order_id,customer_id,date,{names}").headers
    assert headers["amount"] == names.partition(",")[0] and not {"quantity", "unit_price"} & set(headers)


@each("names", ["price", "価格,数", "total price,quantity", "合計価格,amount,数量", "amount,price,qty"])
def test_other_prices_are_amounts(names):
    assert "amount" in columns("purchases", f"order_id,customer_id,date,{names}").headers


def test_a_price_of_a_known_export_is_the_users_choice():
    found = columns("purchases", SHOPIFY + ",Lineitem price,Lineitem quantity", {"amount": "Lineitem price"})
    assert [note.code for note in found.notes] == ["W-AMOUNT-PRICE"]


def test_shopify_orders():
    found = columns("purchases", SHOPIFY)
    assert found.headers["amount"] == "Total" and found.headers["refund_amount"] == "Refunded Amount"
    assert (found.order_total, found.amount_less) == ("first", ())
    assert (found.total_by(None), found.total_by("every")) == ("first", "every")
    assert [(note.code, note.fields["header"]) for note in found.notes] == [("W-AMOUNT-BASIS", '"Total"')]
    ((name, rule),) = found.not_applicable
    assert (name, rule.filled, rule.reason) == ("Cancelled at", True, "status")
    assert "shipping" in found.amount_note["en"] and "送料" in found.format.amount_basis["ja"]


def test_an_amount_of_the_users_is_taken_as_it_is():
    total = columns("purchases", SHOPIFY, {"amount": "Subtotal"})
    assert (total.headers["amount"], total.order_total, total.amount_note) == ("Subtotal", "first", {})
    assert total.notes == ()
    line = columns("purchases", SHOPIFY + ",Lineitem price", {"amount": "Lineitem price"})
    assert (line.order_total, line.amount_note) == (None, {})
    goods = columns("purchases", ECCUBE, {"amount": "小計"})
    assert (goods.amount_less, goods.order_total) == ((), None)


def test_eccube_orders():
    found = columns("purchases", ECCUBE)
    assert (found.amount_less, found.order_total, found.notes) == (("値引き",), "every", ())
    assert found.headers["customer_id"] == "会員ID" and found.headers["email"] == "メールアドレス"


def test_an_export_that_lost_what_tells_of_refunds():
    note, basis = columns("purchases", SHOPIFY.removesuffix(",Refunded Amount")).notes
    assert basis.code == "W-AMOUNT-BASIS"
    assert (note.code, note.fields["headers"]) == ("W-FORMAT-COLUMNS", '"Refunded Amount"')
    assert columns("purchases", SHOPIFY.removesuffix(",Refunded Amount"), {"refund_amount": ""}).notes == (basis,)


def test_typeform_answers():
    found = columns("responses", TYPEFORM)
    assert found.headers == {
        "customer_id": "customer_id",
        "score": "推奨度",
        "response_id": "#",
        "responded_at": "Submit Date (UTC)",
    }
    assert (found.zones, found.finished) == ({"responded_at": "UTC"}, "Submit Date (UTC)")
    ((name, rule),) = found.not_applicable
    assert (name, rule.values, rule.reason) == ("Response Type", {"partial", "started"}, "unfinished")
    assert columns("responses", TYPEFORM.replace("Response Type,", "")).not_applicable == ()
    started = columns("responses", TYPEFORM, {"responded_at": "Start Date (UTC)", "finished": "Response Type"})
    assert (started.zones, started.finished) == ({"responded_at": "UTC"}, "")
    assert columns("responses", TYPEFORM + ",回答日", {"responded_at": "回答日"}).zones == {}


def test_microsoft_forms_mail_addresses_that_are_none():
    found = columns("responses", "ID,開始時刻,完了時刻,メール,名前,推奨度")
    assert found.headers["email"] == "メール" and "anonymous" in found.blanks["email"]
    assert columns("responses", "ID,開始時刻,完了時刻,会員番号,推奨度").blanks == {}


@each(
    ("name", "zone"),
    [("Date (UTC)", "UTC"), ("受注日 (JST)", "Asia/Tokyo"), ("Order date (GMT+9)", "Etc/GMT-9"),
     ("Order date UTC-05:00", "Etc/GMT+5"), ("order_date", None), ("日時（UTC）", "UTC")],
)  # fmt: skip
def test_zones_that_headers_tell(name, zone):
    names = ["order_id", "customer_id", name, "amount"]
    assert columns("purchases", names, {"ordered_at": name}).zones == ({"ordered_at": zone} if zone else {})
    assert columns("responses", ["token", "score", name], {"comment": name}).zones == {}


WOOCOMMERCE = "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Items sold,Net Sales"


def test_an_export_that_tells_no_customer():
    said = error("purchases", WOOCOMMERCE)
    assert (said.code, "WooCommerce" in str(said), "WooCommerce" in said.said("ja")) == ("E-KEY-NONE", True, True)
    assert error("purchases", WOOCOMMERCE.removeprefix("Date,")).code == "E-COLUMN-MISSING"
    found = columns("purchases", WOOCOMMERCE + ",メールアドレス")
    assert (found.headers["email"], found.headers["amount"]) == ("メールアドレス", "Net Sales")


def test_an_export_of_another_table():
    for table in ("customers", "responses"):
        said = error(table, ECCUBE)
        assert (said.code, said.fields["holds"]) == ("E-FORMAT-TABLE", "purchases")
    assert columns("customers", ECCUBE, {"customer_id": "会員ID"}).headers["customer_id"] == "会員ID"
    assert (
        error("responses", "会員ID,メールアドレス,初回購入日,会員ステータス(名称),登録日").fields["holds"]
        == "customers"
    )
    # a form may well be a list of customers
    assert columns("customers", "タイムスタンプ,会員番号,メールアドレス").headers["customer_id"] == "会員番号"


@given(st.data(), st.sampled_from(TABLES))
@settings(deadline=None, max_examples=100)
def test_what_is_chosen_is_there_once_and_enough(data, table):
    known = sorted({name for column in NAMES[table].values() for name in (column.canonical, *column.names)})
    names = data.draw(st.lists(st.sampled_from(known) | st.sampled_from(["x", "y"]), min_size=1, max_size=8))
    try:
        found = columns(table, names)
    except KitError as said:
        assert said.code in ("E-COLUMN-ASK", "E-COLUMN-MISSING", "E-HEADER-DUPLICATE", "E-UNIT-PRICE")
        return
    chosen = [*found.headers.values()]
    assert len({*chosen}) == len(chosen) and {*chosen} <= {*names}
    made = {"amount"} if {*FACTORS} <= found.headers.keys() else set()
    assert {*REQUIRED[table]} - made <= found.headers.keys()
    assert table not in ONE_KEY_OF or found.headers.keys() & {*ONE_KEY_OF[table]}
    assert all(
        names.count(header) == 1 for column, header in found.headers.items() if column not in ("name", "comment")
    )
