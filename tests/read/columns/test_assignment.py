"""The user's word before the known export before the names; no header is taken twice."""

from helpers.read.columns.assignment import absent, assigned, places_of
from helpers.read.columns.formats import FORMATS
from tests.each import each


@each(
    ("header", "places"),
    [("Score", (2,)), (" Score ", (2,)), ("e-mail", (0, 1)), ("Email", (0,)), ("顧客ｉｄ", (3,)), ("顧客_ID", (3,)),
     ("Score (1)", (2,)), ("Score (2)", (4,)), ("Score (3)", ()), ("other", ()), ("How happy?", (5,)), ("", ())],
)  # fmt: skip
def test_where_a_header_stands(header, places):
    names = ["Email", "E mail", "Score", "顧客ID", "Score (2)", "Q1"]
    labels = [*names[:5], "How  happy?"]
    assert places_of(header, names, labels) == places


def test_the_users_word_wins():
    names = ["email", "score", "点", "code"]
    assert assigned("responses", names, mapping={"score": "点"}).sure == {"email": 0, "score": 2}
    assert assigned("responses", names, mapping={"customer_id": "email"}).sure == {"customer_id": 0, "score": 1}
    assert assigned("responses", names, mapping={"email": "", "token": "CODE"}).sure == {"token": 3, "score": 1}


def test_what_the_user_says_of_no_column_or_of_several_is_left_to_others():
    names = ["email", "score", "Score_"]
    assert assigned("responses", names, mapping={"pet": "score", "token": "none"}).sure == {"email": 0}
    assert assigned("responses", names, mapping={"score": "S core"}).doubtful == {"score": (1, 2)}


def test_a_known_export_wins_over_the_names():
    form = FORMATS["shopify_orders"]
    names = ["Name", "Email", "Financial Status", "Total", "Created at", "Lineitem name", "Subtotal", "status"]
    found = assigned("purchases", names, form=form).sure
    assert found == {"order_id": 0, "email": 1, "ordered_at": 4, "amount": 3, "status": 2}
    assert "email" not in assigned("purchases", names, mapping={"customer_id": "Email"}, form=form).sure
    again = assigned("purchases", names, mapping={"amount": "Subtotal", "email": ""}, form=form).sure
    assert again == {"order_id": 0, "ordered_at": 4, "amount": 6, "status": 2}


def test_fields_that_are_often_empty_come_after_the_names():
    form = FORMATS["qualtrics"]
    names = ["StartDate", "EndDate", "ResponseId", "ExternalReference", "RecipientEmail", "会員番号", "NPS"]
    assert assigned("responses", names, form=form).sure == {
        "response_id": 2, "responded_at": 1, "customer_id": 5, "score": 6, "email": 4,
    }  # fmt: skip
    assert assigned("responses", names[:5], form=form).sure["customer_id"] == 3
    twice = assigned("responses", [*names, "顧客ID"], form=form)
    assert twice.doubtful == {"customer_id": (5, 7)} and "customer_id" not in twice.sure


def test_what_an_export_has_not_is_not_found_by_name():
    form = FORMATS["colorme_sales"]
    names = ["売上ID", "受注日", "商品の合計金額(税込)", "割引金額", "総合計金額", "売上詳細ID", "入金状態"]
    assert assigned("purchases", names, form=form).sure == {"order_id": 0, "ordered_at": 1, "amount": 2}
    assert assigned("purchases", names, mapping={"status": "入金状態"}, form=form).sure["status"] == 6
    assert assigned("purchases", names).sure["status"] == 6


@each(
    ("table", "names", "complete"),
    [("customers", ["顧客ID"], True), ("customers", ["email"], False), ("customers", ["顧客ID", "会員番号"], True),
     ("responses", ["score", "token"], True), ("responses", ["score"], False), ("responses", ["token"], False),
     ("purchases", ["order_id", "email", "amount", "date"], True), ("purchases", ["order_id", "email", "date"], False),
     ("purchases", ["order_id", "amount", "date"], False),
     ("complaints", ["id", "customer_id", "received_at", "severity"], True)],
)  # fmt: skip
def test_what_a_table_requires(table, names, complete):
    assert (not absent(table, assigned(table, names))) is complete


@each(
    ("names", "score"),
    [(["Q1", "Q1_NPS_GROUP", "Q2"], 0), (["Q2", "Q1", "Q1_NPS_GROUP"], 1), (["Q1_NPS_GROUP", "Q2"], None),
     (["Q1", "Q1_NPS_GROUP", "Q2", "Q2_NPS_GROUP"], None)],
)  # fmt: skip
def test_the_score_is_the_column_whose_group_stands_beside_it(names, score):
    assert assigned("responses", names).sure.get("score") == score
