"""Orders in one file, their amounts in another."""

import re

import pytest

from helpers.base.errors import KitError
from helpers.base.problems import Problems
from helpers.merge.purchases import counted
from helpers.read.file_currency import currency_of_file
from helpers.read.ledger import ledger
from helpers.read.roles import canonical_table, table_so_far
from tests.each import each

ORDERS = "order_id,customer_id,ordered_at,status\n"
AMOUNTS = "order_id,amount\n"
HEADS = "".join(f"A{n},C{n},2026-01-0{n},delivered\n" for n in range(1, 6))
PAID = "".join(f"A{n},{n}00\n" for n in range(1, 6))


@pytest.fixture
def read(csv_file, settings):
    """Purchases in two files as they came out of reading."""

    def of(orders, amounts, **values):
        paths = {"orders": csv_file(orders, "orders.csv"), "amounts": csv_file(amounts, "payments.csv")}
        return canonical_table("purchases", settings(purchases=paths, **values))

    return of


@pytest.fixture
def used(read, settings):
    """The same as step 2 counts them: order → amount, not applicable, defective; rows and money close."""

    def of(orders, amounts, **values):
        table = counted(read(orders, amounts, **values), settings(**values))
        account, frame = ledger(table), table.frame
        return (
            dict(zip(frame["order_id"], frame["amount"].fillna(-1), strict=True)),
            {**account["not_applicable"]},
            {**account["defective"]},
        )

    return of


ALL = {f"A{n}": n * 100 for n in range(1, 6)}
LESS = {order: amount for order, amount in ALL.items() if order != "A5"}


@each(
    ("orders", "amounts", "expected"),
    [
        (HEADS, PAID, (ALL, {"order_line": 5}, {})),
        (HEADS, f"{PAID}A2,50\nA2,7\n", (ALL | {"A2": 257}, {"order_line": 7}, {})),
        (HEADS, f"{PAID}A9,50\n,7\n", (ALL, {"order_line": 5}, {"amount_without_order": 1, "id_blank": 1})),
        (HEADS, PAID.replace("A5,500\n", ""), (LESS, {"order_line": 4}, {"order_without_amount": 1})),
        (HEADS, PAID.replace("500", "x"), (LESS, {"order_line": 4}, {"amount_invalid": 2})),
        (HEADS.replace("C5", ""), PAID, (LESS, {"order_line": 5}, {"id_blank": 1})),
        (HEADS.replace("2026-01-05", "x"), PAID, (LESS, {"order_line": 5}, {"date_invalid": 1})),
        (HEADS.replace("5,delivered", "5,cancelled"), PAID, (LESS, {"order_line": 5, "status": 1}, {})),
        (HEADS.replace("5,delivered", "5,cancelled"), PAID.replace("A5,500\n", ""),
         (LESS, {"order_line": 4, "status": 1}, {})),
        (HEADS.replace("01,delivered", "01,") + "A1,C1,2026-01-01,cancelled\n", PAID,
         ({order: amount for order, amount in ALL.items() if order != "A1"}, {"order_line": 6, "status": 1}, {})),
        (HEADS + HEADS, PAID + PAID, (ALL, {"order_line": 5, "duplicate_row": 10}, {})),
    ],
)  # fmt: skip
def test_amounts_are_summed_by_order(used, orders, amounts, expected):
    assert used(ORDERS + orders, AMOUNTS + amounts) == expected


def test_money_of_amounts_without_an_order_is_kept(read):
    table = read(ORDERS + HEADS, f"{AMOUNTS}{PAID}A9,50\n")
    assert table.aside.set_index("reason")["amount"].dropna().to_dict() == {"amount_without_order": 50}
    assert table.frame["amount"].sum() + table.aside["amount"].sum() == 1550
    assert (table.rows_in, table.file) == (11, "orders.csv + payments.csv")


def test_what_was_fixed_in_both_files_is_told(read):
    table = read(ORDERS + HEADS.replace("C1", "Ｃ1"), AMOUNTS + PAID.replace("100", "１００").replace("500", "500円"))
    fixes = {("customer_id", "full_width"): 1, ("amount", "full_width"): 1, ("amount", "currency_sign"): 1}
    assert dict(table.fixed) == fixes


