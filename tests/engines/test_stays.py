"""What stays in an engine and what comes along: odd ids, ids that are unique there, sums too large for floats."""

import pandas as pd
import pytest

from helpers.merge.history import history
from helpers.read.roles import canonical_table
from helpers.run.new.proposals import likely_place, purchases_money
from helpers.run.settings import checked
from tests.engines.shops import AS_OF, in_parts, typed
from tests.engines.test_identical import assert_same

pytestmark = pytest.mark.slow
ODD_ORDERS = [
    "Z1", " Z1", "Z 2", "'Z3", "Z3", "0012", "12", "17.0", "17", "1.2E+11", "ＺＺ", "ZZ", "x-1", "#5", "z\tz", "---",
    'Z"4', "Z\\5", "{Z,6}", "ZNULL", "Z'7",
]  # fmt: skip
ODD_CUSTOMERS = [
    "C7", " C7", "c7", "0", "00", "-1", "guest", "walk-in", "10", "1", "null", "N/A", "C_8", "8.0", "C 9", "-",
]  # fmt: skip


def shop(orders, customers, amounts):
    """One order each, and others that are looked at before them."""
    n = 60
    return pd.DataFrame({
        "order_id": [*(f"A{number}" for number in range(n)), *orders],
        "customer_id": [*(f"C{number % 20}" for number in range(n)), *customers],
        "ordered_at": "2025-06-01 10:00:00", "amount": [*["1000"] * n, *amounts],
    })  # fmt: skip


def read(purchases, **changes):
    common = {
        "as_of": AS_OF, "purchases_from": "2024-02-01", "purchases_until": AS_OF, "customers": None,
        "responses": None, "order_total": "every",
    }  # fmt: skip
    return history(checked({**common, "purchases": str(purchases), **changes}), None)


@pytest.mark.parametrize("most_named", [100, 0])
def test_odd_ids_of_orders_and_customers_are_read_as_a_files(most_named, database, spark, tmp_path, monkeypatch):
    """Whether statements name the orders that come along, or join them."""
    monkeypatch.setattr("helpers.read.engines.plain._MOST_NAMED", most_named)
    frames = [
        shop(ODD_ORDERS, ["C1"] * len(ODD_ORDERS), ["500"] * len(ODD_ORDERS)),
        shop([f"Q{number}" for number in range(len(ODD_CUSTOMERS))], ODD_CUSTOMERS, ["500"] * len(ODD_CUSTOMERS)),
    ]
    for number, frame in enumerate(frames):
        path = tmp_path / f"purchases-{number}.csv"
        frame.to_csv(path, index=False)
        address = database.holds(typed(frame))
        here = read(path)
        assert_same(here, read(address))
        assert_same(here, read(f"{spark}?path={in_parts(typed(frame), tmp_path / f'orders-{number}', 2)}"))
        with database.connected() as connection, connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {address.partition('table=')[2]} ADD PRIMARY KEY (order_id)")
        assert_same(here, read(address))


@pytest.mark.parametrize(("zeros", "somebody"), [(4, True), (5, False)])
@pytest.mark.parametrize("whole_ids", [True, False])
def test_a_zero_is_somebody_where_ids_are_numbers_and_it_is_no_more_frequent(
    zeros, somebody, whole_ids, database, spark, tmp_path
):
    """As in a file, whatever rows of the others come along: 7 and 8 have four rows, and few of them do."""
    frame = shop([f"B{number}" for number in range(zeros + 2)], ["0"] * zeros + ["7", "8"], ["500"] * (zeros + 2))
    frame["customer_id"] = frame["customer_id"].str.replace("C", "").where(frame["customer_id"] != "C0", "20")
    frame = frame.iloc[::-1]  # the last rows come along: none of 1
    frame.to_csv(tmp_path / "purchases.csv", index=False)
    frame = typed(frame, whole_ids=whole_ids)
    here = read(tmp_path / "purchases.csv")
    assert here.rows["customer_id"].eq("0").any() == somebody
    assert_same(here, read(database.holds(frame)))
    assert_same(here, read(f"{spark}?path={in_parts(frame, tmp_path / 'orders', 2)}"))


def test_sums_too_large_for_floats_are_exact(database, tmp_path):
    frame = shop([f"B{number}" for number in range(10_000)], ["C1"] * 10_000, ["99999999"] * 10_000)
    address = database.holds(typed(frame), amount="numeric(20, 0) USING CAST(amount AS numeric(20, 0)) * 10000 + 1")
    frame.assign(amount=frame["amount"] + "0001").to_csv(tmp_path / "purchases.csv", index=False)
    here = read(tmp_path / "purchases.csv")
    assert_same(here, read(address))
    assert here.rows["net_amount"].max() > 2**53


def test_few_rows_come_along(database):
    """Twenty witnesses, and each odd one; an order that is named in another way comes with it."""
    frame = shop([" Z1", "Z1"], ["C1"] * 2, ["1"] * 2)
    settings = checked({"as_of": AS_OF, "order_total": "every", "purchases": database.holds(typed(frame))})
    table = canonical_table("purchases", settings)
    assert len(frame) - 22 <= table.elsewhere.rows <= len(frame) - 20
    assert {" Z1", "Z1"} <= {*table.elsewhere.keys}


@pytest.mark.parametrize(("decimals", "place"), [(0, "JPY Asia/Tokyo"), (2, "USD America/New_York")])
def test_a_new_report_proposes_the_currency_that_the_amounts_look_like(database, decimals, place):
    address = database.holds(typed(shop([], [], [])), amount=f"numeric(12,{decimals})")
    currency, amounts = purchases_money(checked({"as_of": AS_OF, "purchases": address}), [], [])
    assert len(amounts) == 60 and likely_place(currency, amounts, [], japanese=False) == place
