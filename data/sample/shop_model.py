"""The shop: its calendar, its customers and everything that they might order.

Days are whole numbers counted from `START`; customers are row numbers until the files are written.
An order of the window is drawn once, at the rate of a promoter, with marks that decide whether it
also happens to a passive or a detractor. The three versions of a customer share all their luck.
"""

import numpy as np
import pandas as pd

START = np.datetime64("2022-04-01")
BEFORE_DAY, WINDOW_DAY, AS_OF_DAY = 731, 1096, 1461  # 2024-04-01, 2025-04-01, 2026-04-01
YEAR = 365
SEGMENTS = ("detractor", "passive", "promoter")

CUSTOMERS_BEFORE, CUSTOMERS_AFTER, DAYS_AFTER = 7990, 10, 5
CHANNELS = {"search": 0.30, "ads": 0.26, "mall": 0.18, "catalogue": 0.09, "referral": 0.17}
CHANNEL_RATE = {"search": 1.0, "ads": 0.85, "mall": 0.9, "catalogue": 1.1, "referral": 1.15}
REGIONS = {"hokkaido": 0.05, "tohoku": 0.08, "kanto": 0.40, "chubu": 0.16, "kansai": 0.18, "west": 0.13}
AGE_BANDS = {"20s": 0.14, "30s": 0.22, "40s": 0.25, "50s": 0.22, "60s+": 0.17}
SEASON = np.array([0.95, 0.85, 1.0, 1.0, 0.95, 1.15, 1.35, 0.9, 0.9, 0.95, 1.05, 1.6])  # January first

RATE_SHAPE, RATE_MEAN, RATE_MOST = 3.2, 4.0, 26  # orders a year
ONCE_ONLY, ONCE_ONLY_RATE = 0.35, 0.04  # who hardly comes back, and their part of that rate
RATE_DRIFT = 0.2
RATE_PER_TENURE_YEAR = 0.10
BASKET_YEN, BASKET_BETWEEN, BASKET_WITHIN = 5700, 0.25, 0.4
FIRST_ORDER_SHARE = 0.65
SUBSCRIBERS, SUBSCRIPTION_YEN, ORDER_EVERY = 0.10, 3400, 30

# What the segment does in the window, in the order of SEGMENTS
RATE_BY_SEGMENT = np.array([0.78, 1.0, 1.3])
END_RATE_BY_SEGMENT = np.array([0.060, 0.040, 0.030]) * 12  # subscriptions ended, a year
RETURNED_BY_SEGMENT = np.array([0.058, 0.040, 0.032])
RETURNED_BEFORE, END_RATE_BEFORE = 0.042, 0.04 * 12
CANCELLED = 0.02
PART_REFUNDED = 0.3


def generator(seed, part):
    """Random numbers of one part, so that a change in one part leaves the others alone."""
    return np.random.default_rng([seed, *part.encode()])


def dates(days):
    """Calendar dates of day numbers, as ISO text."""
    return np.datetime_as_string(START + np.asarray(days, dtype="int64").astype("timedelta64[D]"))


def season(days):
    """How busy the shop is on each day, 1 in an ordinary month."""
    month = (START + np.asarray(days).astype("timedelta64[D]")).astype("datetime64[M]").astype(int) % 12
    return SEASON[month]


def drawn(rng, shares, size):
    """Labels drawn by their shares."""
    weight = np.array(list(shares.values()))
    return rng.choice(np.array(list(shares)), size=size, p=weight / weight.sum())


def acquisition_days(rng):
    """Day of registration, ascending; the shop grows, and the first customer comes on day 0."""
    days = np.arange(AS_OF_DAY)
    weight = season(days) * (1 + 0.3 * days / AS_OF_DAY)
    before = rng.choice(days, size=CUSTOMERS_BEFORE - 1, p=weight / weight.sum())
    after = AS_OF_DAY + rng.integers(0, DAYS_AFTER, CUSTOMERS_AFTER)
    return np.sort(np.concatenate([[0], before, after]))


def customer_base(seed):
    """One row a customer: what the shop knows, and the habits that it doesn't see.

    Returns
    -------
    DataFrame
        acquired_day, channel, region, age_band, mail_consent, buying_rate (orders a year),
        window_rate (the same, in the window, for a passive), basket (yen), buys_at_once,
        subscription_day (NaN for none).
    """
    rng = generator(seed, "customers")
    acquired = acquisition_days(rng)
    base = pd.DataFrame({"acquired_day": acquired})
    for column, shares in [("channel", CHANNELS), ("region", REGIONS), ("age_band", AGE_BANDS)]:
        base[column] = drawn(rng, shares, len(base))
    base["mail_consent"] = (rng.random(len(base)) < 0.72).astype(int)
    return with_habits(rng, base)


