"""Step 2 as a whole, from files, and the account of the money."""

import random
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from helpers.base.errors import KitError
from helpers.collect.survey import survey
from helpers.merge.coverage import windows
from helpers.merge.history import history, money_ledger
from helpers.merge.purchases import bought, counted, of_known
from helpers.run.settings import checked

CONFIRMED = {"purchases_from": "2020-01-01", "purchases_until": "2026-03-31"}
CUSTOMERS = ["customer_id,acquired_on,region", "a,2024-01-01,east", "b,2025-06-01,west", "c,2024-01-01,east"]
PURCHASES = [
    "order_id,customer_id,ordered_at,amount,refund_amount,status",
    "1,a,2025-03-31,700,0,completed",
    "2,a,2025-06-01,1000,0,completed",
    "3,a,2025-07-01,500,200,returned",
    "4,b,2025-06-01,300,,completed",
    "5,b,2025-06-02,9000,,cancelled",
    "6,a,2026-04-01,40,,completed",
]
ANSWERS = ["customer_id,score", "a,9", "c,0"]
COMPLAINTS = [
    "complaint_id,customer_id,received_at,severity,order_id",
    "1,a,2025-08-01,major,2",
    "2,a,2025-08-01,minor,5",
]


def joined(files, changes=(), **tables):
    """History of the shop above, some of its files replaced or (``None``) left out."""
    tables = {"customers": CUSTOMERS, "purchases": PURCHASES} | tables
    settings = files({**CONFIRMED, **dict(changes)}, **{name: lines for name, lines in tables.items() if lines})
    return history(settings, survey(settings).answers)


def column(found, name):
    return dict(zip(found.rows["customer_id"], found.rows[name].tolist(), strict=True))


def money(found):
    return steps(found.money)


def steps(ledger):
    return {step.step: (step.rows, step.amount) for step in ledger.steps}


def test_one_row_a_customer_asked_or_not(files):
    found = joined(files, responses=ANSWERS, complaints=COMPLAINTS)
    assert column(found, "orders") == {"a": 2, "b": 1, "c": 0}
    assert column(found, "net_amount") == {"a": 1300, "b": 300, "c": 0}
    assert column(found, "net_amount_before") == {"a": 700, "b": 0, "c": 0}
    assert found.rows["segment"].fillna("none").tolist() == ["promoter", "none", "detractor"]
    assert column(found, "complaints_major") == {"a": 1, "b": 0, "c": 0}
    assert not found.acquired_from_orders and found.amountless == 0


def test_money_by_hand(files):
    # 11,540 ordered: 9,000 cancelled, 40 after, 700 before, 200 refunded, 1,600 left
    assert money(joined(files)) == {
        "ordered": (6, 11_540),
        "after_period": (-1, -40),
        "status": (-1, -9000),
        "before_window": (-1, -700),
        "refunds": (0, -200),
        "window_net": (3, 1600),
    }


def test_money_with_refund_rows(files):
    rows = ["order_id,customer_id,ordered_at,amount,kind,refunds_order_id",
            "1,a,2025-03-31,700,order,", "2,a,2025-06-01,-300,refund,1", "3,a,2025-06-01,1000,,"]  # fmt: skip
    found = joined(files, purchases=rows)
    assert money(found) == {
        "ordered": (3, 1400),
        "before_window": (-1, -700),
        "refunds": (0, 0),
        "window_net": (2, 700),
    }
    assert column(found, "refunded_amount")["a"] == 300


def test_unknown_customers_money_is_shown(files):
    found = joined(files, purchases=[*PURCHASES, "7,x,2025-06-01,60,,completed"])
    assert money(found)["unknown_customer"] == (-1, -60) and money(found)["window_net"] == (3, 1600)
    assert found.ledgers["purchases"]["defective"] == {"unknown_customer": 1}


def test_whole_history(files):
    found = joined(files, {"window_days": 0})
    assert column(found, "net_amount") == {"a": 2000, "b": 300, "c": 0}
    assert money(found)["before_window"] == (0, 0)


def test_minor_units(files):
    rows = ["order_id,customer_id,ordered_at,amount,refund_amount", "1,a,2025-06-01,11.77,0.10"]
    assert column(joined(files, {"currency": "USD"}, purchases=rows), "net_amount")["a"] == 1167


