"""Shops of `adjusted.py`, in which both the score and what is bought hang on what was known before the window.

A customer's score rises with tenure and earlier spend and differs by channel; what she buys in the window does too; in
it a promoter buys 1.3 times and a detractor 0.78 times what the same customer would buy as a passive. Beside that:

- *plain*: nothing;
- *interaction*: customers of one channel who came early like the shop more and buy more, those of the others less, and
  the other way round of those who came late;
- *noise*: the same, with nine attributes of no meaning by which they are compared too;
- *silent*: the same as interaction, with four customers beside each who answered who did not;
- *big*: the score moves the largest buyers alone (2.2 and 0.8 times; all others 1.02 and 0.98), and they like the shop;
- *bend*: those of middling tenure like the shop less and buy less;
- *season*: who came in one season of the window, 0.68 to 0.98 years before its end, likes the shop less and buys more;
- *heavy*: purchases of 55 % zeros and lognormal σ 1.5, not 30 % and 1.0;
- *weak*: the score hangs three times as much on what is known;
- *level-good-mild* and so on: the score drops for the largest buyers, age has its part, and the effect grows with
  tenure. Earlier spend is of σ 0.9 (*level*) or 1.2 and followed in proportion (*steep*), overlap *good* or *weak*
  (three times as much hangs on what is known), the tail *mild* or *heavy*.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.invite.settings import InviteSettings
from helpers.run.settings import checked

COSTS = {"search": 2500.0, "ads": 6000.0, "mall": 3500.0, "referral": 1000.0}
CHANNELS, ADS = {"search": 0.35, "ads": 0.3, "mall": 0.2, "referral": 0.15}, 1
LIKES, BUYS = np.array([0.1, -0.4, -0.1, 0.6]), np.array([1.0, 0.8, 0.9, 1.25])
SEGMENTS, PROMOTER_FROM, PASSIVE_FROM, BY_CHANCE = ("promoter", "passive", "detractor"), 0.5, -0.4, 0.8
TIMES, MORE_PER_YEAR, MARGIN = (1.3, 1.0, 0.78), 0.1, 0.6
TAILS = {"mild": (0.3, 1.0), "heavy": (0.55, 1.5)}  # share of zeros, σ of the logarithm
NOISE = {f"noise_{number}": levels for number, levels in enumerate((2, 3, 4, 2, 3, 4, 90, 90, 90))}  # numbers: 90


class Known(NamedTuple):
    """What was known of each customer before the window."""

    years: np.ndarray
    channel: np.ndarray
    earlier: np.ndarray
    age: np.ndarray


class Hangs(NamedTuple):
    """What hangs on it: the score, purchases as a passive, and how many times that by segment."""

    liking: np.ndarray
    buying: np.ndarray
    times: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of shop: what hangs on what, besides what does in all, and how it is seen."""

    hangs: Callable[[Known, Hangs], Hangs] = lambda _, hangs: hangs
    tail: str = "mild"
    spread: float = 0.9  # σ of earlier spend
    silent: int = 0  # customers beside each who answered
    noise: bool = False
    age: bool = False  # whether recorded


@dataclass(frozen=True)
class Shop:
    """Its customers, and what nobody can know of each: her chance to be of a segment, what she would bring in it."""

    rows: pd.DataFrame
    chance: dict[str, np.ndarray]
    worth: dict[str, np.ndarray]


def settings_of(kind: str) -> InviteSettings:
    """Margin and costs as in the sample shop."""
    asked = {"alike_on": list(NOISE)} if KINDS[kind].noise else {}
    return checked(
        {"as_of": "2026-04-01", "gross_margin_rate": MARGIN, "acquisition_cost": COSTS, "retention_cost": 600.0} | asked
    )


def alike_shop(name: str, answers: int, random: np.random.Generator) -> Shop:
    """Of one of the `KINDS`."""
    kind, n = KINDS[name], answers * (1 + KINDS[name].silent)
    known = _known(kind, n, random)
    liking, buying, times = kind.hangs(known, _hangs(known))
    liking = liking - liking.mean()
    score = liking + BY_CHANCE * random.logistic(size=n)
    place = np.select([score >= PROMOTER_FROM, score >= PASSIVE_FROM], [0, 1], 2)
    bought = buying * np.choose(place, times) * _luck(n, *TAILS[kind.tail], random)
    rows = _recorded(known, kind, random).assign(
        net_amount=np.round(bought).astype(int),
        segment=pd.Series(np.array(SEGMENTS, dtype=object)[place], dtype="str").where(np.arange(n) < answers),
    )
    worth = {name: MARGIN * buying * often for name, often in zip(SEGMENTS, times, strict=True)}
    return Shop(rows, dict(zip(SEGMENTS, _chances(liking), strict=True)), worth)


def _known(kind: Kind, n: int, random: np.random.Generator) -> Known:
    """Nothing was bought in the year before the window by those who were not yet customers."""
    years, there = random.uniform(0.02, 5, n), random.random(n) < 0.7
    spent = there * 14_000 * (years - 1).clip(0, 1) * np.exp(kind.spread * random.standard_normal(n))
    channel = random.choice(len(CHANNELS), n, p=list(CHANNELS.values()))
    return Known(years, channel, np.round(spent, -1), random.integers(18, 80, n))


