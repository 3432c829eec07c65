"""How well next year is told: CDNOW's second half, the sample shop's last years, and simulated shops.

python run.py bench forecast [--shops 40] [--customers 2000]

Out of time: the report's own check, what was told as part of what came, and errors by customer, with the two plain ways
beside; of CDNOW also clvkit's BG/NBD and gamma-gamma as one would call them. Simulated: customers who buy at rates of
their own and may leave after each purchase, detractors and passives in the last year at a part of a promoter's
rate. How often the interval of a segment's mean, and that of what is at stake, hold the truth; how the order of what is
at stake agrees with it, and of the sample, whose every customer was drawn as each.
"""

import argparse
import sys
import time
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd
import yaml

from helpers.base.folders import PROJECT
from helpers.collect.survey import survey
from helpers.compare.basis import Basis, basis_of
from helpers.compare.forecast.known import came_since
from helpers.compare.forecast.next_year import forecast
from helpers.compare.forecast.stakes import stakes
from helpers.compare.settings import CompareSettings
from helpers.merge.history import history
from helpers.run.settings import checked

END, DAYS, YEAR = pd.Timestamp("2026-04-01"), 1095, 365
RATES = {"detractor": 0.7, "passive": 0.9, "promoter": 1.0}
PARAMETERS = PROJECT / "notebooks" / "parameters"
SHOPS = {
    "CDNOW, 39 weeks from the 40th": ("cdnow", {"window_days": 273}),
    "sample, year to 2024-03-31": ("sample", {"as_of": "2024-04-01"}),
    "sample, year to 2025-03-31": ("sample", {"as_of": "2025-04-01"}),
    "sample, year to 2026-03-31": ("sample", {}),
}


def real() -> Iterator[tuple[str, Basis]]:
    """Shops whose last year is known."""
    for name, (file, changes) in SHOPS.items():
        settings = checked(yaml.safe_load((PARAMETERS / f"{file}.yaml").read_text(encoding="utf-8")) | changes)
        merged = history(settings, survey(settings).answers)
        yield name, basis_of(merged.rows, None, settings, merged.coverage.window_before)


def by_clvkit(base: Basis) -> np.ndarray:
    """What came of each customer, as told by clvkit called on the orders before the check."""
    from clvkit import CLV, CustomerBase

    warnings.simplefilter("ignore", UserWarning)  # of orders without money
    orders = pd.read_csv(PROJECT / base.settings.purchases, encoding="utf-8-sig", dtype={"customer_id": "str"})
    orders["ordered_at"] = pd.to_datetime(orders["ordered_at"])
    start = pd.Timestamp(base.settings.check_start)
    log = orders[orders["ordered_at"] < start]
    summary = CustomerBase.from_transactions(
        log, "customer_id", "ordered_at", "amount", observation_period_end=start - pd.Timedelta(days=1)
    )
    told = CLV(check_independence=False).fit(summary).predict(horizon=base.settings.check_days).to_pandas()
    return (told["expected_purchases"] * told["expected_spend"]).reindex(base.customers["customer_id"]).to_numpy()


def out_of_time() -> None:
    """Print the check of each real shop."""
    print("| shop | customers | way | told/came | root mean squared error | mean absolute error |\n" + 6 * "|---" + "|")
    for name, base in real():
        found = forecast(base)
        check = found.check
        for way, one in check.ways.items():
            used = " (used)" if way == found.used else ""
            _print_way(name, check.n, f"{way}{used}", one.total / check.came, one.error, one.absolute)
        if name.startswith("CDNOW"):
            came, told = came_since(base), by_clvkit(base)
            errors = np.sqrt(np.mean((told - came) ** 2)), np.abs(told - came).mean()
            _print_way(name, check.n, "clvkit, days, BG/NBD", told.sum() / came.sum(), *errors)


def _print_way(shop: str, n: int, way: str, share: float, error: float, absolute: float) -> None:
    print(f"| {shop} | {n:,} | {way} | {share:.2f} | {error:,.1f} | {absolute:,.1f} |")


