"""Rows sorted out: what does not apply, further rows of an order, defects, copies."""

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.read.ledger import ledger
from helpers.read.roles import canonical_table
from tests.each import each

ORDERS = "order_id,customer_id,ordered_at,amount"
SHOPIFY = "Name,Email,Financial Status,Total,Created at,Lineitem name,Refunded Amount,Cancelled at"
ECCUBE = "注文ID,会員ID,メールアドレス,小計,値引き,対応状況(名称),受注日,商品名"


@pytest.fixture(scope="session")
def read(csv_file, settings):
    """Canonical table of a header and its lines."""

    def table(header, *lines, name="purchases", **values):
        path = csv_file("\n".join([header, *lines]) + "\n")
        return canonical_table(name, settings(**{name: path}, **values))

    return table


def aside(table):
    """Reason of each row set aside."""
    assert ledger(table)["rows_in"] == len(table.frame) + len(table.aside)
    return dict(zip(table.aside["row"], table.aside["reason"], strict=True))


def amounts(table):
    return dict(zip(table.frame["order_id"], table.frame["amount"].tolist(), strict=True))


# Defects


def test_good_rows_stay(read):
    table = read(ORDERS, "A,C,2026-01-01,1", "B,C,2026-01-01,2")
    assert (aside(table), amounts(table), table.fields_aside) == ({}, {"A": 1, "B": 2}, {})


def test_the_first_defect_of_a_row_is_its_reason(read):
    table = read(f"{ORDERS},kind", "-,C,soon,x,gift", "B,C,soon,x,gift", "D,C,2026-01-01,x,gift", "E,C,2026-01-01,1,x")
    assert aside(table) == {2: "id_blank", 3: "date_invalid", 4: "amount_invalid", 5: "category_invalid"}
    assert table.aside["column"].tolist() == ["order_id", "ordered_at", "amount", "kind"]


KEYED = {  # e-mail beside the id: which of the two can be used, and what is said of the other
    "C,c@x.jp": ("C", "c@x.jp", None), ",c@x.jp": (None, "c@x.jp", None), "-,c@x.jp": (None, "c@x.jp", None),
    "C,": ("C", None, None), "C,nobody": ("C", None, ("email", "email_invalid")),
    "#N/A,c@x.jp": (None, "c@x.jp", ("customer_id", "id_damaged")), ",": "id_blank", "#N/A,": "id_damaged",
    ",nobody": "id_blank",
}  # fmt: skip


@each(("keys", "expected"), KEYED.items())
@each("name", ["purchases", "responses"])
def test_one_good_key_is_enough(name, keys, expected, read):
    rest = {"purchases": ("order_id,ordered_at,amount", "A,2026-01-01,5"), "responses": ("score", "9")}[name]
    table = read(f"customer_id,email,{rest[0]}", f"{keys},{rest[1]}", name=name)
    if isinstance(expected, str):
        assert (aside(table), table.fields_aside) == ({2: expected}, {})
    else:
        owner, email, left_out = expected
        row = table.frame.iloc[0]
        assert [None if cell != cell else cell for cell in row[["customer_id", "email"]]] == [owner, email]
        assert (aside(table), table.fields_aside) == ({}, {left_out: 1} if left_out else {})


def test_a_token_is_a_key_of_answers(read):
    table = read("customer_id,token,score", ",t1,9", "C,,9", ",,9", name="responses")
    assert (aside(table), table.fields_aside) == ({4: "id_blank"}, {})


def test_answers_without_any_key_by_the_users_word(read):
    table = read("score,comment", "9,good", "8,fine", "7,ok", name="responses", columns={"responses": {"email": ""}})
    assert (aside(table), table.frame["score"].tolist()) == ({}, [9, 8, 7])


def test_unfinished_answers_do_not_apply_whatever_else_is_wrong(read):
    lines = ["C1,9,1", "C2,9,0", ",99,no", "C4,,", "C5,,yes", "C6,9,maybe"]
    table = read("customer_id,score,finished", *lines, name="responses")
    assert aside(table) == {3: "unfinished", 4: "unfinished", 5: "unfinished", 6: "score_blank", 7: "flag_invalid"}


def test_orders_of_an_unused_status_need_not_be_right_in_all_else(read):
    lines = ["A,,soon,x,Cancelled", "B,C,,,completed", ",C,2026-01-01,1,test", "D,C,2026-01-01,1,completed"]
    table = read(f"{ORDERS},status", *lines)
    assert aside(table) == {3: "date_blank"}  # cancelled ones go later, under their status
    assert table.frame.index.tolist() == [2, 4, 5]
    assert aside(read(f"{ORDERS},status", *lines, statuses_used=["cancelled", "test"])) == {
        2: "date_invalid", 3: "date_blank", 4: "id_blank",
    }  # fmt: skip


