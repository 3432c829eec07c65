"""From candidate orders to the shop's order file, with what is wrong in it planted on purpose."""

import numpy as np
import pandas as pd
from shop_model import AS_OF_DAY, BASKET_YEN, DAYS_AFTER, START, WINDOW_DAY, generator, happens, returned

SHIPPED_FROM = AS_OF_DAY - 4  # orders too young to be completed
TEST_ORDERS, UNKNOWN_ORDERS, LATE_ORDERS = 120, 180, 60
TEST_YEN = [1, 10, 100, 5000]
LARGE_REFUNDS, RETURN_POSTAGE = 6, 550


def with_large_refunds(seed, orders, ends, segment):
    """Candidate orders; a few that are sent back in the window get the postage refunded as well."""
    own = segment[orders["customer"]][:, None]
    comes_back = np.take_along_axis(happens(orders, ends) & returned(orders), own, axis=1)[:, 0]
    eligible = comes_back & (orders["day"] >= WINDOW_DAY) & (orders["day"] < SHIPPED_FROM) & ~orders["cancelled"]
    rows = generator(seed, "large refunds").choice(np.flatnonzero(eligible), LARGE_REFUNDS, replace=False)
    refund = orders["refund"].to_numpy().copy()
    refund[rows] = orders["amount"].to_numpy()[rows] + RETURN_POSTAGE
    return orders.assign(refund=refund)


def refunds(orders):
    """Money given back on each order by a detractor, a passive, a promoter: shape (orders, 3)."""
    young = (orders["day"] >= SHIPPED_FROM).to_numpy()[:, None]
    return np.where(returned(orders) & ~young, orders["refund"].to_numpy()[:, None], 0)


def observed_orders(orders, ends, segment):
    """The orders that happened: customer, day, amount, refund_amount, status."""
    own = segment[orders["customer"]][:, None]
    refund = np.take_along_axis(refunds(orders), own, axis=1)[:, 0]
    refund = np.where(orders["cancelled"], 0, refund)
    young = orders["day"] >= SHIPPED_FROM
    status = np.select([orders["cancelled"], refund > 0, young], ["cancelled", "returned", "shipped"], "completed")
    seen = np.take_along_axis(happens(orders, ends), own, axis=1)[:, 0]
    return orders.assign(refund_amount=refund, status=status).loc[
        seen, ["customer", "day", "amount", "refund_amount", "status"]
    ]


def test_orders(rng, base):
    """Orders that the shop's staff placed in customers' accounts to try the checkout."""
    known = np.flatnonzero(base["acquired_day"] < AS_OF_DAY)
    customer = rng.choice(known, TEST_ORDERS)
    day = rng.integers(base["acquired_day"].to_numpy()[customer], AS_OF_DAY)
    return pd.DataFrame(
        {"customer": customer, "day": day, "amount": rng.choice(TEST_YEN, TEST_ORDERS), "status": "test"}
    )


def late_orders(rng, base):
    """Orders placed after the report's date, by old customers and by the newest."""
    newest = np.flatnonzero(base["acquired_day"] >= AS_OF_DAY)
    old = rng.choice(len(base) - len(newest), LATE_ORDERS - len(newest), replace=False)
    customer = np.concatenate([old, newest])
    first = np.maximum(base["acquired_day"].to_numpy()[customer], AS_OF_DAY)
    amount = np.rint(rng.lognormal(np.log(BASKET_YEN), 0.5, LATE_ORDERS) / 10).astype(int) * 10
    day = rng.integers(first, AS_OF_DAY + DAYS_AFTER)
    return pd.DataFrame({"customer": customer, "day": day, "amount": amount, "status": "shipped"})


def unknown_orders(rng):
    """Orders of customers whom the customer file doesn't hold (customer = −1)."""
    amount = np.rint(rng.lognormal(np.log(BASKET_YEN), 0.5, UNKNOWN_ORDERS) / 10).astype(int) * 10
    day = rng.integers(WINDOW_DAY - 700, SHIPPED_FROM, UNKNOWN_ORDERS)
    ids = [f"X{number:05d}" for number in rng.integers(1, 120, UNKNOWN_ORDERS)]
    return pd.DataFrame({"customer": -1, "customer_id": ids, "day": day, "amount": amount, "status": "completed"})


def order_book(seed, base, observed):
    """All orders in the order of time, numbered.

    Returns
    -------
    DataFrame
        The columns of purchases.csv, besides customer (row number, −1 where unknown) and day.
    """
    rng = generator(seed, "planted orders")
    planted = [test_orders(rng, base), late_orders(rng, base), unknown_orders(rng)]
    book = pd.concat([observed, *planted], ignore_index=True).fillna({"refund_amount": 0})
    known = base["customer_id"].to_numpy()[book["customer"]]
    seconds = (rng.triangular(6, 20.5, 24, len(book)) * 3600).astype("int64")
    moment = START.astype("datetime64[s]") + (book["day"].to_numpy() * 86_400 + seconds).astype("timedelta64[s]")
    book = book.assign(
        customer_id=np.where(book["customer"] >= 0, known, book["customer_id"]),
        refund_amount=book["refund_amount"].astype(int),
        ordered_at=np.datetime_as_string(moment),
    ).sort_values(["ordered_at", "customer_id", "amount"], kind="stable", ignore_index=True)
    return book.assign(order_id=[f"O{number:06d}" for number in range(1, len(book) + 1)])