def test_window_is_in_the_shops_time_zone(files):
    # 20:00 in London on the last day is 05:00 of the next day in Tokyo
    rows = ["order_id,customer_id,ordered_at,amount", "1,a,2026-03-31T20:00:00Z,1", "2,a,2025-03-31T15:00:00Z,10"]
    assert column(joined(files, purchases=rows), "net_amount")["a"] == 10
    assert column(joined(files, {"timezone": "Europe/London"}, purchases=rows), "net_amount")["a"] == 1


def test_larger_refund_is_used_and_warned_of(files):
    found = joined(files, purchases=[*PURCHASES, "7,b,2025-06-03,10,50,returned"])
    assert column(found, "net_amount")["b"] == 260
    warning = {"code": "W-REFUND-LARGER", "file": "purchases.csv", "n": 1}
    assert warning in found.ledgers["purchases"]["warnings"]


def test_money_of_guests_of_order_lines_and_of_amounts_that_cannot_be_read(files):
    # a's 1,000 on two lines; a guest's 50; 300 before the window; 7 has no amount, 8 is without tax
    rows = ["order_id,customer_id,email,ordered_at,amount", "1,a,,2025-06-01,1000円（税込）", "1,,,,",
            "2,,guest@x.jp,2025-06-02,50", "3,a,,2025-03-01,300", "7,a,,2025-06-03,",
            "8,a,,2025-06-04,900円（税抜）", *(f"{place},c,,2025-06-05,1" for place in range(10, 20))]  # fmt: skip
    customers = ["customer_id,acquired_on,email", "a,2024-01-01,a@x.jp", "c,2024-01-01,c@x.jp"]
    found = joined(files, {"tax": "included"}, customers=customers, purchases=rows)
    assert money(found) == {
        "ordered": (16, 1360),
        "amount_blank": (-1, 0),
        "guest": (-1, -50),
        "order_line": (-1, 0),
        "tax_other": (-1, 0),
        "before_window": (-1, -300),
        "refunds": (0, 0),
        "window_net": (11, 1010),
    }
    assert found.amountless == 2  # rows 7 and 8: the further line's money stands on the first
    account = found.ledgers["purchases"]
    assert account["not_applicable"] == {"guest": 1, "order_line": 1, "tax_other": 1}
    assert account["defective"] == {"amount_blank": 1}


# Customers


def test_without_a_customers_file_buyers_are_the_customers(files):
    found = joined(files, customers=None, responses=ANSWERS)
    assert column(found, "net_amount") == {"a": 1300, "b": 300}
    assert column(found, "acquired_on") == {"a": pd.Timestamp("2025-03-31"), "b": pd.Timestamp("2025-06-01")}
    assert found.acquired_from_orders and column(found, "score")["a"] == 9


def test_buyers_need_purchases_from_before_the_window(files):
    with pytest.raises(KitError, match="E-ACQUIRED"):
        joined(files, {"purchases_from": "2025-04-01"}, customers=None)


def test_who_first_buys_in_the_window_after_is_no_defect(files):
    rows = ["order_id,customer_id,ordered_at,amount", "1,a,2025-06-01,1", "2,a,2026-05-01,10", "3,new,2026-05-01,100"]
    found = joined(files, {"window": "after", "purchases_until": "2027-03-31"}, customers=None, purchases=rows)
    assert column(found, "net_amount") == {"a": 10}
    assert found.ledgers["purchases"]["not_applicable"] == {"customer_after_report": 1}


def test_first_order_stands_in_for_the_day_of_acquisition(files):
    found = joined(files, customers=["customer_id", "a", "b", "c"])
    days = [pd.Timestamp("2025-03-31"), pd.Timestamp("2025-06-01"), pd.NaT]
    assert found.acquired_from_orders and found.rows["acquired_on"].tolist() == days


def test_customers_acquired_from_the_reports_date_on_are_no_customers_yet(files):
    rows = [*PURCHASES, "7,z,2026-03-31,60,,completed"]
    customers = [*CUSTOMERS, "z,2026-04-01,east"]
    found = joined(files, {"acquired_on": "confirm"}, customers=customers, purchases=rows)
    assert list(column(found, "orders")) == ["a", "b", "c"]
    assert money(found)["customer_after_report"] == (-1, -60)
    assert not found.ledgers["purchases"]["defective"] and not found.ledgers["customers"]["defective"]