def test_what_is_open_in_either_file_is_open(csv_file, settings):
    orders = csv_file(
        "order_id,customer_id,ordered_at,注文状態,対応状況\n" + HEADS.replace("d\n", "d,x\n"), "orders.csv"
    )
    amounts = csv_file("order_id,小計,合計\n" + PAID.replace("\n", ",7\n"), "payments.csv")
    problems = Problems()
    table = table_so_far("purchases", settings(purchases={"orders": orders, "amounts": amounts}), problems)
    assert [error.code for error in problems.found] == ["E-COLUMN-ASK"] * 2
    assert table.undecided == {"status", "amount"}


def test_rows_are_named_by_their_own_file(read):
    table = read(ORDERS + HEADS + "A6,C6,2026-01-06,delivered\n", f"{AMOUNTS}{PAID}A9,50\n")
    lines = table.placed(table.aside[table.aside["reason"] != "order_line"])
    assert lines[["file", "row", "reason"]].to_numpy().tolist() == [
        ["orders.csv", 7, "order_without_amount"],
        ["payments.csv", 7, "amount_without_order"],
    ]
    assert [reading.file for reading in table.readings] == ["orders.csv", "payments.csv"]


def test_refunds_are_rows_of_their_orders_customer(read):
    lines = "order_id,amount,kind,ordered_at\n" + "".join(f"A{n},{n}00,order,2026-02-01\n" for n in range(1, 6))
    table = read(ORDERS + HEADS, f"{lines}A2,-50,refund,2026-03-01\nA3,-60,refund,\nA4,-70,refund,x\n")
    refunds = table.frame[table.frame["kind"] == "refund"]
    assert refunds["customer_id"].tolist() == ["C2", "C3", "C4"]
    assert refunds["ordered_at"].dt.strftime("%m-%d").tolist() == ["03-01", "01-03", "01-04"]
    orders = table.frame[table.frame["kind"] == "order"]
    assert orders["amount"].tolist() == [100, 200, 300, 400, 500]
    assert orders["ordered_at"].dt.strftime("%m-%d").tolist() == [f"01-0{n}" for n in range(1, 6)]


def test_a_refund_of_an_order_with_a_defect_goes_with_it(read):
    lines = "order_id,amount,kind\n" + "".join(f"A{n},{n}00,order\n" for n in range(1, 6)) + "A5,-50,refund\n"
    table = read(ORDERS + HEADS.replace("2026-01-05", "x"), lines)
    assert (table.aside["reason"] == "date_invalid").sum() == 2 and "A5" not in set(table.frame["order_id"])
    assert table.aside["amount"].sum() == 450


@each(
    ("words", "amounts", "aside"),
    [("paid", ALL, {}), ("failed", LESS, {"status": 1}), ("", ALL, {})],
)
def test_a_payment_that_failed_is_none(used, words, amounts, aside):
    lines = "order_id,amount,status\n" + PAID.replace("\n", ",paid\n").replace("500,paid", f"500,{words}")
    found, idle, defective = used(ORDERS + HEADS, lines)
    assert found == amounts and {**idle, "order_line": 0} == {**aside, "order_line": 0}
    assert defective == ({"order_without_amount": 1} if aside else {})


def test_a_status_of_payments_on_no_list_is_asked_about(used):
    lines = "order_id,amount,status\n" + PAID.replace("\n", ",zzz\n")
    with pytest.raises(KitError, match="E-STATUS"):
        used(ORDERS + HEADS, lines)
    assert used(ORDERS + HEADS.replace("delivered", "cancelled"), lines)[0] == {}
    with pytest.raises(KitError, match="E-STATUS"):
        used("order_id,customer_id,ordered_at\n" + HEADS.replace(",delivered", ""), lines)


