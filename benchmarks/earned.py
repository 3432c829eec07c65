"""Earned growth: how far the shares of one year are off, and how often their intervals hold the truth.

A customer buys 85 % of what she bought in the window before, were she a customer for all of it; one year's luck
hangs together with the next's. A fifth of the customers are new, a quarter of them by referral. *grown*: one
customer in twenty joined during the window before, *young*: half of the old ones did, so that the old together
buy more than in the window before though each buys less.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd
from trials import TAILS, cell, print_table, seeded

from helpers.compare.growth import Growth, growth
from helpers.merge.customers import Shop
from helpers.run.settings import checked

JOINED = {"grown": 0.05, "young": 0.5}  # share of the old customers who joined during the window before
KEPT, NEW, BY_REFERRAL, YEARLY, DAYS = 0.85, 0.2, 0.25, 10_000.0, 365
RESAMPLES = 399


def rows(shops: int, sizes: tuple[int, ...] = (300, 1000, 5000)) -> Iterator[dict[str, str]]:
    """One row a kind of shop, tail and number of customers."""
    for kind, tail, n in product(JOINED, TAILS, sizes):
        random, truth, found = seeded("earned", kind, tail, n), true_shares(kind), []
        for draw in range(shops):
            settings = checked({"as_of": "2026-04-01", "resamples": RESAMPLES, "seed": draw})
            made = growth(Shop(customers(kind, tail, n, random), settings, window_before_covered=True))
            found.append(shares(made) if made else np.full((4, 3), np.nan))
        ends = np.array(found, float)
        there = np.isfinite(ends[:, :, 1])
        held = (ends[:, :, 1] <= truth) & (truth <= ends[:, :, 2])
        wide = np.nanmedian(ends[:, :, 2] - ends[:, :, 1], axis=0)
        yield {
            "shop": kind,
            "spend": tail,
            "customers": str(n),
            "truth, %: retention / of the whole window / earned / growth": cell(100 * truth),
            "off by, points": cell(100 * np.sqrt(np.nanmean((ends[:, :, 0] - truth) ** 2, axis=0))),
            "coverage": cell(100 * np.nanmean(np.where(there, held, np.nan), axis=0)),
            "width, points": cell(100 * wide),
            "without an interval": cell(100 * (1 - there.mean(axis=0))),
        }


def shares(found: Growth) -> list[tuple[float | None, ...]]:
    """Retention, that of the whole window before, earned, and growth: figure, low and high."""
    whole = found.retention_whole
    return [
        (found.net_revenue_retention, found.retention_low, found.retention_high),
        (whole.estimate, whole.low, whole.high) if whole else (np.nan,) * 3,
        (found.earned_new_customers, found.earned_low, found.earned_high),
        (found.rate, found.low, found.high),
    ]


def true_shares(kind: str) -> np.ndarray:
    """Retention, that of the whole window before, earned, and growth, of a very large shop."""
    before = (1 - NEW) * (1 - JOINED[kind] / 2)
    kept, earned = KEPT * (1 - NEW) / before, NEW * BY_REFERRAL / 2 / before
    return np.array([kept, KEPT, earned, kept + earned - 1])


def customers(kind: str, tail: str, n: int, random: np.random.Generator) -> pd.DataFrame:
    """Rows of the CRM's customers: what each bought in the window and in that before it."""
    zeros, sigma = TAILS[tail]
    part = random.choice(3, n, p=[(1 - NEW) * (1 - JOINED[kind]), (1 - NEW) * JOINED[kind], NEW])
    age = random.integers(1, DAYS, n) + DAYS * (1 - part) + DAYS  # days as a customer, up to the window's end
    yearly = YEARLY * np.exp(sigma * random.standard_normal(n) - sigma**2 / 2)
    before, now = (yearly * (random.random(n) >= zeros) / (1 - zeros) for _ in range(2))
    channel = np.where(random.random(n) < BY_REFERRAL, "referral", "ads")
    return pd.DataFrame(
        {
            "acquired_on": pd.Timestamp("2026-04-01") - pd.to_timedelta(age, "D"),
            "acquisition_channel": pd.Series(channel, dtype="str"),
            "net_amount_before": np.round(before * ((age - DAYS) / DAYS).clip(0, 1)).astype(int),
            "net_amount": np.round(now * np.where(part == 2, age / DAYS, KEPT)).astype(int),
        }
    )


def print_growth(shops: int) -> None:
    """The table."""
    print_table(f"growth, {shops:,} shops", rows(shops))
