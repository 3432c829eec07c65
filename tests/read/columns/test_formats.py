"""Known exports: told by their header, whatever case and width; every entry of the table is sound."""

from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.read.columns.formats import FORMATS, known_format
from helpers.read.columns.spelling import plain
from helpers.read.columns.vocabulary import NAMES
from helpers.read.ledger import NOT_APPLICABLE
from tests.each import each

# The header cells that each tool writes, with one question or column besides.
HEADERS = {
    "google_forms": "Timestamp,Username,How likely are you to recommend us?",
    "google_forms_fr": "Horodateur,Question",
    "surveymonkey": "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,Custom Data 1,Q",
    "typeform": "#,Q,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags,Ending",
    "qualtrics": "StartDate,EndDate,Status,Finished,RecordedDate,ResponseId,RecipientEmail,ExternalReference,Q1",
    "limesurvey": "id,submitdate,lastpage,startlanguage,token,NPS",
    "microsoft_forms": "ID,Start time,Completion time,Email,Name,Last modified time,Q",
    "shopify_orders": "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,Lineitem name,Refunded Amount",
    "shopify_customers": "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Total Spent,Total Orders",
    "eccube_orders": "注文ID,注文番号,会員ID,メールアドレス,小計,値引き,送料,対応状況(ID),対応状況(名称),受注日,送料",
    "eccube_members": "会員ID,お名前(姓),メールアドレス,初回購入日,会員ステータス(名称),登録日,更新日",
    "colorme_sales": "売上ID,受注日,購入者 顧客ID,購入者 名前,商品の合計金額(税込),割引金額,総合計金額,売上詳細ID",
    "rakuten_orders": "注文番号,ステータス,注文日時,商品合計金額,店舗発行クーポン利用額,注文者姓,商品明細ID",
    "woocommerce_orders": 'Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Items sold,Net Sales',
    "formbricks": "No.,Response ID,Timestamp,Finished,Survey ID,Formbricks ID (internal),User ID,Tags,1. How likely …?",
    "stripe_payments": "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Mode,Status,Customer ID,"
    "Customer Email,Invoice ID",
    "square_transactions": "Date,Time,Time Zone,Gross Sales,Discounts,Net Sales,Tax,Tip,Total Collected,"
    "Transaction ID,Payment ID,Event Type,Customer ID,Transaction Status",
    "square_items": "Date,Time,Time Zone,Category,Item,Qty,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,"
    "Event Type,Customer ID",
    "base_orders": "注文ID,注文日時,氏(請求先),メールアドレス(請求先),商品名,バリエーション,価格,税率,"
    "数量,合計金額,送料,発送状況",
    "minne_orders": "注文ID,注文日,注文状況,作品名,販売価格,数量,小計,注文の販売価格,注文の送料,注文の合計,"
    "注文者のユーザーID",
    "magento_orders": "ID,Purchase Point,Purchase Date,Bill-to Name,Grand Total (Base),Grand Total (Purchased),Status,"
    "Customer Email,Subtotal,Total Refunded",
    "bigcommerce_orders": "Order ID,Customer ID,Customer Name,Customer Email,Order Date,Order Status,"
    "Subtotal (inc tax),Subtotal (ex tax),Order Total (inc tax),Order Total (ex tax),"
    "Total Quantity,Order Currency Code",
    "magento_customers": "ID,Name,Email,Group,Phone,ZIP,Country,Customer Since",
    "salesforce_contacts": "Id,AccountId,LastName,FirstName,Name,Email,LeadSource,HasOptedOutOfEmail,CreatedDate",
    "hubspot_contacts": "Record ID - Contact,First Name,Last Name,Email,Create Date,Record ID - Company",
}  # fmt: skip
VARIANTS = {
    "google_forms": ["タイムスタンプ,メールアドレス,質問"],
    "surveymonkey": ["RespondentID,Do you?,Gender", "回答者 ID,質問"],
    "typeform": ["#,Q,Start Date (UTC),Submit Date (UTC),Network ID"],
    "limesurvey": [
        "id. Response ID,submitdate. Date submitted,lastpage. Last page",
        "Response ID,Date submitted,Last page",
    ],
    "microsoft_forms": ["ID,開始時刻,完了時刻,メール,名前,質問"],
    "stripe_payments": ["id,Description,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Status"],
    "hubspot_contacts": ["Record ID,First Name,Last Name,Email"],
}


def test_every_export_has_a_header_here():
    assert HEADERS.keys() == FORMATS.keys()


@each("key", FORMATS)
def test_an_export_is_known_by_its_header(key):
    for header in (HEADERS[key], *VARIANTS.get(key, [])):
        cells = header.split(",")
        assert known_format(cells).key == known_format(cells, FORMATS[key].table).key == key


def test_of_two_exports_the_one_that_asks_for_more():
    assert known_format(["Timestamp", "StartDate", "EndDate", "ResponseId"]).key == "qualtrics"


@each("key", FORMATS)
def test_an_export_is_no_other_table(key):
    for table in {"customers", "purchases", "responses"} - {FORMATS[key].table}:
        assert known_format(HEADERS[key].split(","), table) is None


@each("key", FORMATS)
def test_an_export_that_lacks_a_telling_header_is_not_known(key):
    cells = HEADERS[key].split(",")
    for names in (*FORMATS[key].header, *filter(None, [FORMATS[key].first])):
        rest = [cell for cell in cells if plain(cell) not in map(plain, names)]
        assert known_format(rest) is None or known_format(rest).key != key


