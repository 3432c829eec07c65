"""Small tables and files for the tests of step 2."""

import pandas as pd
import pytest

from tests.tables import new_table

TYPES = {"amount": "Int64", "refund_amount": "Int64"}
NUMBERS = (
    "orders", "returned_orders", "ordered_amount", "refunded_amount", "net_amount", "orders_before",
    "net_amount_before", "orders_earlier", "net_amount_earlier",
)  # fmt: skip
COMPLAINTS = ("complaints_major", "complaints_minor", "complaints_near_miss", "complained_orders")


@pytest.fixture(scope="session")
def table():
    """Factory of a canonical table from lists of cells; rows are numbered from 2, as in a file."""

    def build(name, **columns):
        frame = pd.DataFrame({column: cells_of(column, cells) for column, cells in columns.items()})
        return new_table(name, f"{name}.csv", frame.set_index(frame.index + 2), [])

    return build


def cells_of(column, cells):
    if column.endswith(("_at", "_on")):
        return pd.to_datetime(pd.Series(cells, dtype="str"), format="ISO8601").astype("datetime64[us]")
    return pd.Series(cells, dtype=TYPES.get(column, "str"))


@pytest.fixture(scope="session")
def orders(table):
    """Factory of purchases from (customer_id, ordered_at, amount, further cells by name), ids O0, O1, …."""

    def build(*rows):
        cells = [
            {"order_id": f"O{place}", "customer_id": who, "ordered_at": when, "amount": amount}
            | (further[0] if further else {})
            for place, (who, when, amount, *further) in enumerate(rows)
        ]
        names = dict.fromkeys(["order_id", "customer_id", "ordered_at", "amount"])
        names |= dict.fromkeys(name for row in cells for name in row)
        blank = {"kind": "order"}
        return table("purchases", **{name: [row.get(name, blank.get(name)) for row in cells] for name in names})

    return build


@pytest.fixture(scope="session")
def customers():
    """Factory of step 2's rows: one row a customer, all figures 0 but those given."""

    def build(n, **columns):
        rows = pd.DataFrame({"customer_id": [f"c{place}" for place in range(n)]}, dtype="str")
        rows["segment"] = pd.Series(columns.pop("segment", [None] * n), dtype="str")
        for column in NUMBERS:
            rows[column] = pd.Series(columns.pop(column, [0] * n), dtype="int64")
        for column in COMPLAINTS:
            rows[column] = pd.Series(columns.pop(column, [None] * n), dtype="Int64")
        columns = {"acquired_on": ["2020-01-01"] * n} | columns
        return rows.assign(**{name: cells_of(name, cells) for name, cells in columns.items()})

    return build