def test_where_filters_purchases_and_complaints(files):
    complaints = [*COMPLAINTS, "3,b,2025-08-01,major,4"]
    found = joined(files, {"where": {"region": "east"}}, complaints=complaints)
    assert column(found, "net_amount") == {"a": 1300, "c": 0} and money(found)["filtered"] == (-1, -300)
    assert found.ledgers["complaints"]["not_applicable"] == {"filtered": 1}


def test_purchases_by_email(files):
    customers = ["customer_id,acquired_on,email", "a,2024-01-01,A@x.jp", "b,2024-01-01,s@x.jp", "c,2024-01-01,s@x.jp"]
    rows = [
        "order_id,email,ordered_at,amount",
        *(f"{n},a@X.jp,2025-06-01,10" for n in range(8)),
        "s,s@x.jp,2025-06-01,99",
    ]
    found = joined(files, customers=customers, purchases=rows)
    assert column(found, "net_amount") == {"a": 80, "b": 0, "c": 0}  # an address that two share is nobody's
    assert money(found)["unknown_customer"] == (-1, -99)


def test_a_purchase_without_a_customer_id_is_found_by_its_email(files):
    customers = ["customer_id,acquired_on,email", "a,2024-01-01,a@x.jp", "b,2024-01-01,b@x.jp"]
    head, *rows = PURCHASES
    rows = [f"{head},email", *(f"{row},b@x.jp" for row in rows), "7,,2025-06-01,50,,completed,b@x.jp",
            "8,,2025-06-01,7,,completed,nobody@x.jp"]  # fmt: skip
    found = joined(files, customers=customers, purchases=rows)
    assert column(found, "net_amount") == {"a": 1300, "b": 350}  # an id of its own goes before the e-mail
    assert money(found)["guest"] == (-1, -7)
    assert found.ledgers["purchases"]["defective"] == {}


def test_cancelled_guests_are_cancelled(files):
    rows = [f"{PURCHASES[0]},email", *(f"{row},a@x.jp" for row in PURCHASES[1:]),
            "7,,2025-06-01,50,,cancelled,nobody@x.jp"]  # fmt: skip
    found = joined(files, purchases=rows)
    assert money(found)["status"] == (-2, -9050) and "guest" not in money(found)


def test_without_a_customers_file_guests_are_customers_by_their_email(files):
    rows = ["order_id,customer_id,email,ordered_at,amount", "1,a,a@x.jp,2025-01-01,10", "2,,g@x.jp,2025-01-01,20",
            "3,,g@x.jp,2025-06-01,30"]  # fmt: skip
    found = joined(files, customers=None, purchases=rows)
    assert column(found, "net_amount") == {"a": 0, "g@x.jp": 30}
    assert found.ledgers["purchases"]["rows_used"] == 3


def test_email_shared_with_a_customer_outside_the_report_is_nobodys(files):
    customers = ["customer_id,acquired_on,region,email", "a,2024-01-01,east,s@x.jp", "b,2024-01-01,west,s@x.jp"]
    rows = ["order_id,email,ordered_at,amount", "1,s@x.jp,2025-06-01,99"]
    found = joined(files, {"where": {"region": "east"}}, customers=customers, purchases=rows)
    assert column(found, "net_amount") == {"a": 0}


# Complaints


def test_complained_orders_count_where_they_count_in_the_window(files):
    # order 5 is cancelled, order 1 lies before the window
    complaints = [*COMPLAINTS, "3,a,2025-08-01,minor,1", "4,a,2025-08-01,minor,2"]
    assert column(joined(files, complaints=complaints), "complained_orders") == {"a": 1, "b": 0, "c": 0}


def test_without_complaints_they_are_missing(files):
    assert joined(files).rows[["complaints_major", "complained_orders"]].isna().all(axis=None)


def test_blank_order_ids_say_nothing_of_orders(files):
    complaints = [COMPLAINTS[0], "1,a,2025-08-01,major,", "2,b,2025-08-01,minor,"]
    found = joined(files, complaints=complaints)
    assert found.rows["complained_orders"].isna().all() and column(found, "complaints_minor")["b"] == 1