def simulated(n: int, seed: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Rows of a shop, what each is truly expected to bring next year, and what she would be as a promoter.

    By her own rate, spend and chance to leave, and whether she has left: what nobody knows. The segments differ from
    the window's start on.
    """
    random = np.random.default_rng(seed)
    segment = random.choice(list(RATES), n)
    part = np.array([RATES[name] for name in segment])
    rate, leaving, spend = random.gamma(1.0, 1 / 60, n), random.beta(1.0, 12.0, n), 3000 * random.gamma(15, 1 / 15, n)
    begin = random.integers(0, DAYS - 30, n).astype(float)
    at, stays, events = begin.copy(), np.ones(n, bool), []
    while len(who := np.flatnonzero(stays & (at < DAYS))):
        bought = who[(at[who] < DAYS - YEAR) | (at[who] == begin[who]) | (random.random(len(who)) < part[who])]
        events.append(np.column_stack([bought, at[bought], random.gamma(4, spend[bought] / 4)]))
        stays[bought] = random.random(len(bought)) >= leaving[bought]
        at[who] += random.exponential(1 / rate[who])
    orders = pd.DataFrame(np.concatenate(events), columns=["who", "day", "amount"])
    own, promoter = (stays * spend * -np.expm1(-rates * leaving * YEAR) / leaving for rates in (rate * part, rate))
    return _rows(orders, segment, begin, n), own, promoter


def _rows(orders: pd.DataFrame, segment: np.ndarray, begin: np.ndarray, n: int) -> pd.DataFrame:
    """As step 2 makes them."""
    start = END - pd.Timedelta(days=DAYS)
    orders["at"] = start + pd.to_timedelta(np.floor(orders["day"]), unit="D")
    orders["amount"] = orders["amount"].round().astype("int64")
    periods = {"": orders["day"] >= DAYS - YEAR, "_earlier": orders["day"] < DAYS - YEAR}
    periods["_before"] = periods["_earlier"] & (orders["day"] >= DAYS - 2 * YEAR)
    ids = [f"C{who:06}" for who in range(n)]
    rows = pd.DataFrame({"customer_id": ids, "person": ids, "segment": pd.Series(segment, dtype="str")})
    rows["acquired_on"] = (start + pd.to_timedelta(np.floor(begin), unit="D")).astype("datetime64[us]")
    for ending, mine in periods.items():
        sums = orders[mine].groupby("who")["amount"].agg(["size", "sum"]).reindex(range(n), fill_value=0)
        rows[f"orders{ending}"], rows[f"net_amount{ending}"] = sums["size"], sums["sum"]
    moments = {"first_order_at": (orders, "min"), "last_order_at": (orders, "max")}
    moments["last_earlier_order_at"] = (orders[periods["_earlier"]], "max")
    for name, (some, how) in moments.items():
        rows[name] = some.groupby("who")["at"].agg(how).reindex(range(n)).astype("datetime64[us]")
    return rows.assign(recommended_count=np.nan, influence=np.nan, warned_count=np.nan)


def known_truth(shops: int, customers: int) -> None:
    """Print totals, coverage and order over simulated shops."""
    settings = checked({"as_of": f"{END:%Y-%m-%d}", "currency": "JPY"})
    drawn = pd.DataFrame([_of_shop(simulated(customers, seed), settings) for seed in range(shops)])
    print("| figure | mean over the shops | standard deviation |\n|---|---|---|")
    for name in drawn:
        print(f"| {name} | {drawn[name].mean():.2f} | {drawn[name].std():.2f} |")


def _of_shop(shop: tuple[pd.DataFrame, np.ndarray, np.ndarray], settings: CompareSettings) -> dict[str, float]:
    rows, truth, as_promoter = shop
    base = basis_of(rows, None, settings, window_before_covered=True)
    begin = time.process_time()
    found = forecast(base)
    stake = stakes(base, found)
    seconds = time.process_time() - begin
    means = [(found.groups[name].mean, truth[rows["segment"] == name].mean()) for name in RATES]
    both, gap = stake.groups["all"], (as_promoter - truth)[stake.people.index]
    order = pd.Series(gap, stake.people.index).rank()
    return {
        "total told / truly expected": found.groups["all"].total.estimate / truth.sum(),
        "intervals of the segments' means that hold the truth": np.mean(
            [one.low <= true <= one.high for one, true in means]
        ),
        "at stake told / true": both.difference.estimate / gap.sum(),
        "its interval holds the truth": float(both.difference.low <= gap.sum() <= both.difference.high),
        "shortfalls / true": both.shortfall / gap.sum(),
        "rank correlation of the list with the truth": stake.people["at_stake"].rank().corr(order),
        "processor seconds": seconds,
    }


def order_of_sample() -> None:
    """Print how the list's order agrees with the truth of the sample shop, whose every customer was drawn as each."""
    sys.path.insert(0, str(PROJECT / "data" / "sample"))
    from make_shop import SEED, with_ids
    from shop_model import RATE_BY_SEGMENT, SEGMENTS, customer_base

    ((_, base),) = (one for one in real() if one[0].endswith("2026-03-31"))
    stake = stakes(base, forecast(base))
    people = stake.people
    truth = with_ids(customer_base(SEED)).set_index("customer_id").loc[people["customer_id"]]
    rates = dict(zip(SEGMENTS, RATE_BY_SEGMENT, strict=True))
    gap = (truth["window_rate"] * truth["basket"]).to_numpy() * (rates["promoter"] - people["segment"].map(rates))
    plain = base.customers.loc[people.index, "ltv"] * people["segment"].map({"detractor": 0.5, "passive": 0.3})
    best = gap.nlargest(100).sum()
    print(
        "\n| list of the sample's detractors and passives | rank correlation with the truth | of the best 100's gain |"
    )
    print("|---|---|---|")
    for name, worth in {
        "at stake": people["at_stake"],
        "plain rule": plain,
        "shortfall": stake.support.adds["shortfall"],
    }.items():
        print(f"| {name} | {worth.rank().corr(gap.rank()):.2f} | {gap[worth.nlargest(100).index].sum() / best:.2f} |")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench forecast", description="Next year, and what is at stake")
    parser.add_argument("--shops", type=int, default=40)
    parser.add_argument("--customers", type=int, default=2000)
    options = parser.parse_args()
    out_of_time()
    print()
    known_truth(options.shops, options.customers)
    order_of_sample()


if __name__ == "__main__":
    main()
