"""How often the interval of the adjusted gap holds the true effect, by simulated shops.

python run.py bench adjusted [--shops 1000] [--sizes 200 500 1500] [--only good weak mild heavy]

A shop has so many answers. The score depends on tenure, channel, age and what was bought before the
window: it rises with spend but drops for the largest buyers. What is bought in the window depends on
the same, not in a straight line; a promoter buys 1.3 times and a detractor 0.78 times what the same
customer would buy as a passive, the promoter the more the longer she has been a customer. Overlap:
in "weak" shops the score hangs three times as much on what is known as in "good" ones. Tail: "mild"
30 % without a purchase and lognormal σ 1.0, "heavy" 55 % and σ 1.5. "level" shops have earlier spend
of lognormal σ 0.9, "steep" ones of σ 1.2, and go on in proportion to it.

Printed for LTV of promoters − detractors, in % of the effect where it is money: bias of the plain and
of the adjusted gap; the share of 95 % intervals that hold the effect in those kept (what is claimed)
(and would, were the weights of its error by everybody), and in all promoters and detractors, trimmed or
not; the share of plain intervals that hold that; the median width of the interval; the share trimmed;
the share of shops without an estimate.
"""

import argparse
import itertools
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.intervals import moments, welch_interval
from helpers.compare.adjustment.aipw import aipw, estimate_and_ends
from helpers.compare.adjustment.covariates import covariates
from helpers.compare.adjustment.overlap import overlap
from helpers.compare.ltv import ltv
from helpers.invite.settings import InviteSettings
from helpers.run.settings import checked

SPENDS = {"level": 0.9, "steep": 1.2}
OVERLAP = {"good": 0.5, "weak": 1.5}
TAIL = {"mild": (0.3, 1.0), "heavy": (0.55, 1.5)}
CHANNELS = {"search": 0.35, "ads": 0.3, "mall": 0.2, "referral": 0.15}
COSTS = {"search": 2500.0, "ads": 6000.0, "mall": 3500.0, "referral": 1000.0}
LIKES, BUYS = np.array([0.1, -0.4, -0.1, 0.6]), np.array([1.0, 0.8, 0.9, 1.25])
PROMOTER_FROM, PASSIVE_FROM = 0.55, -0.25
TIMES, MORE_PER_YEAR, MARGIN, LARGE = {"promoter": 1.3, "passive": 1.0, "detractor": 0.78}, 0.1, 0.6, 300_000


@dataclass(frozen=True)
class Shop:
    """Rows of those who answered, and what each would bring as a promoter more than as a detractor."""

    rows: pd.DataFrame
    effect: np.ndarray


def settings_of() -> InviteSettings:
    """Margin and costs as in the sample shop."""
    return checked(
        {"as_of": "2026-04-01", "gross_margin_rate": MARGIN, "acquisition_cost": COSTS, "retention_cost": 600.0}
    )


def shop(n: int, spend: str, overlap_of: str, tail: str, random: np.random.Generator) -> Shop:
    """Answers of n customers."""
    years, age = random.uniform(0.02, 5, n), random.integers(18, 80, n)
    channel = random.choice(len(CHANNELS), n, p=list(CHANNELS.values()))
    earlier = _earlier(years, SPENDS[spend], random)
    score = OVERLAP[overlap_of] * _liking(years, age, channel, earlier) + 0.6 * random.logistic(size=n)
    segment = np.select([score >= PROMOTER_FROM, score >= PASSIVE_FROM], ["promoter", "passive"], "detractor")
    rate = _buying(spend, years, age, channel, earlier)
    times = {name: often + (name == "promoter") * MORE_PER_YEAR * (years - 2.5) for name, often in TIMES.items()}
    own = np.select([segment == name for name in times], list(times.values()))
    rows = pd.DataFrame(
        {
            "customer_id": [f"C{number:06d}" for number in range(n)],
            "acquired_on": pd.Timestamp("2026-04-01") - pd.to_timedelta(np.ceil(365 * years), unit="D"),
            "acquisition_channel": pd.Series(np.array(list(CHANNELS))[channel], dtype="str"),
            "age": pd.Series(age.astype(str), dtype="str"),
            "orders_before": np.ceil(earlier / 6_000).astype(int),
            "net_amount_before": earlier.astype(int),
            "net_amount": np.round(rate * own * _luck(n, *TAIL[tail], random)).astype(int),
            "segment": pd.Series(segment, dtype="str"),
        }
    )
    return Shop(rows, MARGIN * rate * (times["promoter"] - times["detractor"]))


def _earlier(years: np.ndarray, sigma: float, random: np.random.Generator) -> np.ndarray:
    """What was bought in the year before the window; nothing by those who were not yet customers."""
    there = random.random(len(years)) < 0.7
    spent = 14_000 * (years - 1).clip(0, 1) * np.exp(sigma * random.standard_normal(len(years)))
    return np.round(there * spent, -1)


