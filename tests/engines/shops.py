"""Small shops with all that a ledger tells of: what counts, what doesn't, and what nobody can use."""

import random
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

AS_OF = "2026-04-01"
MONEY = pa.decimal128(14, 6)
STATUSES = ("completed", "Completed", "shipped", "cancelled", "test", "returned", "partially refunded")


def customers(n=60):
    """Customers C001…, some acquired after the report's date, two who share an e-mail."""
    days = pd.date_range("2024-01-10", periods=n, freq="14D").strftime("%Y-%m-%d")
    emails = [f"c{number}@shop.example" for number in range(n - 1)] + ["c1@shop.example"]
    return pd.DataFrame({"customer_id": [f"C{number:03}" for number in range(n)], "acquired_on": days, "email": emails})


def orders(seed, n=400, *, fine=False, statuses=True, emails=False):
    """Orders of those customers: of strangers, of nobody, cancelled, early, late, refunded, copied, negative."""
    random_ = random.Random(seed)
    rows = [_order(number, random_, fine, emails) for number in range(n)]
    rows += [dict(random_.choice(rows)) for _ in range(7)]  # copies
    rows += [_refund(random_.choice(rows), mark, random_) for mark in ("R-", "", "C") for _ in range(4)]
    frame = pd.DataFrame(random_.sample(rows, len(rows))).astype("str")
    return frame if statuses else frame.drop(columns="status")


def _order(number, random_, fine, emails):
    day = pd.Timestamp("2024-02-01") + pd.Timedelta(minutes=random_.randrange(830 * 24 * 60))
    owner = random_.choices(("C{:03}", "X{:03}", "", "guest"), (94, 3, 1, 2))[0].format(random_.randrange(60))
    amount = random_.randrange(100, 20_000)
    refund = random_.choices((0, amount // 2, amount, amount + 5), (90, 4, 5, 1))[0]
    order = {
        "order_id": f"O{number:05}", "customer_id": owner, "ordered_at": str(day),
        "amount": f"{amount}.{random_.randrange(10**6):06}" if fine else amount, "refund_amount": refund,
        "status": random_.choices(STATUSES, (60, 5, 15, 8, 2, 5, 5))[0], "note": random_.choice(("", "gift", "急ぎ")),
    }  # fmt: skip
    by_mail = emails and random_.random() < 0.3
    mail = {"customer_id": "", "email": f"C{random_.randrange(62)}@Shop.example "} if by_mail else {"email": ""}
    return {**order, **mail} if emails else order


def _refund(order, mark, random_):
    money = float(order["amount"]) // 2
    later = str(pd.Timestamp(order["ordered_at"]) + pd.Timedelta(days=5))
    changed = {"order_id": f"{mark}{order['order_id']}", "ordered_at": later, "amount": -int(money), "refund_amount": 0}
    return {**order, **changed, "status": "completed"}


def answers():
    """An answer of every second customer."""
    ids = [f"C{number:03}" for number in range(0, 60, 2)]
    return pd.DataFrame({"customer_id": ids, "score": [str(number % 11) for number in range(len(ids))]})


def complaints(bought):
    """A complaint about each twentieth order."""
    some = bought[bought["customer_id"].str.startswith("C")].iloc[::20]
    return pd.DataFrame({
        "complaint_id": [f"K{number}" for number in range(len(some))], "customer_id": some["customer_id"].to_numpy(),
        "received_at": "2025-12-01", "severity": "minor", "order_id": some["order_id"].to_numpy(),
    })  # fmt: skip


def typed(frame, whole_ids=False):
    """A shop's rows as an engine has them: ids as texts or whole numbers, moments, exact decimals."""
    columns = {}
    for name, values in frame.items():
        if name == "ordered_at":
            columns[name] = pa.array(pd.to_datetime(values).tolist(), pa.timestamp("us"))
        elif name in ("amount", "refund_amount"):
            columns[name] = pa.array([None if text == "" else Decimal(text) for text in values], MONEY)
        elif whole_ids and name == "customer_id":
            columns[name] = pa.array([None if text == "" else int(text) for text in values], pa.int64())
        else:
            columns[name] = pa.array([text or None for text in values], pa.string())
    return pa.table(columns)


def in_parts(table, folder, parts):
    """A folder of Parquet files that hold the table."""
    folder.mkdir()
    size = -(-len(table) // parts)
    for number in range(parts):
        pq.write_table(table.slice(number * size, size), folder / f"part-{number}.parquet")
    return folder
