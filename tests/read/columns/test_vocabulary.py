"""Columns by name: canonical names, synonyms, question texts; two of equal strength are never guessed between."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.tables import ONE_KEY_OF, REQUIRED, TABLES
from helpers.read.columns.spelling import plain, read_as
from helpers.read.columns.vocabulary import NAMES, Matches, matched, tax
from tests.each import each

# The contract's canonical columns.
CANONICAL = {
    "customers": "customer_id acquired_on email name acquisition_channel acquisition_cost mail_consent mail_opt_out "
    "subscription_started_on subscription_ended_on",
    "purchases": "order_id customer_id email ordered_at amount refund_amount kind refunds_order_id status currency "
    "quantity unit_price tax",
    "responses": "customer_id email token score response_id responded_at recommended_count influence warned_count "
    "comment finished order_id",
    "complaints": "complaint_id customer_id received_at severity order_id",
    "invitations": "customer_id token wave invited_at opened_at expires_on delivered",
}
COLUMNS = [(table, column) for table in TABLES for column in NAMES[table]]


def meaning(table, *headers):
    """Canonical column of each header that is found, and of those that are in doubt."""
    matches = matched(table, headers)
    doubtful = {headers[place]: f"{column}?" for column, places in matches.doubtful.items() for place in places}
    return {headers[place]: column for column, place in matches.sure.items()} | doubtful


@each("table", TABLES)
def test_the_columns_are_the_contracts(table):
    assert {*NAMES[table]} == {*CANONICAL[table].split()}
    assert {*REQUIRED[table], *ONE_KEY_OF.get(table, ())} <= {*NAMES[table]}


@each(("table", "column"), COLUMNS)
def test_a_canonical_name_is_its_column(table, column):
    spellings = [column, column.upper(), column.replace("_", " ").title(), column.replace("_", "-")]
    assert [meaning(table, spelling) for spelling in spellings] == [{spelling: column} for spelling in spellings]


@each("table", TABLES)
def test_no_name_stands_for_two_columns(table):
    known = {name: name.names | name.also for column, name in NAMES[table].items()}
    for one, other in combinations(known, 2):
        assert not known[one] & known[other], (one.canonical, other.canonical)
    assert not [name.canonical for name in known if name.names & name.also]


@each("table", TABLES)
def test_every_name_means_its_column_and_no_other(table):
    for column, name in NAMES[table].items():
        for header in name.names | name.also:
            assert meaning(table, header) == {header: column}


# Headers as tools and people write them, by hand.
WRITTEN = {
    "customers": {
        "customer_id": ["顧客ID", "お客様 番号", "会員No.", "Ｃustomer ＩＤ", "会員番号（必須）", "client-no"],
        "acquired_on": ["入会日", "登録日時", "Sign-up date"],
        "email": ["E-mail Address", "E-Mail", "Eメール", "メールアドレス"],
        "acquisition_channel": ["流入元", "獲得経路", "How did you hear about us?"],
        "subscription_ended_on": ["解約日"],
        "name": ["氏名", "お名前"],
    },
    "purchases": {
        "order_id": ["受注番号", "Order #", "注文ID", "Invoice No."],
        "customer_id": ["購入者 顧客ID"],
        "ordered_at": ["受注日", "purchase_date", "購入日時", "Order Date (JST)"],
        "amount": [
            "購入金額",
            "売上金額（円）",
            "金額(税込)",
            "税込金額",
            "Total (USD)",
            "Amount excl. VAT",
            "amount [JPY]",
        ],
        "refund_amount": ["返金額", "Refunds"],
        "status": ["対応状況", "ステータス", "注文ステータス名", "取引状況", "Order Status Name"],
        "currency": ["通貨"],
    },
    "responses": {
        "score": ["NPS", "推奨度", "おすすめ度（0〜10）", "score (0-10)"],
        "token": ["トークン", "Token (do not change)"],
        "responded_at": ["Timestamp", "回答日時"],
        "response_id": ["回答ID", "ID", "No."],
    },
    "complaints": {
        "complaint_id": ["クレーム番号"],
        "received_at": ["受付日"],
        "severity": ["重大度"],
        "order_id": ["注文番号"],
    },
    "invitations": {
        "invited_at": ["送信日時"],
        "opened_at": ["開封日時"],
        "wave": ["調査回"],
        "expires_on": ["有効期限"],
    },
}


@each(("table", "column"), [(table, column) for table in WRITTEN for column in WRITTEN[table]])
def test_names_that_tools_and_people_write(table, column):
    for header in WRITTEN[table][column]:
        assert meaning(table, header) == {header: column}


@each(
    ("question", "column"),
    [("How likely are you to recommend XX to a friend or colleague?", "score"),
     ("How <b>likely</b> is it that you would recommend this company?", "score"),
     ("On a scale from 0-10, would you recommend XX?", "score"),
     ("Would you recommend us? (0 = not likely at all, 10 = extremely likely)", "score"),
     ("XXを友人や同僚に勧める可能性は、どのくらいありますか？", "score"),
     ("当店をご友人にすすめたいと思いますか", "score"),
     ("Q1．この商品を親しい人にどの程度おすすめしたいと思いますか（０～１０）", "score"),
     ("Q5_NPS", "score"), ("Net Promoter Score - overall", "score"),
     ("Dans quelle mesure êtes-vous prêt(e) à recommander cette marque auprès de vos proches ?", "score"),
     ("How many people did you recommend XX to in the last year?", "recommended_count"),
     ("この1年間に、XXを何人に勧めましたか", "recommended_count"), ("XXをご紹介いただいた人数", "recommended_count"),
     ("When somebody recommends a good service to you, how much are you influenced?", "influence"),
     ("人から良いサービスを勧められたとき、どの程度影響を受けますか", "influence"),
     ("How many people did you warn not to buy from XX?", "warned_count"),
     ("XXをやめたほうがよいと何人に伝えましたか", "warned_count"),
     ("お客様番号（変更しないでください）", "customer_id"), ("Your customer number", "customer_id"),
     ("ご登録のメールアドレスを入力してください", "email"), ("What is your email?", "email"),
     ("Why did you give this score?", "comment"), ("その点数をつけた理由を教えてください", "comment")],
)  # fmt: skip
def test_questions(question, column):
    assert meaning("responses", question) == {question: column}


@each(
    "question",
    ["Q1_NPS_GROUP", "NPS segment", "NPS category", "NPSセグメント", "推奨者区分", "NPS回答日",
     "Net Promoter Score Type",
     "Based on your experience, would you recommend this bootcamp to your friends?", "How satisfied are you?",
     "How likely are you to buy again?", "How many people have recommended us to you?", "何人に勧められましたか",
     "今後、XXを何人に勧めたいと思いますか", "紹介者の会員番号", "会員番号をお持ちですか",
     "メールアドレス（確認用）", "ご友人のメールアドレス", "メールアドレスに案内を送ってもよいですか",
     "Do you have a customer ID?", "価格は購入に影響しましたか", "", "column 7"],
)  # fmt: skip
def test_questions_that_are_something_else(question):
    assert meaning("responses", question) == {}


@pytest.mark.parametrize(
    ("table", "headers"),
    [("purchases", ["送料", "消費税", "原価", "税込", "在庫数", "配送先メールアドレス", "Customer", "サブステータス",
                    "発送状況"]),
     ("customers", ["ID", "誕生日", "最終購入日", "メール配信先"])],
)  # fmt: skip
def test_names_that_are_nothing(table, headers):
    assert meaning(table, *headers) == {}


@each(
    ("table", "headers", "expected"),
    [("responses", ["NPS", "score"], {"NPS": "score?", "score": "score?"}),
     ("responses", ["How likely are you to recommend us?", "推奨度"], {"推奨度": "score"}),
     ("responses", ["点数", "推奨度"], {"推奨度": "score"}),
     ("responses", ["score (0-10)", "推奨度"], {"score (0-10)": "score?", "推奨度": "score?"}),
     ("purchases", ["date", "注文日"], {"注文日": "ordered_at"}),
     ("responses", ["NPS", "推奨度"], {"NPS": "score?", "推奨度": "score?"}),
     ("responses", ["score", "Score"], {"score": "score?", "Score": "score?"}),
     ("customers", ["顧客ID", "会員番号", "email"],
      {"顧客ID": "customer_id?", "会員番号": "customer_id?", "email": "email"}),
     ("purchases", ["小計", "合計"], {"小計": "amount?", "合計": "amount?"}),
     ("purchases", ["金額(税抜)", "金額(税込)"], {"金額(税込)": "amount"}),
     ("purchases", ["税込金額", "税抜金額"], {"税込金額": "amount"}),
     ("purchases", ["total", "total excl. tax", "total incl. tax"],
      {"total": "amount?", "total excl. tax": "amount?", "total incl. tax": "amount?"}),
     ("purchases", ["小計(税込)", "合計(税込)", "合計(税抜)"],
      {"小計(税込)": "amount?", "合計(税込)": "amount?", "合計(税抜)": "amount?"}),
     ("purchases", ["小計(税込)", "合計(税込)"], {"小計(税込)": "amount?", "合計(税込)": "amount?"}),
     ("purchases", ["対応状況(ID)", "対応状況(名称)"], {"対応状況(ID)": "status?", "対応状況(名称)": "status?"})],
)  # fmt: skip
def test_the_stronger_name_wins_and_equals_are_in_doubt(table, headers, expected):
    assert meaning(table, *headers) == expected


def test_a_question_that_would_be_two_columns_is_neither():
    question = "お客様番号またはメールアドレスを入力"
    assert meaning("responses", question) == {}
    # where one of them is decided, it may be the other
    assert matched("responses", ["会員ID", question]).sure == {"customer_id": 0, "email": 1}


def test_texts_beside_codes_are_read_too_and_both_are_barred():
    question = "How likely are you to recommend us to a friend?"
    assert matched("responses", ["Q1", "Q2"], ["Comfort", question]).sure == {"score": 1}
    assert matched("responses", ["Q1", "Q1_NPS_GROUP"], [question, question]).sure == {"score": 0}


def test_what_is_settled_stays_and_is_not_taken_twice():
    assert matched("responses", ["score", "推奨度"], settled={"score": 1}).sure == {"score": 1}
    assert matched("responses", ["email", "score"], settled={"customer_id": 0}).sure == {"customer_id": 0, "score": 1}
    assert matched("responses", ["finished", "score"], settled={"finished": None}).sure == {"score": 1}


@pytest.mark.parametrize(
    ("said", "headers"),
    [("included", ["金額（税込）", "税込み金額", "内税額", "Total incl. tax", "Total including VAT",
                   "tax-inclusive total", "tax_included_amount", "amount with tax", "montant TTC"]),
     ("excluded", ["金額（税抜）", "税別合計", "外税", "Total excl. tax", "amount_excl_tax",
                   "price before tax", "montant HT"]),
     ("", ["金額", "Tax", "消費税", "night total", "Total"])],
)  # fmt: skip
def test_what_headers_say_about_tax(said, headers):
    assert [tax(header) for header in headers] == [said] * len(headers)


@each(("table", "column"), COLUMNS)
def test_patterns_are_written_as_texts_are_read(table, column):
    name = NAMES[table][column]
    for pattern in (name.patterns, name.never):
        letters = re.sub(r"\\.", "", pattern.pattern) if pattern else ""
        assert letters == letters.casefold()


@given(st.data(), st.sampled_from(TABLES))
@settings(deadline=None, max_examples=120)
def test_no_header_is_two_columns_and_order_makes_no_difference(data, table):
    known = sorted({header for name in NAMES[table].values() for header in (name.canonical, *name.names, *name.also)})
    headers = data.draw(st.lists(st.sampled_from(known) | st.text(max_size=8), max_size=8, unique_by=plain))
    matches = matched(table, headers)
    places = [*matches.sure.values(), *(place for several in matches.doubtful.values() for place in several)]
    assert len(places) == len({*places})
    assert all(len(several) > 1 for several in matches.doubtful.values())
    assert not matches.sure.keys() & matches.doubtful.keys()
    assert meaning(table, *headers) == meaning(table, *reversed(headers))


def test_nothing_in_nothing_out():
    assert matched("customers", []) == Matches()
    assert read_as("") == ""
