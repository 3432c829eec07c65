"""Shops in which new customers answer more happily: LTV as it is, of the whole window, and per customer-year.

Two fifths came in the window, on any day of it; of them six in ten are promoters, of the others three. Happy
people answer more often. What a customer buys in a year is 8,000, 10,000 or 12,000 by segment, times luck:
the true yearly gap is 4,000, new or not. *steady*: orders on any day, four a year; *one season*: all of them in
one week, day 255 of the window; *subscription*: a box each month, the first on joining; *joined by an order*: as
steady, with one order more on joining, as large as any; *new ones buy less*: as steady, but those who are new six
tenths as much a year, so that the true gap of the customers' yearly purchases is 1,968.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd
from trials import CONFIDENCE, HAPPY, TAILS, cell, luck, print_table, seeded

from helpers.base.intervals import moments
from helpers.base.results import SEGMENTS
from helpers.compare.basis import Basis, basis_of
from helpers.compare.exposure import exposure
from helpers.compare.figure_intervals import welch_gap
from helpers.compare.figures import HEADLINE_PAIR, PAIRS
from helpers.run.settings import checked

KINDS = ("steady", "one season", "subscription", "joined by an order", "new ones buy less")
NEW, SEASON, DAYS, A_YEAR, LESS = 0.4, 255, 365, 4, 0.6
LIKES = {False: [0.35, 0.35, 0.3], True: [0.15, 0.25, 0.6]}  # whether she is new → segments
CHANCE = np.array([share * np.array(LIKES[new]) * HAPPY for new, share in ((False, 1 - NEW), (True, NEW))])
YEARLY = np.array([8_000.0, 10_000.0, 12_000.0])
METHODS = ("plain", "whole window", "customer-year")
RESAMPLES = 399
ANSWERS, MANY = 2_000, 30_000  # of the many, resamples draw cells of like customers


def rows(shops: int) -> Iterator[dict[str, str]]:
    """One row a kind of shop, tail and number of answers."""
    for kind, tail, n in (*product(KINDS, TAILS, (ANSWERS,)), *product(KINDS[:1], TAILS, (MANY,))):
        random, found = seeded("newcomers", kind, tail, n), []
        for draw in range(shops):
            settings = checked({"as_of": "2026-04-01", "resamples": RESAMPLES, "seed": draw})
            found.append(gaps(basis_of(answers(kind, tail, n, random), None, settings)))
        ends, truth = np.array(found, float), true_gap(kind)
        held = (ends[:, :, 1] <= truth) & (truth <= ends[:, :, 2])
        yield {
            "purchases": kind,
            "spend": tail,
            "answers": str(n),
            "bias, % of the gap: " + " / ".join(METHODS): cell(100 * (ends[:, :, 0].mean(axis=0) / truth - 1), 0),
            "coverage": cell(100 * held.mean(axis=0)),
            "told apart": cell(100 * (ends[:, :, 1] > 0).mean(axis=0), 0),
            "width, in gaps": cell(np.median(ends[:, :, 2] - ends[:, :, 1], axis=0) / truth),
        }


def true_gap(kind: str) -> float:
    """Promoters − detractors of what those who answer buy in a year as customers."""
    new = CHANCE[1] / CHANCE.sum(axis=0)
    yearly = YEARLY * (1 - new * (1 - LESS)) if kind == "new ones buy less" else YEARLY
    return float(yearly[2] - yearly[0])


def gaps(base: Basis) -> list[tuple[float | None, ...]]:
    """Figure, low and high by each of the methods."""
    people, found = base.customers, exposure(base)
    assert found is not None
    first, second = (moments(people.loc[people["segment"] == name, "ltv"].to_numpy()) for name in PAIRS[HEADLINE_PAIR])
    shown = (welch_gap(first, second, CONFIDENCE), found.gaps.whole, found.gaps.per_year)
    return [(gap.estimate, gap.low, gap.high) if gap else (np.nan,) * 3 for gap in shown]


def answers(kind: str, tail: str, n: int, random: np.random.Generator) -> pd.DataFrame:
    """Those who answered: what the kit reads of each."""
    new, segment = _who_answers(n, random)
    day = np.where(new, random.integers(0, DAYS, n), -random.integers(1, 5 * DAYS, n))
    net = YEARLY[segment] * _years_bought(kind, day.clip(min=0), new, luck(n, tail, random), random)
    return customers(segment, np.round(net), pd.Timestamp("2025-04-01") + pd.to_timedelta(day, "D"))


def customers(segment: np.ndarray, net: np.ndarray, acquired: pd.DatetimeIndex | pd.Timestamp) -> pd.DataFrame:
    """Rows of the CRM's customers who answered the first question alone."""
    n = len(segment)
    empty = {name: np.nan for name in ("recommended_count", "influence", "warned_count")}
    return pd.DataFrame(
        {
            "person": pd.Series([f"C{number:06d}" for number in range(n)], dtype="str"),
            "segment": pd.Series(np.array(SEGMENTS, dtype=object)[segment], dtype="str"),
            "acquired_on": acquired,
            "orders": 1 * (net > 0),
            "net_amount": net.astype(int),
        }
        | empty
    )


def _who_answers(n: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Whether each is new, and her segment."""
    drawn = random.choice(6, n, p=CHANCE.ravel() / CHANCE.sum())
    return drawn >= 3, drawn % 3


def _years_bought(
    kind: str, day: np.ndarray, new: np.ndarray, lucky: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """What each bought, in average years of her segment."""
    years = (DAYS - day) / DAYS
    if kind == "subscription":
        return lucky * np.ceil(12 * years) / 12
    if kind == "one season":
        return lucky * (day <= SEASON) * random.poisson(A_YEAR, len(day)) / A_YEAR
    first = new if kind == "joined by an order" else 0
    times = np.where(new & (kind == "new ones buy less"), LESS, 1.0)
    return (times * lucky * random.poisson(A_YEAR * years) + first) / A_YEAR


def print_exposure(shops: int) -> None:
    """The table."""
    print_table(f"exposure, {shops:,} shops; {' / '.join(METHODS)}", rows(shops))