# Copies


def test_copies_go_after_what_is_defective(read):
    table = read(ORDERS, "A,C,2026-01-01,1", "A,C,2026-01-01,1", "B,C,2026-01-01,x", "A,C,2026-01-01,1")
    assert aside(table) == {3: "duplicate_row", 4: "amount_invalid", 5: "duplicate_row"}


def test_copies_of_all_that_the_file_holds(read):
    # of an order's items, none of which is read, only the third is the first again
    lines = ["A,C,2026-01-01,5,tea", "A,C,2026-01-01,5,cup", "A,C,2026-01-01,5,tea"]
    assert aside(read(f"{ORDERS},item", *lines, order_total="sum")) == {4: "duplicate_row", 3: "order_line"}
    assert aside(read(f"{ORDERS},item", *lines, lines[1], order_total="sum")) == {
        4: "duplicate_row", 5: "duplicate_row", 3: "order_line",
    }  # fmt: skip


@pytest.mark.parametrize("order_total", ["first", "every"])
def test_copies_are_no_defects_where_each_row_is_the_whole_order(order_total, read):
    lines = ["A,C,2026-01-01,5", "A,C,2026-01-01,5", "B,C,2026-01-01,5"]
    assert aside(read(ORDERS, *lines, order_total=order_total)) == {3: "order_line"}
    assert aside(read(ORDERS, *lines)) == {3: "duplicate_row"}


@pytest.mark.parametrize(
    ("name", "header", "lines", "copies"),
    [("customers", "customer_id,rank", ["C1,a", "C1,b", "C2,a", "C1,a", " Ｃ1,a "], [5, 6]),
     ("customers", "customer_id,acquired_on", ["C1,2026-01-01", "C1,2026/1/1", "C1,2026-01-02"], [3]),
     ("complaints", "complaint_id,customer_id,received_at,severity",
      ["K,C,2026-01-01,major", "K ,C,2026/1/1,MAJOR", "K,C,2026-01-01,minor"], [3]),
     ("invitations", "customer_id,token", ["C1,t1", "C1,t2", "C1,t1", "C1,t2 "], [4, 5])],
)  # fmt: skip
def test_copies_that_are_written_otherwise(name, header, lines, copies, read):
    assert aside(read(header, *lines, name=name)) == dict.fromkeys(copies, "duplicate_row")


def test_orders_that_are_written_otherwise_are_rows_of_one_order(read):
    lines = ["A,C,2026-01-01,5", "A ,C,2026/1/1,5円"]
    assert aside(read(ORDERS, *lines, order_total="every")) == {3: "order_line"}
    with pytest.raises(KitError, match=r"^E-ORDER-TOTAL"):
        read(ORDERS, *lines)


def test_a_copy_of_the_whole_order_and_a_copy_of_one_row(read):
    lines = ["A,C,2026-01-01,5,tea", "A,C,2026-01-01,6,cup", "A,C,2026-01-01,5,tea"]
    table = read(f"{ORDERS},item", *lines, order_total="sum")
    assert (aside(table), amounts(table)) == ({4: "duplicate_row", 3: "order_line"}, {"A": 11})


def test_copies_of_refund_rows(read):
    lines = ["A,C,2026-01-01,5,", "A,C,2026-02-01,-1,refund", "A,C,2026-02-01,-1,refund", "A,C,2026-02-02,-1,refund"]
    table = read(f"{ORDERS},kind", *lines)
    assert (aside(table), table.frame["amount"].tolist()) == ({4: "duplicate_row"}, [5, -1, -1])


# Rows of one order


def test_the_users_word_on_totals_wins(read):
    lines = ["A,C,2026-01-01,5,tea", "A,C,2026-01-01,5,cup"]
    assert amounts(read(f"{ORDERS},item", *lines, order_total="every")) == {"A": 5}
    assert amounts(read(f"{ORDERS},item", *lines, order_total="sum")) == {"A": 10}
    with pytest.raises(KitError, match=r"^E-ORDER-TOTAL shop\.csv row 2, 3 \(2 in all\)"):
        read(f"{ORDERS},item", *lines)


def test_a_defect_on_a_row_that_another_row_makes_good(read):
    lines = ["A,C,soon,5,tea", "A,,2026-01-01,,cup", "B,,2026-01-01,5,tea", "B,C,,,cup"]
    table = read(f"{ORDERS},item", *lines)
    assert aside(table) == {3: "order_line", 5: "order_line"}
    assert table.frame["customer_id"].tolist() == ["C", "C"]
    assert table.frame["ordered_at"].dt.day.tolist() == [1, 1]


