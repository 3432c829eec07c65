"""How well next year is told: CDNOW's second half, the sample shop's last years, and simulated shops whose truth is known.

python run.py bench forecast [--shops 40] [--customers 2000]

Out of time: the report's own check, what was told as part of what came, and errors by customer, with the two plain ways
beside; of CDNOW also clvkit's BG/NBD and gamma-gamma as one would call them. Simulated: customers who buy at rates of
their own and may leave after each purchase, detractors and passives at a part of a promoter's rate. How often the
interval of a segment's mean, and that of the balance at stake, hold the truth; how the call list's order agrees with it.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import yaml

from helpers.base.folders import PROJECT
from helpers.collect.survey import survey
from helpers.compare import basis_of, forecast, stakes
from helpers.compare.basis import Basis
from helpers.compare.forecast.known import came_since
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
    print("| shop | customers | way | told/came | root mean squared error | mean absolute error |\n|---|---|---|---|---|---|")
    for name, base in real():
        found = forecast(base)
        check = found.check
        for way, one in check.ways.items():
            used = " (used)" if way == found.used else ""
            print(f"| {name} | {check.n:,} | {way}{used} | {one.total / check.came:.2f} | {one.error:,.1f} | {one.absolute:,.1f} |")
        if name.startswith("CDNOW"):
            came, told = came_since(base), by_clvkit(base)
            apart = told - came
            print(f"| {name} | {check.n:,} | clvkit, days, BG/NBD | {told.sum() / came.sum():.2f} "
                  f"| {np.sqrt(np.mean(apart**2)):,.1f} | {np.abs(apart).mean():,.1f} |")  # fmt: skip


def simulated(n: int, seed: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Rows of a shop, what each is truly expected to bring next year, and what she would be as a promoter.

    Both given who has left and her own rate: the first is what a forecast that knew them would tell.
    """
    random = np.random.default_rng(seed)
    segment = random.choice(list(RATES), n)
    part = np.array([RATES[name] for name in segment])
    rate, leaving, spend = random.gamma(1.0, 1 / 60, n), random.beta(1.0, 12.0, n), 3000 * random.gamma(15, 1 / 15, n)
    begin = random.integers(0, DAYS - 30, n).astype(float)
    at, alive, events = begin.copy(), np.ones(n, bool), []
    while alive.any():
        who = np.flatnonzero(alive & (at < DAYS))
        if not len(who):
            break
        events.append(np.column_stack([who, at[who], random.gamma(4, spend[who] / 4)]))
        alive[who] = random.random(len(who)) >= leaving[who]
        at[who] += random.exponential(1 / (rate * part)[who])
        alive &= at < DAYS + YEAR  # whoever buys no more within the year can't be told from who has left
    stays = alive | (at >= DAYS)
    stays &= np.isfinite(at)
    orders = pd.DataFrame(np.concatenate(events), columns=["who", "day", "amount"])
    gone = np.ones(n, bool)
    gone[np.flatnonzero(stays)] = False
    pace = np.where(gone, 0.0, 1.0)

    def expected(rates: np.ndarray) -> np.ndarray:
        return pace * spend * (1 - np.exp(-rates * leaving * YEAR)) / leaving

    return _rows(orders, segment, begin, n), expected(rate * part), expected(rate)


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
    totals, held, balance, order, chance, seconds = [], [], [], [], [], []
    for seed in range(shops):
        rows, truth, as_promoter = simulated(customers, seed)
        base = basis_of(rows, None, settings, window_before_covered=True)
        begin = time.process_time()
        found = forecast(base)
        stake = stakes(base, found)
        seconds.append(time.process_time() - begin)
        totals.append(found.groups["all"].total.estimate / truth.sum())
        for name in RATES:
            mean, of_segment = found.groups[name].mean, truth[rows["segment"] == name].mean()
            held.append(mean.low <= of_segment <= mean.high)
        mine, both = stake.people.index, stake.groups["all"]
        gap = (as_promoter - truth)[mine]
        balance.append((both.difference.estimate / gap.sum(), both.difference.low <= gap.sum() <= both.difference.high))
        order.append(stake.people["at_stake"].rank().corr(pd.Series(gap, mine).rank()))
        chance.append(both.by_chance / both.at_stake.estimate)
    print("| figure | mean over the shops | standard deviation |\n|---|---|---|")
    ratios, covered = np.array(balance).T
    figures = {
        "total told / truly expected": totals, "interval of a segment's mean holds the truth": held,
        "balance told / true": ratios, "interval of the balance holds the truth": covered,
        "by chance / at stake": chance, "rank correlation of the list with what is truly at stake": order,
        "processor seconds": seconds,
    }  # fmt: skip
    for name, values in figures.items():
        print(f"| {name} | {np.mean(values):.2f} | {np.std(values):.2f} |")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="run.py bench forecast", description="Next year, and what is at stake")
    parser.add_argument("--shops", type=int, default=40)
    parser.add_argument("--customers", type=int, default=2000)
    options = parser.parse_args()
    out_of_time()
    print()
    known_truth(options.shops, options.customers)


if __name__ == "__main__":
    main()
