"""One shop, four places: its customers and its ledger are the same, to the last minor unit."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.collect.survey import survey
from helpers.merge.history import history
from helpers.merge.there import by_order
from helpers.run.settings import checked
from tests.engines.shops import AS_OF, answers, complaints, customers, in_parts, orders, typed

pytestmark = pytest.mark.slow

SHOPS = {
    "yen": {"seed": 1},
    "dollars finer than cents": {"seed": 2, "fine": True, "currency": "USD"},
    "e-mails": {"seed": 3, "emails": True},
    "no statuses": {"seed": 4, "statuses": False},
    "no customers file": {"seed": 5, "customers": False},
    "some regions": {"seed": 6, "where": {"customer_id": {"from": "C000", "to": "C029"}}},
    "nothing returned counts": {"seed": 7, "returned_orders": "none"},
    "bought after": {"seed": 8, "window": "after", "as_of": "2025-10-01", "window_days": 180},
    "whole history": {"seed": 9, "window_days": 0},
}
LEDGER = ("rows_in", "rows_used", "not_applicable", "defective")


@pytest.fixture(scope="module", params=SHOPS)
def shop(request, tmp_path_factory):
    """Files of a shop, its settings, and its orders as they are and typed."""
    chosen = dict(SHOPS[request.param])
    folder = tmp_path_factory.mktemp("shop")
    makes = {name: chosen.pop(name) for name in ("seed", "fine", "emails", "statuses") if name in chosen}
    bought = orders(**makes)
    files = {"responses": answers(), "complaints": complaints(bought), "purchases": bought, "customers": customers()}
    if not chosen.pop("customers", True):
        del files["customers"]
    for name, frame in files.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    paths = {name: str(folder / f"{name}.csv") for name in files}
    common = {"as_of": AS_OF, "timezone": "Asia/Tokyo", "acquired_on": "confirm", "purchases_from": "2024-02-01"}
    values = {**common, "purchases_until": "2026-05-11", "person": "customer", **paths, **chosen}
    return folder, values, typed(bought)


def read(values, purchases=None):
    """What steps 1 and 2 make of the shop."""
    settings = checked({**values, "purchases": purchases or values["purchases"]})
    return history(settings, survey(settings).answers)


def money_moved(merged):
    """What each step moves, and how it spreads over those who move it."""
    moved = merged.money.support.moved
    spread = moved.adds.assign(step=moved.cell).groupby("step")["amount"].agg(["count", "sum", "max"])
    return merged.money.steps, spread


def by_id(rows):
    """Customers in the order of their ids: made of the buyers, they come in that of the rows."""
    return rows.sort_values("customer_id", ignore_index=True)


def assert_same(here, there):
    pd.testing.assert_frame_equal(*(by_id(merged.rows) for merged in (there, here)))
    ledgers = [merged.ledgers["purchases"] for merged in (here, there)]
    assert {name: ledgers[1][name] for name in LEDGER} == {name: ledgers[0][name] for name in LEDGER}
    codes = [{(one["code"], one.get("n")) for one in account["warnings"]} for account in ledgers]
    assert codes[0] == codes[1]
    assert here.coverage == there.coverage
    (steps, spread), (steps_there, spread_there) = money_moved(here), money_moved(there)
    assert steps == steps_there
    pd.testing.assert_frame_equal(spread, spread_there, rtol=1e-12)


def keys(merged):
    """Orders set aside, and why, of an engine's table."""
    table = next(table for table in merged.tables if table.name == "purchases")
    return sorted(map(tuple, by_order(table).fillna("").to_numpy().tolist()))


def test_parquet(shop):
    folder, values, table = shop
    pq.write_table(table, folder / "orders.parquet")
    assert_same(read(values), read(values, str(folder / "orders.parquet")))


def test_postgresql(shop, database, monkeypatch):
    monkeypatch.setattr("helpers.merge.there._AT_ONCE", 17)  # of the customers, so that they are summed by parts
    _, values, table = shop
    there = read(values, database.holds(table, reader=True))
    assert_same(read(values), there)
    assert len(keys(there)) == _aside(there)


def _aside(merged):
    account = merged.ledgers["purchases"]
    return sum(account["not_applicable"].values()) + sum(account["defective"].values())


@pytest.mark.parametrize("parts", [1, 5])
def test_spark(shop, spark, tmp_path, parts):
    _, values, table = shop
    place = in_parts(table, tmp_path / "orders", parts)
    assert_same(read(values), read(values, f"{spark}?path={place}"))


def test_customers_in_an_engine_are_the_same(shop, database, tmp_path):
    _, values, _ = shop
    if "customers" not in values:
        return
    table = pa.Table.from_pandas(customers())
    address = database.holds(table, acquired_on="date USING acquired_on::date")
    here, there = read(values), read({**values, "customers": address})
    pd.testing.assert_frame_equal(by_id(here.rows), by_id(there.rows))


def test_moments_with_a_zone_are_moved_to_the_shops(database, spark, tmp_path):
    """Midnight in Tokyo on the first day of the window is 15:00 of the day before in UTC."""
    moments = pd.to_datetime(
        ["2025-03-31 14:59:59", "2025-03-31 15:00:00", "2026-03-31 14:59:59", "2026-03-31 15:00:00"]
    )
    table = pa.table({
        "order_id": ["A1", "A2", "A3", "A4"], "customer_id": ["C000"] * 4, "amount": pa.array([1, 10, 100, 1000]),
        "ordered_at": pa.array(moments.tolist(), pa.timestamp("us", tz="UTC")),
    })  # fmt: skip
    table = pa.concat_tables([table, *(_others(table, number) for number in range(40))])
    values = {"as_of": AS_OF, "timezone": "Asia/Tokyo", "purchases_from": "2024-01-01", "purchases_until": AS_OF}
    for address in (database.holds(table), f"{spark}?path={in_parts(table, tmp_path / 'moments', 3)}"):
        settings = checked({**values, "customers": None, "responses": None, "purchases": address})
        rows = history(settings, None).rows.set_index("customer_id")
        assert (rows.loc["C000", "net_amount"], rows.loc["C000", "net_amount_before"]) == (110, 1)
        assert rows["net_amount"].eq(110).all()


def _others(table, number):
    owner = [f"C{number + 1:03}"] * len(table)
    ids = [f"{order}-{number}" for order in table["order_id"].to_pylist()]
    return table.set_column(0, "order_id", [ids]).set_column(1, "customer_id", [owner])


def test_answers_find_their_customers_by_orders(database, tmp_path):
    bought = orders(10)
    mine = bought[bought["customer_id"].str.startswith("C")].drop_duplicates("order_id").iloc[:80]
    answered = pd.DataFrame({"order_id": mine["order_id"], "score": "9"})
    answered.to_csv(tmp_path / "responses.csv", index=False)
    bought.to_csv(tmp_path / "purchases.csv", index=False)
    customers().to_csv(tmp_path / "customers.csv", index=False)
    paths = {name: str(tmp_path / f"{name}.csv") for name in ("responses", "purchases", "customers")}
    values = {"as_of": AS_OF, "timezone": "Asia/Tokyo", **paths}
    here, there = (
        survey(checked({**values, "purchases": place})).answers
        for place in (paths["purchases"], database.holds(typed(bought)))
    )
    pd.testing.assert_frame_equal(here, there)