@each(
    "cells",
    [[], [""], ["customer_id", "score"], ["お客様番号", "タイムスタンプ", "おすすめ度"], ["Name", "Email", "Total"]],
)
def test_other_headers_are_no_export(cells):
    assert known_format(cells) is None


@each("key", FORMATS)
def test_entries_name_columns_zones_and_reasons_that_exist(key):
    form = FORMATS[key]
    columns = {*form.columns, *form.fallback, *form.without, *form.zones, *form.blanks}
    assert columns <= NAMES[form.table].keys()
    assert not form.columns.keys() & {*form.fallback, *form.without}
    assert all(ZoneInfo(zone) for zone in form.zones.values())
    assert {rule.reason for rule in form.not_applicable} <= NOT_APPLICABLE
    assert all(bool(rule.values) != rule.filled for rule in form.not_applicable)
    assert {*form.name} == {"en", "ja"}


def _amount(form):
    """The headers that make up an export's amount."""
    columns = [column for column in ("amount", "unit_price", "quantity") if column in form.columns]
    return [form.columns[column][0] for column in columns]


@each("key", [key for key, form in FORMATS.items() if form.table == "purchases"])
def test_orders_say_what_their_amount_is(key):
    form = FORMATS[key]
    assert {*form.amount_note} == {*form.amount_basis} == {"en", "ja"}
    for language in ("en", "ja"):  # the note names every header that makes up the amount
        assert all(header in form.amount_note[language] for header in (*_amount(form), *form.amount_less))


@each("key", FORMATS)
def test_words_that_cells_are_compared_with_are_in_the_form_of_cells(key):
    form = FORMATS[key]
    used, unused = form.statuses_used, form.statuses_unused
    words = [*used, *unused, *(word for rule in form.not_applicable for word in rule.values)]
    assert words == [word.lower().strip() for word in words]
    assert not {*used} & {*unused}


# What each export's columns mean, by hand.
@each(
    ("key", "columns"),
    [("shopify_orders", {"order_id": "Name", "email": "Email", "ordered_at": "Created at", "amount": "Total",
                         "refund_amount": "Refunded Amount", "status": "Financial Status", "currency": "Currency"}),
     ("eccube_orders", {"order_id": "注文ID", "customer_id": "会員ID", "email": "メールアドレス",
                        "ordered_at": "受注日", "amount": "小計", "status": "対応状況(名称)"}),
     ("colorme_sales", {"order_id": "売上ID", "customer_id": "購入者 顧客ID", "email": "購入者 メールアドレス",
                        "ordered_at": "受注日", "amount": "商品の合計金額(税込)"}),
     ("rakuten_orders", {"order_id": "注文番号", "email": "注文者メールアドレス", "ordered_at": "注文日時",
                         "amount": "商品合計金額", "status": "ステータス"})],
)  # fmt: skip
def test_columns_of_orders(key, columns):
    assert {column: headers[0] for column, headers in FORMATS[key].columns.items()} == columns


@each(
    ("key", "total", "less"),
    [("shopify_orders", "first", ()), ("eccube_orders", "every", ("値引き",)),
     ("colorme_sales", "every", ("割引金額",)), ("rakuten_orders", "every", ("店舗発行クーポン利用額",)),
     ("woocommerce_orders", None, ()), ("stripe_payments", None, ()), ("square_transactions", None, ()),
     ("square_items", "sum", ()), ("base_orders", "sum", ()), ("minne_orders", "sum", ()),
     ("magento_orders", None, ()), ("bigcommerce_orders", None, ())],
)  # fmt: skip
def test_where_totals_stand_and_what_is_taken_off(key, total, less):
    assert (FORMATS[key].order_total, FORMATS[key].amount_less) == (total, less)


def test_times_that_tools_write_in_utc():
    assert {key: dict(form.zones) for key, form in FORMATS.items() if form.zones} == {
        "typeform": {"responded_at": "UTC"},
        "stripe_payments": {"ordered_at": "UTC"},
    }


def test_codes_of_previews_and_spam_are_sums_of_their_bits():
    # Qualtrics: 1 preview, 2 test, 4 imported, 8 spam, 16 offline, 32 employee survey
    (rule,) = FORMATS["qualtrics"].not_applicable
    known = (0, 1, 2, 4, 8, 9, 12, 16, 17, 32, 40, 48)
    assert {word for word in rule.values if word.isdigit()} == {str(code) for code in known if code & (1 | 2 | 8)}


def test_rakuten_counts_all_but_cancelled_orders():
    form = FORMATS["rakuten_orders"]
    codes = [code for code in form.statuses_used if code.isdigit()]
    assert codes == [str(code) for code in range(100, 701, 100)]
    assert [code for code in form.statuses_unused if code.isdigit()] == ["800", "900"]


@given(st.sampled_from(sorted(HEADERS)), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_case_width_and_the_order_of_columns_dont_matter(key, random):
    first, *rest = HEADERS[key].split(",")
    random.shuffle(rest)
    wide = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)} | {" ": "\u3000"})
    cells = [random.choice([str.upper, str.title, lambda cell: cell.translate(wide)])(cell) for cell in [first, *rest]]
    assert known_format(cells).key == key