def _liking(years: np.ndarray, age: np.ndarray, channel: np.ndarray, earlier: np.ndarray) -> np.ndarray:
    """The part of the score that hangs on what is known."""
    by_spend = 0.7 * np.log1p(earlier / 10_000) - 2.2 * (earlier >= 40_000)
    return 0.6 * (years - 2.2) + by_spend + LIKES[channel] - 0.02 * np.abs(age - 45)


def _buying(spend: str, years: np.ndarray, age: np.ndarray, channel: np.ndarray, earlier: np.ndarray) -> np.ndarray:
    """Mean net amount in the window of a passive."""
    level = 9_000 * np.exp(0.6 * np.log1p(earlier / 10_000) + 0.08 * years - 0.01 * np.abs(age - 45))
    steep = (4_000 + 0.6 * earlier) * (1 + 0.05 * years)
    return years.clip(max=1) * BUYS[channel] * (level if spend == "level" else steep)


def _luck(n: int, zeros: float, sigma: float, random: np.random.Generator) -> np.ndarray:
    """Of mean one."""
    return (random.random(n) >= zeros) / (1 - zeros) * np.exp(sigma * random.standard_normal(n) - sigma**2 / 2)


def figures(one: Shop, settings: InviteSettings) -> list[float]:
    """Of one shop, by the kit's own code, as `simulated` takes them apart; money in yen."""
    rows = one.rows
    known = covariates(rows, settings, window_before_covered=True)
    mine = (rows["segment"] != "passive").to_numpy()
    first = (rows["segment"] == "promoter").to_numpy()[mine]
    worth, sides = ltv(rows, settings).to_numpy()[mine], overlap(known, mine, first, settings.smallest_group)
    ends, fitted = [np.nan] * 3, [np.nan] * 3
    if not sides.reason:
        added = aipw(worth[sides.kept], sides)
        ends = estimate_and_ends(added, sides, settings.confidence)
        fitted = estimate_and_ends(added._replace(by_others=added.by_all), sides, settings.confidence)
    plain = welch_interval(moments(worth[first]), moments(worth[~first]), settings.confidence)
    effect = one.effect[mine]
    gap = worth[first].mean() - worth[~first].mean()
    return [gap, *plain, *ends, *fitted[1:], effect.mean(), effect[sides.kept].mean(), 1 - sides.kept.mean()]


def effect_of_all(spend: str, overlap_of: str, tail: str) -> float:
    """Mean effect in the promoters and detractors of a very large shop."""
    large = shop(LARGE, spend, overlap_of, tail, np.random.default_rng(0))
    return float(large.effect[large.rows["segment"] != "passive"].mean())


def simulated(kind: tuple[str, str, str], n: int, shops: int) -> dict[str, float]:
    """What is printed of one kind of shop."""
    random, settings = np.random.default_rng([n, sum(map(ord, "".join(kind)))]), settings_of()
    found = np.array([figures(shop(n, *kind, random), settings) for _ in range(shops)]).T
    gap, gap_low, gap_high, estimate, low, high, fitted_low, fitted_high, effect, effect_kept, trimmed = found
    known, truth = ~np.isnan(estimate), effect_of_all(*kind)

    def held(low: np.ndarray, high: np.ndarray, truth: np.ndarray | float) -> float:
        return 100 * float(((low <= truth) & (truth <= high))[known].mean())

    return {
        "bias, plain": 100 * float((gap - effect).mean() / truth),
        "bias, adjusted": 100 * float((estimate - effect_kept)[known].mean() / truth),
        "held, plain": held(gap_low, gap_high, truth),
        "held, adjusted": held(low, high, effect_kept),
        "weights by all": held(fitted_low, fitted_high, effect_kept),
        "of all": held(low, high, truth),
        "width": 100 * float(np.median((high - low)[known]) / truth),
        "trimmed": 100 * float(trimmed.mean()),
        "none": 100 * float((~known).mean()),
    }


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench adjusted", description="Coverage of the adjusted gap")
    parser.add_argument("--shops", type=int, default=1000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 500, 1500])
    parts = [*SPENDS, *OVERLAP, *TAIL]
    parser.add_argument("--only", nargs="+", choices=parts, default=parts, help="kinds of shops; of each sort all")
    options, start = parser.parse_args(), time.perf_counter()
    chosen = [[name for name in sort if name in options.only] or list(sort) for sort in (SPENDS, OVERLAP, TAIL)]
    print(f"{options.shops:,} shops, ± {100 * np.sqrt(0.95 * 0.05 / options.shops):.1f}")
    for number, (*kind, n) in enumerate(itertools.product(*chosen, options.sizes)):
        row = simulated((kind[0], kind[1], kind[2]), n, options.shops)
        if not number:
            print("| spend | overlap | tail | answers | " + " | ".join(row) + " |\n" + "|---" * (4 + len(row)) + "|")
        print(
            f"| {' | '.join(kind)} | {n} | " + " | ".join(f"{value:.1f}" for value in row.values()) + " |", flush=True
        )
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
