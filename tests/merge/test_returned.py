"""Returned orders whose refund nothing tells, and what a refund row belongs to."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.merge.coverage import windows
from helpers.merge.purchases import bought, counted, returns_known
from helpers.run.settings import checked
from tests.each import each

JUNE, JULY = "2025-06-01", "2025-07-01"


def settings(**changes):
    return checked({"as_of": "2026-04-01", "min_group_size": 2, "min_cell": 2, **changes})


@pytest.fixture(scope="module")
def shop(table):
    """Purchases from (order_id, customer, date, amount, further cells by name)."""

    def build(*rows):
        names = ("order_id", "customer_id", "ordered_at", "amount")
        cells = [dict(zip(names, row[:4], strict=True)) | (row[4] if len(row) > 4 else {}) for row in rows]
        columns = dict.fromkeys([*names, *(name for cell in cells for name in cell)])
        return table("purchases", **{name: [cell.get(name) for cell in cells] for name in columns})

    return build


def told(table, **changes):
    """Code → (number of orders, money in English), and the figures of all customers."""
    chosen = settings(**changes)
    used = counted(table, chosen)
    notes = {code: (fields["n"], fields["money"]["en"]) for code, fields in used.warnings if "RETURNED" in code}
    owners = pd.Series(sorted(set(used.frame["customer_id"])), dtype="str")
    sums = bought(used.frame, windows(owners, chosen))
    return notes, int(sums["net_amount"].sum()), int(sums["returned_orders"].sum())


def state(word, **more):
    return {"status": word, "refund_amount": None, "kind": "order", "refunds_order_id": None, **more}


REFUND = {"status": None, "refund_amount": None, "kind": "refund", "refunds_order_id": None}
UNTOLD = [
    ("1", "a", JUNE, 90, state("Returned")), ("2", "b", JUNE, 90, state("返品済み")),
    ("3", "a", JUNE, 40, state("partially-refunded")), ("4", "b", JUNE, 70, state("completed")),
    ("5", "a", JUNE, 70, state("refund requested")), ("6", "b", JUNE, 40, state("一部返金")),
]  # fmt: skip


@each(
    ("choice", "notes", "net"),
    [(None, {"W-RETURNED": (2, " (¥180 in all)"), "W-RETURNED-PART": (2, " (¥80 in all)")}, 400),
     ("full", {}, 400), ("none", {"W-RETURNED-PART": (2, " (¥80 in all)")}, 220)],
)  # fmt: skip
def test_a_setting_decides_on_returned_orders_without_a_refund(shop, choice, notes, net):
    assert told(shop(*UNTOLD), returned_orders=choice) == (notes, net, 4)


@each(
    "more",
    [[("1", "a", JUNE, 100, state("returned", refund_amount=30))],
     [("1", "a", JUNE, 100, state("returned")), ("R", "a", JULY, -30, REFUND | {"refunds_order_id": "1"})],
     [("1", "a", JUNE, 100, state("returned")), ("1", "a", JULY, -30, REFUND)],
     [("1", "a", JUNE, 130, state("returned")), ("R", "a", JULY, -130, REFUND), ("2", "a", JUNE, 70, state("paid"))]],
)  # fmt: skip
def test_a_refund_that_is_told_is_told_once(shop, more):
    assert told(shop(*more), returned_orders=None) == told(shop(*more), returned_orders="none") == ({}, 70, 1)


def test_the_refund_of_another_customer_or_amount_tells_nothing(shop):
    orders = [("1", "a", JUNE, 95, state("returned")), ("2", "b", JUNE, 95, state("returned"))]
    refunds = [("x", "c", JULY, -95, REFUND), ("y", "b", JULY, -94, REFUND)]
    assert told(shop(*orders, *refunds), min_cell=1)[0] == {"W-RETURNED": (2, " (¥190 in all)")}


def test_a_returned_order_after_the_period_is_not_told(shop):
    assert told(shop(("1", "a", "2026-04-01", 100, state("returned")), ("2", "a", JUNE, 1, state("paid")))) == (
        {},
        1,
        0,
    )


def test_without_a_status_nothing_was_returned(shop):
    assert told(shop(("1", "a", JUNE, 100), ("2", "a", JUNE, 5)), returned_orders="none") == ({}, 105, 0)


@each(
    ("words", "choice", "columns", "known"),
    [(["paid"], None, [], (False, False)), (["returned"], None, [], (True, False)),
     (["returned"], "full", [], (True, False)), (["returned"], "none", [], (True, True)),
     (["paid"], "none", [], (False, False)), (["paid"], None, ["kind"], (True, True)),
     (["paid"], None, ["refund_amount"], (True, True))],
)  # fmt: skip
def test_whether_returns_and_refunds_are_known(shop, words, choice, columns, known):
    chosen = settings(returned_orders=choice)
    used = counted(shop(*[("1", "a", JUNE, 100, {"status": word}) for word in words]), chosen).frame
    assert returns_known(used, pd.Index(["status", *columns]), chosen) == known


def test_a_refund_that_names_no_order_leaves_returns_unknown(shop):
    table = shop(("1", "a", JUNE, 100, state("returned")), ("R9", "b", JULY, -30, REFUND))
    assert returns_known(counted(table, settings()).frame, pd.Index(["kind"]), settings()) == (False, True)


@each(
    ("refund", "order"),
    [("R100", "100"), ("c100", "100"), ("-100", "100"), ("RF-100", "100"), ("Refund #100", "#100"), ("100-R", "100"),
     ("100R", "100"), ("100_refund", "100"), ("100-R2", "100"), ("#100-R1", "#100"), ("100", "100"), ("X100", None),
     ("100X", None), ("R101", None), ("200R", None), ("R300", None), ("R400", None)],
)  # fmt: skip
def test_a_refund_belongs_to_the_order_whose_id_it_carries(shop, refund, order):
    # 200 is another customer's, 300 later, 400 smaller
    orders = [("100", "a", JUNE, 50), ("#100", "a", JUNE, 50), ("200", "b", JUNE, 50), ("300", "a", "2025-07-02", 50),
              ("400", "a", JUNE, 49)]  # fmt: skip
    frame = counted(shop(*orders, (refund, "a", JULY, -50, {"kind": "refund"})), settings()).frame
    link = frame["refunds_order_id"].iloc[-1] if len(frame) == 6 else "lost"
    assert (None if pd.isna(link) else link) == order


def test_a_refund_is_linked_by_the_email_where_there_is_no_id(shop):
    rows = [(who, None, JUNE, amount, {"email": email, "kind": kind}) for who, amount, email, kind in
            [("1", 50, "a@x.jp", "order"), ("2", 50, "b@x.jp", "order"), ("R1", -50, "a@x.jp", "refund"),
             ("R2", -50, "a@x.jp", "refund")]]  # fmt: skip
    links = counted(shop(*rows), settings()).frame["refunds_order_id"]
    assert links.iloc[2] == "1" and links[[2, 3, 5]].isna().all()


# Statuses on no list


def asked(table, **changes):
    with pytest.raises(KitError, match=r"^E-STATUS") as caught:
        counted(table, settings(**changes))
    return caught.value


def test_unknown_statuses_are_named_from_min_cell_rows_on(shop):
    words = ["Odd", "Odd", "Even", "Odd", "paid", "", "Solo"]
    error = asked(shop(*[(str(n), "a", JUNE, 1, {"status": word or None}) for n, word in enumerate(words)]), min_cell=3)
    assert error.fields["words"] == {
        "en": '"Odd" (3 rows), blank (""): purchases.csv row 7 (1 in all), '
        "rarer ones: purchases.csv row 4, 8 (2 in all)",
        "ja": '"Odd"（3行）、空欄（""）: purchases.csv 7行目、まれなもの: purchases.csv 4、8行目',
    }
    assert error.fields["lines"] == 'statuses_used: ["Odd", ""]\nstatuses_unused: []'


@each(("words", "named"), [(["x"], "rarer ones: purchases.csv row 2 (1 in all)"), (["x", "x"], '"x" (2 rows)')])
def test_only_what_there_is_is_named(shop, words, named):
    error = asked(shop(*[(str(n), "a", JUNE, 1, {"status": word}) for n, word in enumerate(words)]))
    assert error.fields["words"]["en"] == named and error.fields["column"] == "status"


def test_a_blank_status_counts_where_the_user_says_so(shop):
    table = shop(("1", "a", JUNE, 1, {"status": None}), ("2", "a", JUNE, 1, {"status": "paid"}))
    assert len(counted(table, settings(statuses_used=[""])).frame) == 2
    assert len(counted(table, settings(statuses_unused=[""])).frame) == 1