def test_no_complaint_in_the_window_is_none_and_not_unknown(files):
    found = joined(files, complaints=[COMPLAINTS[0], "1,a,2024-08-01,major,1"])
    assert column(found, "complaints_major") == column(found, "complained_orders") == {"a": 0, "b": 0, "c": 0}


def test_complaints_of_later_customers_are_no_defects(files):
    later = {"window": "after", "purchases_until": "2027-03-31"}
    complaints = [COMPLAINTS[0], "1,z,2026-05-01,major,", "2,a,2026-05-01,major,6"]
    found = joined(files, later, customers=[*CUSTOMERS, "z,2026-04-15,east"], complaints=complaints)
    assert found.ledgers["complaints"]["not_applicable"] == {"customer_after_report": 1}
    assert column(found, "complained_orders")["a"] == 1


# Coverage


def test_customers_from_before_the_first_order_ask_where_the_window_is_not_covered(files):
    assert not joined(files, {"purchases_from": None}).coverage.window_before
    late = [PURCHASES[0], *(f"{day},c,2026-03-{day},10,,completed" for day in range(10, 30))]
    with pytest.raises(KitError, match=r"E-COVERAGE-START .*\(2026-03-10\)"):
        joined(files, {"purchases_from": None}, purchases=late)


def test_whoever_ordered_before_a_migration_is_a_customer_of_then(files):
    customers = ["customer_id,acquired_on", "a,2026-04-10", "b,2025-06-01", "c,2025-12-01"]
    with pytest.raises(KitError, match=r"E-ACQUIRED-LATER .*1 of 2 .*\nacquired_on: first_order  # or confirm"):
        joined(files, customers=customers)
    found = joined(files, {"acquired_on": "first_order"}, customers=customers)
    days = found.rows["acquired_on"].dt.strftime("%Y-%m-%d")
    assert days.tolist() == ["2025-03-31", "2025-06-01", "2025-12-01"]
    assert "W-ACQUIRED-FIRST" in [warned["code"] for warned in found.ledgers["purchases"]["warnings"]]
    kept = joined(files, {"acquired_on": "confirm"}, customers=customers)
    assert kept.rows["customer_id"].tolist() == ["b", "c"]


def test_end_without_orders_asks(files):
    # gaps of 62, 1, 29 and 274 days: 5 × 45.5; the last order lies 274 days before the end
    with pytest.raises(KitError, match="E-COVERAGE-END"):
        joined(files, {"purchases_until": None})


def test_a_cancelled_order_need_not_have_a_date(files):
    found = joined(files, purchases=[*PURCHASES, "7,a,,5,,cancelled"])
    assert found.coverage == joined(files).coverage
    assert money(found)["status"] == (-2, -9005)


def test_cancelled_orders_show_that_the_file_goes_on(files):
    rows = [*PURCHASES, "7,a,2026-03-31,1,,cancelled"]
    assert joined(files, {"purchases_until": None}, purchases=rows).coverage.window_before


# Properties

STATUSES = ["completed", "returned", "cancelled", "test"]
DAYS = ["2024-06-01", "2025-03-31 23:59:59", "2025-04-01", "2025-12-24", "2026-03-31 23:59:59", "2026-04-01"]
FURTHER = st.fixed_dictionaries(
    {
        "status": st.sampled_from(STATUSES),
        "kind": st.sampled_from(["order", "order", "refund"]),
        "refund_amount": st.none() | st.integers(-5, 900),
    }
)
ROWS = st.lists(st.tuples(st.sampled_from("abxz"), st.sampled_from(DAYS), st.integers(-900, 900), FURTHER), max_size=12)


def step(who, when, amount, further):
    """Where a purchase of the customers a, b (known) and z (later) goes, by the rules in their order."""
    if further["status"] in ("cancelled", "test"):
        return "status"
    if further["kind"] == "refund" and amount > 0:
        return "refund_positive"
    if (further["refund_amount"] or 0) < 0:
        return "refund_negative"
    if when >= "2026-04-01":
        return "after_period"
    if who in "xz":
        return {"x": "unknown_customer", "z": "customer_after_report"}[who]
    return "before_window" if when < "2025-04-01" else "window_net"