def _hangs(known: Known) -> Hangs:
    by_spend = np.log1p(known.earlier / 10_000)
    liking = 0.3 * (known.years - 2.2) + LIKES[known.channel] + 0.4 * by_spend
    buying = 9_000 * np.exp(0.5 * by_spend + 0.08 * known.years) * known.years.clip(max=1) * BUYS[known.channel]
    return Hangs(liking, buying, tuple(np.full(len(liking), often) for often in TIMES))


def _interaction(known: Known, hangs: Hangs) -> Hangs:
    turn = np.where(known.channel == ADS, 1.0, -0.5) * np.where(known.years > 2.5, 1, -1)
    return hangs._replace(liking=hangs.liking + turn, buying=hangs.buying * np.exp(0.6 * turn))


def _big(known: Known, hangs: Hangs) -> Hangs:
    big = known.earlier >= np.quantile(known.earlier, 0.85)
    times = np.where(big, 2.2, 1.02), np.ones(len(big)), np.where(big, 0.8, 0.98)
    return hangs._replace(liking=hangs.liking + big, times=times)


def _bend(known: Known, hangs: Hangs) -> Hangs:
    off = np.abs(known.years - 2.3)
    return hangs._replace(liking=hangs.liking + 0.9 * off, buying=hangs.buying * np.exp(0.5 * off))


def _season(known: Known, hangs: Hangs) -> Hangs:
    inside = (known.years > 0.68) & (known.years < 0.98)
    return hangs._replace(liking=hangs.liking - 1.5 * inside, buying=hangs.buying * np.where(inside, 2.5, 1))


def _weak(_: Known, hangs: Hangs) -> Hangs:
    return hangs._replace(liking=3 * hangs.liking)


def _drop(known: Known, hangs: Hangs, spend: str, strength: float) -> Hangs:
    """Of the score for the largest buyers; age has its part, and the effect grows with tenure."""
    old = np.abs(known.age - 45)
    by_spend = 0.7 * np.log1p(known.earlier / 10_000) - 2.2 * (known.earlier >= 40_000)
    liking = strength * (0.6 * (known.years - 2.2) + by_spend + LIKES[known.channel] - 0.02 * old)
    level = 9_000 * np.exp(0.6 * np.log1p(known.earlier / 10_000) + 0.08 * known.years - 0.01 * old)
    steep = (4_000 + 0.6 * known.earlier) * (1 + 0.05 * known.years)
    buying = known.years.clip(max=1) * BUYS[known.channel] * (level if spend == "level" else steep)
    more = MORE_PER_YEAR * (known.years - 2.5)
    return Hangs(liking, buying, (hangs.times[0] + more, *hangs.times[1:]))


def _luck(n: int, zeros: float, sigma: float, random: np.random.Generator) -> np.ndarray:
    """Of mean one."""
    return (random.random(n) >= zeros) / (1 - zeros) * np.exp(sigma * random.standard_normal(n) - sigma**2 / 2)


def _chances(liking: np.ndarray) -> tuple[np.ndarray, ...]:
    """To be a promoter, a passive, a detractor."""
    promoter, at_least_passive = (
        1 / (1 + np.exp(-(liking - least) / BY_CHANCE)) for least in (PROMOTER_FROM, PASSIVE_FROM)
    )
    return promoter, at_least_passive - promoter, 1 - at_least_passive


def _recorded(known: Known, kind: Kind, random: np.random.Generator) -> pd.DataFrame:
    """What the files tell of each customer."""
    n = len(known.years)
    rows = pd.DataFrame(
        {
            "customer_id": [f"C{number:06d}" for number in range(n)],
            "acquired_on": pd.Timestamp("2026-04-01") - pd.to_timedelta(np.ceil(365 * known.years), unit="D"),
            "acquisition_channel": pd.Series(np.array(list(CHANNELS))[known.channel], dtype="str"),
            "orders_before": np.ceil(known.earlier / 6_000).astype(int),
            "net_amount_before": known.earlier.astype(int),
        }
    )
    if kind.age:
        rows["age"] = pd.Series(known.age.astype(str), dtype="str")
    for name, levels in NOISE.items() if kind.noise else ():
        rows[name] = pd.Series(random.integers(0, levels, n).astype(str), dtype="str")
    return rows


KINDS = {
    "plain": Kind(),
    "interaction": Kind(_interaction),
    "noise": Kind(_interaction, noise=True),
    "silent": Kind(_interaction, silent=4),
    "big": Kind(_big),
    "bend": Kind(_bend),
    "season": Kind(_season),
    "heavy": Kind(tail="heavy"),
    "weak": Kind(_weak),
} | {
    f"{spend}-{overlap}-{tail}": Kind(partial(_drop, spend=spend, strength=strength), tail, spread, age=True)
    for (spend, spread), (overlap, strength), tail in itertools.product(
        {"level": 0.9, "steep": 1.2}.items(), {"good": 0.6, "weak": 1.8}.items(), TAILS
    )
}