HIDDEN = {  # rows of one order; what it comes to under None, first, every and sum (a reason: set aside)
    ("5", "x"): ("amount_invalid", "amount_invalid", 5, "amount_invalid"),
    ("x", "5"): ("amount_invalid", "amount_invalid", 5, "amount_invalid"),
    ("x", ""): ("amount_invalid", "amount_invalid", "amount_invalid", "amount_invalid"),
    ("5", ""): (5, 5, 5, "amount_blank"),
    ("", ""): ("amount_blank", "amount_blank", "amount_blank", "amount_blank"),
    ("x", "x"): ("amount_invalid", "amount_invalid", "amount_invalid", "amount_invalid"),
}


@each(("cells", "expected"), HIDDEN.items())
@each("order_total", [None, "first", "every", "sum"])
def test_an_amount_that_can_not_be_read_hides_that_of_its_order(cells, expected, order_total, read):
    lines = [*(f"A,C,2026-01-01,{cell},{place}" for place, cell in enumerate(cells)), "B,C,2026-01-01,1,0"]
    table = read(f"{ORDERS},item", *lines, order_total=order_total)
    result = expected[[None, "first", "every", "sum"].index(order_total)]
    if isinstance(result, str):
        assert aside(table) == {2: result, 3: result} and amounts(table) == {"B": 1}
    else:
        assert aside(table) == {3: "order_line"} and amounts(table) == {"A": result, "B": 1}


@each("place", [0, 1])
@each(("order_total", "stays"), [(None, False), ("first", False), ("every", True), ("sum", False)])
def test_so_does_a_refund(place, order_total, stays, read):
    refunds = ["2", "x"] if place else ["x", "2"]
    totals = ["5", "" if order_total in (None, "first") else "5"]
    lines = [f"A,C,2026-01-01,{total},{refund},{refund}" for total, refund in zip(totals, refunds, strict=True)]
    table = read(f"{ORDERS},refund_amount,item", *lines, order_total=order_total)
    assert aside(table) == ({3: "order_line"} if stays else {3: "order_line", 2: "amount_invalid"})
    assert table.frame["refund_amount"].tolist() == [2] * stays


def test_a_refund_that_no_row_tells_is_not_none(read):
    lines = ["A,C,2026-01-01,5,,tea", "A,C,2026-01-01,5,x,cup", "B,C,2026-01-01,5,,tea", "B,C,2026-01-01,5,,cup"]
    table = read(f"{ORDERS},refund_amount,item", *lines, order_total="every")
    assert aside(table) == {3: "order_line", 5: "order_line", 2: "amount_invalid"}


def test_a_refund_row_that_can_not_be_read_goes_alone(read):
    lines = ["A,C,2026-01-01,5,", "A,C,2026-02-01,x,refund", "A,C,2026-02-01,-1,refund"]
    table = read(f"{ORDERS},kind", *lines)
    assert (aside(table), table.frame["amount"].tolist()) == ({3: "amount_invalid"}, [5, -1])


# Known exports


def test_continuation_rows_of_shopify(read):
    lines = ["#1,a@x.jp,paid,3000,2026-01-01,tea,500,", "#1,,,,,cup,,", "#2,b@x.jp,refunded,100,2026-01-02,tea,,"]
    table = read(SHOPIFY, *lines)
    assert (aside(table), amounts(table)) == ({3: "order_line"}, {"#1": 3000, "#2": 100})
    assert table.frame["refund_amount"].fillna(0).tolist() == [500, 0]
    assert table.readings[0].format == "shopify_orders"


def test_the_users_word_on_totals_wins_over_the_exports(read):
    lines = ["#1,a@x.jp,paid,3000,2026-01-01,tea,,", "#1,,,500,,cup,,"]
    assert amounts(read(SHOPIFY, *lines, order_total="sum")) == {"#1": 3500}
    with pytest.raises(KitError, match=r"^E-ORDER-CONFLICT"):
        read(SHOPIFY, *lines)


@pytest.mark.parametrize("marked", [0, 1, 2])
def test_what_does_not_apply_is_the_whole_order(marked, read):
    rows = [["#1", "a@x.jp", "paid", "3000", "2026-01-01", "tea", "", ""], ["#1", "", "", "", "", "cup", "", ""],
            ["#1", "", "", "", "", "pot", "", ""]]  # fmt: skip
    rows[marked][-1] = "2026-01-03 10:00:00 +0900"
    table = read(SHOPIFY, *map(",".join, rows), "#2,b@x.jp,paid,100,2026-01-02,tea,,")
    assert (aside(table), amounts(table)) == (dict.fromkeys([2, 3, 4], "status"), {"#2": 100})
    assert table.aside["amount"].sum() == 3000
    assert "rule Cancelled at" not in table.frame


def test_rows_without_an_order_are_no_order(read):
    lines = [
        ",a@x.jp,paid,1,2026-01-01,tea,,2026-01-03",
        ",a@x.jp,paid,1,2026-01-02,tea,,",
        "#2,b@x.jp,paid,2,2026-01-02,t,,",
    ]
    assert aside(read(SHOPIFY, *lines)) == {2: "status", 3: "id_blank"}


