"""Complaints of the window, by customer and by severity."""

import pandas as pd
import pytest

from helpers.base.errors import KitError
from helpers.merge.complaints import by_customer, heinrich, of_window
from helpers.merge.customers import Shop
from helpers.read.ledger import ledger
from helpers.run.settings import checked

NOBODY = pd.Series(dtype="str")


def settings(**changes):
    return checked({"as_of": "2026-04-01", **changes})


@pytest.fixture
def complaints(table):
    """Factory of complaints from (customer_id, received_at), minor ones with ids of their own."""

    def build(*rows):
        who, when = zip(*rows, strict=True)
        ids = [f"K{place}" for place in range(len(rows))]
        return table("complaints", complaint_id=ids, customer_id=who, received_at=when, severity=["minor"] * len(rows))

    return build


def gone(table):
    return dict(zip(table.aside["row"].tolist(), table.aside["reason"], strict=True))


def test_window_is_half_open(complaints):
    table = complaints(
        ("a", "2025-03-31 23:59:59"), ("a", "2025-04-01"), ("a", "2026-03-31 23:59:59"), ("a", "2026-04-01")
    )
    assert gone(of_window(table, pd.Series(["a"]), settings(), later=NOBODY)) == {
        2: "outside_period",
        5: "outside_period",
    }
    assert gone(of_window(table, pd.Series(["a"]), settings(window_days=0), later=NOBODY)) == {5: "outside_period"}


def test_whose_complaints_count(complaints):
    table = complaints(("a", "2025-06-01"), ("x", "2025-06-01"), ("z", "2025-06-01"))
    found = of_window(table, pd.Series(["a"]), settings(), later=pd.Series(["z"]))
    assert gone(found) == {4: "customer_after_report", 3: "unknown_customer"}
    assert ledger(found)["defective"] == {"unknown_customer": 1}
    filtered = of_window(table, pd.Series(["a"]), settings(where={"region": "east"}), later=NOBODY)
    assert set(gone(filtered).values()) == {"filtered"}


def test_one_complaint_on_two_differing_rows_is_refused(table):
    twice = table("complaints", complaint_id=["1", "1"], customer_id=["a", "a"], received_at=["2025-06-01"] * 2,
                  severity=["major", "minor"])  # fmt: skip
    with pytest.raises(KitError, match=r"^E-COMPLAINT-CONFLICT complaints\.csv row 2, 3 \(2 in all\)"):
        of_window(twice, pd.Series(["a"]), settings(), later=NOBODY)


def frame(*rows):
    return pd.DataFrame(rows, columns=["customer_id", "severity", "order_id"], dtype="str")


def test_counts_by_customer_and_severity():
    found = by_customer(frame(("b", "minor", None), ("a", "major", None), ("b", "minor", None)), NOBODY)
    assert found.to_dict("list") == {
        "customer_id": ["a", "b"],
        "complaints_major": [1, 0],
        "complaints_minor": [0, 2],
        "complaints_near_miss": [0, 0],
        "complained_orders": [0, 0],
    }


def test_complained_orders_are_distinct_and_of_the_window():
    rows = [
        ("a", "major", "O1"),
        ("a", "minor", "O1"),
        ("a", "minor", "O2"),
        ("a", "minor", "old"),
        ("b", "minor", None),
    ]
    found = by_customer(frame(*rows), pd.Series(["O1", "O2", "O3"]))
    assert found["complained_orders"].tolist() == [2, 0]


def test_complaints_without_orders_say_nothing_of_orders():
    found = by_customer(frame(("a", "major", None)).drop(columns="order_id"), pd.Series(["O1"]))
    assert "complained_orders" not in found


def ladder(**seen):
    columns = {f"complaints_{severity}": pd.Series(counts, dtype="Int64") for severity, counts in seen.items()}
    return heinrich(Shop(pd.DataFrame(columns), settings()))


def test_heinrich_by_hand():
    # 2 major: 2 × 1, 2 × 29, 2 × 300
    rungs = ladder(major=[1, 1, 0], minor=[30, 0, 0], near_miss=[0, 99, 1]).rungs()
    assert {name: (rung.seen, rung.expected, rung.gap) for name, rung in rungs.items()} == {
        "major": (2, 2, 0),
        "minor": (30, 58, 28),
        "near_miss": (100, 600, 500),
    }


def test_heinrich_without_major_complaints_expects_none():
    rungs = ladder(major=[0], minor=[3], near_miss=[0]).rungs()
    assert [rung.gap for rung in rungs.values()] == [0, -3, 0]


def test_the_first_of_equal_gaps_is_the_widest():
    assert ladder(major=[0], minor=[0], near_miss=[0]).widest() == "major"


def test_heinrich_without_a_file_of_complaints():
    assert ladder(major=[None, None], minor=[None, None], near_miss=[None, None]) is None