def naive_money(rows):
    """step → (rows, amount), by a plain loop."""
    refunds = sum(row[3]["refund_amount"] or 0 for row in rows if step(*row) == "window_net")
    lines, amounts = Counter(step(*row) for row in rows), Counter()
    for row in rows:
        amounts[step(*row)] += row[2]
    table = {name: (-lines[name], -amounts[name]) for name in (*lines, "before_window")}
    table |= {"ordered": (len(rows), sum(row[2] for row in rows)), "refunds": (0, -refunds)}
    return table | {"window_net": (lines["window_net"], amounts["window_net"] - refunds)}


@example_settings(deadline=None, max_examples=40)
@given(ROWS)
def test_money_ledger_as_by_a_plain_loop(orders, rows):
    settings, known = checked({"as_of": "2026-04-01"}), pd.Series(["a", "b"], dtype="str")
    table = of_known(counted(orders(*rows), settings), known, where_used=False, later=pd.Series(["z"]))
    sums = bought(table.frame, windows(known, settings)).assign(segment=None)
    assert steps(money_ledger(table, sums, settings)) == naive_money(rows)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_rows_changes_nothing(files, seed):
    tables = {"customers": CUSTOMERS, "purchases": PURCHASES, "responses": ANSWERS, "complaints": COMPLAINTS}
    mixed = {name: [lines[0], *random.Random(seed).sample(lines[1:], len(lines) - 1)] for name, lines in tables.items()}
    first, second = (joined(files, **some) for some in (tables, mixed))
    rows = [found.rows.sort_values("customer_id").reset_index(drop=True) for found in (first, second)]
    pd.testing.assert_frame_equal(*rows)
    assert money(first) == money(second) and first.ledgers == second.ledgers


# Errors


def test_money_lost_on_the_way_is_noticed(orders):
    settings, known = checked({"as_of": "2026-04-01"}), pd.Series(["a"], dtype="str")
    table = counted(orders(("a", "2025-06-01", 10), ("b", "2025-06-01", 10)), settings)
    with pytest.raises(AssertionError, match="money was lost"):
        money_ledger(table, bought(table.frame, windows(known, settings)), settings)


def test_purchases_are_needed(files):
    with pytest.raises(KitError, match="E-FILE-MISSING purchases") as caught:
        joined(files, purchases=None)
    assert "購入ファイルが必要です" in caught.value.said("ja")


def test_mostly_unknown_customers_stop(files):
    with pytest.raises(KitError, match=r"^E-ROWS-DEFECTIVE purchases\.csv row 2, .* does not know"):
        joined(files, customers=["customer_id,acquired_on", "x,2024-01-01"])


# Without a customers file


def test_purchases_and_answers_by_email_meet_without_a_customers_file(files):
    chosen = files(
        purchases=["order_id,email,ordered_at,amount", "1,A@x.jp,2025-01-01,10", "2,a@x.jp,2026-03-31,5"],
        responses=["email,score", "a@x.jp,9", "b@x.jp,3"],
    )
    rows = history(chosen, survey(chosen).answers).rows
    assert rows[["customer_id", "net_amount", "segment"]].to_dict("list") == {
        "customer_id": ["a@x.jp"], "net_amount": [5], "segment": ["promoter"],
    }  # fmt: skip


def test_ids_of_the_purchases_are_found_by_the_answers_emails(files):
    chosen = files(
        purchases=["order_id,customer_id,email,ordered_at,amount", "1,C1,a@x.jp,2025-01-01,10",
                   "2,C1,a@x.jp,2026-03-31,5"],
        responses=["email,score", "a@x.jp,9"],
    )  # fmt: skip
    rows = history(chosen, survey(chosen).answers).rows
    assert rows[["customer_id", "segment"]].to_dict("list") == {"customer_id": ["C1"], "segment": ["promoter"]}