def with_habits(rng, base):
    """Customers with their rates, baskets and subscriptions (columns of `customer_base`)."""
    n = len(base)
    subscribes = rng.random(n) < SUBSCRIBERS
    channel_rate = base["channel"].map(CHANNEL_RATE).astype(float)
    lively = np.where(rng.random(n) < ONCE_ONLY, ONCE_ONLY_RATE, 1) * np.where(subscribes, 0.5, 1)
    rate = np.minimum(rng.gamma(RATE_SHAPE, RATE_MEAN / RATE_SHAPE, n), RATE_MOST) * channel_rate * lively
    years = (AS_OF_DAY - base["acquired_day"]) / YEAR
    drift = rng.lognormal(-(RATE_DRIFT**2) / 2, RATE_DRIFT, n) * (0.95 + RATE_PER_TENURE_YEAR * years)
    at_once = rng.random(n) < FIRST_ORDER_SHARE
    return base.assign(
        buying_rate=rate,
        window_rate=rate * drift,
        basket=BASKET_YEN * rng.lognormal(0, BASKET_BETWEEN, n),
        buys_at_once=at_once | (base["acquired_day"] == 0),
        subscription_day=np.where(subscribes, base["acquired_day"] + rng.integers(0, 90, n), np.nan),
    )


def one_off_orders(rng, base, rate, from_day, to_day):
    """Orders outside any subscription in [from_day, to_day), after the day of registration."""
    first = np.maximum(base["acquired_day"].to_numpy() + 1, from_day)
    days = np.maximum(to_day - first, 0)
    customer = np.repeat(np.arange(len(base)), rng.poisson(rate * SEASON.max() * days / YEAR))
    day = first[customer] + rng.integers(0, days[customer])
    kept = rng.random(len(day)) < season(day) / SEASON.max()
    return pd.DataFrame({"customer": customer[kept], "day": day[kept], "kind": "one_off"})


def first_orders(base):
    """The order on the day of registration, of those who buy at once."""
    buyers = np.flatnonzero(base["buys_at_once"] & (base["acquired_day"] < AS_OF_DAY))
    return pd.DataFrame({"customer": buyers, "day": base["acquired_day"].to_numpy()[buyers], "kind": "first"})


def subscription_ends(seed, base):
    """Day on which each subscription ends were its owner a detractor, passive or promoter.

    Returns
    -------
    ndarray, shape (customers, 3)
        NaN where there is no subscription. An end before the window is the same in all three.
    """
    rng = generator(seed, "subscriptions")
    start = base["subscription_day"].to_numpy()
    early = start + 1 + np.floor(rng.exponential(YEAR / END_RATE_BEFORE, len(base)))
    luck = rng.exponential(1, len(base))
    late = np.maximum(start, WINDOW_DAY)[:, None] + 1 + np.floor(luck[:, None] * YEAR / END_RATE_BY_SEGMENT)
    return np.where((early < WINDOW_DAY)[:, None], early[:, None], late)


def subscription_orders(base, ends):
    """One order every `ORDER_EVERY` days until the latest of the three possible ends."""
    start, last = base["subscription_day"].to_numpy(), ends.max(axis=1)
    day = start[:, None] + ORDER_EVERY * np.arange(AS_OF_DAY // ORDER_EVERY + 1)
    customer, step = np.nonzero((day < last[:, None]) & (day < AS_OF_DAY))
    return pd.DataFrame({"customer": customer, "day": day[customer, step].astype(int), "kind": "subscription"})


def candidate_orders(seed, base, ends):
    """Every order that could happen before as_of, with its marks of luck.

    Returns
    -------
    DataFrame
        customer, day, kind, amount (yen), refund (yen, if returned), cancelled, happens_mark and
        returned_mark (uniform on 0..1; the smaller, the more easily it happens).
    """
    rng = generator(seed, "orders")
    window_rate = base["window_rate"] * RATE_BY_SEGMENT.max()
    orders = pd.concat(
        [
            first_orders(base),
            one_off_orders(rng, base, base["buying_rate"], 0, WINDOW_DAY),
            one_off_orders(rng, base, window_rate, WINDOW_DAY, AS_OF_DAY),
            subscription_orders(base, ends),
        ],
        ignore_index=True,
    )
    return with_amounts(rng, base, orders)


def with_amounts(rng, base, orders):
    """Orders with amounts and marks (columns of `candidate_orders`)."""
    n = len(orders)
    free = base["basket"].to_numpy()[orders["customer"]] * rng.lognormal(0, BASKET_WITHIN, n)
    level = base["basket"].to_numpy()[orders["customer"]] / BASKET_YEN
    fixed = SUBSCRIPTION_YEN * np.clip(np.rint(level), 1, 3)
    amount = np.where(orders["kind"] == "subscription", fixed, np.rint(free / 10) * 10).astype(int)
    refund = np.where(rng.random(n) < PART_REFUNDED, amount // 2, amount)
    return orders.assign(
        amount=amount,
        refund=refund,
        cancelled=rng.random(n) < CANCELLED,
        happens_mark=rng.random(n),
        returned_mark=rng.random(n),
    )


def happens(orders, ends):
    """Whether each order happens to a detractor, a passive, a promoter: shape (orders, 3)."""
    day = orders["day"].to_numpy()[:, None]
    chance = RATE_BY_SEGMENT / RATE_BY_SEGMENT.max()
    one_off = (day < WINDOW_DAY) | (orders["happens_mark"].to_numpy()[:, None] < chance)
    kind = orders["kind"].to_numpy()[:, None]
    return np.where(kind == "first", True, np.where(kind == "one_off", one_off, day < ends[orders["customer"]]))


def returned(orders):
    """Whether each order is sent back by a detractor, a passive, a promoter: shape (orders, 3)."""
    before = (orders["day"] < WINDOW_DAY).to_numpy()[:, None]
    return orders["returned_mark"].to_numpy()[:, None] < np.where(before, RETURNED_BEFORE, RETURNED_BY_SEGMENT)