def test_headers_by_the_users_word_stand_in_either_file(used):
    orders = "id,buyer,day of it,status\n" + HEADS
    amounts = "id,order_id,worth\n" + "".join(f"A{6 - n},A{n},{n}00\n" for n in range(1, 6))
    named = {"order_id": "id", "customer_id": "buyer", "ordered_at": "day of it", "amount": "worth"}
    assert used(orders, amounts, columns={"purchases": named}) == (ALL, {"order_line": 5}, {})
    same = amounts.replace("order_id", "slip").replace("id,", "no,", 1).replace("slip", "id")
    assert used(orders, same, columns={"purchases": named})[0] == ALL


@each(
    ("named", "code"),
    [({"amount": "nowhere"}, "E-COLUMN-MISSING payments.csv"),
     ({"customer_id": "nobody"}, "E-COLUMN-MISSING orders.csv"),
     ({"amonut": "amount"}, "E-COLUMN-UNKNOWN columns: purchases")],
)  # fmt: skip
def test_headers_that_stand_in_neither(read, named, code):
    with pytest.raises(KitError, match=code):
        read(ORDERS + HEADS, AMOUNTS + PAID, columns={"purchases": named})


@each(
    ("orders", "amounts", "said"),
    [
        ("order_id,ordered_at\nA1,2026-01-01\n", AMOUNTS + PAID, "customer_id or email"),
        (ORDERS + HEADS, "order_id,note\nA1,x\n", "amount: YOUR HEADER"),
        (ORDERS + HEADS, AMOUNTS + PAID.replace("A", "B"), "E-ORDER-FILES payments.csv"),
    ],
)
def test_what_is_missing(read, orders, amounts, said):
    with pytest.raises(KitError, match=said) as stopped:
        read(orders, amounts)
    assert "  purchases:\n" in str(stopped.value) and "amounts:" not in str(stopped.value)


def test_orders_alone_are_told_of_the_two_files(csv_file, settings):
    with pytest.raises(KitError, match=re.escape("purchases: {orders: orders.csv, amounts: YOUR FILE}")):
        canonical_table("purchases", settings(purchases=csv_file(ORDERS + HEADS, "orders.csv")))


def test_a_total_on_every_line_counts_once(used):
    lines = AMOUNTS + "A1,100\nA1,100\n" + PAID.replace("A1,100\n", "")
    assert used(ORDERS + HEADS, lines, order_total="every")[0] == ALL


def test_currency_and_refunds_of_either_file(read):
    table = read(
        "order_id,customer_id,ordered_at,refund_amount,currency\n" + HEADS.replace("delivered", "5,JPY"), AMOUNTS + PAID
    )
    assert table.frame["refund_amount"].tolist() == [5] * 5 and set(table.frame["currency"]) == {"JPY"}
    table = read(
        "order_id,customer_id,ordered_at,refund_amount\n" + HEADS.replace("delivered", "5"),
        "order_id,amount,refund_amount,currency\n" + PAID.replace("\n", ",7,JPY\n"),
    )
    assert table.frame["refund_amount"].tolist() == [7] * 5 and set(table.frame["currency"]) == {"JPY"}


def test_the_currency_is_told_by_the_amounts(csv_file, settings):
    paths = {
        "orders": csv_file(ORDERS + HEADS, "orders.csv"),
        "amounts": csv_file(AMOUNTS + PAID.replace(",", ",$"), "payments.csv"),
    }
    assert currency_of_file("purchases", settings(purchases=paths)) == "USD"


def test_several_files_of_each(tmp_path, settings):
    for name, content in {
        "o1": ORDERS + HEADS, "o2": ORDERS + HEADS.replace("A", "B"), "p1": AMOUNTS + PAID,
        "p2": AMOUNTS + PAID.replace("A", "B") + "Z,5\n",
    }.items():  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    table = canonical_table(
        "purchases", settings(purchases={"orders": str(tmp_path / "o*.csv"), "amounts": str(tmp_path / "p*.csv")})
    )
    assert table.frame["amount"].sum() == 3000 and ledger(table)["defective"] == {"amount_without_order": 1}
    last = table.placed(table.aside[table.aside["reason"] == "amount_without_order"])
    assert last[["file", "row"]].to_numpy().tolist() == [["p2.csv", 7]]