def test_discounts_are_taken_off(read):
    lines = ["1,C1,a@x.jp,3000,-200,発送済み,2026/1/1,tea", "1,C1,a@x.jp,3000,-200,発送済み,2026/1/1,cup",
             "2,,b@x.jp,1000,100,入金待ち,2026/1/2,tea", "3,C3,c@x.jp,500,,発送済み,2026/1/2,tea",
             "4,C4,d@x.jp,500,?,発送済み,2026/1/2,tea", "5,C5,e@x.jp,無料,10,発送済み,2026/1/2,tea"]  # fmt: skip
    table = read(ECCUBE, *lines)
    assert amounts(table) == {"1": 2800, "2": 900, "3": 500}
    assert aside(table) == {3: "order_line", 6: "amount_invalid", 7: "amount_invalid"}
    assert not [column for column in table.frame if column.startswith("less ")]
    assert {column for column, _ in table.fixed} <= {"ordered_at"}


def test_discounts_are_not_taken_off_an_amount_that_the_user_names(read):
    line = "1,C1,a@x.jp,3000,-200,発送済み,2026/1/1,tea"
    table = read(ECCUBE, line, columns={"purchases": {"amount": "小計"}})
    assert amounts(table) == {"1": 3000}


def test_a_discount_that_can_not_be_read_hides_the_amount_on_every_row(read):
    lines = [f"1,C1,a@x.jp,3000,?,発送済み,2026/1/1,{item}" for item in ("tea", "cup")]
    assert aside(read(ECCUBE, *lines)) == {2: "amount_invalid", 3: "amount_invalid"}


def test_unsent_and_test_answers_of_survey_tools(read):
    table = read(
        "#,お客様番号,おすすめ度,Response Type,Submit Date (UTC)", "a,C1,9,completed,2026-01-01 15:00:00",
        "b,C2,9,started,", "c,C3,9,partial,2026-01-01 10:00:00", "d,C4,9,completed,", name="responses",
        columns={"responses": {"customer_id": "お客様番号", "score": "おすすめ度"}},
    )  # fmt: skip
    assert aside(table) == {3: "unfinished", 4: "unfinished", 5: "unfinished"}
    assert [str(moment) for moment in table.frame["responded_at"]] == ["2026-01-02 00:00:00"]  # in Tokyo


def test_a_date_that_stands_for_none(read):
    # surveys of LimeSurvey that keep no dates
    header = "id,submitdate,lastpage,token,score"
    lines = ["1,1980-01-01 00:00:00,3,t1,9", "2,2026-01-01 00:00:00,3,t2,9", "3,,1,t3,9"]
    table = read(header, *lines, name="responses")
    assert aside(table) == {4: "unfinished"}
    assert [str(moment) for moment in table.frame["responded_at"]] == ["NaT", "2026-01-01 00:00:00"]


def test_answers_that_name_nobody(read):
    header = "ID,開始時刻,完了時刻,メール,名前,お勧めする可能性は0〜10でどれくらいですか"
    lines = [f"{n},2026/1/1 10:00,2026/1/1 10:01,{who},,9" for n, who in enumerate(["anonymous", "匿名", "A@x.jp"], 1)]
    table = read(header, *lines, name="responses")
    assert table.readings[0].format == "microsoft_forms"
    assert aside(table) == {2: "id_blank", 3: "id_blank"}
    assert table.frame["email"].tolist() == ["a@x.jp"]


# Properties

LINE = st.tuples(
    st.sampled_from(["A", "B", ""]),
    st.sampled_from(["5", "5", "", "x"]),
    st.sampled_from(["paid", "paid", "cancelled"]),
    st.sampled_from(["order", "order", "refund"]),
)


@pytest.mark.parametrize("order_total", ["first", "every", "sum"])
@given(st.lists(LINE, max_size=7), st.randoms(use_true_random=False))
@example_settings(deadline=None, max_examples=12)
def test_the_order_of_rows_changes_no_figure(read, order_total, lines, random):
    found = []
    for some in (lines, random.sample(lines, len(lines))):
        rows = [f"{who},C,2026-01-01,{amount},{status},{kind}" for who, amount, status, kind in some]
        try:
            table = read(f"{ORDERS},status,kind", *rows, "Z,C,2026-01-01,1,paid,order", order_total=order_total)
        except KitError as error:
            found.append(error.code)
            continue
        account = ledger(table)
        kept = table.frame.astype(object).where(table.frame.notna(), None)
        found.append((sorted(map(repr, kept.itertuples(index=False))), account["not_applicable"], account["defective"],
                      table.aside["amount"].fillna(0).sum()))  # fmt: skip
    assert found[0] == found[1]
