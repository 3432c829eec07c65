"""Which purchases count, and what each customer bought."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.engines import engine
from helpers.base.errors import KitError
from helpers.merge.coverage import windows
from helpers.merge.customers import BOUGHT
from helpers.merge.purchases import bought, counted, larger_refunds, of_known
from helpers.read.ledger import ledger
from helpers.read.typed_table import Reading, Warned
from helpers.run.settings import checked
from tests.each import each

quick = example_settings(deadline=None, max_examples=40)
quicker = example_settings(quick, max_examples=15)
JUNE, JULY = "2025-06-01", "2025-07-01"
NOBODY = pd.Series(dtype="str")


def settings(**changes):
    return checked({"as_of": "2026-04-01", **changes})


def sums(purchases, ids="a", **changes):
    """What the customers bought, one record each, of the purchases that count."""
    chosen = settings(**changes)
    frame = bought(counted(purchases, chosen).frame, windows(pd.Series(list(ids), dtype="str"), chosen))
    return [record(row) for _, row in frame.iterrows()]


def record(row):
    return {name: int(row[name]) for name in BOUGHT}


def of(**figures):
    """Figures by name, 0 where none is given; what was bought earlier was bought in the window before."""
    earlier = {f"{name}_earlier": figures.get(f"{name}_before", 0) for name in ("orders", "net_amount")}
    return dict.fromkeys(BOUGHT, 0) | earlier | figures


def gone(table):
    return dict(zip(table.aside["row"].tolist(), table.aside["reason"], strict=True))


# Windows


def test_window_of_each_customer():
    window = windows(pd.Series(["a", "b"], dtype="str"), settings()).iloc[1]
    days = ["2024-04-01", "2025-04-01", "2026-04-01", "2025-04-01", "2026-04-01"]
    assert window.tolist() == ["b", *map(pd.Timestamp, days)]
    listed = windows(pd.Series(["a"], dtype="str"), settings(), date(2026, 1, 9)).iloc[0]
    assert listed["call_start"] == pd.Timestamp("2026-01-09")


def test_window_is_half_open_to_the_second(orders):
    purchases = orders(
        ("a", "2025-03-31 23:59:59", 1),
        ("a", "2025-04-01 00:00:00", 10),
        ("a", "2026-03-31 23:59:59", 100),
        ("a", "2026-04-01 00:00:00", 1000),
    )
    assert sums(purchases) == [of(orders=2, ordered_amount=110, net_amount=110, orders_before=1, net_amount_before=1)]
    assert gone(counted(purchases, settings())) == {5: "after_period"}


def test_windows_bound_the_sums_by_themselves(orders):
    # a table for an earlier window than that of the purchases that count
    frame = counted(orders(("a", "2025-03-31 23:59:59", 1), ("a", "2025-04-01", 10)), settings()).frame
    found = bought(frame, windows(pd.Series(["a"], dtype="str"), settings(as_of="2025-04-01")))
    assert record(found.iloc[0]) == of(orders=1, ordered_amount=1, net_amount=1, net_amount_since_call=10)


def test_window_before_is_half_open_too(orders):
    # 365 days before 2025-04-01 is 2024-04-01
    purchases = orders(("a", "2024-03-31 23:59:59", 1), ("a", "2024-04-01 00:00:00", 10))
    found = of(orders_before=1, net_amount_before=10, orders_earlier=2, net_amount_earlier=11)
    assert sums(purchases) == [found]


def test_short_window(orders):
    purchases = orders(("a", "2026-03-01", 1), ("a", "2026-03-02", 10), ("a", "2026-01-31", 100))
    # 30 days before 2026-04-01 is 2026-03-02, and 30 before that 2026-01-31
    assert sums(purchases, window_days=30) == [
        of(orders=1, ordered_amount=10, net_amount=10, orders_before=2, net_amount_before=101)
    ]


def test_whole_history(orders):
    purchases = orders(("a", "1999-01-01", 1), ("a", JUNE, 10), ("a", "2026-04-01", 100))
    assert sums(purchases, window_days=0) == [
        of(orders=2, ordered_amount=11, net_amount=11, orders_earlier=1, net_amount_earlier=1)
    ]


def test_window_after(orders):
    purchases = orders(
        ("a", "2026-03-31 23:59:59", 1),
        ("a", "2026-04-01", 10),
        ("a", "2027-03-31 23:59:59", 100),
        ("a", "2027-04-01", 1000),
    )
    expected = of(orders=2, ordered_amount=110, net_amount=110, orders_before=1, net_amount_before=1)
    assert sums(purchases, window="after") == [expected]


# What counts


def test_no_purchase_is_zero(orders):
    assert sums(orders(("b", JUNE, 10)), ids="ab") == [of(), of(orders=1, ordered_amount=10, net_amount=10)]
    assert sums(orders(), ids="a") == [of()]


def test_worked_example_of_the_source(orders):
    # 5 purchases of 10,000 in the whole history
    purchases = orders(*[("a", f"2025-0{month}-01", 10_000) for month in range(1, 6)])
    assert sums(purchases, window_days=0) == [
        of(orders=5, ordered_amount=50_000, net_amount=50_000, orders_earlier=3, net_amount_earlier=30_000)
    ]


def test_cancelled_and_test_orders_do_not_count(orders):
    words = ["completed", "Cancelled", "TEST", "キャンセル", "発送済み", "pending"]
    purchases = orders(*[("a", JUNE, 10**place, {"status": word}) for place, word in enumerate(words)])
    assert sums(purchases) == [of(orders=2, ordered_amount=10_001, net_amount=10_001)]
    assert gone(counted(purchases, settings())) == dict.fromkeys([3, 4, 5, 7], "status")


def test_own_lists_of_statuses(orders):
    purchases = orders(("a", JUNE, 1, {"status": "出荷"}), ("a", JUNE, 10, {"status": "completed"}))
    changed = {"statuses_used": ["出荷"], "statuses_unused": ["completed"]}
    assert sums(purchases, **changed)[0]["net_amount"] == 1


def test_statuses_of_the_export_that_the_file_is(orders):
    # authorized and expired are words of this shop system alone
    purchases = orders(("a", JUNE, 1, {"status": "Authorized"}), ("a", JUNE, 10, {"status": "expired"}))
    known = replace(purchases, readings=(Reading("purchases.csv", format="shopify_orders"),))
    assert gone(counted(known, settings())) == {3: "status"}
    with pytest.raises(KitError, match=r"^E-STATUS purchases\.csv row 2, 3 \(2 in all\)"):
        counted(purchases, settings())


def test_returned_order_stays_and_its_refund_reduces_the_net(orders):
    purchases = orders(
        ("a", JUNE, 1000, {"status": "returned", "refund_amount": 300}), ("a", JUNE, 50, {"status": "completed"})
    )
    assert sums(purchases) == [
        of(orders=2, returned_orders=1, ordered_amount=1050, refunded_amount=300, net_amount=750)
    ]


def test_refund_column_counts_at_its_orders_date(orders):
    purchases = orders(("a", "2025-03-31", 1000, {"refund_amount": 300}), ("a", JUNE, 50, {"refund_amount": 0}))
    assert sums(purchases) == [of(orders=1, ordered_amount=50, net_amount=50, orders_before=1, net_amount_before=700)]


def refund_row(order_id):
    return {"kind": "refund", "refunds_order_id": order_id}


def test_refund_row_counts_at_its_own_date_and_is_no_order(orders):
    # ordered in the window before, refunded in this one
    purchases = orders(("a", "2025-03-31", 1000), ("a", "2025-04-01", -300, refund_row("O0")))
    assert sums(purchases) == [of(refunded_amount=300, net_amount=-300, orders_before=1, net_amount_before=1000)]


def test_refund_row_marks_the_order_that_it_names(orders):
    purchases = orders(
        ("a", JUNE, 1000), ("a", JUNE, 500), ("a", JULY, -300, refund_row("O0")), ("a", JULY, -100, refund_row("O0"))
    )
    assert sums(purchases) == [
        of(orders=2, returned_orders=1, ordered_amount=1500, refunded_amount=400, net_amount=1100)
    ]


def test_refund_row_without_an_order_marks_none(orders):
    purchases = orders(("a", JUNE, 1000), ("a", JULY, -300, refund_row(None)))
    assert sums(purchases) == [of(orders=1, ordered_amount=1000, refunded_amount=300, net_amount=700)]


def test_net_amount_may_be_negative_and_is_counted(orders):
    purchases = orders(("a", JUNE, 100, {"refund_amount": 300}))
    assert sums(purchases)[0]["net_amount"] == -200
    table = counted(purchases, settings())
    assert larger_refunds(table.frame) == 1
    assert table.warnings == (Warned("W-REFUND-LARGER", {"file": "purchases.csv", "n": 1}),)


@pytest.mark.parametrize("refund", [None, 0, 95])
def test_refund_up_to_the_order_is_not_larger(orders, refund):
    purchases = orders(("a", JUNE, 100, {"refund_amount": refund}), ("a", JUNE, -5, refund_row("O0")))
    table = counted(purchases, settings())
    assert (larger_refunds(table.frame), table.warnings) == (0, ())


def test_refunds_of_an_order_by_column_and_by_rows_add_up(orders):
    some = [("a", JUNE, 100, {"refund_amount": 90}), ("a", JUNE, -5, refund_row("O0")), ("a", JUNE, 100)]
    assert larger_refunds(counted(orders(*some, ("a", JULY, -5, refund_row("O0"))), settings()).frame) == 0
    assert larger_refunds(counted(orders(*some, ("a", JULY, -6, refund_row("O0"))), settings()).frame) == 1
    assert larger_refunds(counted(orders(*some, ("a", JULY, -101, refund_row("O2"))), settings()).frame) == 1
    assert larger_refunds(counted(orders(*some, ("a", JULY, -999, refund_row(None))), settings()).frame) == 0


def test_wrong_signs_are_set_aside(orders):
    purchases = orders(("a", JUNE, 100), ("a", JUNE, 30, refund_row("O0")), ("a", JUNE, 200, {"refund_amount": -20}))
    assert gone(counted(purchases, settings())) == {3: "refund_positive", 4: "refund_negative"}
    assert sums(purchases)[0]["net_amount"] == 100


def test_a_refund_of_an_order_that_does_not_count_does_not_either(table):
    purchases = table(
        "purchases", order_id=["1", "2", "r1", "r2"], customer_id=["a"] * 4, ordered_at=[JUNE] * 4,
        amount=[10, 20, -10, -5], kind=["order", "order", "refund", "refund"],
        refunds_order_id=[None, None, "1", "2"], status=["cancelled", "paid", None, None],
    )  # fmt: skip
    assert gone(counted(purchases, settings())) == {2: "status", 4: "status"}
    assert sums(purchases) == [of(orders=1, returned_orders=1, ordered_amount=20, refunded_amount=5, net_amount=15)]


def test_a_refund_under_the_own_id_of_an_order_that_does_not_count_does_not_either(table):
    purchases = table(
        "purchases", order_id=["1", "1"], customer_id=["a"] * 2, ordered_at=[JUNE] * 2, amount=[10, -10],
        kind=["order", "refund"], status=["cancelled", None],
    )  # fmt: skip
    assert gone(counted(purchases, settings())) == {2: "status", 3: "status"}


def test_an_order_may_be_refunded_in_parts_under_its_own_id(table):
    purchases = table(
        "purchases", order_id=["1", "1", "1"], customer_id=["a"] * 3, ordered_at=[JUNE, JUNE, JULY],
        amount=[20, -4, -6], kind=["order", "refund", "refund"],
    )  # fmt: skip
    assert sums(purchases) == [of(orders=1, returned_orders=1, ordered_amount=20, refunded_amount=10, net_amount=10)]


def test_money_beyond_32_bits(orders):
    assert sums(orders(("a", JUNE, 9 * 10**12), ("a", JULY, 9 * 10**12)))[0]["net_amount"] == 18 * 10**12


def test_first_order_leaves_out_refunds_and_looks_past_the_window(orders):
    purchases = orders(("a", "2020-01-01", -5, refund_row(None)), ("a", "2021-01-01 10:00", 5), ("a", JUNE, 5))
    frame = bought(counted(purchases, settings()).frame, windows(pd.Series(["a", "b"], dtype="str"), settings()))
    assert frame["first_order_at"].tolist() == [pd.Timestamp("2021-01-01 10:00"), pd.NaT]


def test_last_orders_at_the_end_and_at_the_start_of_the_check(orders):
    purchases = orders(
        ("a", "2024-06-01", 5),
        ("a", "2025-03-31 23:59:59", 5),
        ("a", "2025-04-01", 5),
        ("a", JULY, -5, refund_row("O0")),
    )
    for changes, last in (({}, "2025-04-01"), ({"window": "after", "as_of": "2025-04-01"}, "2025-04-01")):
        chosen = settings(**changes)
        row = bought(counted(purchases, chosen).frame, windows(pd.Series(["a"], dtype="str"), chosen)).iloc[0]
        assert (row["last_order_at"], row["last_earlier_order_at"]) == tuple(
            map(pd.Timestamp, (last, "2025-03-31 23:59:59"))
        )
        assert (row["orders_earlier"], row["net_amount_earlier"], row["orders"], row["net_amount"]) == (2, 10, 1, 0)
    assert settings(window_days=0).check_start.isoformat() == "2025-04-01"


def test_order_of_the_customers_is_kept(orders):
    frame = bought(
        counted(orders(("b", JUNE, 1)), settings()).frame, windows(pd.Series(["c", "b", "a"], dtype="str"), settings())
    )
    assert frame["customer_id"].tolist() == ["c", "b", "a"] and frame["orders"].tolist() == [0, 1, 0]
    assert all(frame[name].dtype == "int64" for name in BOUGHT)


# Whose purchases


def test_purchases_of_unknown_customers_are_set_aside_with_their_money(orders):
    table = of_known(orders(("a", JUNE, 1), ("x", JUNE, 10), (None, JUNE, 100)), pd.Series(["a"]), where_used=False,
                     later=NOBODY)  # fmt: skip
    assert gone(table) == dict.fromkeys([3, 4], "unknown_customer") and table.aside["amount"].sum() == 110
    assert ledger(table)["defective"] == {"unknown_customer": 2}


def test_purchases_of_filtered_and_later_customers_are_no_defects(orders):
    purchases = orders(("a", JUNE, 1), ("x", JUNE, 10), ("z", JUNE, 100))
    table = of_known(purchases, pd.Series(["a"]), where_used=True, later=pd.Series(["z"]))
    assert gone(table) == {3: "filtered", 4: "customer_after_report"}
    assert ledger(table)["defective"] == {}


# Properties

SOME_DAYS = (
    "2020-01-01", "2024-03-31 23:59:59", "2024-04-01", "2024-11-05 12:00:00", "2025-03-31 23:59:59", "2025-04-01",
    "2025-09-09 09:09:09", "2026-03-31 23:59:59", "2026-04-01", "2027-01-01",
)  # fmt: skip
MONEY = st.integers(0, 50_000)
REFUNDED = st.none() | st.integers(0, 60_000)
NAMED = st.none() | st.integers(0, 9).map("O{}".format)
ORDER = st.fixed_dictionaries({"kind": st.just("order"), "refund_amount": REFUNDED})
REFUND = st.fixed_dictionaries({"kind": st.just("refund"), "refunds_order_id": NAMED})
ROWS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from("abx"), st.sampled_from(SOME_DAYS), MONEY, ORDER),
        st.tuples(st.sampled_from("abx"), st.sampled_from(SOME_DAYS), MONEY.map(lambda amount: -amount), REFUND),
    ),
    max_size=10,
)


def naive(rows, who, start, end, before, earlier="2025-04-01"):
    """What `who` bought, by a plain loop; the dates are texts, which sort as they should."""
    counts = [row for row in rows if row[1] < end]
    refunded = {row[3].get("refunds_order_id") for row in counts if row[3]["kind"] == "refund"}
    total = of()
    for place, (owner, when, amount, further) in enumerate(rows):
        refund, is_order = further.get("refund_amount") or 0, further["kind"] == "order"
        if owner != who:
            continue
        if when < earlier:
            total["orders_earlier"] += is_order
            total["net_amount_earlier"] += amount - refund
        if start <= when < end:
            total["orders"] += is_order
            total["returned_orders"] += is_order and (refund != 0 or f"O{place}" in refunded)
            total["ordered_amount"] += amount if is_order else 0
            total["refunded_amount"] += refund if is_order else -amount
            total["net_amount"] += amount - refund
        elif before <= when < start:
            total["orders_before"] += is_order
            total["net_amount_before"] += amount - refund
    return total


@quick
@given(ROWS)
def test_sums_as_by_a_plain_loop(orders, rows):
    found = sums(orders(*rows), ids="abc")
    assert found == [naive(rows, who, "2025-04-01", "2026-04-01", "2024-04-01") for who in "abc"]
    for figures in found:
        assert figures["net_amount"] == figures["ordered_amount"] - figures["refunded_amount"]
        assert 0 <= figures["returned_orders"] <= figures["orders"]


@quicker
@given(ROWS)
def test_sums_of_the_whole_history_as_by_a_plain_loop(orders, rows):
    assert sums(orders(*rows), ids="ab", window_days=0) == [naive(rows, who, "", "2026-04-01", "") for who in "ab"]


@quicker
@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(orders, rows, random):
    table = orders(*rows)
    mixed = replace(table, frame=table.frame.sample(frac=1, random_state=random.randrange(2**32)))
    chosen = windows(pd.Series(["a", "b"], dtype="str"), settings())
    purchases = [counted(some, settings()) for some in (table, mixed)]
    pd.testing.assert_frame_equal(*(bought(some.frame, chosen) for some in purchases))
    assert ledger(purchases[0]) == ledger(purchases[1])


# Errors


def test_refund_row_may_carry_its_orders_id(orders):
    purchases = orders(("a", JUNE, 100), ("a", JULY, -30, refund_row("O0") | {"order_id": "O0"}))
    assert sums(purchases)[0]["net_amount"] == 70


def test_another_currency_stops(orders):
    purchases = orders(*[("a", JUNE, 1, {"currency": code}) for code in ("JPY", "jpy", None, "USD")])
    with pytest.raises(
        KitError, match=r"^E-CURRENCY-MIXED purchases\.csv row 5 \(1 in all\), column \"currency\": "
    ) as caught:
        counted(purchases, settings())
    assert caught.value.said("ja").startswith("E-CURRENCY-MIXED purchases.csv 5行目、列「currency」: 金額の通貨")
    purchases = orders(*[("a", JUNE, 1, {"currency": code}) for code in ("USD", None, "usd")])
    with pytest.raises(
        KitError, match=r"^E-CURRENCY purchases\.csv row 2, 4 \(2 in all\), column \"currency\": .* JPY"
    ):
        counted(purchases, settings())
    assert gone(counted(purchases, settings(currency="USD"))) == {}


@each(
    ("cells", "code"),
    [(["円", "JPY", "￥"], None), (["円"], None), (["$", "ドル"], "E-CURRENCY"), (["US$", "$", "usd"], "E-CURRENCY"),
     (["USD", "USD", "EUR"], "E-CURRENCY-MIXED"), (["円", "元"], "E-CURRENCY-MIXED"), (["x", "x"], "E-CURRENCY")],
)  # fmt: skip
def test_one_currency_has_several_names_and_two_are_told_at_once(orders, cells, code):
    purchases = orders(*[("a", JUNE, 1, {"currency": cell}) for cell in cells])
    if code is None:
        assert gone(counted(purchases, settings())) == {}
        return
    with pytest.raises(KitError, match=rf"^{code} .*\b{2 if code == 'E-CURRENCY' else cells.index(cells[-1]) + 2}\b"):
        counted(purchases, settings())


@pytest.mark.parametrize("status", ["on hold", None])
def test_unknown_status_stops_without_showing_it(orders, status):
    purchases = orders(("a", JUNE, 1, {"status": "paid"}), ("a", JUNE, 1, {"status": status}))
    with pytest.raises(KitError, match=r"^E-STATUS purchases\.csv row 3 \(1 in all\), column \"status\"") as error:
        counted(purchases, settings())
    assert "on hold" not in str(error.value)


def test_two_windows_of_one_customer_are_refused(orders):
    with pytest.raises(AssertionError, match="one window a customer"):
        sums(orders(), ids="aa")


def test_input_stays_as_it_was(orders):
    purchases = orders(("a", JUNE, 100, {"status": "test"}), ("a", JULY, 30, {"status": "paid"}))
    before = purchases.frame.copy()
    sums(purchases)
    pd.testing.assert_frame_equal(purchases.frame, before)


@pytest.mark.parametrize("parts", [1, 1000])
def test_sums_are_the_same_with_any_number_of_threads(monkeypatch, parts):
    """To the last bit, also of amounts that are finer than a minor unit, in whatever order they are summed."""
    random, n = np.random.default_rng(3), 300_000  # more than one thread takes at once
    given = pd.DataFrame({
        "order_id": [f"O{order}" for order in range(n)],
        "customer_id": np.char.add("C", random.integers(0, 50, n).astype(str)),
        "ordered_at": pd.Timestamp(JULY), "amount": random.integers(1, 10**9, n) / parts,
        "refund_amount": pd.array([pd.NA] * n, "Int64"), "refunds_order_id": pd.array([None] * n, "str"),
        "kind": "order", "returned": False,
    })  # fmt: skip
    given["amount"] = given["amount"].astype("Float64" if parts > 1 else "Int64")
    ids = windows(pd.Series([f"C{one}" for one in range(50)]), settings())
    found = []
    for threads, purchases in ((1, given), (2, given), (8, given), (8, given.sample(frac=1, random_state=1))):

        def threaded(threads=threads):
            connection = engine()
            connection.execute(f"SET threads = {threads}")
            return connection

        monkeypatch.setattr("helpers.merge.purchases.engine", threaded)
        found.append(bought(purchases, ids))
    assert found[0]["net_amount"].sum() == pytest.approx(given["amount"].sum())
    for other in found[1:]:
        pd.testing.assert_frame_equal(other, found[0], check_exact=True)