def test_without_acquired_on_those_who_first_buy_after_the_report_are_no_customers_yet(files):
    chosen = files(
        {"as_of": "2025-04-01", "window": "after"},
        customers=["customer_id", "a", "b"],
        purchases=["order_id,customer_id,ordered_at,amount", "1,a,2025-01-01,10", "2,b,2025-06-01,5",
                   "3,a,2026-03-31,7"],
    )  # fmt: skip
    found = history(chosen, None)
    assert found.rows["customer_id"].tolist() == ["a"]
    assert found.ledgers["customers"]["not_applicable"] == {"acquired_after_report": 1}
    assert found.ledgers["purchases"]["not_applicable"] == {"customer_after_report": 1}


# Returns


ORDERS = ["1,a,2025-01-01,10", "2,a,2026-03-31,20"]


@pytest.mark.parametrize(
    "head, rows, returned, refunded",
    [
        ("", ORDERS, None, None),  # the file tells nothing of returns
        (",refund_amount", [f"{row},5" for row in ORDERS], 1, 5),
        (",kind,refunds_order_id", [*(f"{row},order," for row in ORDERS), "r,a,2026-03-31,-4,refund,2"], 1, 4),
        (",kind", [*(f"{row},order" for row in ORDERS), "2,a,2026-03-31,-4,refund"], 1, 4),  # by the order's own id
        (",kind", [*(f"{row},order" for row in ORDERS), "r,a,2026-03-31,-4,refund"], None, 4),  # of which order?
    ],
)
def test_returns_are_known_only_where_the_file_tells(files, head, rows, returned, refunded):
    chosen = files(customers=["customer_id,acquired_on", "a,2025-01-01"],
                   purchases=[f"order_id,customer_id,ordered_at,amount{head}", *rows])  # fmt: skip
    found = history(chosen, None).rows.iloc[0]
    told = [None if pd.isna(found[name]) else int(found[name]) for name in ("returned_orders", "refunded_amount")]
    assert told == [returned, refunded]


def test_who_was_invited_after_the_last_day_of_answers_was_not_asked(files):
    asked = ["customer_id,invited_at", "a,2026-01-20", "c,2026-02-02"]
    for last, expected in (
        ("2026-02-01", {"a": True, "b": False, "c": False}),
        (None, {"a": True, "b": False, "c": True}),
    ):
        assert column(joined(files, {"answers_to": last}, responses=ANSWERS, invitations=asked), "invited") == expected


# Decimals


def test_decimals_are_kept_until_all_is_summed_and_what_rounding_leaves_is_a_line(files):
    # 0.4 × 3 before, 10.3 − 0.25 × 2 in the window: 11.5 − 1.2 − 0.5 = 9.8 → 12 − 1 + 0 − 1 = 10
    rows = ["order_id,customer_id,ordered_at,amount,refund_amount,status",
            *(f"{n},a,2025-03-31,0.4,,paid" for n in range(3)), "4,a,2025-06-01,5.15,0.25,paid",
            "5,b,2025-06-02,5.15,0.25,paid",
            "6,b,2025-06-02,0.7,,cancelled"]  # fmt: skip
    found = joined(files, purchases=rows, responses=ANSWERS)
    assert column(found, "net_amount") == {"a": 4.9, "b": 4.9, "c": 0}
    assert column(found, "net_amount_before") == {"a": 1.2, "b": 0, "c": 0}
    assert column(found, "orders") == {"a": 1, "b": 1, "c": 0}
    assert money(found) == {
        "ordered": (6, 12),
        "status": (-1, -1),
        "before_window": (-3, -1),
        "refunds": (0, 0),
        "window_net": (2, 10),
    }
    found = joined(files, purchases=[row.replace("0.4", "0.5") for row in rows])
    assert money(found)["before_window"] == (-3, -2) and money(found)["rounding"] == (0, 1)


def test_the_lines_of_an_order_are_summed_to_the_last_decimal(files):
    rows = ["order_id,customer_id,ordered_at,quantity,unit_price", *["1,a,2025-06-01,1,0.1"], "1,a,2025-06-01,2,0.1",
            "1,a,2025-06-01,-1,0.3", "2,b,2025-06-01,1.5,0.33"]  # fmt: skip
    found = joined(files, purchases=rows)
    assert column(found, "net_amount") == {"a": 0, "b": 0.495, "c": 0}
    assert column(found, "orders") == {"a": 1, "b": 1, "c": 0}
